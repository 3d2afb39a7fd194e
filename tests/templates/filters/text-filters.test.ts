// Checks the filters that take text and give text, Jinja's and Django's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { safe } from "#kernel";
import { render, renderText } from "./render.ts";

async function check(table: readonly (readonly [string, string])[], context: Readonly<Record<string, unknown>> = {}) {
  for (const [source, output] of table) assert.equal(await renderText(source, context), output, source);
}

test("case changes, and counts by characters", async () => {
  await check(
    [
      ["{{ 'ÄÖ'|lower }}{{ 'äß'|upper }}", "äöÄSS"],
      ["{{ 'éCOLE'|capitalize }}|{{ ''|capitalize }}", "École|"],
      ["{{ 'foo bar-baz (qux) <x>'|title }}", "Foo Bar-Baz (Qux) <X>"],
      ['{{ "don\'t"|title }}', "Don't"],
      ["{{ none|upper }}{{ missing|upper }}{{ 5|upper }}", "5"],
      ["{{ emoji|length }} {{ emoji|list|length }} {{ emoji|reverse }}", "2 2 😀a"],
      ["{{ 'a b  c_d é'|wordcount }}", "4"],
    ],
    { emoji: "a😀" },
  );
});

test("text is aligned, trimmed and cut", async () => {
  await check(
    [
      [
        "[{{ 'ab'|center(5) }}][{{ 'ab'|ljust(4) }}][{{ 'ab'|rjust(4) }}][{{ 'ab'|center(1) }}]",
        "[ ab  ][ab  ][  ab][ab]",
      ],
      ["[{{ '\t a \n'|trim }}][{{ 'xxaxx'|trim('x') }}][{{ 'xy'|trim('xy') }}]", "[a][a][]"],
      ["[{{ emoji|trim('😀') }}]", "[a]"],
      ["{{ 'a;b;'|cut(';') }}|{{ 'abc'|cut('') }}", "ab|abc"],
      ["{{ 'foo bar baz'|truncate(9) }}|{{ 'foo bar baz'|truncate(9, true) }}", "foo bar baz|foo bar baz"],
      [
        "{{ 'Joel is a slug'|truncate(7, true) }}|{{ 'Joel is a slug'|truncate(9, end='', leeway=0) }}",
        "Joel...|Joel is",
      ],
      ["{{ 'foo bar baz qux'|truncate(11, leeway=0) }}", "foo bar..."],
    ],
    { emoji: "😀a😀" },
  );
});

test("replace replaces from the left", async () => {
  await check([
    ["{{ 'aaa'|replace('a', 'b', 2) }}|{{ 'aaa'|replace('a', 'b', count=0) }}", "bba|aaa"],
    ["{{ 'ab'|replace('', '-') }}|{{ 'ab'|replace('', '-', 1) }}", "-a-b-|-ab"],
    ["{{ '$&'|replace('$', '$1$&') }}", "$1$&&"],
    ["{{ '<foo>'|replace('o', 42) }}", "<f4242>"],
  ]);
});

test("indent puts spaces or a text before lines", async () => {
  await check([
    ["{{ 'a\n\nb\n'|indent(2) }}", "a\n\n  b\n"],
    ["{{ 'a\n\nb'|indent(2, true, true) }}", "  a\n  \n  b"],
    ["{{ 'a\nb'|indent('> ', first=true) }}", "> a\n> b"],
    ["{{ ''|indent }}|", "|"],
  ]);
});

test("wordwrap keeps the line ends that are there", async () => {
  await check([
    ["{{ 'a bb ccc\ndddd'|wordwrap(4) }}", "a bb\nccc\ndddd"],
    ["{{ 'abcdefg'|wordwrap(3, false) }}", "abcdefg"],
    ["{{ 'a b'|wordwrap(1, wrapstring='<br>') }}", "a<br>b"],
  ]);
});

test("format fills directives by place or by name", async () => {
  await check([
    ["{{ '%s|%s'|format('a', 1) }}", "a|1"],
    ["{{ '%(a)s %(b)05d'|format(a='x', b=42) }}", "x 00042"],
    ["{{ '100%%'|format }}", "100%"],
  ]);
});

test("text that is HTML stays so where Jinja lets it, with arguments escaped", async () => {
  const html = safe("<b>a b</b>");
  const table: readonly (readonly [string, string])[] = [
    ["{{ html|upper }}", "<B>A B</B>"],
    ["{{ html|trim }}{{ html|center(12) }}", "<b>a b</b> <b>a b</b> "],
    ["{{ html|title }}", "&lt;B&gt;a B&lt;/b&gt;"],
    ["{{ html|truncate(5, true, '<', 0) }}", "<b>a&lt;"],
    ["{{ html|replace('a', '<') }}", "<b>&lt; b</b>"],
    ["{{ '<'|replace('<', html) }}", "&lt;"],
    ["{{ '<a>'|replace('a', html) }}", "&lt;<b>a b</b>&gt;"],
    ["{{ html|format }}{{ ('<i>%s</i>'|safe)|format('<') }}", "<b>a b</b><i>&lt;</i>"],
    ["{{ html|wordwrap(50) }}", "&lt;b&gt;a b&lt;/b&gt;"],
    ["{{ html|string }}{{ html|e }}{{ html|forceescape }}", "<b>a b</b><b>a b</b>&lt;b&gt;a b&lt;/b&gt;"],
    ["{{ html|indent(2, true) }}", "  <b>a b</b>"],
    ["{{ html|capfirst }}{{ html|cut('a ') }}{{ html|cut(';') }}", "<b>a b</b><b>b</b>&lt;b&gt;a b&lt;/b&gt;"],
    ["{{ html|first }}", "&lt;"],
  ];
  for (const [source, output] of table) assert.equal(await render(source, { html }), output, source);
});

test("Django's filters of text do what they do there", async () => {
  await check([
    [`{{ 'a"b\\\\'|addslashes }}`, `a\\"b\\\\`],
    ["{{ 'école'|capfirst }}|{{ ''|capfirst }}", "École|"],
    ["{{ 1234|make_list|join(',') }}", "1,2,3,4"],
    ["{{ 'abcdefghijklmnopqrstuvwxyz'|phone2numeric }}", "22233344455566677778889999"],
    [
      "{{ ' Jack & Jill_1 -- x '|slugify }}|{{ 'Übergröße'|slugify }}|{{ 'Ü b'|slugify(true) }}|{{ '--_a_'|slugify }}",
      "jack-jill_1-x|ubergroe|ü-b|a",
    ],
    ["{{ 1|stringformat('03d') }}|{{ 'x'|stringformat('d') }}|{{ 1.5|stringformat('.2f') }}", "001||1.50"],
    ["{{ 'one two'|truncatechars(4) }}|{{ 'one'|truncatechars('x') }}|{{ 'one'|truncatechars(0) }}", "one…|one|"],
    ["{{ 'a b c'|truncatewords(2) }}|{{ 'a b'|truncatewords('5') }}", "a b …|a b"],
    ["{{ true|yesno }}{{ false|yesno }}{{ none|yesno }}{{ missing|yesno('a,b') }}{{ 1|yesno('a') }}", "yesnomaybeb1"],
    ["{{ 'a\u2028<'|escapejs }}", "a\\u2028\\u003C"],
    ["{{ 'http://é.org/ü?a=b&c'|iriencode }}", "http://%C3%A9.org/%C3%BC?a=b&c"],
  ]);
});
