// Tests signatures against values computed with another HMAC implementation, and that nothing forged passes.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BadSignature, type KeyDerivation, Secret, Signer, type SigningDigest } from "#kernel";

// "my väl.ue" with the key "secret-key" and the salt "itsdangerous.Signer", computed with Python's hmac and hashlib.
const vectors: readonly (readonly [KeyDerivation, SigningDigest, string])[] = [
  ["concat", "sha1", "my väl.ue.XACMKYXH5eujbjB5U7A8PmYmdDE"],
  ["concat", "sha256", "my väl.ue.0vdw9lZEWnw8C4t9p1bOlybIJV7OKjfzZ3KkUGIA1Bc"],
  ["concat", "sha384", "my väl.ue.HOP7vtxs8YpKgExFzZxdTrMsRNC_rLZvvVkGlq5L4XJ5lF8U2lcXQihSqfpOTV3-"],
  [
    "concat",
    "sha512",
    "my väl.ue.oC3QX8vVCeEE4hTUsgtMgpa6vep5BSP4EVGtDLfXr4bWauoREgnO2GhGNxjaXeH8nS5uHwxq54a96DuxmLhPHg",
  ],
  ["django-concat", "sha1", "my väl.ue.p7GtWq9OVxDw6IKfNshh6p1yqHI"],
  ["django-concat", "sha256", "my väl.ue.Vk70E_FODIglRGvNbE3dngLco3qWNkRF_TI7TlsEnOk"],
  ["django-concat", "sha384", "my väl.ue.CrtYAxQMxfWDI5DtatxIQyDz3Ts7wXDjjAp5IPugdp-rizTFmUiXYbk291vC902B"],
  [
    "django-concat",
    "sha512",
    "my väl.ue.ddAXdDG3zQE9SiJ7-jgV7gXdSBVzRQR1npb2RXigM-nxOjqltPXOGu0bjCqWAorrKidwnqMnLnXHTZnGj6GBwg",
  ],
  ["hmac", "sha1", "my väl.ue.m-rpRD4bgS4vMtfoqT04T45bEYA"],
  ["hmac", "sha256", "my väl.ue.O4fkj5WS8mPRHraVzghLX7SCKhQccZIZedK_Zo1g73Q"],
  ["hmac", "sha384", "my väl.ue.vYANzDs6FyOO3MsLNZ_zhGUgOhYxQtyev4qo0g-SNdtO8L3DWhsjnOCS0W2AAObv"],
  [
    "hmac",
    "sha512",
    "my väl.ue.YaTI7YzehftoECsckUtcAXstX12jV1s8TFK-ARPKeLnnLEOPmVxSQ6KXobfU0iuISEVI6xCeAQw6Q3erT1oRPw",
  ],
  ["none", "sha1", "my väl.ue.49NHUB91Djtl79jDk_f8wY3OxM4"],
  ["none", "sha256", "my väl.ue.a5489YCeBcQ-imJo29m_HsB-xt-YGPkVxPz3F9mN59I"],
  ["none", "sha384", "my väl.ue.GYyyqRE3068ZsHVNh0MBRstSxA2bxRzF5Y2_RoYN25iAMTS8dscqUCw5QjfQ4Zus"],
  [
    "none",
    "sha512",
    "my väl.ue.mrV9YGzhM9YWQ4uYe1j_e00uBbMy08bmhryI33lnfi6WgPfVc0FqIY9_yARel1cZ2Pi3sH28DL9cqPlg46wODw",
  ],
];

for (const [keyDerivation, digest, signed] of vectors) {
  test(`signs as ItsDangerous does with ${keyDerivation} and ${digest}`, () => {
    const signer = new Signer("secret-key", { purpose: "itsdangerous.Signer", keyDerivation, digest });
    assert.equal(signer.sign("my väl.ue"), signed);
    assert.equal(signer.unsign(signed), "my väl.ue");
  });
}

test("signs the example of ItsDangerous's manual with its defaults", () => {
  const options = { purpose: "itsdangerous.Signer", keyDerivation: "django-concat", digest: "sha1" } as const;
  assert.equal(new Signer("secret-key", options).sign("my string"), "my string.wh6tMHxLgJqB6oY1uT73iMlyrOA");
});

test("the default is HMAC with SHA-256 and a key derived by HMAC; keys and purposes are UTF-8", () => {
  const signed = "value.Y7J6XQzKyCIp1Rq2WZMlwA9RIaEUQrHHPItvKBjkrk8";
  assert.equal(new Signer("ключ", { purpose: "соль" }).sign("value"), signed);
  assert.equal(new Signer(new Secret("ключ"), { purpose: "соль" }).sign("value"), signed);
  assert.equal(new Signer(Buffer.from("ключ"), { purpose: "соль" }).sign("value"), signed);
});

test("a text signed for one purpose is refused for another", () => {
  const signed = new Signer("k", { purpose: "unsubscribe" }).sign("ada");
  assert.throws(() => new Signer("k", { purpose: "password-reset" }).unsign(signed), {
    name: "BadSignature",
    code: "KERNEL_BAD_SIGNATURE",
    message: `KERNEL_BAD_SIGNATURE: The signature does not match the text.
  Signed for another purpose than "password-reset", with another key, or changed on the way.
  Treat the text as forged. If a key was replaced lately, keep the old one behind the new one.`,
    untrustedPayload: "ada",
  });
});

test("a text without a signature is refused", () => {
  assert.throws(() => new Signer("k", { purpose: "p" }).unsign("ada"), {
    name: "BadSignature",
    message: `KERNEL_BAD_SIGNATURE: The text has no signature.
  A signed text ends with "." and the signature.
  Ask for the whole text again; treat this one as forged.`,
    untrustedPayload: undefined,
  });
});

test("any changed character is refused", () => {
  const signer = new Signer("k", { purpose: "p" });
  const signed = signer.sign("value");
  for (let i = 0; i < signed.length; i++) {
    for (const other of ["A", "B", ".", "é", "\0", "="]) {
      if (signed[i] === other) continue;
      assert.equal(signer.isValid(signed.slice(0, i) + other + signed.slice(i + 1)), false);
    }
  }
  assert.equal(signer.isValid(signed), true);
});

test("another spelling of the same signature bytes is refused", () => {
  const signer = new Signer("k", { purpose: "p" });
  const signed = signer.sign("value");
  assert.equal(signer.isValid(`${signed}=`), false);
  assert.equal(signer.isValid(`${signed}\n`), false);
  // The last of 43 characters carries two bits that do not count when decoded.
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(signed.at(-1)!);
  assert.equal(signer.isValid(signed.slice(0, -1) + alphabet[last ^ 1]), false);
});

test("every text comes back, and no arbitrary text is valid", () => {
  const signer = new Signer("k", { purpose: "p" });
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, noise) => {
      assert.equal(signer.unsign(signer.sign(text)), text);
      assert.equal(signer.isValid(noise), false);
    }),
  );
});

test("with several keys the first signs and all verify", () => {
  const old = new Signer("old", { purpose: "p" });
  const both = new Signer(["new", "old"], { purpose: "p" });
  assert.equal(both.unsign(old.sign("x")), "x");
  assert.equal(new Signer("new", { purpose: "p" }).unsign(both.sign("x")), "x");
  assert.equal(old.isValid(both.sign("x")), false);
});

test("fallback schemes verify with every key and never sign", () => {
  const flaskTime = { keyDerivation: "django-concat", digest: "sha1" } as const;
  const old = new Signer("old", { purpose: "p", ...flaskTime });
  const now = new Signer(["new", "old"], { purpose: "p", fallbacks: [flaskTime] });
  assert.equal(now.unsign(old.sign("x")), "x");
  assert.equal(now.sign("x"), new Signer("new", { purpose: "p" }).sign("x"));
});

test("the separator may be of several characters, one of them outside of base64url", () => {
  const signer = new Signer("k", { purpose: "p", separator: "--:" });
  assert.match(signer.sign("a"), /^a--:[\w-]{43}$/);
  assert.equal(signer.unsign(signer.sign("a--:b")), "a--:b");
  for (const separator of ["", "-", "abc", "="]) {
    assert.throws(() => new Signer("k", { purpose: "p", separator }), {
      name: "SetupError",
      message: `KERNEL_BAD_SIGNER: The separator could not be told from the signature that follows it.
  You wrote separator: ${JSON.stringify(separator)}
  Use a character that base64url does not have, such as "." or ":".`,
    });
  }
});

test("a signer without a key or purpose cannot be made", () => {
  const cure = "\n  Give one of 32 random bytes: generateSecretKey() makes it.";
  assert.throws(() => new Signer([], { purpose: "p" }), {
    message: `KERNEL_BAD_SIGNER: No secret key was given.${cure}`,
  });
  assert.throws(() => new Signer(["k", ""], { purpose: "p" }), {
    message: `KERNEL_BAD_SIGNER: A secret key is empty.${cure}`,
  });
  assert.throws(() => new Signer("k", { purpose: "" }), {
    message: `KERNEL_BAD_SIGNER: A signature needs a purpose.
  Name what it is for, such as { purpose: "password-reset" }.`,
  });
});

test("BadSignature can be caught as itself", () => {
  try {
    new Signer("k", { purpose: "p" }).unsign("a.b");
    assert.fail("the text is not signed");
  } catch (error) {
    assert.ok(error instanceof BadSignature);
    assert.equal(error.untrustedPayload, "a");
  }
});
