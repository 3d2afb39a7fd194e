// Checks wrapping, printf, rounding, splitting, slugs, links, tags and truncation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { printf } from "../../../src/templates/format/printf.ts";
import { quoteUrl } from "../../../src/templates/format/quote-url.ts";
import { roundHalfEven, toExponential, toFixed } from "../../../src/templates/format/round.ts";
import { splitLines } from "../../../src/templates/format/split-lines.ts";
import { decodeReferences, stripMarkup } from "../../../src/templates/format/strip-tags.ts";
import {
  truncateCharacters,
  truncateHtmlCharacters,
  truncateHtmlWords,
  truncateWords,
} from "../../../src/templates/format/truncate-text.ts";
import { linkAddresses } from "../../../src/templates/format/urlize.ts";
import { wrapWords } from "../../../src/templates/format/word-wrap.ts";
import { reprPython } from "../../../src/templates/values/python-spelling.ts";

const options = {
  text: String,
  quote: reprPython,
  error: (message: string) => new RangeError(message),
  maxLength: 1000,
};

test("words wrap at spaces, hyphens and dashes", () => {
  const table: readonly (readonly [string, number, readonly string[]])[] = [
    ["one two three", 8, ["one two", "three"]],
    ["a well-known fact", 7, ["a well-", "known", "fact"]],
    ["yes--no", 5, ["yes--", "no"]],
    ["abcdefgh", 3, ["abc", "def", "gh"]],
    ["  lead", 6, ["  lead"]],
    ["  lead", 4, ["lead"]],
    ["trail   ", 5, ["trail"]],
    ["", 5, []],
    ["😀😀😀", 2, ["😀😀", "😀"]],
    ["a -1 b", 3, ["a", "-1", "b"]],
  ];
  for (const [text, width, lines] of table) assert.deepEqual(wrapWords(text, { width }), lines, text);
  assert.deepEqual(wrapWords("abcdef gh", { width: 3, breakLongWords: false }), ["abcdef", "gh"]);
  assert.deepEqual(wrapWords("a well-known", { width: 7, breakOnHyphens: false, breakLongWords: false }), [
    "a",
    "well-known",
  ]);
});

test("printf fills Python's directives", () => {
  const table: readonly (readonly [string, readonly unknown[], string])[] = [
    ["%s and %s", ["a", 1], "a and 1"],
    ["%5s|%-5s|", ["ab", "cd"], "   ab|cd   |"],
    ["%.2s", ["abc"], "ab"],
    ["%d %i", [3.9, -3.9], "3 -3"],
    ["%05d|%+d|% d", [42, 42, 42], "00042|+42| 42"],
    ["%05d", [-42], "-0042"],
    ["%x %X %o %#x", [255, 255, 8, 255], "ff FF 10 0xff"],
    ["%.2f %e %G", [1.005, 12345.678, 0.00001], "1.00 1.234568e+04 1E-05"],
    ["%g %g", [100000, 1000000], "100000 1e+06"],
    ["%c%c", [65, "b"], "Ab"],
    ["%r", ["it's"], `"it's"`],
    ["%*d", [5, 42], "   42"],
    ["100%%", [], "100%"],
    ["%d", [12345678901234567890n], "12345678901234567890"],
  ];
  for (const [format, values, text] of table) assert.equal(printf(format, values, options), text);
  assert.equal(printf("%(name)s is %(age)d", { name: "Ada", age: 36 }, options), "Ada is 36");
});

test("printf refuses what does not fit", () => {
  const table: readonly (readonly [string, readonly unknown[], string])[] = [
    ["%s %s", ["a"], "not enough arguments for format string"],
    ["%s", ["a", "b"], "not all arguments converted during string formatting"],
    ["%d", ["a"], "%d format: a number is required, not string"],
    ["%f", [null], "must be real number, not null"],
    ["%y", ["a"], "unsupported format character 'y'"],
    ["%", ["a"], "incomplete format"],
    ["%(name)s", ["a"], "format requires a mapping"],
    ["%100000d", [1], 'the width or precision of "%100000d" is too large'],
    ["%c", ["ab"], "%c requires int or char"],
  ];
  for (const [format, values, message] of table)
    assert.throws(() => printf(format, values, options), { name: "RangeError", message });
  assert.throws(() => printf("%(b)s", { a: 1 }, options), { message: "format has no value named 'b'" });
});

test("halves are rounded to the even neighbour", () => {
  assert.equal(toFixed(0.125, 2), "0.12");
  assert.equal(toFixed(0.375, 2), "0.38");
  assert.equal(toFixed(-2.5, 0), "-2");
  assert.equal(toFixed(1.005, 2), "1.00");
  assert.equal(toFixed(1e21, 1), "1000000000000000000000.0");
  assert.equal(toExponential(2.5, 0), "2e+0");
  assert.equal(roundHalfEven(2.5, 0), 2);
  assert.equal(roundHalfEven(1250, -2), 1200);
  assert.equal(roundHalfEven(1350, -2), 1400);
  assert.equal(roundHalfEven(12345.678, 2), 12345.68);
  assert.equal(roundHalfEven(2 ** 60, -3), 1152921504606847000);
  assert.equal(roundHalfEven(-1e21, -22), 0);
  assert.equal(roundHalfEven(5, -400), 0);
  assert.equal(roundHalfEven(Number.NaN, 1), Number.NaN);
  assert.equal(roundHalfEven(0.5, 100), 0.5);
  assert.equal(toExponential(3.5, 0), "4e+0");
  assert.equal(toExponential(-2.25, 1), "-2.2e+0");
});

test("lines end at every boundary", () => {
  assert.deepEqual(splitLines("a\r\nb\rc\nd\u2028e\n"), ["a", "b", "c", "d", "e"]);
  assert.deepEqual(splitLines(""), []);
  assert.deepEqual(splitLines("\n\n"), ["", ""]);
});

test("bytes that may not stand in a URL are quoted", () => {
  assert.equal(quoteUrl("a b/c!é", "/"), "a%20b/c%21%C3%A9");
  assert.equal(quoteUrl("a/b", ""), "a%2Fb");
  assert.equal(quoteUrl("\ud800", ""), "%EF%BF%BD");
});

test("tags and comments are removed and references decoded", () => {
  assert.equal(stripMarkup("a<!-- <b> -->b<i>c</i>"), "abc");
  assert.equal(stripMarkup("1 < 2"), "1 < 2");
  assert.equal(decodeReferences("&lt;&#60;&#x3c;&eacute;&unknown;&#0;"), "<<<é&unknown;\ufffd");
});

test("addresses in text become links", () => {
  const link = (href: string, text = href) => `<a href="${href}">${text}</a>`;
  const table: readonly (readonly [string, string])[] = [
    ["see http://a.org/x.", `see ${link("http://a.org/x")}.`],
    ["(www.a.org)", `(${link("https://www.a.org", "www.a.org")})`],
    ["example.com", link("https://example.com", "example.com")],
    ["file.txt is no host", "file.txt is no host"],
    ["http://a.org/w_(x)", link("http://a.org/w_(x)")],
    ["(http://a.org/w_(x))", `(${link("http://a.org/w_(x)")})`],
    ["ada@example.org,", `<a href="mailto:ada@example.org">ada@example.org</a>,`],
    ["mailto:ada@example.org", `<a href="mailto:ada@example.org">ada@example.org</a>`],
    ["http://127.0.0.1:80/", link("http://127.0.0.1:80/")],
    ["http://[2001:db8::1]/", link("http://[2001:db8::1]/")],
    ["&lt;http://a.org&gt;", `&lt;${link("http://a.org")}&gt;`],
    ["@a@b.org", "@a@b.org"],
    ["javascript:alert(1).com", "javascript:alert(1).com"],
  ];
  for (const [text, html] of table) assert.equal(linkAddresses(text), html);
  assert.equal(linkAddresses("tel:123", { schemes: ["tel:"] }), link("tel:123"));
  assert.equal(
    linkAddresses("http://a.org/long", { limit: 8, rel: "nofollow", target: "_blank" }),
    '<a href="http://a.org/long" rel="nofollow" target="_blank">http://a...</a>',
  );
});

test("text is truncated by characters and words", () => {
  assert.equal(truncateCharacters("Hello, world", 6), "Hello…");
  assert.equal(truncateCharacters("Hello", 5), "Hello");
  assert.equal(truncateCharacters("Hello", 0), "");
  assert.equal(truncateCharacters("e\u0301e\u0301e\u0301", 2), "é…");
  assert.equal(truncateWords("one  two\nthree", 2), "one two …");
  assert.equal(truncateWords("one two", 2), "one two");
});

test("HTML is truncated outside of its tags, which are closed", () => {
  const html = '<p class="a>b">One <b>two three</b> &amp; four<br>five</p>';
  assert.equal(truncateHtmlCharacters(html, 6), '<p class="a>b">One <b>t…</b></p>');
  assert.equal(truncateHtmlWords(html, 2), '<p class="a>b">One <b>two …</b></p>');
  assert.equal(truncateHtmlWords(html, 50), html);
  assert.equal(truncateHtmlCharacters("a < b and more", 5), "a &lt; …");
  assert.equal(truncateHtmlWords("<!-- no --><i>one two</i>", 1), "<i>one …</i>");
  assert.equal(truncateHtmlWords("<!doctype html><?x?>one two", 1), "one …");
  assert.equal(truncateHtmlWords("<p/>one</p></br>two three", 2), "<p/></p>one</p>two …");
  assert.equal(truncateHtmlCharacters("<b title='>'>bold</b> <a \"b>c</a>", 40), "<b title='>'>bold</b> <a \"b>c</a>");
  assert.equal(truncateHtmlCharacters("1 < 2 <b>or</b> 3", 9), "1 &lt; 2 <b>or</b>…");
  assert.equal(truncateHtmlCharacters("<b>  </b>one", 3), "<b>  </b>…");
  assert.equal(truncateHtmlCharacters("plain", 5), "plain");
});

test("hostile input takes linear time", () => {
  const size = 200_000;
  const hostile: readonly (() => unknown)[] = [
    () => linkAddresses("(".repeat(size)),
    () => linkAddresses(`${")".repeat(size)}x.com)`),
    () => linkAddresses(`http://${"a.".repeat(size)}`),
    () => linkAddresses(`${"(".repeat(size / 2)}a.com${")".repeat(size / 2)}`),
    () => linkAddresses(`${"a@".repeat(size)}b.c`),
    () => linkAddresses("&lt;.".repeat(size)),
    () => wrapWords("-".repeat(size), { width: 10 }),
    () => wrapWords(`${"a".repeat(size)} ${" ".repeat(size)}`, { width: 10 }),
    () => wrapWords("a-".repeat(size), { width: 10 }),
    () => stripMarkup("<".repeat(size)),
    () => stripMarkup("<!--".repeat(size)),
    () => decodeReferences("&".repeat(size)),
    () => truncateHtmlCharacters("<a ".repeat(size), size * 9),
    () => truncateHtmlWords(`${'<a "'.repeat(size)}>`, size * 9),
    () => truncateHtmlWords("<".repeat(size), size * 9),
    () => printf("%".repeat(size), [], options),
    () => printf(`${"%(".repeat(size)}`, {}, options),
  ];
  for (const run of hostile) {
    const start = performance.now();
    try {
      run();
    } catch (error) {
      assert.equal((error as Error).name, "RangeError");
    }
    assert.ok(performance.now() - start < 2000, `${run} took ${performance.now() - start} ms`);
  }
});
