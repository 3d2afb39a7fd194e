// Tests that the types cost the compiler no more than their budgets, and that an overrun and a fault are found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeOverruns, measureTypes, readBudgets } from "../../scripts/lib/types/type-budgets.ts";

const root = new URL("../../", import.meta.url);

test("every project of tests/types/budget.json keeps its budget", async () => {
  const costs = await measureTypes(root, readBudgets(new URL("tests/types/budget.json", root)));
  assert.deepEqual(describeOverruns(costs), []);
});

test("a project over its budget is found", async () => {
  const budget = { files: ["tests/fixtures/type-budget/costly.ts"], instantiations: 10 };
  const [cost] = await measureTypes(root, { costly: budget });
  assert.ok(cost!.instantiations > 300);
  assert.deepEqual(describeOverruns([cost!]), [
    `costly: ${cost!.instantiations} instantiations are over the budget of 10 in tests/types/budget.json.`,
  ]);
  assert.deepEqual(describeOverruns([{ ...cost!, budget: cost!.instantiations }]), []);
});

test("a project that does not compile is a fault whatever it costs", async () => {
  const budget = { files: ["tests/fixtures/type-budget/gone.ts"], instantiations: 1e9 };
  const [cost] = await measureTypes(root, { gone: budget });
  assert.match(describeOverruns([cost!])[0]!, /^gone: does not compile: .*gone\.ts/);
});
