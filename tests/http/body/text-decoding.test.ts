// States which charsets are decoded, and what happens to invalid bytes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeText } from "demijohn/http";

test("text is decoded by its charset, UTF-8 unless named", () => {
  assert.equal(decodeText(Buffer.from("é☃")), "é☃");
  assert.equal(decodeText(Buffer.from("é"), "UTF-8"), "é");
  assert.equal(decodeText(Buffer.from("\ufeffa"), "utf8"), "a");
  assert.equal(decodeText(Buffer.from([0xe9, 0x80]), "latin1"), "é\x80");
  assert.equal(decodeText(Buffer.from("é☃", "utf16le"), "UTF-16LE"), "é☃");
  assert.equal(decodeText(Buffer.from("abc"), "us-ascii"), "abc");
  assert.equal(decodeText(new Uint8Array(Buffer.from("xabcx").buffer, Buffer.from("").byteOffset, 0)), "");
});

test("bytes that are not valid are replaced, or refused where strict", () => {
  assert.equal(decodeText(Buffer.from([0x61, 0xff])), "a\ufffd");
  assert.throws(() => decodeText(Buffer.from([0x61, 0xff]), "utf-8", { strict: true }), {
    message: `HTTP_BAD_TEXT: The body is not valid UTF-8.
  Send it as UTF-8, or name its charset in Content-Type.`,
  });
});

test("another charset answers 415", () => {
  assert.throws(() => decodeText(Buffer.from("a"), "utf-7"), {
    status: 415,
    message: `HTTP_UNKNOWN_CHARSET: The charset "utf-7" is not supported.
  Charsets: utf-8, us-ascii, iso-8859-1, utf-16le.
  Send the body as UTF-8.`,
  });
});
