// States how entity tags are parsed, compared and written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ETags, generateETag, parseETags, quoteETag, unquoteETag } from "demijohn/http";

test("a tag is quoted and unquoted", () => {
  assert.equal(quoteETag("a"), '"a"');
  assert.equal(quoteETag("a", { weak: true }), 'W/"a"');
  assert.deepEqual(unquoteETag('"a"'), { value: "a", weak: false });
  assert.deepEqual(unquoteETag(' w/"a" '), { value: "a", weak: true });
  assert.deepEqual(unquoteETag("a"), { value: "a", weak: false });
  assert.equal(unquoteETag(undefined), undefined);
  assert.equal(unquoteETag(""), undefined);
});

test("a tag with a quote or a line break is refused", () => {
  assert.throws(() => quoteETag('a"b'), {
    message: `HTTP_BAD_ETAG: "a\\"b" cannot be an entity tag.
  Use letters, digits and punctuation without double quotes, such as a hash in hexadecimal.`,
  });
  for (const bad of ["a\nb", "☃"]) assert.throws(() => quoteETag(bad), { code: "HTTP_BAD_ETAG" });
});

test("a list has strong and weak tags, quoted or not", () => {
  const tags = parseETags('"a", W/"b,c" ,w/"d", e,, ""');
  assert.deepEqual([...tags.strong], ["a", "e", ""]);
  assert.deepEqual([...tags.weak], ["b,c", "d"]);
  assert.equal(tags.toString(), '"a", "e", "", W/"b,c", W/"d"');
  assert.equal(tags.has("a"), true);
  assert.equal(tags.has("d"), false);
  assert.equal(tags.hasWeak("d"), true);
  assert.equal(tags.isEmpty, false);
});

test("a star stands for any tag, nothing for none", () => {
  assert.equal(parseETags("*").any, true);
  assert.equal(parseETags("*").has("x"), true);
  assert.equal(parseETags("*").toString(), "*");
  assert.equal(parseETags(undefined).isEmpty, true);
  assert.equal(parseETags(" , ").isEmpty, true);
  assert.equal(parseETags('"*"').any, false);
  assert.equal(new ETags(["a"], ["b"], true).strong.size, 0);
});

test("bytes have a tag of their own", () => {
  assert.equal(generateETag(Buffer.from("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
});

test("a long list takes linear time", () => {
  for (const unit of ['"a",', ",", '"', "W/", "a ", " ", '"a"b'] as const) {
    const start = process.hrtime.bigint();
    parseETags(unit.repeat(200_000));
    assert.ok(Number(process.hrtime.bigint() - start) < 2e9, unit);
  }
});
