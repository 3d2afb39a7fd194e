// States what clients are taken to like best, for each header of the Accept family.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as http from "demijohn/http";

test("the most specific entry decides, then quality, then the order of the choices", () => {
  const accept = http.parseMimeAccept("text/*;q=0.3, text/html;q=0.7, text/html;level=1, */*;q=0.5");
  assert.equal(accept.quality("text/html;level=1"), 1);
  assert.equal(accept.quality("text/html"), 0.7);
  assert.equal(accept.quality("text/plain"), 0.3);
  assert.equal(accept.quality("image/png"), 0.5);
  assert.equal(accept.bestMatch(["text/plain", "image/png"]), "image/png");
  assert.equal(accept.bestMatch(["image/png", "image/gif"]), "image/png");
  assert.equal(accept.best, "text/html; level=1");
});

test("what a browser sends prefers HTML, what fetch sends takes the first choice", () => {
  const browser = http.parseMimeAccept("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8");
  assert.equal(browser.bestMatch(["application/json", "text/html"]), "text/html");
  assert.equal(browser.acceptsHtml, true);
  assert.equal(browser.acceptsJson, true);
  assert.equal(http.parseMimeAccept("*/*").bestMatch(["application/json", "text/html"]), "application/json");
  assert.equal(http.parseMimeAccept("text/plain").acceptsHtml, false);
});

test("a quality of 0 refuses", () => {
  const accept = http.parseMimeAccept("text/html;q=0, */*");
  assert.equal(accept.has("text/html"), false);
  assert.equal(accept.bestMatch(["text/html"]), undefined);
  assert.equal(accept.bestMatch(["text/html", "text/plain"]), "text/plain");
});

test("without the header everything is accepted", () => {
  for (const parse of [http.parseAccept, http.parseMimeAccept, http.parseLanguageAccept, http.parseCharsetAccept]) {
    const accept = parse(undefined);
    assert.equal(accept.provided, false);
    assert.equal(accept.quality("a/b"), 1);
    assert.equal(accept.bestMatch(["a/b", "c/d"]), "a/b");
    assert.equal(accept.best, undefined);
    assert.equal(parse("").bestMatch(["a/b"]), undefined);
  }
});

test("entries with an invalid quality are skipped", () => {
  assert.deepEqual(http.parseAccept("a;q=1.5, b;q=x, c;q=-1, d;q=0.5, e;Q=0.2").values(), ["d", "e"]);
  assert.equal(http.parseAccept("a, b;q=0.5, *;q=0").toString(), "a,b;q=0.5,*;q=0");
  assert.deepEqual([...http.parseAccept("a;q=0.25")], [{ value: "a", quality: 0.25 }]);
});

test("ranges that no client may send match nothing", () => {
  assert.equal(http.parseMimeAccept("*/html, text, *").bestMatch(["text/html"]), undefined);
});

test("a choice that is no media type is a fault of the program", () => {
  assert.throws(() => http.parseMimeAccept("*/*").bestMatch(["html"]), {
    message: `HTTP_BAD_MEDIA_TYPE: "html" is not a media type.
  Write bestMatch(["application/json", "text/html"]).`,
  });
});

test("languages match exactly, then by their primary tag", () => {
  const best = (header: string, choices: string[]): string | undefined =>
    http.parseLanguageAccept(header).bestMatch(choices);
  assert.equal(best("en-us, de;q=0.5", ["de", "en_US"]), "en_US");
  assert.equal(best("en-US", ["de", "en"]), "en");
  assert.equal(best("en", ["de", "en-GB", "en-US"]), "en-GB");
  assert.equal(best("en-US", ["en-GB"]), undefined);
  assert.equal(best("fr", ["en"]), undefined);
  assert.equal(best("fr, *;q=0.1", ["en"]), "en");
  assert.equal(best("zh-Hant-TW", ["zh"]), "zh");
  assert.equal(best("en, en-GB;q=0", ["en-GB", "en-AU"]), "en-AU");
});

test("charsets go by any of their names", () => {
  const accept = http.parseCharsetAccept("ISO-8859-1, utf8;q=0.7");
  assert.equal(accept.has("latin1"), true);
  assert.equal(accept.quality("UTF-8"), 0.7);
  assert.equal(accept.bestMatch(["utf_8", "iso8859-1"]), "iso8859-1");
});

test("identity is an encoding that fits unless it is refused", () => {
  const best = (header: string | undefined): string | undefined =>
    http.parseEncodingAccept(header).bestMatch(["br", "gzip", "identity"]);
  assert.equal(best("gzip, br"), "br");
  assert.equal(best("gzip, br;q=0.5"), "gzip");
  assert.equal(best("deflate"), "identity");
  assert.equal(best("gzip;q=0.1"), "gzip");
  assert.equal(best(""), "identity");
  assert.equal(best(undefined), "identity");
  assert.equal(best("identity;q=0"), undefined);
  assert.equal(best("*;q=0"), undefined);
  assert.equal(best("*"), "br");
});

test("a header with thousands of entries is read only so far, quickly", () => {
  const start = process.hrtime.bigint();
  const accept = http.parseMimeAccept("a/b;q=0.1,".repeat(100_000));
  assert.equal(accept.bestMatch(["c/d", "e/f"]), undefined);
  assert.equal(accept.items.length, 200);
  assert.ok(Number(process.hrtime.bigint() - start) < 2e9);
});
