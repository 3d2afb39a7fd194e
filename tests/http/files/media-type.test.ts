// States the media types and charsets of files by their endings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentTypeForFile, findMediaType, isTextType, withCharset } from "demijohn/http";

test("the type goes by the last ending, in any case", () => {
  assert.equal(findMediaType("a/b.tar.GZ"), "application/gzip");
  assert.equal(findMediaType("photo.jpeg"), "image/jpeg");
  assert.equal(findMediaType("module.mjs"), "text/javascript");
  assert.equal(findMediaType("site.webmanifest"), "application/manifest+json");
  for (const name of ["README", "a.b/README", "x.unknown", ".", "a.__proto__", "a.constructor"])
    assert.equal(findMediaType(name), undefined);
});

test("text has a charset, other content has none", () => {
  assert.equal(contentTypeForFile("a.css"), "text/css; charset=utf-8");
  assert.equal(contentTypeForFile("a.svg"), "image/svg+xml; charset=utf-8");
  assert.equal(contentTypeForFile("a.json"), "application/json");
  assert.equal(contentTypeForFile("a.png"), "image/png");
  assert.equal(contentTypeForFile("a"), "application/octet-stream");
  assert.equal(withCharset("text/html", "latin1"), "text/html; charset=latin1");
  assert.equal(withCharset("text/html; charset=x"), "text/html; charset=x");
  assert.equal(isTextType("application/xml"), true);
  assert.equal(isTextType("application/pdf"), false);
});
