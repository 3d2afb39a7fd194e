// States what credentials and challenges are read from headers and written to them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAuthorization, formatWwwAuthenticate, parseAuthorization, parseWwwAuthenticate } from "demijohn/http";

const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;

test("Basic credentials are read as UTF-8; the password may have colons", () => {
  assert.deepEqual(parseAuthorization(basic("Adé:a:b")), { scheme: "basic", username: "Adé", password: "a:b" });
  assert.deepEqual(parseAuthorization(basic("Ada")), { scheme: "basic", username: "Ada", password: "" });
  assert.equal(parseAuthorization(basic("Ada:").replace("Basic", "BASIC"))?.scheme, "basic");
});

test("credentials that are not valid are none", () => {
  for (const header of [
    undefined,
    "",
    "Basic foo",
    "Basic /3NlcjpwYXNz",
    "Basic a=b=",
    "Basic YWI6 Yzpk",
    "Basic =",
    "Basic é",
  ]) {
    assert.equal(parseAuthorization(header), undefined, header);
  }
});

test("a scheme has a token or parameters", () => {
  assert.deepEqual(parseAuthorization("Bearer abc=="), { scheme: "bearer", token: "abc==" });
  assert.deepEqual(parseAuthorization("Negotiate"), { scheme: "negotiate", token: "" });
  const digest = parseAuthorization('Digest username="Mufasa", qop=auth, nc=00000001');
  assert.equal(digest?.scheme, "digest");
  assert.deepEqual({ ...digest?.parameters }, { username: "Mufasa", qop: "auth", nc: "00000001" });
});

test("credentials are written and read back", () => {
  for (const credentials of [
    { scheme: "basic", username: "Adé", password: "p:w" },
    { scheme: "bearer", token: "abc" },
  ]) {
    assert.deepEqual(parseAuthorization(formatAuthorization(credentials)), credentials);
  }
  assert.equal(formatAuthorization({ scheme: "digest", parameters: { a: "b c", d: "e" } }), 'Digest a="b c", d=e');
});

test("a user name with a colon is refused", () => {
  assert.throws(() => formatAuthorization({ scheme: "basic", username: "a:b" }), {
    message: `HTTP_BAD_CREDENTIALS: The user name "a:b" has a colon.
  Basic authentication cannot carry it (RFC 7617 section 2); use another scheme or name.`,
  });
});

test("challenges are written, the realm always quoted, and read back", () => {
  const challenge = { scheme: "basic", parameters: { realm: "jars" } };
  assert.equal(formatWwwAuthenticate(challenge), 'Basic realm="jars"');
  assert.deepEqual({ ...parseWwwAuthenticate('Basic realm="jars"')?.parameters }, { realm: "jars" });
  assert.equal(
    formatWwwAuthenticate({
      scheme: "digest",
      parameters: { realm: "a", nonce: "b", algorithm: "MD5", qop: "auth", x: null },
    }),
    'Digest realm="a", nonce="b", algorithm=MD5, qop="auth", x',
  );
  assert.equal(formatWwwAuthenticate({ scheme: "bearer" }), "Bearer");
  assert.equal(formatWwwAuthenticate({ scheme: "negotiate", token: "abc=" }), "Negotiate abc=");
  assert.equal(parseWwwAuthenticate(undefined), undefined);
});
