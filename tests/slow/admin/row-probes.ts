// Probes the pages of single objects: forms with what is forged into them, deletion, history, and taking back.
import assert from "node:assert/strict";
import type { Fields } from "../../admin/form-fields.ts";
import { batches, entries } from "./log.ts";
import { mainOf, type Probe } from "./probes.ts";
import { type Subject, sees } from "./subjects.ts";
import { keys } from "./vault.ts";

const chests = "/admin/vault/chest";
const hiddenRows = [keys.hidden, keys.ruled] as const;
const seesChests = ({ chest }: Subject): boolean => sees(chest);
const changes = ({ chest }: Subject): boolean => chest.has("change");
const nobody = (): boolean => false;

/** What nobody but the boss may write. */
const forgedFields: Fields = {
  code: "forged",
  worth: "7",
  openedOn: "2001-01-01",
  price: "77",
  sealed: "forged",
  id: "1",
  pk: "1",
  keeperId: "2",
  keeper_id: "2",
  password: "x",
};

function change(title: string, key: number, forged: Fields, more: Partial<Probe> = {}): Probe {
  return {
    title: `the form of row ${key}, ${title}`,
    covers: ["GET change", "POST change"],
    async ask(visitor) {
      const path = `${chests}/${key}/change`;
      return visitor.post(path, await visitor.form(path, forged));
    },
    may: changes,
    ...more,
  };
}

/** Rows of the inlines: what is there, to be changed and deleted, and new ones. */
function inlineRows(rows: readonly Fields[], initial: number): Fields {
  const sent: Fields = { "coin-TOTAL_FORMS": String(rows.length), "coin-INITIAL_FORMS": String(initial) };
  for (const [i, row] of rows.entries())
    for (const [name, value] of Object.entries(row)) sent[`coin-${i}-${name}`] = value;
  return sent;
}

/** The probes. */
export const rowProbes: readonly Probe[] = [
  ...Object.entries({ oak: keys.oak, locked: keys.locked, linked: keys.linked }).flatMap(([name, key]): Probe[] => [
    {
      title: `the form of ${name}, to look`,
      covers: ["GET change"],
      ask: (visitor) => visitor.get(`${chests}/${key}/change`),
      may: seesChests,
      check: (told, { coin }) => {
        if (name === "oak") assert.equal(/Penny/.test(mainOf(told)), sees(coin));
      },
    },
    {
      title: `the history of ${name}`,
      covers: ["GET history"],
      ask: (visitor) => visitor.get(`${chests}/${key}/history`),
      may: seesChests,
    },
  ]),
  {
    title: "the password of an object that has none",
    covers: ["GET password", "POST password"],
    ask: (visitor) =>
      visitor.post(`${chests}/${keys.oak}/password`, { new_password: "forged and long", repeated: "forged and long" }),
    may: nobody,
  },
  ...hiddenRows.flatMap((key) =>
    ["change", "history", "delete"].map(
      (page): Probe => ({
        title: `the page ${page} of row ${key}, which is hidden`,
        covers: [`GET ${page}`],
        ask: (visitor) => visitor.get(`${chests}/${key}/${page}`),
        may: nobody,
      }),
    ),
  ),
  change(
    "with fields that may not be written",
    keys.oak,
    { ...forgedFields, color: "changed", remark: "forged" },
    {
      changes: ["vault.Chest change"],
    },
  ),
  change("in the name of another row", keys.locked, { color: "changed", ...forgedFields }, { may: nobody }),
  ...hiddenRows.map((key) => change("which is hidden", key, { color: "changed", _version: "" }, { may: nobody })),
  change(
    "with a hidden keeper",
    keys.oak,
    { color: "changed", keeper: "2" },
    { isQuiet: true, may: changes, check: isRefused },
  ),
  change(
    "with a hidden tag",
    keys.oak,
    { color: "changed", tags: ["1", "2"] },
    { isQuiet: true, may: changes, check: isRefused },
  ),
  change("whose keeper and tag are hidden", keys.linked, { color: "changed" }, { changes: ["vault.Chest change"] }),
  change(
    "whose hidden keeper and tag are taken away",
    keys.linked,
    { color: "changed", keeper: "", tags: [] },
    {
      changes: ["vault.Chest change"],
    },
  ),
  change(
    "whose hidden keeper is another",
    keys.linked,
    { color: "changed", keeper: "1" },
    { changes: ["vault.Chest change"] },
  ),
  change(
    "with every row of its inlines changed",
    keys.oak,
    inlineRows(
      [
        { id: "1", name: "Penny", metal: "gold", mint: "forged", chest: "2" },
        { id: "2", name: "dime", metal: "gold" },
        { id: "3", name: "Farthing", metal: "gold" },
        { id: "4", name: "coin", metal: "gold" },
      ],
      4,
    ),
    { isQuiet: true },
  ),
  change(
    "with every row of its inlines deleted",
    keys.oak,
    inlineRows(
      ["1", "2", "3", "4", "5"].map((id) => ({ id, DELETE: "on" })),
      5,
    ),
    { isQuiet: true },
  ),
  change(
    "with one row of its inlines changed",
    keys.oak,
    { "coin-0-metal": "gold" },
    {
      may: ({ chest, coin }) => chest.has("change") && coin.has("change"),
      isQuiet: true,
      changes: ["vault.Coin change"],
    },
  ),
  change(
    "with one row of its inlines deleted, and its scratch along",
    keys.oak,
    { "coin-0-DELETE": "on" },
    {
      may: ({ chest, coin, scratch }) => chest.has("change") && coin.has("delete") && scratch.has("delete"),
      isQuiet: true,
      changes: ["vault.Coin delete", "vault.Scratch delete"],
    },
  ),
  {
    title: "the form of row 1, with new rows in its inlines",
    covers: ["POST change"],
    async ask(visitor) {
      const path = `${chests}/${keys.oak}/change`;
      const form = await visitor.form(path, {});
      const at = Number(form["coin-INITIAL_FORMS"] ?? 0);
      return visitor.post(path, {
        ...form,
        "coin-TOTAL_FORMS": String(at + 1),
        "coin-INITIAL_FORMS": String(at),
        [`coin-${at}-name`]: "New",
        [`coin-${at}-mint`]: "forged",
        [`coin-${at}-chest`]: "3",
      });
    },
    may: ({ chest, coin }) => chest.has("change") && coin.has("add"),
    isQuiet: true,
    changes: ["vault.Coin add"],
  },
  change(
    "with scratches of its coins changed, deleted and added",
    keys.oak,
    {
      "coin-0-scratch-TOTAL_FORMS": "3",
      "coin-0-scratch-INITIAL_FORMS": "2",
      "coin-0-scratch-0-id": "1",
      "coin-0-scratch-0-text": "deep",
      "coin-0-scratch-1-id": "2",
      "coin-0-scratch-1-DELETE": "on",
      "coin-0-scratch-2-text": "new",
      "coin-1-scratch-TOTAL_FORMS": "1",
      "coin-1-scratch-INITIAL_FORMS": "1",
      "coin-1-scratch-0-id": "2",
      "coin-1-scratch-0-text": "deep",
    },
    { isQuiet: true },
  ),
  {
    title: "a new chest, with what may not be written",
    covers: ["GET add", "POST add"],
    async ask(visitor) {
      const form = await visitor.form(`${chests}/add`, { ...forgedFields, name: "New", color: "new" });
      return visitor.post(`${chests}/add`, form);
    },
    may: ({ chest }) => chest.has("add"),
    changes: ["vault.Chest add"],
  },
  {
    title: "a new chest, filled in by its address",
    covers: ["GET add"],
    ask: (visitor) => visitor.get(`${chests}/add?name=x&code=y&keeper=2&tags=1,2&worth=3`),
    may: ({ chest }) => chest.has("add"),
    check: (told) => assert.doesNotMatch(mainOf(told), /name="(code|worth|price|sealed|openedOn)"/),
  },
  {
    title: "a new chest with coins",
    covers: ["POST add"],
    async ask(visitor) {
      const form = await visitor.form(`${chests}/add`, {
        name: "New",
        ...inlineRows([{ name: "First", mint: "forged" }], 0),
      });
      return visitor.post(`${chests}/add`, form);
    },
    may: ({ chest }) => chest.has("add"),
    check: () => undefined,
    isQuiet: true,
  },
  change(
    "saved as a new one",
    keys.oak,
    { ...forgedFields, _then: "new", name: "Copy" },
    {
      may: ({ chest }) => sees(chest) && chest.has("add"),
      isQuiet: true,
      changes: ["vault.Chest add", "links add"],
    },
  ),
  ...[keys.locked, keys.linked, ...hiddenRows].map((key) =>
    change(
      "saved as a new one, with everything forged",
      key,
      { ...forgedFields, _then: "new", name: "Copy", keeper: "2", tags: ["2"] },
      {
        may: nobody,
        isQuiet: true,
      },
    ),
  ),
  {
    title: "a dialog for a new chest",
    covers: ["POST add"],
    async ask(visitor) {
      return visitor.post(`${chests}/add`, await visitor.form(`${chests}/add?_popup=1`, { name: "Pop", _popup: "1" }));
    },
    may: ({ chest }) => chest.has("add"),
    changes: ["vault.Chest add"],
  },
  {
    title: "the form of a coin, into a chest that is hidden",
    covers: ["POST change"],
    async ask(visitor) {
      const path = `/admin/vault/coin/${keys.penny}/change`;
      await visitor.post(path, await visitor.form(path, { chest: "5" }));
      return visitor.post(path, await visitor.form(path, { chest: "3" }));
    },
    may: ({ coin }) => coin.has("change"),
    isQuiet: true,
  },
  {
    title: "the form of a hidden coin",
    covers: ["GET change"],
    ask: (visitor) => visitor.get(`/admin/vault/coin/${keys.dime}/change`),
    may: nobody,
  },
  {
    title: "the form of a claim",
    covers: ["GET change"],
    ask: (visitor) => visitor.get("/admin/vault/claim/1/change"),
    may: nobody,
  },
  {
    title: "the form of a coin whose chest is hidden",
    covers: ["GET change"],
    ask: (visitor) => visitor.get(`/admin/vault/coin/${keys.ofHidden}/change`),
    may: nobody,
    isQuiet: true,
  },
  // --- deletion -----------------------------------------------------------------------------------------------------------
  ...Object.values(keys)
    .slice(0, 5)
    .map(
      (key): Probe => ({
        title: `the deletion of row ${key}, which takes along what may not be deleted or is locked`,
        covers: ["GET delete", "POST delete"],
        async ask(visitor) {
          await visitor.get(`${chests}/${key}/delete`);
          return visitor.post(`${chests}/${key}/delete`);
        },
        may: nobody,
        isQuiet: true,
      }),
    ),
  {
    title: "the deletion of a bare row",
    covers: ["GET delete", "POST delete"],
    async ask(visitor) {
      await visitor.get(`${chests}/${keys.bare}/delete`);
      return visitor.post(`${chests}/${keys.bare}/delete`);
    },
    may: ({ chest }) => sees(chest) && chest.has("delete"),
    changes: ["vault.Chest delete"],
  },
  {
    title: "the deletion of a row whose coins go along",
    covers: ["POST delete"],
    ask: (visitor) => visitor.post(`${chests}/${keys.pine}/delete`),
    may: ({ chest, coin }) => sees(chest) && chest.has("delete") && coin.has("delete"),
    isQuiet: true,
    changes: ["vault.Chest delete", "vault.Coin delete"],
  },
  {
    title: "the deletion of a coin with its scratch",
    covers: ["POST delete"],
    ask: (visitor) => visitor.post(`/admin/vault/coin/${keys.penny}/delete`),
    may: ({ coin, scratch }) => sees(coin) && coin.has("delete") && scratch.has("delete"),
    isQuiet: true,
    changes: ["vault.Coin delete", "vault.Scratch delete"],
  },
  ...["vault/person/1", "vault/person/2", "vault/chest/1"].map(
    (path): Probe => ({
      title: `a new password at ${path}`,
      covers: ["GET password", "POST password"],
      async ask(visitor) {
        await visitor.get(`/admin/${path}/password`);
        return visitor.post(`/admin/${path}/password`, {
          new_password: "wind from the west",
          repeated: "wind from the west",
        });
      },
      may: nobody,
    }),
  ),
  // --- the log ------------------------------------------------------------------------------------------------------------
  ...["", "?model=vault.Claim", "?model=vault.Coin", "?user=1", "?action=delete", "?from=2000-01-01&to=2100-01-01"].map(
    (query): Probe => ({
      title: `the activity ${query}`,
      covers: ["GET activity"],
      ask: (visitor) => visitor.get(`/admin/activity${query}`),
      may: ({ who }) => who === "clerk",
    }),
  ),
  ...Object.entries(entries).map(
    ([name, id]): Probe => ({
      title: `what is put back of ${name}`,
      covers: ["GET restore", "POST restore"],
      async ask(visitor) {
        const path = `/admin/activity/${id}/restore`;
        const { text } = await visitor.get(path);
        const version = /name="_version" value="([^"]*)"/.exec(text)?.[1] ?? "";
        return visitor.post(path, { _version: version });
      },
      // Where rows have rules, what is gone is not told of.
      may: ({ chest }) => (name === "bossOak" || name === "changeOak") && chest.has("change"),
      isQuiet: true,
      changes: ["vault.Chest change"],
    }),
  ),
  ...Object.entries(batches).map(([name, batch]): Probe => {
    const done: Readonly<Record<string, Pick<Probe, "may" | "changes">>> = {
      changeOak: { may: changes, changes: ["vault.Chest change"] },
      addBare: { may: ({ chest }) => sees(chest) && chest.has("delete"), changes: ["vault.Chest delete"] },
      addPine: {
        may: ({ chest, coin }) => sees(chest) && chest.has("delete") && coin.has("delete"),
        changes: ["vault.Chest delete", "vault.Coin delete"],
      },
      deleteGone: { may: ({ chest }) => sees(chest) && chest.has("add"), changes: ["vault.Chest add", "links add"] },
    };
    return {
      title: `what is undone of ${name}`,
      covers: ["POST undo"],
      ask: (visitor) => visitor.post(`/admin/undo/${batch}`),
      isQuiet: true,
      ...(done[name] ?? { may: nobody }),
    };
  }),
];

function isRefused({ status }: { readonly status: number }): void {
  assert.ok(status === 200 || status === 422, `a forged choice was answered by ${status}`);
}
