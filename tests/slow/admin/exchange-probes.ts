// Probes exports in every format, imports in every state, and the pages that belong to no model.
import assert from "node:assert/strict";
import { AdminJob } from "demijohn/admin";
import { jobs } from "./log.ts";
import type { Probe } from "./probes.ts";
import { type Subject, sees } from "./subjects.ts";
import { keys, rankMark } from "./vault.ts";
import type { Told, Visitor } from "./visitor.ts";

const chests = "/admin/vault/chest";
const seesChests = ({ chest }: Subject): boolean => sees(chest);
const staff = ({ who }: Subject): boolean => who === "clerk";
const nobody = (): boolean => false;
const forgedColumns = [
  "name",
  "code",
  "worth",
  "openedOn",
  "remark",
  "keeper__pin",
  "keeper__rank",
  "keeper__name",
  "coins__mint",
  "claims__text",
  "keeperId",
  "tags",
];
const columns = forgedColumns.map((name) => `column=${name}`).join("&");
const rows = Object.values(keys)
  .map((key) => `row=${key}`)
  .join("&");

function exported(format: string, query: string): Probe {
  return {
    title: `an export as ${format}${query.slice(0, 30)}`,
    covers: ["GET export-file"],
    ask: (visitor) => visitor.get(`${chests}/export.${format}${query}`),
    may: seesChests,
    check: (told, { seesKeepers }) => {
      assert.match(told.text, /Oak/);
      if (!seesKeepers) assert.ok(!told.text.includes(rankMark));
    },
  };
}

/** Sends a file, says what its columns stand for, has it checked, and writes what is good. */
async function imported(visitor: Visitor, file: string, mapping: readonly string[], match: string): Promise<Told> {
  const { location, ...answer } = await visitor.upload(`${chests}/import`, "rows.csv", file);
  if (answer.status !== 303 || !location.startsWith("/admin/imports/")) return { location, ...answer };
  const path = location;
  const mapped = Object.fromEntries(mapping.map((name, i) => [`column${i}`, name]));
  await visitor.get(path);
  await visitor.post(path, { do: "check", match, ...mapped });
  await settled();
  await visitor.get(path);
  await visitor.get(`${path}?show=bad`);
  await visitor.get(`${path}?show=update`);
  await visitor.get(`${path}/faults.csv`);
  await visitor.post(path, { do: "write", leave_out: "yes" });
  await settled();
  await visitor.get(path);
  return visitor.post(path, { do: "discard" });
}

async function settled(): Promise<void> {
  while (await AdminJob.objects.filter({ state__in: ["checking", "writing"] } as never).exists())
    await new Promise((resolve) => setTimeout(resolve, 1));
}

/** The probes. */
export const exchangeProbes: readonly Probe[] = [
  {
    title: "the page of an export",
    covers: ["GET export"],
    ask: (visitor) => visitor.get(`${chests}/export?${rows}&code=x`),
    may: seesChests,
    check: ({ text }) => assert.doesNotMatch(text, /value="(code|worth|openedOn|keeper__pin)"/),
  },
  exported("csv", ""),
  exported("json", ""),
  exported("csv", `?${columns}&rows=all`),
  exported("json", `?${columns}&rows=all`),
  exported("xlsx", `?${columns}&rows=all`),
  exported("json", `?${columns}&rows=ticked&${rows}`),
  {
    title: "an export that is narrowed by a hidden field",
    covers: ["GET export-file"],
    ask: (visitor) => visitor.get(`${chests}/export.csv?q=codehint&rows=filtered`),
    may: seesChests,
    check: ({ text }) => assert.doesNotMatch(text, /Oak/),
  },
  {
    title: "an export of coins, over their chests",
    covers: ["GET export-file"],
    ask: (visitor) =>
      visitor.get(
        "/admin/vault/coin/export.json?column=name&column=chest__code&column=chest__name&column=chestId&column=mint",
      ),
    may: ({ coin }) => sees(coin),
  },
  {
    title: "an export of claims",
    covers: ["GET export-file"],
    ask: (visitor) => visitor.get("/admin/vault/claim/export.csv"),
    may: nobody,
  },
  {
    title: "an import that would change what may not be changed",
    covers: ["GET import", "POST import", "GET import-job", "POST import-job", "GET import-faults"],
    async ask(visitor) {
      await visitor.get(`${chests}/import`);
      const file =
        "id,color,code,worth,price\r\n1,imported,forged,3,44\r\n2,imported,x,3,4\r\n3,imported,x,3,4\r\n5,imported,x,3,4\r\n6,imported,x,3,4\r\n";
      return imported(visitor, file, ["id", "color", "code", "worth", "price"], "id");
    },
    may: ({ chest }) => chest.has("add") || chest.has("change"),
  },
  {
    title: "an import of colors by key",
    covers: ["POST import-job"],
    ask: (visitor) =>
      imported(
        visitor,
        "id,color\r\n1,imported\r\n2,imported\r\n3,imported\r\n5,imported\r\n6,imported\r\n",
        ["id", "color"],
        "id",
      ),
    may: changes,
    isQuiet: true,
    changes: ["vault.Chest change"],
  },
  {
    title: "an import of new rows with hidden keepers and tags",
    covers: ["POST import-job"],
    ask: (visitor) =>
      imported(
        visitor,
        "name,keeper,tags\r\nNew A,1,1\r\nNew B,2,1\r\nNew C,1,2\r\nOak,2,2\r\nFir,1,\r\n",
        ["name", "keeper", "tags"],
        "name",
      ),
    may: nobody,
    isQuiet: true,
  },
  {
    title: "an import that names keepers by a hidden field",
    covers: ["POST import-job"],
    ask: (visitor) => imported(visitor, "name,keeper\r\nNew A,pinhint\r\n", ["name", "keeper__pin"], ""),
    may: nobody,
    isQuiet: true,
  },
  {
    title: "the import of somebody else",
    covers: ["GET import-job", "POST import-job"],
    async ask(visitor) {
      for (const what of ["write", "check-again", "change", "cancel", "discard"])
        await visitor.post(`/admin/imports/${jobs.import}`, { do: what, leave_out: "yes" });
      await settled();
      await visitor.get(`/admin/imports/${jobs.import}/faults.csv`);
      return visitor.get(`/admin/imports/${jobs.import}`);
    },
    may: nobody,
  },
  // --- pages of no model ----------------------------------------------------------------------------------------------------
  {
    title: "the first page",
    covers: ["GET home"],
    ask: (visitor) => visitor.get("/admin/"),
    may: staff,
    check: ({ text }, { chest }) =>
      assert.equal(
        text.includes(`href="${chests}/"`),
        sees(chest) || chest.has("add"),
        "the menu names what may be seen",
      ),
  },
  {
    title: "a page of one's own",
    covers: ["GET page", "POST page"],
    async ask(visitor) {
      await visitor.post("/admin/pages/open");
      return visitor.get("/admin/pages/open");
    },
    may: staff,
  },
  {
    title: "a page of one's own that is for somebody else",
    covers: ["GET page", "POST page"],
    async ask(visitor) {
      await visitor.post("/admin/pages/closed");
      return visitor.get("/admin/pages/closed");
    },
    may: nobody,
  },
  {
    title: "the theme",
    covers: ["POST theme"],
    ask: (visitor) => visitor.post("/admin/theme", { theme: "dark", next: "https://evil.example/" }),
    may: staff,
    check: ({ location }) => assert.equal(location, "/admin/"),
  },
  {
    title: "a check of JSON",
    covers: ["POST check_json"],
    ask: (visitor) => visitor.post("/admin/check/json", { text: "{" }),
    may: staff,
  },
  {
    title: "a preview of Markdown",
    covers: ["POST markdown"],
    ask: (visitor) => visitor.post("/admin/check/markdown", { text: "<script>*x*</script>" }),
    may: staff,
    check: ({ text }) => assert.doesNotMatch(text, /<script>/),
  },
  ...["style", "script", "htmx"].map(
    (name): Probe => ({
      title: `the file ${name}`,
      covers: [`GET ${name}`],
      ask: (visitor) =>
        visitor.get(`/admin/assets/${{ style: "admin.css", script: "admin.js", htmx: "htmx.js" }[name]}`),
      may: staff,
    }),
  ),
];

function changes({ chest }: Subject): boolean {
  return chest.has("change");
}
