// Tests the admin's page that sets a user's password: rules, logins that end, and who may not.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App } from "demijohn";
import { admin, adminModels, LogEntry, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser, grantPermissions, syncPermissions } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";

class Tool extends Model("shed.Tool", () => Tool, { name: f.char({ maxLength: 50 }) }) {}
class Member extends Model("shed.Member", () => Member, {}, { mixins: [Account] }) {}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const secretKey = "a key that only this test knows, of 50 characters.";
const app = new App({ mode: "development", secretKey, logger: silent });
app.use(auth({ user: Member as never }));
app.use(admin({ models: [modelAdmin(Member, { exclude: ["password"] } as never), Tool] }), { prefix: "/admin" });

const password = "spade and rake and hoe";
const fresh = "barrow full of leaves";
type Answer = Awaited<ReturnType<TestClient["get"]>>;
const post = (client: TestClient, path: string, form: Record<string, string>): Promise<Answer> =>
  client.post(path, { form, headers: { "Sec-Fetch-Site": "same-origin" } });
async function logIn(name: string, word = password): Promise<{ readonly client: TestClient; readonly status: number }> {
  const client = new TestClient(app);
  const { status } = await post(client, "/accounts/login", { login: `${name}@example.org`, password: word });
  return { client, status };
}
const pathOf = async (name: string): Promise<string> =>
  `/admin/shed/member/${(await Member.objects.get({ email: `${name}@example.org` })).pk}`;

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Member as never), ...adminModels(), Tool]);
  await syncPermissions();
  const account = (name: string, values: object) =>
    createUser(Member, { email: `${name}@example.org`, password, isStaff: true, ...values } as never);
  await account("boss", { isSuperuser: true });
  const clerk = await account("clerk", {});
  await grantPermissions(clerk as never, "shed.view_member", "shed.change_member");
  const reader = await account("reader", {});
  await grantPermissions(reader as never, "shed.view_member");
  await account("ann", { isStaff: false });
});

test("a password is set by the rules, ends all logins, and the log tells that, not what", async () => {
  const { client } = await logIn("clerk");
  const ann = await logIn("ann");
  const path = await pathOf("ann");
  assert.match(await (await client.get(`${path}/change`)).text(), new RegExp(`href="${path}/password"`));
  const weak = await post(client, `${path}/password`, { new_password: "12345", repeated: "12345" });
  assert.equal(weak.status, 422);
  assert.match(await weak.text(), /This password has digits only\./);
  const other = await post(client, `${path}/password`, { new_password: fresh, repeated: "other" });
  assert.match(await other.text(), /The two passwords differ\./);
  assert.match(await (await post(client, `${path}/password`, {})).text(), /Type a password\./);
  assert.equal((await logIn("ann")).status, 303);
  const done = await post(client, `${path}/password`, { new_password: fresh, repeated: fresh });
  assert.equal(done.headers.get("location"), `${path}/change`);
  assert.notEqual((await logIn("ann")).status, 303);
  assert.equal((await logIn("ann", fresh)).status, 303);
  const account = await ann.client.get("/accounts/");
  assert.equal(account.status, 303, "the login from before has ended");
  const entry = await LogEntry.objects.filter({ model: "shed.Member" }).first();
  assert.deepEqual(entry!.changes, [{ name: "password", field: "Password", before: "–", after: "set anew" }]);
});

test("who may not change users, or is less than the user, sets nothing", async () => {
  const before = await Member.objects.orderBy("pk").flat("password");
  const tries: readonly (readonly [who: string, whose: string, status: number])[] = [
    ["reader", "ann", 403],
    ["clerk", "boss", 403],
    ["ann", "ann", 403],
  ];
  for (const [who, whose, status] of tries) {
    const { client } = await logIn(who, who === "ann" ? fresh : password);
    const path = await pathOf(whose);
    const answer = await post(client, `${path}/password`, { new_password: fresh, repeated: fresh });
    assert.equal(answer.status, status, `${who} of ${whose}`);
    assert.doesNotMatch(await (await client.get(`${path}/change`)).text(), /\/password"/);
  }
  assert.deepEqual(await Member.objects.orderBy("pk").flat("password"), before);
  const { client } = await logIn("boss");
  await Tool.objects.create({ name: "Spade" });
  assert.equal((await client.get("/admin/shed/tool/1/password")).status, 404);
});
