// Tests lists on each database: pages of every kind of order against an array, filters, searches, dates, counts, questions asked, and cells that are changed.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { App, html } from "demijohn";
import { admin, adminModels, LogEntry, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser, grantPermissions, syncPermissions } from "demijohn/auth";
import { captureQueries, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";
import { databaseCases, withModels } from "../databases.ts";

class Region extends Model("map.Region", () => Region, { name: f.char({ maxLength: 50 }) }, { ordering: ["name"] }) {
  override toString(): string {
    return this.name;
  }
}
class Tag extends Model("map.Tag", () => Tag, { word: f.char({ maxLength: 20 }) }) {
  override toString(): string {
    return this.word;
  }
}
class City extends Model("map.City", () => City, {
  name: f.char({ maxLength: 50 }),
  region: f.foreignKey(() => Region, { onDelete: "cascade" }),
  twin: f.foreignKey(() => City, { null: true, blank: true, onDelete: "setNull" }),
  kind: f.char({ maxLength: 5, choices: { big: "Large", small: "Small" } }),
  capital: f.boolean({ default: false }),
  people: f.integer({ null: true, blank: true }),
  founded: f.date({ null: true, blank: true }),
  seenAt: f.dateTime({ null: true, blank: true }),
  motto: f.char({ maxLength: 50, blank: true, default: "" }),
  site: f.url({ blank: true, default: "" }),
  tags: f.manyToMany(() => Tag, { blank: true }),
}) {
  override toString(): string {
    return this.name;
  }
}
class Person extends Model("map.Person", () => Person, {}, { mixins: [Account] }) {}

const headers = { "Sec-Fetch-Site": "same-origin" };
const password = "a map of the coast";
const many = 6_000;
const regions = 60;
const pad = (i: number): string => String(i).padStart(4, "0");
/** What the rows are, in the order of their keys. */
const cities = Array.from({ length: many }, (_, i) => ({
  name: `City ${pad((i * 7919) % many)}`,
  region: 1 + ((i * 31) % regions),
  kind: i % 3 === 0 ? ("big" as const) : ("small" as const),
  capital: i % 100 === 0,
  people: i % 10 === 0 ? null : (i * 37) % 1_000,
  founded: i % 4 === 0 ? null : `${1800 + (i % 3)}-0${1 + (i % 9)}-1${i % 5}`,
  motto: i % 2 === 0 ? "" : "Onward",
}));
// Two regions share a name: their rows are mixed by what comes next in an order.
const regionName = (id: number): string => `Region ${pad(id === 2 ? 1 : id)}`;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function makeApp(): App {
  const app = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  app.use(auth({ user: Person as never }));
  const towns = modelAdmin(City, {
    listDisplay: [
      "name",
      "region",
      "kind",
      "capital",
      "people",
      "founded",
      "site",
      { name: "crowded", value: (city) => (city.people ?? 0) > 500, boolean: true, sortBy: "people" },
      { name: "mark", value: (city) => html`<b>${city.motto}</b>`, emptyValue: "none" },
    ],
    listEditable: ["kind", "people", "capital"],
    listFilter: [
      "kind",
      "capital",
      "region",
      "people",
      "founded",
      "seenAt",
      "motto",
      "tags",
      { field: "region__name", title: "Name of the region" },
      { field: "twin", kind: "empty" },
      {
        name: "half",
        title: "Half",
        lookups: () => [
          ["first", "First half"],
          ["second", "Second half"],
        ],
        apply: (rows, value) =>
          value === "first"
            ? rows.filter({ name__lt: `City ${pad(many / 2)}` })
            : rows.filter({ name__gte: `City ${pad(many / 2)}` }),
      },
    ],
    searchFields: ["name", { field: "motto", match: "exact" }, "tags__word"],
    dateHierarchy: "founded",
    ordering: ["name"],
    listTotals: { people: "sum" },
    sortableBy: ["name", "region", "people", "founded"],
    hasChangePermission: (_, row) => row === undefined || row.name !== "City 0000",
    keepCounts: 0,
  });
  app.use(admin({ models: [towns, modelAdmin(Region, { searchFields: ["name"] }), Tag] }), { prefix: "/admin" });
  return app;
}

for (const database of databaseCases) {
  describe(`lists on ${database.name}`, { skip: database.skip }, () => {
    const app = makeApp();
    const client = new TestClient(app);
    withModels(database, [...authModels(Person as never), Region, Tag, City, ...adminModels()] as never, async () => {
      await syncPermissions();
      const values = { isStaff: true, isSuperuser: true };
      await createUser(Person, { email: "boss@example.org", password, ...values } as never);
      const reader = await createUser(Person, { email: "reader@example.org", password, isStaff: true } as never);
      await grantPermissions(reader as never, "map.view_region");
      await Region.objects.bulkCreate(Array.from({ length: regions }, (_, i) => ({ name: regionName(i + 1) })));
      for (let at = 0; at < many; at += 1_500) await City.objects.bulkCreate(cities.slice(at, at + 1_500) as never);
      await Tag.objects.bulkCreate([{ word: "coast" }, { word: "coal" }]);
      for (const id of [5, 6]) await (await City.objects.get({ id })).tags.add(1 as never, 2 as never);
    });
    before(async () => {
      await client.post("/accounts/login", { form: { login: "boss@example.org", password }, headers });
    });
    const page = async (query: string): Promise<string> => {
      const answer = await client.get(`/admin/map/city/${query}`);
      const text = await answer.text();
      assert.equal(answer.status, 200, `${query}: ${text.slice(0, 2_000)}`);
      return text;
    };
    const names = (text: string): string[] =>
      [...text.matchAll(/\/change[^"]*">([^<]*)<\/a>/g)].map(([, name]) => name!).filter((name) => /^City/.test(name));
    const total = (text: string): number => Number(/<small>(?:about )?([\d,]+)/.exec(text)![1]!.replaceAll(",", ""));

    test("each page of each order holds what an array holds there, however it is read", async () => {
      const rows = cities.map((city, i) => ({ ...city, id: i + 1 }));
      const byName = (a: (typeof rows)[number], b: (typeof rows)[number]): number => (a.name < b.name ? -1 : 1);
      const orders: [string, (a: (typeof rows)[number], b: (typeof rows)[number]) => number][] = [
        ["", byName],
        ["o=-name", (a, b) => -byName(a, b)],
        [
          "o=region",
          (a, b) =>
            regionName(a.region) === regionName(b.region)
              ? a.id - b.id
              : regionName(a.region) < regionName(b.region)
                ? -1
                : 1,
        ],
        [
          "o=-region,name",
          (a, b) =>
            regionName(a.region) === regionName(b.region)
              ? byName(a, b)
              : regionName(a.region) < regionName(b.region)
                ? 1
                : -1,
        ],
      ];
      for (const [order, compare] of orders) {
        const sorted = [...rows].sort(compare).map(({ name }) => name);
        for (const at of [1, 2, 5, 12, 40, 60, 61, 90, 119, 120]) {
          const text = await page(`?${order}&p=${at}`);
          assert.deepEqual(names(text), sorted.slice((at - 1) * 50, at * 50), `${order} page ${at}`);
          assert.match(text, new RegExp(`Page ${at} of 120`));
        }
        assert.deepEqual(names(await page(`?${order}&p=last`)), sorted.slice(-50), `${order} last`);
      }
      assert.deepEqual(
        names(await page("?o=people&p=121")),
        names(await page("?o=people&p=120")),
        "beyond the last page",
      );
    });

    test("no page asks more for more rows, and none more than a few", async () => {
      const asked = async (query: string): Promise<number> => (await captureQueries(() => page(query))).queries.length;
      for (const [few, all] of [
        ["?kind=big&p=1", "?kind=big&p=30"],
        ["?q=0001", "?q=City"],
        ["?o=region&region=1", "?o=region&p=50"],
      ] as const) {
        const [less, more] = [await asked(few), await asked(all)];
        assert.ok(Math.abs(more - less) <= 2, `${few} asks ${less}, ${all} asks ${more}`);
        assert.ok(more <= 24, `${all} asks ${more}`);
      }
    });

    test("filters: choices, several values, yes and no, ranges, empty ones, paths, many-to-many, own ones", async () => {
      const expected = async (
        query: string,
        test: (city: (typeof cities)[number], i: number) => boolean,
      ): Promise<void> => {
        assert.equal(total(await page(query)), cities.filter(test).length, query);
      };
      await expected("?kind=big", (city) => city.kind === "big");
      await expected("?kind=big&kind=small", () => true);
      await expected("?capital=yes", (city) => city.capital);
      await expected("?region=3&region=4&kind=small", (city) => [3, 4].includes(city.region) && city.kind === "small");
      await expected(
        "?people__from=100&people__to=200",
        ({ people }) => people !== null && people >= 100 && people <= 200,
      );
      await expected("?people__from=990", ({ people }) => people !== null && people >= 990);
      await expected("?people=-", ({ people }) => people === null);
      await expected("?people=set", ({ people }) => people !== null);
      await expected("?motto=-", ({ motto }) => motto === "");
      await expected("?motto=Onward&capital=no", ({ motto, capital }) => motto !== "" && !capital);
      await expected(
        "?founded__from=1801-01-01&founded__to=1801-04-30",
        ({ founded }) => founded !== null && founded >= "1801-01-01" && founded <= "1801-04-30",
      );
      await expected("?founded=-", ({ founded }) => founded === null);
      await expected("?founded=year", () => false);
      await expected("?seenAt=today", () => false);
      await expected("?twin=-", () => true);
      await expected("?tags=1&tags=2", (_, i) => i === 4 || i === 5);
      await expected("?tags=-", (_, i) => i !== 4 && i !== 5);
      await expected(`?region__name=${encodeURIComponent(regionName(1))}`, ({ region }) => region <= 2);
      await expected("?half=first", ({ name }) => name < `City ${pad(many / 2)}`);
      // What makes no sense leaves all rows, and is no error.
      for (const odd of [
        "kind=%00",
        "region=x",
        "people__from=many",
        "founded__from=1801-02-31",
        "capital=perhaps",
        "_date=1801-99",
        "p=0",
        "seenAt=2020",
      ])
        assert.ok(total(await page(`?${odd}`)) >= 0, odd);
      await expected("?region=x&people__from=1e9&founded__to=yesterday&_date=99", () => true);
    });

    test("choices are counted among the rows that all other filters leave", async () => {
      const text = await page("?kind=big&capital=yes");
      const both = cities.filter((city) => city.kind === "big" && city.capital).length;
      const big = cities.filter((city) => city.kind === "big").length;
      const capital = cities.filter((city) => city.capital).length;
      const count = (label: string): number =>
        Number(new RegExp(`<span>${label}</span> <span class="count">([\\d,]+)`).exec(text)![1]!.replaceAll(",", ""));
      assert.equal(count("Large"), both);
      assert.equal(count("Small"), capital - both);
      assert.equal(count("Yes"), both);
      assert.equal(count("No"), big - both);
      assert.equal(count("First half") + count("Second half"), both);
      assert.match(text, /of 6,000/);
      assert.match(text, /Without Kind: Large/);
      assert.match(text, /Without Capital: Yes/);
    });

    test("words are looked for anywhere, phrases as they stand, and related rows are found once", async () => {
      assert.deepEqual(names(await page("?q=0001")), ["City 0001"]);
      assert.equal(total(await page("?q=city")), many);
      assert.equal(total(await page("?q=onward")), cities.filter(({ motto }) => motto !== "").length);
      assert.equal(total(await page("?q=onwar")), 0);
      assert.equal(total(await page("?q=coa")), 2);
      assert.deepEqual(names(await page(`?q=${encodeURIComponent('"city 0042"')}`)), ["City 0042"]);
      assert.equal(total(await page(`?q=${encodeURIComponent('"0042 city"')}`)), 0);
      assert.equal(total(await page(`?q=${encodeURIComponent("0042 city")}`)), 1);
      assert.equal(total(await page("?q=%25")), 0);
    });

    test("the hierarchy of dates goes from years to days with counts", async () => {
      const inYear = (year: string): number =>
        cities.filter(({ founded }) => founded?.startsWith(year) === true).length;
      assert.match(await page(""), new RegExp(`1801 <span class="count">${inYear("1801").toLocaleString("en")}`));
      const year = await page("?_date=1801");
      assert.equal(total(year), inYear("1801"));
      const month = cities.find(({ founded }) => founded?.startsWith("1801") === true)!.founded!.slice(0, 7);
      assert.match(year, new RegExp(`_date=${month}`));
      const days = await page(`?_date=${month}`);
      assert.equal(total(days), inYear(month));
      const [, day] = /_date=(\d{4}-\d\d-\d\d)/.exec(days)!;
      assert.equal(total(await page(`?_date=${day}`)), inYear(day!));
    });

    test("columns are chosen, sorted only where they may be, computed, shown as marks or HTML, and added up", async () => {
      const text = await page("?_columns=name,people,crowded&_columns=mark");
      assert.equal([...text.matchAll(/<th scope="col"/g)].length, 4);
      assert.match(text, /<b>Onward<\/b>/);
      assert.match(text, /class="yes">✓/);
      assert.doesNotMatch(text, /id="sort-crowded"/);
      const sum = cities.reduce((all, { people }) => all + (people ?? 0), 0);
      assert.match(text, new RegExp(`<tfoot>[\\s\\S]*${sum.toLocaleString("en")}`));
      assert.equal([...(await page("?_columns=nothing")).matchAll(/<th scope="col"/g)].length, 9);
    });

    test("an address is a link where it leads to a page, and runs no script", async () => {
      await City.objects.filter({ name: "City 0003" }).update({ site: "https://three.example/?a=1&b=2" });
      await City.objects.filter({ name: "City 0004" }).update({ site: "javascript:alert(1)" });
      const text = await page("");
      assert.match(text, /<a href="https:\/\/three\.example\/\?a=1&amp;b=2" rel="noreferrer">/);
      assert.doesNotMatch(text, /href="javascript/);
      assert.match(text, />javascript:alert\(1\)</);
    });

    test("all rows stand on one page where they are few enough", async () => {
      assert.doesNotMatch(await page(""), /All on one page/);
      const few = cities.filter(({ region }) => region === 7).length;
      const text = await page("?region=7");
      assert.match(text, /All on one page/);
      assert.equal(names(await page("?region=7&_all=1")).length, few);
      assert.equal(names(await page("?_all=1")).length, 50);
    });

    const token = async (query: string, key: number): Promise<string> =>
      new RegExp(`name="_version-${key}" value="([^"]*)"`).exec(await page(query))![1]!;
    const post = (query: string, form: Record<string, string | string[]>) =>
      client.post(`/admin/map/city/${query}`, { form: { _save: "1", ...form }, headers });
    const keyOf = async (name: string): Promise<number> => (await City.objects.get({ name })).id;

    test("cells are saved in one transaction, logged, and nothing is where one is wrong or was changed meanwhile", async () => {
      const [one, two] = [await keyOf("City 0001"), await keyOf("City 0002")];
      const sent = async (people: string, other: string): Promise<Record<string, string | string[]>> => ({
        _key: [String(one), String(two)],
        [`_version-${one}`]: await token("", one),
        [`_version-${two}`]: await token("", two),
        [`row-${one}-kind`]: "big",
        [`row-${one}-people`]: people,
        [`row-${two}-kind`]: "small",
        [`row-${two}-people`]: other,
      });
      const good = await post("", await sent("12", "34"));
      assert.equal(good.status, 303, await good.text());
      assert.deepEqual(
        [(await City.objects.get({ id: one })).people, (await City.objects.get({ id: two })).people],
        [12, 34],
      );
      const entries = await LogEntry.objects.filter({ model: "map.City", action: "change" }).orderBy("id");
      assert.deepEqual(entries.map(({ objectText }) => objectText).sort(), ["City 0001", "City 0002"]);
      assert.equal(new Set(entries.map(({ batch }) => batch)).size, 1);

      const bad = await post("", await sent("13", "a lot"));
      assert.equal(bad.status, 422);
      assert.match(await bad.text(), /Nothing was saved[\s\S]*value="13"[\s\S]*Enter a whole number/);
      assert.equal((await City.objects.get({ id: one })).people, 12);

      const stale = await sent("14", "34");
      await City.objects.filter({ id: one }).update({ people: 99 });
      const refused = await post("", stale);
      assert.equal(refused.status, 409);
      assert.match(await refused.text(), /“City 0001” was changed by somebody else meanwhile/);
      assert.equal((await City.objects.get({ id: one })).people, 99);
    });

    test("a script saves one cell and is told; a row without permission, and a field that is not in the list, are not written", async () => {
      const two = await keyOf("City 0002");
      const cell = { _cell: "people", _key: String(two), [`row-${two}-people`]: "77", [`row-${two}-motto`]: "Forged" };
      const answer = await post("", { ...cell, [`_version-${two}`]: await token("", two) });
      const said = (await answer.json()) as Record<string, unknown>;
      assert.deepEqual([answer.status, said["saved"]], [200, true]);
      assert.match(String(said["undo"]), /\/undo\//);
      const city = await City.objects.get({ id: two });
      assert.deepEqual([city.people, city.kind], [77, "small"]);
      assert.notEqual(city.motto, "Forged");
      const again = await post("", { ...cell, [`row-${two}-people`]: "78", [`_version-${two}`]: "old" });
      assert.deepEqual([again.status, ((await again.json()) as { saved: boolean }).saved], [409, false]);

      const locked = await keyOf("City 0000");
      assert.doesNotMatch(await page(""), new RegExp(`name="row-${locked}-`));
      await post("", { _key: String(locked), [`_version-${locked}`]: "x", [`row-${locked}-people`]: "1" });
      assert.equal((await City.objects.get({ id: locked })).people, cities[locked - 1]!.people);

      const reader = new TestClient(app);
      await reader.post("/accounts/login", { form: { login: "reader@example.org", password }, headers });
      const forged = await reader.post("/admin/map/region/", {
        form: { _save: "1", _key: "1", "row-1-name": "Mine" },
        headers,
      });
      assert.equal(forged.status, 403);
      assert.equal((await Region.objects.get({ id: 1 })).name, regionName(1));
    });

    test("one comes back to the list as it was", async () => {
      const text = await page("?kind=big&o=-name&p=2");
      const [, address] = /href="([^"]*\/change\?_list=[^"]*)"/.exec(text)!;
      const form = await (await client.get(address!.replaceAll("&amp;", "&"))).text();
      assert.match(form, /href="\/admin\/map\/city\/\?kind=big&(amp;)?o=-name&(amp;)?p=2"/);
    });
  });
}
