// Tests that the command check tells the faults of an app's models.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "demijohn";
import { f, Model } from "demijohn/orm";
import { gatherMessages } from "../../src/cli/commands/check.ts";

class Cup extends Model("kitchen.Cup", () => Cup, { price: f.decimal({ maxDigits: 2, decimalPlaces: 3 }) }) {}

test("check tells the faults of the models that the app declares", async () => {
  const app = new App();
  app.models([Cup]);
  const messages = await gatherMessages(app, false);
  assert.deepEqual(
    messages.map(({ level, message }) => `${level}: ${message}`),
    ["error: Cup.price has 3 decimal places, and 2 digits in all."],
  );
});
