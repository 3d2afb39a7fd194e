// Tests that the error table of mail has whole sentences.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mailErrors } from "#mail/internals";

test("every row says when and what to do, in sentences", () => {
  for (const [code, { when, cure }] of Object.entries(mailErrors)) {
    assert.match(when, /^[A-Z].*\.$/s, code);
    assert.match(cure, /^[A-Z].*\.$/s, code);
  }
});
