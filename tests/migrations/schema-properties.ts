// Checks on a real database what must hold of any two schemas: there, nothing left to do, back again, and squashed alike.
import assert from "node:assert/strict";
import {
  type FieldState,
  findChanges,
  type Migration,
  type ModelState,
  modelsOfState,
  type Operation,
  optimizeOperations,
  type ProjectState,
  projectOf,
  type Questioner,
  silentQuestioner,
} from "demijohn/migrations";
import type { Database } from "demijohn/orm";
import { introspect, runMigration } from "#migrations/internals";
import { type PairNumbers, type SchemaPair, schemaPair } from "./random-schemas.ts";

const NOTHING: ProjectState = projectOf([]);

/**
 * Migrates an empty database there and back; throws an AssertionError where a property does not hold, and resolves to false
 * where the pair says nothing.
 */
export async function checkPair(database: Database, numbers: PairNumbers): Promise<boolean> {
  const made = schemaPair(numbers, database.dialect.name);
  const created = await migrationBetween(NOTHING, made.before, { name: "0001", questioner: answers(made) });
  const edited = await migrationBetween(made.before, made.after, { name: "0002", questioner: answers(made) });
  // A model that was renamed and changed at once is another model, whose rows go and whose indexes have names that are taken.
  const renames = edited.operations.filter((operation) => operation.kind === "renameModel").length;
  if (renames !== made.renamedModels.size) return false;
  const pair = loses(made, edited) ? { ...made, rows: 0 } : made;
  const start = await run(database, created, NOTHING);
  assert.equal((await findChanges({ from: start, to: pair.before })).size, 0, "the first migration leaves nothing");
  await insertRows(pair, database);
  const schemaBefore = await schemaOf(database);
  const rowsBefore = await rowsOf(database, pair.before);

  const end = await run(database, edited, start);
  const left = await findChanges({ from: end, to: pair.after });
  assert.deepEqual([...left.values()].flat(), [], "the second migration leaves nothing");
  const migrated = await schemaOf(database);

  await run(database, edited, start, true);
  assert.deepEqual(await schemaOf(database), schemaBefore, "the way back restores the schema");
  const kept = keptFields(pair, edited);
  const rowsAgain = await rowsOf(database, pair.before);
  assert.deepEqual(onlyKept(rowsAgain, rowsBefore, kept), onlyKept(rowsBefore, rowsBefore, kept), "rows are kept");

  await run(database, created, NOTHING, true);
  assert.deepEqual(await schemaOf(database), [], "the way back to zero leaves nothing");
  const squashed = migrationOf("0003", optimizeOperations([...created.operations, ...edited.operations], "shop"));
  await run(database, squashed, NOTHING);
  assert.deepEqual(await schemaOf(database), migrated, "squashed equals unsquashed");
  await run(database, squashed, NOTHING, true);
  const fresh = await migrationBetween(NOTHING, pair.after, { name: "0004", questioner: silentQuestioner });
  await run(database, fresh, NOTHING);
  assert.deepEqual(await schemaOf(database), migrated, "a fresh database has the same schema");
  await run(database, fresh, NOTHING, true);
  return true;
}

// A column comes back without values: rows cannot have it where it must point at something or be unlike all others.
function loses({ before, renamedModels }: SchemaPair, { operations }: Migration): boolean {
  return operations.some(({ kind, written }) => {
    if (kind !== "removeField") return false;
    const [model, name] = written.args as readonly [string, string];
    const state = Object.values(before.models).find((each) => (renamedModels.get(each.name) ?? each.name) === model);
    const field = state?.fields[name];
    return field !== undefined && field.null !== true && (field.unique === true || field.to !== undefined);
  });
}

function answers(pair: SchemaPair): Questioner {
  return {
    ...silentQuestioner,
    renameModel: (before, after) => pair.renamedModels.get(before.name) === after.name,
    renameField: (_model, before, after) => pair.renamedFields.has(`${before}>${after}`),
    fillNewField: (_model, _name, field) => ({ value: FILLS[field.type] }),
    fillNulls: (_model, _name, field) => ({ value: FILLS[field.type] }),
  };
}

const FILLS: Readonly<Record<string, unknown>> = {
  char: "f",
  slug: "f",
  text: "f",
  integer: 1,
  smallInteger: 1,
  bigInt: 1n,
  boolean: false,
  float: 1.5,
  decimal: "2.50",
  dateTime: new Date("2026-05-06T07:08:09Z"),
  uuid: "99999999-2222-4333-8444-555555555555",
};

async function migrationBetween(
  from: ProjectState,
  to: ProjectState,
  { name, questioner }: { readonly name: string; readonly questioner: Questioner },
): Promise<Migration> {
  const found = await findChanges({ from, to, questioner });
  const operations = (found.get("shop") ?? []).flatMap((draft) => draft.operations);
  return migrationOf(name, operations);
}

function migrationOf(name: string, operations: readonly Operation[]): Migration {
  const rest = { dependencies: [], runBefore: [], replaces: [], initial: undefined, atomic: true };
  return { label: "shop", name, ...rest, operations };
}

async function run(
  database: Database,
  migration: Migration,
  before: ProjectState,
  backwards = false,
): Promise<ProjectState> {
  await runMigration(database, { migration, backwards, before }, { using: database.alias });
  return migration.operations.reduce((state, operation) => operation.stateForwards("shop", state), before);
}

// The places of columns differ where a database can only add at the end.
async function schemaOf(database: Database): Promise<unknown> {
  const tables = await introspect(database);
  const own = tables.filter((table) => !table.name.startsWith("demijohn_"));
  const byName = (list: readonly { readonly name: string }[] | undefined) =>
    [...(list ?? [])].sort((left, right) => (left.name < right.name ? -1 : 1));
  return byName(own).map((table) => {
    const { columns, uniques, foreignKeys, checks, indexes, ...rest } = table as (typeof own)[number];
    return {
      ...rest,
      declaredTypes: Object.fromEntries(Object.entries(rest.declaredTypes).sort()),
      columns: byName(columns),
      uniques: byName(uniques),
      foreignKeys: byName(foreignKeys),
      checks: byName(checks),
      indexes: byName(indexes),
    };
  });
}

// ------------------------------------------------------------------ rows

async function insertRows({ before, rows }: SchemaPair, database: Database): Promise<void> {
  const models = modelsOfState(before);
  // A row may point at one of a table that is filled later, so keys are set when all rows are there.
  if (rows === 0) return;
  const states = Object.values(before.models);
  if (states.some(hasRequiredRing)) return;
  for (const state of inOrder(states)) {
    const model = models.get(`${state.label}.${state.name}`);
    for (let number = 1; number <= rows; number++)
      await model.objects.using(database.alias).create(valuesOf(state, number));
  }
}

function requiredTargets(state: ModelState): string[] {
  return Object.values(state.fields)
    .filter((field) => (field.type === "foreignKey" || field.type === "oneToOne") && field.null !== true)
    .map((field) => field.to!.slice("shop.".length));
}

function hasRequiredRing(state: ModelState, _index: number, all: readonly ModelState[]): boolean {
  const seen = new Set<string>();
  const reaches = (name: string): boolean => {
    if (name === state.name) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return requiredTargets(all.find((each) => each.name === name)!).some(reaches);
  };
  return requiredTargets(state).some(reaches);
}

function inOrder(states: readonly ModelState[]): readonly ModelState[] {
  const sorted: ModelState[] = [];
  const visit = (state: ModelState): void => {
    if (sorted.includes(state)) return;
    for (const name of requiredTargets(state)) visit(states.find((each) => each.name === name)!);
    sorted.push(state);
  };
  for (const state of states) visit(state);
  return sorted;
}

function valuesOf(state: ModelState, number: number): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(state.fields)) {
    if (field.type === "auto" || field.type === "manyToMany" || field.type === "generated") continue;
    if (field.to !== undefined) {
      if (field.null !== true) values[name] = number;
      continue;
    }
    if (field.null === true && field.unique !== true && number === 2) values[name] = null;
    else values[name] = VALUE[field.type]!(number);
  }
  return values;
}

const VALUE: Readonly<Record<string, (number: number) => unknown>> = {
  char: (number) => `value ${number}`,
  slug: (number) => `value-${number}`,
  text: (number) => `it's "${number}"\n`,
  integer: (number) => number,
  smallInteger: (number) => number,
  bigInt: (number) => 9_007_199_254_740_993n + BigInt(number),
  boolean: (number) => number % 2 === 0,
  float: (number) => number + 0.25,
  decimal: (number) => `${number}.25`,
  dateTime: (number) => new Date(Date.UTC(2026, 0, number)),
  uuid: (number) => `00000000-0000-4000-8000-00000000000${number}`,
};

type Rows = Record<string, readonly Record<string, unknown>[]>;

async function rowsOf(database: Database, state: ProjectState): Promise<Rows> {
  const models = modelsOfState(state);
  const rows: Rows = {};
  for (const { label, name } of Object.values(state.models)) {
    const query = models.get(`${label}.${name}`).objects.using(database.alias).orderBy("pk").values();
    rows[name] = await query;
  }
  return rows;
}

/** A field whose values come back, under the name that it has before; nulls that a fill value replaced do not. */
interface KeptField {
  readonly name: string;
  readonly keepsNulls: boolean;
}

/** The fields that both states have, by model: what an edit removes is not named again, so the same name is the same column. */
function keptFields({ before, after, renamedModels }: SchemaPair, { operations }: Migration): Map<string, KeptField[]> {
  const renames = operations.filter(({ kind }) => kind === "renameField").map(({ written }) => written.args);
  const kept = new Map<string, KeptField[]>();
  for (const model of Object.values(before.models)) {
    const newName = renamedModels.get(model.name) ?? model.name;
    const now = Object.values(after.models).find((each) => each.name === newName);
    if (now === undefined) continue;
    const fieldNow = (name: string) => {
      const rename = renames.find(([of, from]) => (of === model.name || of === newName) && from === name);
      return now.fields[String(rename?.[2] ?? name)];
    };
    // A generated column has the values that its expression makes of others.
    const keepsNulls = (name: string): boolean => {
      const field = model.fields[name]!;
      if (field.type === "generated") return sourcesOf(field, model).every(keepsNulls);
      return field.null !== true || fieldNow(name)?.null === true;
    };
    const names = Object.keys(model.fields).filter(
      (name) => model.fields[name]!.type !== "manyToMany" && fieldNow(name) !== undefined,
    );
    kept.set(
      model.name,
      names.map((name) => ({ name, keepsNulls: keepsNulls(name) })),
    );
  }
  return kept;
}

function sourcesOf({ expression }: FieldState, { fields }: ModelState): string[] {
  const text = JSON.stringify(expression);
  return Object.keys(fields).filter((name) => text.includes(`"path":"${name}"`));
}

/** What must be the same in `rows` and in `first`, which were there at the beginning. */
function onlyKept(rows: Rows, first: Rows, kept: ReadonlyMap<string, readonly KeptField[]>): Rows {
  const picked: Rows = {};
  for (const [model, fields] of kept)
    picked[model] = (rows[model] ?? []).map((row, at) =>
      Object.fromEntries(
        fields.flatMap(({ name, keepsNulls }) =>
          [name, `${name}Id`]
            .filter((key) => key in row && (keepsNulls || first[model]?.[at]?.[key] !== null))
            .map((key) => [key, row[key]]),
        ),
      ),
    );
  return picked;
}
