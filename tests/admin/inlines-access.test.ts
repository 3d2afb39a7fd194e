// Tests who may do what with rows of inlines: what may not be seen is absent, and what may not be done is not, by forged posts either.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App } from "demijohn";
import { admin, adminModels, inline, LogEntry, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser, grantPermissions, syncPermissions } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";
import { checkNames } from "../../src/admin/options/model-admin.ts";
import { type Fields, fieldsOf } from "./form-fields.ts";

class Wine extends Model("shop.Wine", () => Wine, { name: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.name;
  }
}
class Order extends Model("shop.Order", () => Order, {
  name: f.char({ maxLength: 50 }),
  closed: f.boolean({ default: false }),
}) {
  override toString(): string {
    return this.name;
  }
}
class Line extends Model("shop.Line", () => Line, {
  order: f.foreignKey(() => Order, { relatedName: "lines", onDelete: "cascade" }),
  text: f.char({ maxLength: 50 }),
  cost: f.integer({ default: 1 }),
  secret: f.char({ maxLength: 20, default: "hidden" }),
  wine: f.foreignKey(() => Wine, { null: true, blank: true, onDelete: "setNull" }),
}) {
  override toString(): string {
    return this.text;
  }
}
class Part extends Model("shop.Part", () => Part, {
  line: f.foreignKey(() => Line, { relatedName: "parts", onDelete: "cascade" }),
  text: f.char({ maxLength: 50 }),
}) {
  override toString(): string {
    return this.text;
  }
}
class Claim extends Model("shop.Claim", () => Claim, {
  part: f.foreignKey(() => Part, { relatedName: "claims", onDelete: "protect" }),
}) {}
class Visit extends Model("shop.Visit", () => Visit, {
  from: f.foreignKey(() => Order, { relatedName: "visitsFrom", onDelete: "cascade" }),
  to: f.foreignKey(() => Order, { relatedName: "visitsTo", onDelete: "cascade", null: true, blank: true }),
}) {}
class Step extends Model(
  "shop.Step",
  () => Step,
  {
    order: f.foreignKey(() => Order, { relatedName: "steps", onDelete: "cascade" }),
    text: f.char({ maxLength: 50 }),
    at: f.positiveInteger({ default: 0 }),
  },
  { unique: [["order", "at"]] },
) {
  override toString(): string {
    return this.text;
  }
}
class Seat extends Model(
  "shop.Seat",
  () => Seat,
  {
    order: f.foreignKey(() => Order, { relatedName: "seats", onDelete: "cascade" }),
    number: f.integer(),
    name: f.char({ maxLength: 20 }),
  },
  { primaryKey: ["order", "number"] },
) {
  override toString(): string {
    return `seat ${this.number}`;
  }
}
class Buyer extends Model("people.Buyer", () => Buyer, {}, { mixins: [Account] }) {}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const app = new App({
  mode: "development",
  secretKey: "a key that only this test knows, of 50 characters.",
  logger: silent,
});
app.use(auth({ user: Buyer as never }));
app.templateTexts({
  "shop/steps.html": `{% from "admin/_inlines.html" import show_inline with context %}<p>Own: {{ inline.title }}</p>{{ show_inline(inline) }}`,
});
app.use(
  admin({
    models: [
      modelAdmin(Order, {
        saveAs: true,
        // As if somebody else had saved between the check and the transaction.
        saveModel: async (order) => {
          if (order.name === "Raced") await Line.objects.filter({ order, text: "Red" }).update({ text: "Theirs" });
        },
        getInlines: (_request, order) => [
          inline(Line, {
            extra: 1,
            maxNum: 3,
            inlines: [inline(Part, { kind: "stacked" })],
            autocompleteFields: ["wine"],
            ...(order?.closed === true ? { hasChangePermission: () => false, hasAddPermission: () => false } : {}),
          }),
          inline(Step, {
            sortable: "at",
            template: "shop/steps.html",
            classes: ["steps"],
            getExtra: (_asked, parent) => (parent === undefined ? 3 : 0),
            getMinNum: (_asked, parent) => (parent === undefined ? 1 : 0),
            hasDeletePermission: (_asked, parent) => parent?.name !== "Kept",
          }),
          inline(Seat, { extra: 1 }),
        ],
      }),
      modelAdmin(Line, {
        fieldPermissions: {
          secret: { view: () => false },
          cost: { change: (request) => request.header("x-cheap") === undefined },
        },
        getQueryset: () => Line.objects.exclude({ text: "Unseen" }),
      }),
      modelAdmin(Wine, { searchFields: ["name"] }),
    ],
  }),
  { prefix: "/admin" },
);

const password = "poured by the river";
const clients = new Map<string, TestClient>();
async function clientOf(email: string): Promise<TestClient> {
  const known = clients.get(email);
  if (known !== undefined) return known;
  const client = new TestClient(app);
  const form = { login: email, password };
  const answer = await client.post("/accounts/login", { form, headers: { "Sec-Fetch-Site": "same-origin" } });
  assert.equal(answer.status, 303, email);
  clients.set(email, client);
  return client;
}
type Answer = Awaited<ReturnType<TestClient["get"]>>;
const send = async (
  path: string,
  form: Fields,
  email = "boss",
  headers: Record<string, string> = {},
): Promise<Answer> =>
  (await clientOf(`${email}@example.org`)).post(path, {
    form,
    headers: { "Sec-Fetch-Site": "same-origin", ...headers },
  });
async function page(path: string, email = "boss", headers: Record<string, string> = {}): Promise<string> {
  const answer = await (await clientOf(`${email}@example.org`)).get(path, { headers });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text.slice(0, 2000)}`);
  return text;
}

const may: Readonly<Record<string, readonly string[]>> = {
  none: [],
  viewer: ["view"],
  adder: ["add"],
  reader: ["view", "add"],
  changer: ["change"],
  dropper: ["view", "delete"],
};

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([
    ...authModels(Buyer as never),
    Wine,
    Order,
    Line,
    Part,
    Claim,
    Visit,
    Step,
    Seat,
    ...adminModels(),
  ]);
  await syncPermissions();
  const account = (name: string, values: object) =>
    createUser(Buyer, { email: `${name}@example.org`, password, isStaff: true, ...values } as never);
  await account("boss", { isSuperuser: true });
  for (const [name, actions] of Object.entries(may)) {
    const user = await account(name, {});
    const rows = actions.map((action) => `shop.${action}_line`);
    await grantPermissions(user as never, "shop.change_order", "shop.view_order", ...rows);
  }
  const nester = await account("nester", {});
  await grantPermissions(nester as never, "shop.change_order", "shop.view_line", "shop.change_part", "shop.add_part");
  const watcher = await account("watcher", {});
  await grantPermissions(watcher as never, "shop.view_order", "shop.change_line", "shop.add_line", "shop.delete_line");
  await Wine.objects.bulkCreate([{ name: "Rioja" }, { name: "Port" }]);
});

async function makeOrder(name: string): Promise<{ order: Order; first: Line; second: Line; path: string }> {
  const order = await Order.objects.create({ name });
  const first = await Line.objects.create({ order, text: "Red" });
  const second = await Line.objects.create({ order, text: "White" });
  return { order, first, second, path: `/admin/shop/order/${order.id}/change` };
}
const textsOf = async (order: Order): Promise<string[]> =>
  (await Line.objects.filter({ order }).orderBy("id")).map(({ text, cost }) => `${text} ${cost}`);

/** A post that tries everything: a change, a deletion and a new row. */
function everything(first: Line, second: Line): Fields {
  return {
    name: "Order",
    "line-TOTAL_FORMS": "3",
    "line-INITIAL_FORMS": "2",
    "line-0-id": String(first.id),
    "line-0-text": "Changed",
    "line-0-cost": "9",
    "line-1-id": String(second.id),
    "line-1-text": "White",
    "line-1-cost": "1",
    "line-1-DELETE": "on",
    "line-2-text": "New",
    "line-2-cost": "5",
  };
}

const shows: Readonly<Record<string, (html: string) => void>> = {
  none: (html) => assert.doesNotMatch(html, /line-|Lines|White/),
  viewer: (html) => {
    assert.match(html, /Lines[\s\S]*<dd>White<\/dd>/);
    assert.doesNotMatch(html, /name="line-/);
  },
  adder: (html) => {
    assert.match(html, /name="line-0-text"/);
    assert.doesNotMatch(html, /White/);
  },
  reader: (html) => {
    assert.match(html, /<dd>White<\/dd>[\s\S]*name="line-0-text"/);
    assert.doesNotMatch(html, /line-0-id/);
  },
  changer: (html) => {
    assert.match(html, /name="line-1-text" value="White"/);
    assert.doesNotMatch(html, /line-0-DELETE|line-2-text|line-ADD|__prefix__/);
  },
  dropper: (html) => {
    assert.match(html, /<dd>White<\/dd>[\s\S]*name="line-1-DELETE"/);
    assert.doesNotMatch(html, /name="line-0-text"/);
  },
};
const leaves: Readonly<Record<string, readonly string[]>> = {
  none: ["Red 1", "White 1"],
  viewer: ["Red 1", "White 1"],
  adder: ["Red 1", "White 1", "New 5"],
  reader: ["Red 1", "White 1", "New 5"],
  changer: ["Changed 9", "White 1"],
  dropper: ["Red 1"],
};

for (const name of Object.keys(may))
  test(`who may ${may[name]!.join(" and ") || "do nothing"} with rows sees and does no more, whatever is sent`, async () => {
    const { order, first, second, path } = await makeOrder(`Of ${name}`);
    const html = await page(path, name);
    shows[name]!(html);
    // Versions as somebody who may do all gets them: only permissions stand in the way.
    const all = fieldsOf(await page(path));
    const versions = { "line-0-_version": all["line-0-_version"]!, "line-1-_version": all["line-1-_version"]! };
    const own = fieldsOf(html);
    const kept = Object.fromEntries(Object.entries(own).filter(([field]) => field.endsWith("_version")));
    await send(path, { ...everything(first, second), ...versions, ...kept }, name);
    // A new row has another place where no others are sent along.
    if (may[name]!.includes("add"))
      await send(path, { ...fieldsOf(await page(path, name)), "line-0-text": "New", "line-0-cost": "5" }, name);
    assert.deepEqual(await textsOf(order), leaves[name]);
  });

test("who may only see the object changes no row of it", async () => {
  const { order, first, second, path } = await makeOrder("Watched");
  const html = await page(path, "watcher");
  assert.match(html, /<dd>White<\/dd>/);
  assert.doesNotMatch(html, /name="line-|line-ADD/);
  assert.equal((await send(path, everything(first, second), "watcher")).status, 403);
  assert.deepEqual(await textsOf(order), ["Red 1", "White 1"]);
});

test("rows in rows that may only be seen are read-only", async () => {
  const { first, path } = await makeOrder("Nested");
  await Part.objects.create({ line: first, text: "Cork" });
  const html = await page(path, "nester");
  assert.match(html, /<dd>Red<\/dd>[\s\S]*<dd>Cork<\/dd>/);
  assert.doesNotMatch(html, /name="line-|name="part-/);
});

test("an inline's own functions decide by the object", async () => {
  const { order, path } = await makeOrder("Closed");
  await Order.objects.filter({ id: order.id }).update({ closed: true });
  const html = await page(path);
  assert.doesNotMatch(html, /name="line-0-text"|line-ADD/);
  assert.match(html, /name="line-0-DELETE"/);
  const steps = await Order.objects.create({ name: "Kept" });
  await Step.objects.create({ order: steps, text: "One", at: 1 });
  const kept = await page(`/admin/shop/order/${steps.id}/change`);
  assert.doesNotMatch(kept, /name="step-0-DELETE"/);
  assert.match(kept, /<p>Own: Steps<\/p>[\s\S]*class="inline-set as-table steps"/);
  assert.match(kept, /data-most="1000"[\s\S]*name="step-TOTAL_FORMS" value="1"/);
  assert.deepEqual(fieldsOf(await page("/admin/shop/order/add"))["step-TOTAL_FORMS"], ["4"]);
});

test("hidden and locked fields of the rows' own admin hold in inlines, in the history too", async () => {
  const { order, first, path } = await makeOrder("Fields");
  await Line.objects.create({ order, text: "Unseen" });
  const html = await page(path);
  assert.doesNotMatch(html, /secret|Unseen/i);
  const cheap = { "x-cheap": "yes" };
  const locked = await page(path, "boss", cheap);
  assert.match(locked, /<dd>1<\/dd>/);
  const forged = { ...fieldsOf(locked), "line-0-secret": "known", "line-0-cost": "7", "line-0-text": "Rosé" };
  assert.equal((await send(path, forged, "boss", cheap)).status, 303);
  const line = await Line.objects.get({ id: first.id });
  assert.deepEqual([line.text, line.cost, line.secret], ["Rosé", 1, "hidden"]);
  assert.match(await page(path.replace("change", "history")), /Line “Rosé”: Text/);
  assert.doesNotMatch(await page(path.replace("change", "history"), "none"), /Rosé/);
});

test("there can be no more rows than maxNum and no fewer than minNum, and one that others point at stays", async () => {
  const { order, first, path } = await makeOrder("Counted");
  const fields = fieldsOf(await page(path));
  const many = {
    ...fields,
    "line-TOTAL_FORMS": "4",
    "line-2-text": "A",
    "line-2-cost": "1",
    "line-3-text": "B",
    "line-3-cost": "1",
  };
  const answer = await send(path, many);
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /<a href="#id_line-inline">Lines: Please submit at most 3 forms\.<\/a>/);
  const added = await send("/admin/shop/order/add", {
    ...fieldsOf(await page("/admin/shop/order/add")),
    name: "Stepless",
  });
  assert.equal(added.status, 422);
  assert.match(await added.text(), /href="#id_step-0-text">New step, Text: This field is required\./);
  const part = await Part.objects.create({ line: first, text: "Claimed" });
  await Claim.objects.create({ part });
  const shown = fieldsOf(await page(path));
  const refused = await send(path, { ...shown, "line-0-DELETE": "on" });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /“Red” cannot be deleted: other rows point at it\./);
  assert.deepEqual(await textsOf(order), ["Red 1", "White 1"]);
});

test("numbers that no two rows may share are exchanged", async () => {
  const order = await Order.objects.create({ name: "Steps" });
  for (const [i, text] of ["One", "Two", "Three"].entries()) await Step.objects.create({ order, text, at: i + 1 });
  const path = `/admin/shop/order/${order.id}/change`;
  const moved = { "step-0-ORDER": "3", "step-1-ORDER": "2", "step-2-ORDER": "1" };
  assert.equal((await send(path, { ...fieldsOf(await page(path)), ...moved })).status, 303);
  const steps = await Step.objects.filter({ order }).orderBy("at");
  assert.deepEqual(
    steps.map(({ text, at }) => `${text} ${at}`),
    ["Three 1", "Two 2", "One 3"],
  );
});

test("what somebody else writes after the check is not overwritten", async () => {
  const { order, path } = await makeOrder("Race");
  const answer = await send(path, { ...fieldsOf(await page(path)), name: "Raced", "line-0-text": "Mine" });
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /Line “Red”: Somebody else saved this at this moment\. Please save again\./);
  assert.deepEqual(await textsOf(order), ["Red 1", "White 1"]);
});

test("rows whose key has several fields are added, changed and deleted", async () => {
  const { order, path } = await makeOrder("Seats");
  const seats = async (): Promise<string[]> =>
    (await Seat.objects.filter({ order }).orderBy("number")).map(({ number, name }) => `${number} ${name}`);
  const added = { ...fieldsOf(await page(path)), "seat-0-number": "7", "seat-0-name": "Ann" };
  assert.equal((await send(path, added)).status, 303);
  assert.deepEqual(await seats(), ["7 Ann"]);
  assert.equal((await send(path, { ...fieldsOf(await page(path)), "seat-0-name": "Bob" })).status, 303);
  assert.deepEqual(await seats(), ["7 Bob"]);
  assert.equal((await send(path, { ...fieldsOf(await page(path)), "seat-0-DELETE": "on" })).status, 303);
  assert.deepEqual(await seats(), []);
});

test("an object saved as a new one takes its rows along", async () => {
  const { order, first, path } = await makeOrder("Original");
  await Part.objects.create({ line: first, text: "Cork" });
  await Step.objects.create({ order, text: "One", at: 1 });
  const fields = {
    ...fieldsOf(await page(path)),
    name: "Copy",
    "line-0-cost": "4",
    "line-1-DELETE": "on",
    _then: "new",
  };
  assert.equal((await send(path, fields)).status, 303);
  const copy = await Order.objects.get({ name: "Copy" });
  assert.deepEqual(await textsOf(copy), ["Red 4"]);
  assert.equal(await Part.objects.filter({ line__order: copy, text: "Cork" }).count(), 1);
  assert.equal(await Step.objects.filter({ order: copy }).count(), 1);
  assert.deepEqual(await textsOf(order), ["Red 1", "White 1"]);
});

test("what was done to rows is taken back with the object", async () => {
  const { order, second, path } = await makeOrder("Undone");
  await Part.objects.create({ line: second, text: "Label" });
  const fields = fieldsOf(await page(path));
  assert.equal(
    (await send(path, { ...fields, "line-0-text": "Amber", "line-1-DELETE": "on", "line-2-text": "Late" })).status,
    303,
  );
  assert.deepEqual(await textsOf(order), ["Amber 1", "Late 1"]);
  const entry = await LogEntry.objects.filter({ model: "shop.Order", objectKey: String(order.id) }).first();
  const undone = await send(`/admin/undo/${entry!.batch}`, {});
  assert.ok(undone.status < 400, await undone.text());
  assert.deepEqual(await textsOf(order), ["Red 1", "White 1"]);
  assert.equal(await Part.objects.filter({ line: second.id, text: "Label" }).count(), 1);
});

test("a relation in a row is looked up by the inline's options", async () => {
  const { order, path } = await makeOrder("Looked up");
  const address = `/admin/choices/shop/order/wine?row=${order.id}&inline=0`;
  assert.ok((await page(path)).includes(address.replace("&", "&amp;")) || (await page(path)).includes(address));
  const client = await clientOf("boss@example.org");
  const { results } = (await (await client.get(`${address}&q=rio&as=json`)).json()) as { results: { text: string }[] };
  assert.deepEqual(
    results.map(({ text }) => text),
    ["Rioja"],
  );
  assert.equal((await client.get(`/admin/choices/shop/order/wine?inline=7`)).status, 404);
  assert.equal((await client.get(`/admin/choices/shop/order/order?row=${order.id}&inline=0`)).status, 404);
  const viewer = await clientOf("viewer@example.org");
  assert.equal((await viewer.get(`${address}&q=rio&as=json`)).status, 403);
});

test("an inline whose model does not point at the object, or by several fields, is told", () => {
  const told = (made: Parameters<typeof checkNames>[0]): string => {
    try {
      checkNames(made);
      return "";
    } catch (error) {
      return String(error);
    }
  };
  assert.equal(
    told(modelAdmin(Order, { inlines: [inline(Visit)] })),
    `SetupError: ADMIN_INLINE_KEY: Visit has several fields that point at Order.
  You wrote modelAdmin(Order, { inlines: [inline(Visit)] })
  Fields that do: from, to.
  Name the one that is meant: inline(Visit, { fkName: "from" }).`,
  );
  assert.equal(told(modelAdmin(Order, { inlines: [inline(Visit, { fkName: "to" })] })), "");
  assert.equal(
    told(modelAdmin(Order, { inlines: [inline(Part) as never] })),
    `SetupError: ADMIN_INLINE_KEY: Part has no field that points at Order.
  You wrote modelAdmin(Order, { inlines: [inline(Part)] })
  Give Part a foreign key to Order, or leave the inline out.`,
  );
  assert.match(
    told(modelAdmin(Order, { inlines: [inline(Line, { inlines: [inline(Part, { sortable: "pos" as never })] })] })),
    /Part has no field "pos"/,
  );
  assert.throws(() => inline({} as never), /ADMIN_NOT_A_MODEL/);
});
