// Tests tokens for values: ItsDangerous's wire form, compression and its limit, rotation, and reading without trust.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { flaskSessionScheme, Serializer, Signer, TimedSerializer } from "#kernel";

const itsDangerous = { purpose: "itsdangerous", keyDerivation: "django-concat", digest: "sha1" } as const;

// Computed with Python's hmac, hashlib, json and zlib.
const plainToken = "eyJpZCI6NSwibmFtZSI6Iml0c2Rhbmdlcm91cyJ9.dXsPurNnbsOsQDHMMaHDcM78D0s";
const deflatedToken =
  ".eJyrVkpOLCpRsoquVirOLlWyUspKLNI1UNJRSs4vzQOKG9bqIMsY4pQxwiljjFPGBKeMKU4ZM5wy5jhlLHDKWOL2KZ5AQAmF2FoAkCZiUQ.FVdLcTYNrbYt1lscgg8zTCkqj8o";
const timedToken = "WzEsInp3ZWkiLG51bGxd.ZVPxAA.qyZFI3mTd0iGAVFj8uy0Qz5B4f8";
const flaskCookie =
  ".eJx1zjELwjAQhuG_Em4OkkRrSxBBRBxEHBQcVEpsTltoqySNDpL_7lVxdAo83wuXFwSPLq8saMkhv6NrTIttB7pzAUkutfEletCHFzDiA_hQFOg9cNiaB9oBnCL_bQ0N5oq0rY5BiMu4bmk-cXiW2IKmjA7BHi1nSrJN0TElZMJEqlWmhWDL9Q4iB2een_hM8Wy2mPdWdk39wYZwcp72Fvp_EwUiqYajZJxm_96-v9lvb6s8B61ifANlPEf1.ZVPxAA.qbhWoPWJAXS0HE8DTCGUJzFPEHw";

test("URL-safe tokens are ItsDangerous's", () => {
  const serializer = new Serializer("secret-key", itsDangerous);
  assert.equal(serializer.sign({ id: 5, name: "itsdangerous" }), plainToken);
  assert.deepEqual(serializer.unsign(plainToken), { id: 5, name: "itsdangerous" });
  assert.equal(serializer.sign([1, 2, 3, 4]), "WzEsMiwzLDRd.wSPHqC0gR7VUqivlSukJ0IeTDgo");
});

test("a deflated token is read, and long repetitive values are deflated", () => {
  const serializer = new Serializer<{ cart: { sku: string; count: number }[] }>("secret-key", itsDangerous);
  const value = serializer.unsign(deflatedToken);
  assert.deepEqual(value.cart.at(-1), { sku: "jar-11", count: 1 });
  const token = serializer.sign(value);
  assert.ok(token.startsWith(".") && token.length < 200);
  assert.deepEqual(serializer.unsign(token), value);
});

test("a value that does not shrink is not deflated", () => {
  const serializer = new Serializer("k", { purpose: "p" });
  const noise = Array.from({ length: 20 }, (_, i) => Buffer.from(`${i * 7919}`).toString("hex"));
  assert.equal(serializer.sign("x").startsWith("."), false);
  assert.deepEqual(serializer.unsign(serializer.sign(noise)), noise);
});

test("with urlSafe: false the JSON stays readable", () => {
  const serializer = new Serializer("secret-key", { ...itsDangerous, urlSafe: false });
  assert.equal(serializer.sign([1, 2, 3, 4]), "[1,2,3,4].ocDhWYv0_-i6R1Wi9_q64YBxPcs");
  assert.deepEqual(serializer.unsign(serializer.sign({ "a.b": 1.5 })), { "a.b": 1.5 });
});

test("timed tokens are ItsDangerous's and expire", () => {
  const now = () => 1_700_000_000_000;
  const serializer = new TimedSerializer("secret-key", { ...itsDangerous, now });
  assert.equal(serializer.sign([1, "zwei", null]), timedToken);
  const { value, signedAt } = serializer.unsignWithDate(timedToken, { maxAge: 0 });
  assert.deepEqual(value, [1, "zwei", null]);
  assert.equal(signedAt.toISOString(), "2023-11-14T22:13:20.000Z");
  const later = new TimedSerializer("secret-key", { ...itsDangerous, now: () => now() + 11_000 });
  assert.throws(() => later.unsign(timedToken, { maxAge: 10 }), { name: "SignatureExpired", age: 11 });
});

test("a session cookie of Flask is read", () => {
  assert.deepEqual(new TimedSerializer("flask-secret", flaskSessionScheme).unsign(flaskCookie), {
    user_id: 1,
    _permanent: true,
    _flashes: [{ " t": ["success", "Saved."] }, { " t": ["message", "Köln"] }],
    when: { " d": "Wed, 21 Oct 2015 07:28:00 GMT" },
    raw: { " b": "AAEC" },
    html: { " m": "<b>" },
    uid: { " u": "12345678123456781234567812345678" },
    odd: { " di__": 2 },
  });
});

test("any JSON value comes back", () => {
  const serializer = new TimedSerializer("k", { purpose: "p" });
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: "medium" }), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      assert.deepEqual(serializer.unsign(serializer.sign(value), { maxAge: 9 }), plain);
    }),
  );
});

test("a value without a JSON form is refused", () => {
  const serializer = new Serializer("k", { purpose: "p" });
  assert.throws(
    () => serializer.sign(undefined),
    new TypeError("A value of type undefined has no JSON form and cannot be signed."),
  );
  assert.throws(
    () => serializer.sign(() => 0),
    new TypeError("A value of type function has no JSON form and cannot be signed."),
  );
});

test("a genuine signature over what is no payload is refused", () => {
  const signer = new Signer("k", { purpose: "p" });
  const serializer = new Serializer("k", { purpose: "p" });
  for (const payload of ["not base64!", "e", "bm8ganNvbg", ".AAAA", "."]) {
    assert.throws(() => serializer.unsign(signer.sign(payload)), {
      name: "BadSignature",
      message: `KERNEL_BAD_PAYLOAD: The signature matches, but what it signs cannot be read.
  Read it with the serializer options that it was written with.`,
      untrustedPayload: payload,
    });
  }
});

test("a plain serializer does not read timed tokens, nor the other way round", () => {
  const plain = new Serializer("k", { purpose: "p" });
  const timed = new TimedSerializer("k", { purpose: "p" });
  assert.throws(() => plain.unsign(timed.sign(1)), { code: "KERNEL_BAD_PAYLOAD" });
  assert.throws(() => timed.unsign(plain.sign({ long: "enough" })), { code: "KERNEL_BAD_TIMESTAMP" });
});

test("a token does not unpack to more than maxBytes", () => {
  const bomb = `.${deflateSync(Buffer.alloc(50_000_000, "0")).toString("base64url")}`;
  const token = new Signer("k", { purpose: "p" }).sign(bomb);
  const serializer = new Serializer("k", { purpose: "p" });
  const before = process.memoryUsage().rss;
  assert.throws(() => serializer.unsign(token), { code: "KERNEL_BAD_PAYLOAD" });
  assert.deepEqual(serializer.peek(token), { isGenuine: true, value: undefined });
  assert.ok(process.memoryUsage().rss - before < 40_000_000);
  const small = new Serializer("k", { purpose: "p", maxBytes: 10 });
  assert.equal(small.unsign(small.sign("12345678")), "12345678");
  assert.throws(() => small.unsign(small.sign("123456789")), { code: "KERNEL_BAD_PAYLOAD" });
});

test("peek reads a forged token and says that it is one", () => {
  const serializer = new Serializer("k", { purpose: "p" });
  assert.deepEqual(serializer.peek(serializer.sign({ a: 1 })), { isGenuine: true, value: { a: 1 } });
  assert.deepEqual(serializer.peek(plainToken), { isGenuine: false, value: { id: 5, name: "itsdangerous" } });
  assert.deepEqual(serializer.peek("nonsense"), { isGenuine: false, value: undefined });
  const timed = new TimedSerializer("k", { purpose: "p", now: () => 0 });
  assert.deepEqual(timed.peek(timedToken), { isGenuine: false, value: [1, "zwei", null] });
  assert.deepEqual(timed.peek(timed.sign(5), { maxAge: 0 }), { isGenuine: true, value: 5 });
  assert.deepEqual(timed.peek("a.b"), { isGenuine: false, value: undefined });
});

test("a replaced key goes on verifying behind the new one", () => {
  const old = new TimedSerializer("old", { purpose: "p" });
  const both = new TimedSerializer(["new", "old"], { purpose: "p" });
  assert.equal(both.unsign(old.sign(1)), 1);
  assert.throws(() => new TimedSerializer("new", { purpose: "p" }).unsign(old.sign(1)), {
    code: "KERNEL_BAD_SIGNATURE",
  });
});

test("values pass through the given JSON format", () => {
  const json = {
    stringify: (value: unknown) => `1${JSON.stringify(value)}`,
    parse: (text: string): unknown => JSON.parse(text.slice(1)),
  };
  const serializer = new Serializer("k", { purpose: "p", json });
  assert.equal(serializer.unsign(serializer.sign("x")), "x");
  assert.equal(Buffer.from(serializer.sign("x").split(".")[0]!, "base64url").toString(), '1"x"');
});
