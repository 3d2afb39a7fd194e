// Tests that a secret can be used and is never shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { format, inspect } from "node:util";
import { Secret } from "#kernel";

test("no way of printing shows the text", () => {
  const secret = new Secret("correct horse battery staple");
  const shown = [
    String(secret),
    `${secret}`,
    `a${secret as unknown as string}`,
    JSON.stringify({ secret }),
    inspect(secret, { showHidden: true, depth: 9 }),
    inspect({ nested: { secret } }, { showHidden: true }),
    format("%s %o %j", secret, secret, secret),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify({ ...secret }),
  ];
  for (const text of shown) assert.doesNotMatch(text, /horse/);
  assert.equal(shown[0], "***");
  assert.equal(shown[3], '{"secret":"***"}');
  assert.equal(inspect(secret), "Secret(***)");
});

test("reveal gives the text", () => {
  assert.equal(new Secret("correct horse").reveal(), "correct horse");
});
