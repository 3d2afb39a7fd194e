// States which texts are ages in seconds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAge, parseAge } from "demijohn/http";

test("an age is whole seconds", () => {
  assert.equal(parseAge(" 60 "), 60);
  for (const text of [undefined, "", "-1", "+1", "1.5", "a", "1e3", "9".repeat(16)])
    assert.equal(parseAge(text), undefined);
  assert.equal(formatAge(60.9), "60");
  assert.throws(() => formatAge(-1), {
    message: "HTTP_BAD_AGE: -1 is not an age in seconds.\n  Write formatAge(Math.max(0, seconds)).",
  });
  assert.throws(() => formatAge(Number.NaN), { code: "HTTP_BAD_AGE" });
});
