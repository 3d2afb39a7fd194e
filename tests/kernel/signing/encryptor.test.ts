// Tests that encrypted values come back whole or not at all, tell nothing, and expire.
import assert from "node:assert/strict";
import { createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { Encryptor } from "#kernel";

const time = 1_700_000_000;
const at = (seconds: number) => ({ purpose: "notes", now: () => seconds * 1000 });

test("a value comes back with the moment of encryption", () => {
  const notes = new Encryptor("k", at(time));
  const { value, signedAt } = notes.decryptWithDate(notes.encrypt({ note: "Grüße" }), { maxAge: 0 });
  assert.deepEqual(value, { note: "Grüße" });
  assert.equal(signedAt.getTime(), time * 1000);
});

test("the text fits in addresses and cookies and does not show the value", () => {
  const sealed = new Encryptor("k", at(time)).encrypt("for your eyes only");
  assert.match(sealed, /^1\.[A-Za-z0-9_-]+$/);
  assert.doesNotMatch(Buffer.from(sealed.slice(2), "base64url").toString("latin1"), /eyes/);
});

test("two encryptions of one value have nothing in common", () => {
  const notes = new Encryptor("k", at(time));
  const texts = new Set(Array.from({ length: 200 }, () => notes.encrypt("x").slice(2, 24)));
  assert.equal(texts.size, 200);
});

test("the layout is version 1's: salt, nonce, AES-256-GCM under a derived key, tag", () => {
  const bytes = Buffer.from(new Encryptor("k", at(time)).encrypt({ a: 1 }).slice(2), "base64url");
  const root = Buffer.from(hkdfSync("sha256", "k", "", "demijohn encrypt 1 notes", 32));
  const key = createHmac("sha256", root).update(bytes.subarray(0, 16)).digest();
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(16, 28));
  decipher.setAAD(Buffer.from("1."));
  decipher.setAuthTag(bytes.subarray(-16));
  const plain = Buffer.concat([decipher.update(bytes.subarray(28, -16)), decipher.final()]);
  assert.equal(plain.readUIntBE(0, 6), time);
  assert.equal(plain.subarray(6).toString(), '{"a":1}');
});

test("a changed character, a cut, another purpose and another key are refused", () => {
  const notes = new Encryptor("k", at(time));
  const sealed = notes.encrypt({ admin: false });
  const forged = [
    "",
    "1.",
    "2.AAAA",
    sealed.slice(2),
    `2${sealed.slice(1)}`,
    sealed.slice(0, -4),
    `${sealed}AAAA`,
    `${sealed}=`,
    sealed.replace("1.", "1. "),
    ...Array.from({ length: sealed.length - 3 }, (_, i) => {
      const other = sealed[i + 2] === "A" ? "B" : "A";
      return sealed.slice(0, i + 2) + other + sealed.slice(i + 3);
    }),
  ];
  for (const text of forged) assert.throws(() => notes.decrypt(text), { code: "KERNEL_BAD_CIPHERTEXT" }, text);
  assert.throws(() => new Encryptor("other", at(time)).decrypt(sealed), { code: "KERNEL_BAD_CIPHERTEXT" });
  assert.throws(() => new Encryptor("k", { purpose: "letters" }).decrypt(sealed), {
    name: "BadSignature",
    message: `KERNEL_BAD_CIPHERTEXT: The text cannot be decrypted.
  Encrypted for another purpose than "letters", with another key, or changed on the way.
  Treat it as forged. If a key was replaced lately, keep the old one behind the new one.`,
  });
});

test("a text older than maxAge is refused, and the time cannot be changed", () => {
  const sealed = new Encryptor("k", at(time)).encrypt(1);
  assert.equal(new Encryptor("k", at(time + 60)).decrypt(sealed, { maxAge: 60 }), 1);
  assert.throws(() => new Encryptor("k", at(time + 61)).decrypt(sealed, { maxAge: 60 }), {
    name: "SignatureExpired",
    age: 61,
  });
  assert.equal(new Encryptor("k", at(time + 61)).decrypt(sealed), 1);
});

test("with several keys the first encrypts and all decrypt", () => {
  const old = new Encryptor("old", at(time));
  const both = new Encryptor(["new", "old"], at(time));
  assert.equal(both.decrypt(old.encrypt(1)), 1);
  assert.equal(new Encryptor("new", at(time)).decrypt(both.encrypt(2)), 2);
  assert.throws(() => old.decrypt(both.encrypt(3)), { code: "KERNEL_BAD_CIPHERTEXT" });
});

test("any JSON value comes back and no arbitrary text is accepted", () => {
  const notes = new Encryptor("k", at(time));
  fc.assert(
    fc.property(fc.jsonValue(), fc.base64String(), (value, noise) => {
      assert.deepEqual(notes.decrypt(notes.encrypt(value)), JSON.parse(JSON.stringify(value)));
      assert.throws(() => notes.decrypt(`1.${noise}`), { code: "KERNEL_BAD_CIPHERTEXT" });
    }),
  );
});

test("an encryptor without a key or purpose cannot be made", () => {
  assert.throws(() => new Encryptor([], { purpose: "p" }), { code: "KERNEL_BAD_SIGNER" });
  assert.throws(() => new Encryptor("k", { purpose: "" }), { code: "KERNEL_BAD_SIGNER" });
});
