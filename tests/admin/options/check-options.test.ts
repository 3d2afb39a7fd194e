// Tests what `demijohn check` says of an admin's options.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "demijohn";
import { admin, modelAdmin } from "demijohn/admin";
import { Account, auth } from "demijohn/auth";
import { f, Model } from "demijohn/orm";
import { gatherMessages } from "../../../src/cli/commands/check.ts";

class Cellar extends Model("vat.Cellar", () => Cellar, { name: f.char({ maxLength: 50 }) }) {}
class Wine extends Model("vat.Wine", () => Wine, {
  name: f.char({ maxLength: 50 }),
  slug: f.slug(),
  cellar: f.foreignKey(() => Cellar, { onDelete: "cascade" }),
}) {}
class Person extends Model("vat.Person", () => Person, {}, { mixins: [Account] }) {}

async function messagesOf(options: object): Promise<readonly string[]> {
  const app = new App({ mode: "development", secretKey: "a key that only this test knows, of 50 characters." });
  app.use(auth({ user: Person as never }));
  app.use(admin({ models: [modelAdmin(Wine, options as never), Cellar] }), { prefix: "/admin" });
  const messages = await gatherMessages(app, false);
  return messages.flatMap(({ code, message }) =>
    code.startsWith("ADMIN_") ? [`${code} ${message.split("\n")[0]}`] : [],
  );
}

test("good options are in order", async () => {
  assert.deepEqual(
    await messagesOf({ listDisplay: ["name", "slug"], listEditable: ["slug"], listDisplayLinks: ["name"] }),
    [],
  );
});

test("an unknown field is told before the first page is asked for", async () => {
  assert.deepEqual(await messagesOf({ listDisplay: ["nmae"] }), ['ADMIN_UNKNOWN_FIELD Wine has no field "nmae".']);
});

test("options that do nothing together are told, all of them", async () => {
  const faulty = {
    listDisplay: ["name"],
    listEditable: ["slug"],
    readonlyFields: ["slug"],
    listDisplayLinks: ["cellar"],
    prepopulatedFields: { slug: ["cellar"] },
  };
  assert.deepEqual(await messagesOf(faulty), [
    'ADMIN_NO_EFFECT listEditable names "slug", which is no column of listDisplay.',
    'ADMIN_NO_EFFECT listDisplayLinks names "cellar", which is no column of listDisplay.',
    'ADMIN_NO_EFFECT listEditable names "slug", which is one of the readonlyFields.',
    'ADMIN_NO_EFFECT prepopulatedFields names "cellar", which is a relation and has no text.',
  ]);
});
