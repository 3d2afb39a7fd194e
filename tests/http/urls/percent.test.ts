// States what percent escapes are decoded and which characters encoded.
import assert from "node:assert/strict";
import { test } from "node:test";
import { percentDecode, percentEncode } from "demijohn/http";

test("valid escapes are decoded as UTF-8, others stay", () => {
  assert.equal(percentDecode("a"), "a");
  assert.equal(percentDecode("%41%c3%A9%F0%9F%8D%B7"), "Aé🍷");
  assert.equal(percentDecode("100% %zz %4 %C3%A9%"), "100% %zz %4 é%");
  assert.equal(percentDecode("%ff%41%c3%28%e2%98"), "%FFA%C3(%E2%98");
});

test("overlong forms, surrogates and bytes beyond Unicode stay escaped", () => {
  for (const text of ["%C0%AF", "%E0%80%AF", "%ED%A0%80", "%F0%80%80%AF", "%F4%90%80%80", "%F8%88%80%80%80", "%80"]) {
    assert.equal(percentDecode(text), text);
  }
});

test("escapes of kept characters stay as they were written", () => {
  assert.equal(percentDecode("%2f%2F%41", new Set([0x2f])), "%2f%2FA");
});

test("all but letters, digits, -._~ and the safe ones are encoded", () => {
  assert.equal(percentEncode("aZ9-._~ /é🍷"), "aZ9-._~%20%2F%C3%A9%F0%9F%8D%B7");
  assert.equal(percentEncode("a/b c", "/"), "a/b%20c");
  assert.equal(percentEncode("\ud800"), "%EF%BF%BD");
});

test("long runs take linear time", () => {
  for (const unit of ["%", "%ff", "%c3", "%C3%A9x%", "%4"] as const) {
    const start = process.hrtime.bigint();
    percentDecode(unit.repeat(200_000));
    assert.ok(Number(process.hrtime.bigint() - start) < 2e9, unit);
  }
});
