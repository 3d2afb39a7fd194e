// Probes lists, what can be done to their rows, their views, and everything that searches.
import assert from "node:assert/strict";
import { AdminJob } from "demijohn/admin";
import { jobs } from "./log.ts";
import { mainOf, type Probe, rowsOf } from "./probes.ts";
import { type Subject, sees } from "./subjects.ts";
import { keys, mark, markNumber, rankMark } from "./vault.ts";
import type { Told, Visitor } from "./visitor.ts";

const chests = "/admin/vault/chest";
const seesChests = ({ chest }: Subject): boolean => sees(chest);
const plain = ["Pine", "Bare", "Fir", "Elm", "Oak"];
const asUsual = (told: Told): void => assert.deepEqual(rowsOf(told), plain, told.path);
const noneFound = (told: Told): void => assert.deepEqual(rowsOf(told), [], told.path);
const hiddenCode = encodeURIComponent(`${mark} code 3 codehint`);

/** Waits until no job is at work. */
async function settled(): Promise<void> {
  while (await AdminJob.objects.filter({ state__in: ["running", "checking", "writing"] } as never).exists())
    await new Promise((resolve) => setTimeout(resolve, 1));
}

function list(title: string, query: string, check: Probe["check"] = asUsual): Probe {
  return {
    title: `the list ${title}`,
    covers: ["GET list"],
    ask: (visitor) => visitor.get(`${chests}/${query}`),
    may: seesChests,
    ...(check === undefined ? {} : { check }),
  };
}

function act(
  title: string,
  form: Record<string, string | string[]>,
  may: (subject: Subject) => boolean,
  { query = "", ...more }: Partial<Probe> & { readonly query?: string } = {},
): Probe {
  return {
    title: `the action ${title}`,
    covers: ["POST act"],
    may,
    async ask(visitor) {
      const told = await visitor.post(`${chests}/${query}`, form);
      await settled();
      return told;
    },
    ...more,
  };
}

const nobody = (): boolean => false;
const openKeys = [keys.oak, keys.bare].map(String);
const everyKey = Object.values(keys).map(String);
const deletes = ({ chest }: Subject): boolean => sees(chest) && chest.has("delete");
const changes = ({ chest }: Subject): boolean => chest.has("change");

/** The probes. */
export const listProbes: readonly Probe[] = [
  list("as it is", ""),
  list("sorted by a hidden column", "?o=code"),
  list("sorted by a hidden number, falling", "?o=-worth"),
  list("sorted by a path to a hidden field", "?o=keeper__pin"),
  list("sorted by a computed column over a hidden field", "?o=coded"),
  list(
    "with a path to another model",
    "?_columns=name,keeper__rank,keeper__pin,code,worth",
    (told, { seesKeepers }) => {
      assert.equal(told.text.includes(rankMark), seesKeepers);
    },
  ),
  list("filtered by a hidden text", `?code=${hiddenCode}`),
  list("filtered by a hidden range", `?worth__from=${markNumber + 4}&worth__to=${markNumber + 5}`),
  list("filtered by hidden emptiness", "?openedOn=-&code=-"),
  list("filtered by a hidden period", "?openedOn__from=1987-06-05&openedOn__to=1987-06-05"),
  list("filtered by a hidden path", "?keeper__pin=-"),
  list("filtered by a row that is hidden", "?keeper=2", noneFound),
  list("filtered by a link to a row that is hidden", "?tags=2", noneFound),
  list("searched for a hidden text", "?q=codehint", noneFound),
  list("searched for a hidden path", "?q=pinhint", noneFound),
  list("searched over a path to another model", "?q=rankhint", (told, { seesKeepers }) =>
    assert.equal(rowsOf(told).length > 0, seesKeepers),
  ),
  list("by hidden dates", "?_date=1986"),
  list("with counts, all on one page", "?_facets=1&_all=1", (told) => {
    asUsual(told);
    assert.doesNotMatch(mainOf(told), /\b(Code|Worth|Opened on)\b/);
  }),
  {
    title: "the list of a model that nobody may see",
    covers: ["GET list"],
    ask: (visitor) => visitor.get("/admin/vault/claim/"),
    may: () => false,
  },
  {
    title: "the list of rows over a relation",
    covers: ["GET list"],
    ask: (visitor) => visitor.get("/admin/vault/coin/?o=chest__code&q=codehint"),
    may: ({ coin }) => sees(coin),
  },
  {
    title: "rows edited in the list, hidden and forged ones too",
    covers: ["POST act"],
    async ask(visitor) {
      const { text } = await visitor.get(`${chests}/`);
      const sent: Record<string, string | string[]> = { _save: "yes", _key: everyKey };
      for (const key of everyKey) {
        const version = new RegExp(`name="_version-${key}" value="([^"]*)"`).exec(text)?.[1];
        Object.assign(sent, {
          [`_version-${key}`]: version ?? "",
          [`row-${key}-color`]: "edited",
          [`row-${key}-price`]: "99",
          [`row-${key}-sealed`]: "edited",
          [`row-${key}-worth`]: "1",
          [`row-${key}-code`]: "edited",
        });
      }
      return visitor.post(`${chests}/`, sent);
    },
    may: changes,
    isQuiet: true,
    changes: ["vault.Chest change"],
  },
  act("on the row of a rule", { action: "paint", row: String(keys.locked) }, nobody, { isQuiet: true }),
  act("on a row of a rule among others", { action: "paint", row: everyKey }, nobody, { isQuiet: true }),
  act("on all that fit", { action: "paint", all: "yes" }, nobody, { isQuiet: true }),
  act("on rows by a hidden filter", { action: "melt", all: "yes" }, nobody, {
    query: `?code=${hiddenCode}`,
    isQuiet: true,
  }),
  act("on rows that may be changed", { action: "paint", row: openKeys }, changes, { changes: ["vault.Chest change"] }),
  act("that takes sight", { action: "count", row: [...openKeys, String(keys.hidden)] }, seesChests),
  act("that takes sight, of a hidden row", { action: "count", row: String(keys.ruled) }, nobody, { isQuiet: true }),
  act("in batches, to the first row of a rule", { action: "wash", all: "yes" }, changes, {
    changes: ["admin.AdminJob add", "vault.Chest change"],
  }),
  act("that is not there", { action: "nothing", all: "yes" }, () => false, { isQuiet: true }),
  act("export", { action: "export", row: everyKey }, seesChests),
  act("delete, before it is confirmed", { action: "delete", row: everyKey }, deletes),
  act("delete, of a row of nobody else's", { action: "delete", row: String(keys.bare), confirmed: "yes" }, deletes, {
    changes: ["vault.Chest delete"],
  }),
  ...[keys.oak, keys.locked, keys.hidden, keys.linked, keys.ruled].map((key) =>
    act(
      `delete, of row ${key} that may not be deleted`,
      { action: "delete", row: String(key), confirmed: "yes" },
      () => false,
      {
        isQuiet: true,
      },
    ),
  ),
  act(
    "delete, of a row whose coins go along",
    { action: "delete", row: String(keys.pine), confirmed: "yes" },
    (subject) => deletes(subject) && subject.coin.has("delete"),
    {
      isQuiet: true,
      changes: ["vault.Chest delete", "vault.Coin delete"],
    },
  ),
  act("delete, of all", { action: "delete", all: "yes", confirmed: "yes" }, () => false, { isQuiet: true }),
  {
    title: "the job of somebody else",
    covers: ["GET job", "POST job"],
    async ask(visitor) {
      await visitor.post(`/admin/jobs/${jobs.action}`, { do: "go-on" });
      await visitor.post(`/admin/jobs/${jobs.action}`, { do: "cancel" });
      await settled();
      return visitor.get(`/admin/jobs/${jobs.action}`);
    },
    may: () => false,
  },
  {
    title: "a view that is kept",
    covers: ["POST keep_view"],
    ask: (visitor) =>
      visitor.post(`${chests}/views`, {
        name: "Mine",
        query: `?code=${hiddenCode}&o=code&_columns=code&color=plain`,
        shared: "yes",
      }),
    may: seesChests,
    changes: ["admin.SavedView add"],
    async check(told) {
      assert.equal(new URL(told.location, "http://x").searchParams.get("code"), null);
    },
  },
  ...[1, 2].map(
    (id): Probe => ({
      title: `view ${id} of somebody else, to forget it`,
      covers: ["POST forget_view"],
      ask: (visitor) => visitor.post(`${chests}/views/${id}/forget`),
      may: () => false,
    }),
  ),
  {
    title: "the view of another list, to forget it",
    covers: ["POST forget_view"],
    ask: (visitor) => visitor.post(`${chests}/views/3/forget`),
    may: () => false,
  },
  ...["", "codehint", "pinhint", "o", "ash", "yew"].map(
    (words): Probe => ({
      title: `a lookup of “${words}”`,
      covers: ["GET lookup"],
      ask: (visitor) => visitor.get(`/admin/lookup/vault/chest?q=${words}`),
      may: seesChests,
      check: (told) => {
        if (words.endsWith("hint")) assert.match(told.text, /"results":\[\]/);
      },
    }),
  ),
  ...["codehint", "pinhint", "SECRE", "rank"].map(
    (words): Probe => ({
      title: `the palette for “${words}”`,
      covers: ["GET palette"],
      ask: (visitor) => visitor.get(`/admin/palette?q=${words}`),
      may: ({ who }) => who === "clerk",
      check: (told, subject) => {
        if (words === "rank" && sees(subject.chest)) assert.equal(/Oak/.test(told.text), subject.seesKeepers);
        else assert.doesNotMatch(told.text, /Oak|Fir|Ann|Penny/);
      },
    }),
  ),
  ...(["keeper", "tags", "code", "nothing", "coins"] as const).flatMap((field) =>
    ["", "?as=json", "?as=json&keys=1,2", "?as=json&q=pinhint"].map(
      (query): Probe => ({
        title: `the choices of ${field} ${query}`,
        covers: ["GET choices"],
        ask: (visitor: Visitor) => visitor.get(`/admin/choices/vault/chest/${field}${query}`),
        may: ({ chest }) => (field === "keeper" || field === "tags") && (chest.has("add") || chest.has("change")),
        check: (told) => {
          if (query.includes("pinhint")) assert.match(told.text, /"results":\[\]/);
        },
      }),
    ),
  ),
  {
    title: "the choices of a row that may not be changed",
    covers: ["GET choices"],
    ask: (visitor) => visitor.get(`/admin/choices/vault/chest/keeper?row=${keys.locked}`),
    may: () => false,
  },
  {
    title: "the choices of a field of an inline",
    covers: ["GET choices"],
    ask: (visitor) => visitor.get(`/admin/choices/vault/chest/chest?row=${keys.oak}&inline=0`),
    may: () => false,
  },
  ...["", "?as=json", "?as=json&keys=1,3,5"].map(
    (query): Probe => ({
      title: `the chests that a coin can be in ${query}`,
      covers: ["GET choices"],
      ask: (visitor) => visitor.get(`/admin/choices/vault/coin/chest${query}`),
      may: ({ coin }) => coin.has("add") || coin.has("change"),
    }),
  ),
];
