// Sends everybody through every route of the admin: what may not be seen is in no answer, and what may not be written is in no table.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { exchangeProbes } from "./exchange-probes.ts";
import { differences, wrongDifferences } from "./invariants.ts";
import { listProbes } from "./list-probes.ts";
import { seedLog } from "./log.ts";
import type { Probe } from "./probes.ts";
import { rowProbes } from "./row-probes.ts";
import { boss, codesOf, forbiddenTexts, type Subject, subjects } from "./subjects.ts";
import { contentOf, granted, makeTables, makeVault, seed, type TableContent } from "./vault.ts";
import { type Told, Visitor } from "./visitor.ts";

const probes: readonly Probe[] = [...listProbes, ...rowProbes, ...exchangeProbes];
const app = makeVault();
const visitors = new Map<Subject["who"], Visitor>();
let content: ReadonlyMap<string, TableContent>;

before(async () => {
  await makeTables();
  for (const who of ["nobody", "guest", "clerk", "boss"] as const)
    visitors.set(who, await Visitor.of(app, who === "nobody" ? undefined : who));
  await fresh();
});

async function fresh(): Promise<void> {
  await seed();
  await seedLog();
  content = await contentOf();
}

test("every route of the admin is asked", () => {
  const routes = app.plan.definitions.flatMap(({ target }) =>
    target.blueprints.includes("admin")
      ? (target.methods ?? []).map((method) => `${method} ${target.name.split(".").at(-1)}`)
      : [],
  );
  const asked = new Set(probes.flatMap(({ covers }) => covers));
  assert.deepEqual(
    routes.filter((route) => !asked.has(route)),
    [],
    "these have no probe",
  );
  assert.deepEqual(
    [...asked].filter((route) => !routes.includes(route)),
    [],
    "these are no routes",
  );
});

async function attempt(subject: Subject, probe: Probe): Promise<readonly string[]> {
  const faults: string[] = [];
  const fault = (text: string): void => void faults.push(`${probe.title}: ${text}`);
  const visitor = visitors.get(subject.who)!;
  granted.codes = codesOf(subject);
  visitor.told = [];
  const told = await probe.ask(visitor);
  if (subject.who === "clerk" && visitor.told.some(({ status }) => status === 303)) await visitor.get("/admin/");
  const isAllowed = probe.may(subject);
  const forbidden = forbiddenTexts(subject);
  for (const each of visitor.told) {
    const own = withoutAsked(each);
    const at = forbidden.exec(own);
    if (at !== null)
      fault(`${each.path} tells ${JSON.stringify(own.slice(Math.max(0, at.index - 60), at.index + 60))}`);
    if (each.status >= 500) fault(`${each.path} fails: ${each.text.slice(0, 300)}`);
  }
  if (isAllowed && told.status >= 400 && probe.isQuiet !== true) fault(`is refused with ${told.status}`);
  if (!isAllowed) checkRefusal(subject, probe, told, fault);
  const after = await contentOf();
  const made = differences(content, after);
  for (const wrong of wrongDifferences(subject, made)) fault(`writes ${wrong}`);
  const kinds = [...new Set(made.map(({ table, kind }) => `${table} ${kind}`))].sort();
  if (isAllowed && probe.changes !== undefined)
    for (const kind of probe.changes)
      if (!kinds.includes(kind)) fault(`does not ${kind}, but ${kinds.join(", ") || "nothing"}`);
  if (isAllowed)
    try {
      await probe.check?.(told, subject, visitor);
    } catch (error) {
      fault((error as Error).message);
    }
  if (made.length > 0) await fresh();
  return faults;
}

// What was asked for may be said again.
function withoutAsked({ path, text }: Told): string {
  const query = path.slice(path.indexOf("?") + 1);
  if (query === path) return text;
  const escaped = query.replaceAll("&", "&amp;");
  return [query, escaped, encodeURIComponent(query)].reduce((rest, each) => rest.replaceAll(each, ""), text);
}

function checkRefusal({ who }: Subject, { isQuiet }: Probe, told: Told, fault: (text: string) => void): void {
  const { status, location } = told;
  if (who === "nobody") {
    if (!(status === 303 && location.startsWith("/accounts/login"))) fault(`is answered with ${status} ${location}`);
  } else if (who === "guest") {
    if (status !== 403) fault(`is answered with ${status}`);
  } else if (isQuiet !== true && status !== 400 && status !== 403 && status !== 404)
    fault(`is answered with ${status} ${location}`);
}

describe("the matrix", () => {
  for (const subject of subjects)
    test(subject.name, async () => {
      const faults: string[] = [];
      for (const probe of probes) faults.push(...(await attempt(subject, probe)));
      assert.deepEqual(faults, []);
    });
});

test("the marks are there to be found: the boss sees them", async () => {
  const visitor = visitors.get("boss")!;
  visitor.told = [];
  for (const path of [
    "/admin/vault/chest/",
    "/admin/vault/chest/1/change",
    "/admin/vault/chest/1/history",
    "/admin/vault/chest/export.csv",
    "/admin/activity",
  ])
    await visitor.get(path);
  for (const { path, text } of visitor.told) assert.match(text, forbiddenTexts(boss), path);
});
