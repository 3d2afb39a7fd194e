// Tests what the admin has besides lists and forms: cards and charts, own pages, kept views, palette, theme, and two admins in one app.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App, html } from "demijohn";
import { admin, adminModels, adminUser, modelAdmin, SavedView } from "demijohn/admin";
import { Account, auth, authModels, createUser, grantPermissions, syncPermissions } from "demijohn/auth";
import { Response } from "demijohn/http";
import { count, createTables, defineDatabases, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";

class Boat extends Model("harbour.Boat", () => Boat, {
  name: f.char({ maxLength: 50 }),
  kind: f.char({ maxLength: 10, choices: { sail: "Sail", motor: "Motor" }, default: "sail" }),
}) {
  override toString(): string {
    return this.name;
  }
}
class Berth extends Model("harbour.Berth", () => Berth, { place: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.place;
  }
}
class Sailor extends Model("crew.Sailor", () => Sailor, {}, { mixins: [Account] }) {}

const logged: string[] = [];
const logger = { debug() {}, info() {}, warn() {}, error: (text: string) => logged.push(text) };
const secretKey = "a key that only this test knows, of 50 characters.";
const app = new App({ mode: "development", secretKey, logger: logger as never });
const boats = modelAdmin(Boat, { listDisplay: ["name", "kind"], listFilter: ["kind"], searchFields: ["name"] });
const isBoss = (request: Parameters<typeof adminUser>[0]): boolean =>
  (adminUser(request) as { isSuperuser?: boolean }).isSuperuser === true;
app.use(auth({ user: Sailor as never }));
app.use(
  admin({
    title: "Harbour",
    models: [boats, Berth],
    dashboard: [
      {
        kind: "number",
        title: "Boats",
        read: async () => ({ value: await Boat.objects.count(), note: "in all", address: "/admin/harbour/boat/" }),
      },
      {
        kind: "bars",
        title: "By kind",
        read: async () =>
          (
            await Boat.objects
              .orderBy("kind")
              .values("kind")
              .annotate({ n: count("id") })
          ).map(({ kind, n }) => ({
            label: kind,
            value: n,
          })),
      },
      {
        kind: "line",
        title: "Arrivals",
        wide: true,
        read: async () => [10, 0, 40].map((value, i) => ({ label: `Day ${i + 1}`, value })),
      },
      {
        kind: "donut",
        title: "Shares",
        read: async () => [
          { label: "one", value: 1 },
          { label: "three", value: 3, address: "/three" },
        ],
      },
      {
        kind: "table",
        title: "Latest",
        read: async () => ({
          columns: ["Name", "Length"],
          rows: [
            [{ text: "Ada <1>", address: "/x" }, 1234],
            [null, "?"],
          ],
        }),
      },
      { kind: "bars", title: "Broken", read: () => Promise.reject(new Error("the gauge is off")) },
      { kind: "bars", title: "Empty", read: async () => [] },
      { kind: "number", title: "For the boss", hasPermission: isBoss, read: async () => ({ value: "secret" }) },
    ],
    pages: [
      {
        name: "tides",
        title: "Tides",
        group: "Reports",
        show: (request) => ({ body: html`<p>High at ${request.query.get("hour") ?? "noon"}</p>` }),
      },
      { name: "raw", title: "Raw", show: () => new Response("plain", { headers: { "Content-Type": "text/plain" } }) },
      {
        name: "till",
        title: "Till",
        hasPermission: isBoss,
        show: () => ({ cards: [{ kind: "number", title: "Money", read: async () => ({ value: 7 }) }] }),
      },
    ],
  }),
  { prefix: "/admin" },
);
app.use(
  admin({
    name: "office",
    title: "Office",
    models: [Berth],
    hasPermission: (request) => adminUser(request).isAuthenticated,
  }),
  { prefix: "/office" },
);

const password = "wind from the west";
const clients = new Map<string, TestClient>();
async function clientOf(name: string): Promise<TestClient> {
  const client = clients.get(name) ?? new TestClient(app);
  if (!clients.has(name)) await post(client, "/accounts/login", { login: `${name}@example.org`, password });
  clients.set(name, client);
  return client;
}
type Answer = Awaited<ReturnType<TestClient["get"]>>;
function post(client: TestClient, path: string, form: Record<string, string | string[]> = {}): Promise<Answer> {
  return client.post(path, { form, headers: { "Sec-Fetch-Site": "same-origin" } });
}
async function page(path: string, name = "boss", status = 200): Promise<string> {
  const answer = await (await clientOf(name)).get(path);
  const text = await answer.text();
  assert.equal(answer.status, status, `${path}: ${text.slice(0, 500)}`);
  return text;
}
const send = async (path: string, form: Record<string, string | string[]> = {}, name = "boss"): Promise<Answer> =>
  post(await clientOf(name), path, form);
const tabs = (text: string): string[] =>
  [
    ...(/<nav aria-label="Views">(.*?)<\/nav>/s.exec(text)?.[1] ?? "").matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g),
  ].map(([, address, name]) => `${name} ${address!.replaceAll("&amp;", "&")}`);

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Sailor as never), ...adminModels(), Boat, Berth]);
  await syncPermissions();
  const account = (name: string, values: object) =>
    createUser(Sailor, { email: `${name}@example.org`, password, ...values } as never);
  await account("boss", { isStaff: true, isSuperuser: true });
  const mate = await account("mate", { isStaff: true });
  await grantPermissions(mate as never, "harbour.view_boat");
  await account("guest", {});
  await Boat.objects.bulkCreate([{ name: "Möwe" }, { name: "Orca", kind: "motor" }, { name: "Orla" }]);
  await Berth.objects.bulkCreate([{ place: "Orchard quay" }]);
});

test("cards show numbers, charts and tables, and one that fails leaves the others", async () => {
  const text = await page("/admin/");
  assert.match(text, /<p class="figure"><a href="\/admin\/harbour\/boat\/">3<\/a><\/p>\s*<p class="soft">in all<\/p>/);
  assert.match(text, /motor<\/span>.*?<rect class="tone" width="50" height="10".*?<span class="amount">1<\/span>/s);
  assert.match(text, /points="0,107 300,140 600,8"/);
  assert.match(text, /at most 40/);
  assert.match(text, /stroke-dasharray="75 25" stroke-dashoffset="-25"/);
  assert.match(text, /<a href="\/x">Ada &lt;1&gt;<\/a><\/td><td class="number">1,234<\/td>/);
  assert.match(text, /Broken<\/h2>\s*<p class="soft">This could not be read\./);
  assert.match(text, /Empty<\/h2>\s*<p class="soft">There is nothing to show yet\./);
  assert.match(text, /For the boss/);
  assert.ok(logged.some((line) => line.includes("“Broken”") && line.includes("the gauge is off")));
  assert.doesNotMatch(await page("/admin/", "mate"), /For the boss|secret/);
});

test("own pages stand in the frame and the menu, for those who may see them", async () => {
  const text = await page("/admin/pages/tides?hour=%3Csix%3E");
  assert.match(text, /<h2>Reports<\/h2>\s*<ul>\s*<li><a href="\/admin\/pages\/tides" aria-current="page">Tides<\/a>/);
  assert.match(text, /<div class="card"><p>High at &lt;six&gt;<\/p><\/div>/);
  assert.equal(await page("/admin/pages/raw"), "plain");
  assert.match(await page("/admin/pages/till"), /<p class="figure">7<\/p>/);
  await page("/admin/pages/till", "mate", 403);
  assert.doesNotMatch(await page("/admin/", "mate"), /pages\/till/);
  await page("/admin/pages/none", "boss", 404);
});

test("a view of a list is kept for oneself or for everybody, and forgotten by its owner", async () => {
  const list = "/admin/harbour/boat/";
  assert.deepEqual(tabs(await page(list)), []);
  await send(`${list}views`, { name: "Motors", query: "?kind=motor&evil=1&p=7", shared: "yes" });
  await send(`${list}views`, { name: "By name", query: "?o=-name" });
  assert.deepEqual(tabs(await page(list)), ["All ?", "By name ?o=-name", "Motors ?kind=motor"]);
  assert.match(await page(`${list}?kind=motor`), /<a href="\?kind=motor" aria-current="page"[^>]*>Motors<\/a>/);
  assert.deepEqual(tabs(await page(list, "mate")), ["All ?", "Motors ?kind=motor"]);
  const motors = await SavedView.objects.get({ name: "Motors" });
  assert.equal((await send(`${list}views/${motors.id}/forget`, {}, "mate")).status, 403);
  await send(`${list}views`, { name: "  ", query: "?o=name" });
  assert.match(await page(list), /Give the view a name of 1 to 60 characters\./);
  await send(`${list}views`, { name: "Motors", query: "?kind=sail" });
  assert.deepEqual(await SavedView.objects.flat("query"), ["?o=-name", "?kind=sail"]);
  await send(`${list}views/${motors.id}/forget`);
  assert.deepEqual(tabs(await page(list, "mate")), []);
});

test("the palette finds objects of the lists that one may see", async () => {
  const found = async (words: string, name = "boss"): Promise<unknown> => {
    const { groups } = JSON.parse(await page(`/admin/palette?q=${encodeURIComponent(words)}`, name));
    return groups.map(({ title, items }: { title: string; items: { text: string }[] }) => [
      title,
      ...items.map(({ text }) => text),
    ]);
  };
  assert.deepEqual(await found("or"), [
    ["Boats", "Orca", "Orla"],
    ["Berths", "Orchard quay"],
  ]);
  assert.deepEqual(await found("or", "mate"), [["Boats", "Orca", "Orla"]]);
  assert.deepEqual(await found("o"), []);
});

test("a theme is kept in a cookie of the admin, and one comes back to the page", async () => {
  assert.match(await page("/admin/"), /<html lang="en" dir="ltr">/);
  const answer = await send("/admin/theme", { theme: "dark", next: "/admin/harbour/boat/?o=name" });
  assert.equal(answer.headers.get("location"), "/admin/harbour/boat/?o=name");
  assert.match(String(answer.headers.get("set-cookie")), /admin_theme=dark; .*Path=\/admin\//);
  assert.match(await page("/admin/"), /<html lang="en" dir="ltr" data-theme="dark">/);
  const away = await send("/admin/theme", { theme: "system", next: "https://evil.example/" });
  assert.equal(away.headers.get("location"), "/admin/");
  assert.match(await page("/admin/"), /<html lang="en" dir="ltr">/);
});

test("two admins in one app have their own models, title and rule who may come in", async () => {
  await page("/admin/", "guest", 403);
  const text = await page("/office/", "guest");
  assert.match(text, /<title>Overview · Office<\/title>/);
  assert.doesNotMatch(text, /\/admin\//);
  assert.match(await page("/office/harbour/berth/"), /href="\/office\/harbour\/berth\/1\/change"/);
  await page("/office/harbour/boat/", "boss", 404);
});
