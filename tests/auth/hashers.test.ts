// Tests password hashers against published vectors, rules for passwords, and one-time codes against RFC 6238.
import assert from "node:assert/strict";
import { argon2Sync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import {
  argon2Hasher,
  bcryptHasher,
  checkPasswordRules,
  defaultHashers,
  defaultPasswordRules,
  foldEmail,
  isPasswordUsable,
  minimumLength,
  notBreached,
  notSimilarToUser,
  Passwords,
  pbkdf2Hasher,
  scryptHasher,
  unusablePassword,
} from "demijohn/auth";
import { authErrors, fromBase32, toBase32, totpCode, totpStep } from "#auth/internals";
import { deriveArgon2 } from "../../src/auth/passwords/hashers/derive-argon2.ts";
import { findTotpStep } from "../../src/auth/proofs/totp/totp.ts";

describe("hashers", () => {
  for (const variant of ["argon2d", "argon2i", "argon2id"] as const)
    for (const [memory, passes, parallelism, tagLength] of [
      [8, 1, 1, 32],
      [64, 3, 2, 64],
      [515, 2, 4, 24],
    ] as const)
      test(`the own ${variant} of ${memory} KiB agrees with the platform's`, async () => {
        const salt = Buffer.from("somesaltsomesalt");
        const own = await deriveArgon2(Buffer.from("pässword"), {
          variant,
          version: 19,
          memory,
          passes,
          parallelism,
          salt,
          tagLength,
        });
        const platform = argon2Sync(variant, {
          message: "pässword",
          nonce: salt,
          parallelism,
          tagLength,
          memory,
          passes,
        });
        assert.deepEqual(own.toString("hex"), platform.toString("hex"));
      });

  test("Argon2 agrees with RFC 9106 section 5.3 and the reference's version 1.0", async () => {
    const encoded =
      "argon2$argon2i$m=8,t=1,p=1$c29tZXNhbHQ$gwQOXSNhxiOxPOA0+PY10P9QFO4NAYysnqRt1GSQLE55m+2GYDt9FEjPMHhP2Cuf0nOEXXMocVrsJAtNSsKyfg";
    assert.equal(await argon2Hasher().verify("secret", encoded), true);
    assert.equal(await argon2Hasher().verify("Secret", encoded), false);
  });

  test("each hasher makes what it verifies, and knows its own parameters", async () => {
    for (const [hasher, other] of [
      [argon2Hasher({ memory: 64 }), argon2Hasher({ memory: 128 })],
      [pbkdf2Hasher({ iterations: 10 }), pbkdf2Hasher({ iterations: 20 })],
      [pbkdf2Hasher({ digest: "sha1", iterations: 10 }), pbkdf2Hasher({ digest: "sha1", iterations: 20 })],
      [scryptHasher({ cost: 16 }), scryptHasher({ cost: 32 })],
      [bcryptHasher({ rounds: 4 }), bcryptHasher({ rounds: 5 })],
      [bcryptHasher({ rounds: 4, sha256: false }), bcryptHasher({ rounds: 5, sha256: false })],
    ] as const) {
      const encoded = await hasher.hash("lètmein");
      assert.ok(encoded.startsWith(`${hasher.algorithm}$`));
      assert.equal(await hasher.verify("lètmein", encoded), true);
      assert.equal(await other.verify("lètmein", encoded), true);
      assert.equal(await hasher.verify("lètmeinz", encoded), false);
      assert.deepEqual([hasher.mustUpdate(encoded), other.mustUpdate(encoded)], [false, true]);
      assert.notEqual(await hasher.hash("lètmein"), encoded);
    }
  });

  test("encodings that are broken, huge or unknown fit no password", async () => {
    const passwords = new Passwords([argon2Hasher({ memory: 64 }), ...defaultHashers().slice(1)]);
    for (const encoded of [
      "",
      "plain",
      "$",
      "argon2$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$AAAA",
      "argon2$argon2id$v=19$m=8,t=999999,p=1$c29tZXNhbHQ$AAAAAA",
      "argon2$argon2id$v=20$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAA",
      "pbkdf2_sha256$999999999999$salt$AAAA",
      "pbkdf2_sha256$0$salt$AAAA",
      "pbkdf2_sha256$1000$salt",
      "scrypt$1073741824$salt$8$5$AAAA",
      "scrypt$15$salt$8$5$AAAA",
      "bcrypt$$2b$31$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
      "md5$onlysalt",
      unusablePassword(),
    ])
      assert.deepEqual(await passwords.check("", encoded), { isCorrect: false, mustUpdate: false }, encoded);
    assert.deepEqual(
      [isPasswordUsable(unusablePassword()), isPasswordUsable(null), isPasswordUsable("md5$a$b")],
      [false, false, true],
    );
  });
});

describe("rules", () => {
  const check = (password: string, user = {}) => checkPasswordRules(password, user, defaultPasswordRules());

  test("refuse what is short, common, like the user or of digits", async () => {
    assert.deepEqual(await check("violet-harbour-93"), []);
    assert.deepEqual(await check("P@ssw0rd!"), ["This password is among those that are tried first."]);
    assert.deepEqual(await check("9081726354"), ["This password has digits only."]);
    const user = { email: "grace.hopper@example.org", name: "Grace Hopper" };
    assert.deepEqual(await check("gracehopper1", user), ["This password is too much like your name."]);
    assert.deepEqual(await checkPasswordRules("ada-lovelace", { firstName: "lovelace-ad" }, [notSimilarToUser()]), [
      "This password is too much like your first name.",
    ]);
    assert.deepEqual(await checkPasswordRules("🔑🔑🔑", {}, [minimumLength(4)]), [
      "This password is too short. It needs at least 4 characters.",
    ]);
  });

  for (const common of [
    "password",
    "PASSWORD1",
    "qwerty123",
    "iloveyou!",
    "letmein",
    "Summer2026!",
    "1q2w3e4r5t",
    "abcabcabc",
    "monkey12",
    "zaq12wsx",
    "passwordpassword",
    "00000000",
    "abcdefgh",
    "drag0n99",
  ])
    test(`"${common}" is common`, async () => {
      assert.ok((await check(common)).includes("This password is among those that are tried first."));
    });

  test("a list of leaks is asked by five digits, and missed where it is away", async () => {
    const asked: string[] = [];
    const rule = notBreached((prefix) => {
      asked.push(prefix);
      return "0000000000000000000000000000000000A:1\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:3861493";
    });
    assert.equal(await rule.check("password", {}), "This password is known from 3861493 leaked accounts.");
    assert.equal(await rule.check("violet-harbour-93", {}), undefined);
    assert.equal(asked[0], "5BAA6");
    const away = notBreached(() => Promise.reject(new Error("away")));
    assert.equal(await away.check("password", {}), undefined);
  });
});

describe("one-time codes", () => {
  // RFC 6238 appendix B, the last six digits.
  const secret = Buffer.from("12345678901234567890");
  for (const [seconds, code] of [
    [59, "287082"],
    [1111111109, "081804"],
    [1111111111, "050471"],
    [1234567890, "005924"],
    [2000000000, "279037"],
    [20000000000, "353130"],
  ] as const)
    test(`at second ${seconds} the code is ${code}`, () => {
      assert.equal(totpCode(secret, totpStep(seconds * 1000)), code);
      assert.equal(
        findTotpStep(secret, ` ${code.slice(0, 3)} ${code.slice(3)}`, seconds * 1000),
        totpStep(seconds * 1000),
      );
      assert.equal(findTotpStep(secret, code, seconds * 1000 + 90_000), undefined);
      assert.equal(findTotpStep(secret, `${code}0`, seconds * 1000), undefined);
    });

  test("a secret is written in base 32", () => {
    assert.equal(toBase32(Buffer.from("foobar")), "MZXW6YTBOI");
    assert.equal(Buffer.from(fromBase32("mzxw 6ytb oi")).toString(), "foobar");
  });
});

test("an address is folded", () => assert.equal(foldEmail(" Ａda@EXAMPLE.org"), "ada@example.org"));

test("the error table lists the codes that the room throws", () => {
  const root = new URL("../../src/auth/", import.meta.url);
  const used = new Set<string>();
  for (const file of readdirSync(root, { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".ts") && file !== "error-table.ts")
      for (const [code] of readFileSync(new URL(file, root), "utf8").matchAll(/AUTH_[A-Z_]+/g)) used.add(code);
  for (const name of [...used]) if (name.startsWith("AUTH_MODEL") || name.endsWith("_")) used.delete(name);
  used.delete("AUTH_ORIGIN");
  assert.deepEqual([...used].sort(), Object.keys(authErrors).sort());
});
