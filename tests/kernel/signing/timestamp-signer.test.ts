// Tests that signed times are ItsDangerous's on the wire, and that age is judged to the second.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SignatureExpired, Signer, TimestampSigner } from "#kernel";

const time = 1_700_000_000;
const at = (seconds: number) => ({ purpose: "download", now: () => seconds * 1000 + 999 });
const signed = "value.ZVPxAA.gMazEvZxxe2pbiZis2P4EwjXOtVG9w7HJ48nYNOPktA";

test("writes and reads the time as ItsDangerous does", () => {
  assert.equal(new TimestampSigner("secret-key", at(time)).sign("value"), signed);
  const { value, signedAt } = new TimestampSigner("secret-key", at(time)).unsignWithDate(signed);
  assert.equal(value, "value");
  assert.equal(signedAt.toISOString(), "2023-11-14T22:13:20.000Z");
});

test("time zero is no byte at all", () => {
  const signer = new TimestampSigner("secret-key", at(0));
  assert.equal(signer.sign("value"), "value..vKOcgQh58603lFMPhqk4GvNyNfrvZJ7Xk_WVU7hmNaA");
  assert.equal(signer.unsignWithDate(signer.sign("value")).signedAt.getTime(), 0);
});

test("the separator stands before the time, too", () => {
  const options = { ...at(time), separator: ":", keyDerivation: "django-concat", digest: "sha1" } as const;
  assert.equal(new TimestampSigner("secret-key", options).sign("value"), "value:ZVPxAA:fzY9M3sFw2XqCFFrYUwaeaUFQ-w");
});

test("a text is accepted up to maxAge and refused one second later", () => {
  assert.equal(new TimestampSigner("secret-key", at(time + 60)).unsign(signed, { maxAge: 60 }), "value");
  assert.throws(() => new TimestampSigner("secret-key", at(time + 61)).unsign(signed, { maxAge: 60 }), {
    name: "SignatureExpired",
    code: "KERNEL_SIGNATURE_EXPIRED",
    message: `KERNEL_SIGNATURE_EXPIRED: The text was signed 61 seconds ago, on 2023-11-14T22:13:20.000Z, and at most 60 are accepted.
  Ask for a new one, or pass a larger maxAge (in seconds).`,
    untrustedPayload: "value",
    age: 61,
    signedAt: new Date(time * 1000),
  });
});

test("a maxAge of zero accepts this second only", () => {
  assert.equal(new TimestampSigner("secret-key", at(time)).isValid(signed, { maxAge: 0 }), true);
  assert.equal(new TimestampSigner("secret-key", at(time + 1)).isValid(signed, { maxAge: 0 }), false);
});

test("without maxAge a text never expires", () => {
  assert.equal(new TimestampSigner("secret-key", at(time * 3)).unsign(signed), "value");
});

test("a text from the future is refused beyond the difference of two clocks", () => {
  assert.equal(new TimestampSigner("secret-key", at(time - 30)).unsign(signed, { maxAge: 60 }), "value");
  assert.throws(
    () => new TimestampSigner("secret-key", at(time - 31)).unsign(signed, { maxAge: 60 }),
    (error) => {
      assert.ok(error instanceof SignatureExpired);
      assert.equal(
        error.message,
        `KERNEL_SIGNATURE_EXPIRED: The text was signed 31 seconds in the future, on 2023-11-14T22:13:20.000Z.
  Set the clocks of the machines that sign and verify by the same time server.`,
      );
      return true;
    },
  );
});

test("a genuine text without a readable time is refused", () => {
  const plain = new Signer("secret-key", { purpose: "download" });
  const signer = new TimestampSigner("secret-key", at(time));
  // No time; not base64url; seven bytes; a date that Date cannot hold.
  for (const text of ["value", "value.?!", "value.____________", "value._____w".padEnd(15, "_")]) {
    assert.throws(() => signer.unsign(plain.sign(text)), {
      name: "BadSignature",
      message: `KERNEL_BAD_TIMESTAMP: The text is signed, but carries no time.
  Sign it with a TimestampSigner, or verify it with a plain Signer.`,
      untrustedPayload: "value",
    });
  }
});

test("isValid never throws", () => {
  const signer = new TimestampSigner("secret-key", at(time));
  for (const text of ["", ".", "..", "a.b.c", signed.slice(1)]) assert.equal(signer.isValid(text), false);
  assert.equal(signer.isValid(signed), true);
});
