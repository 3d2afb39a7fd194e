// Writes the records of fixtures into the tables of their models: rows that are there are replaced, keys are checked last.
import { didYouMean, quoteValue } from "#kernel";
import { atomic, type Database } from "#orm";
import { type Column, linkRelations, type Relation, valueFromJson } from "#orm/internals";
import { MigrationError } from "../migration-error.ts";
import type { MigrationProject } from "../project.ts";
import { queryRows } from "../schema/query-rows.ts";
import type { FixtureRecord } from "./dump-data.ts";
import { type ProjectModel, projectModels } from "./fixture-models.ts";
import { hasNaturalKey, NaturalKeyFinder } from "./natural-keys.ts";
import { encode, insertText, placeholder, run } from "./rows.ts";
import { resetSequences } from "./sequences.ts";

/** How {@link loadData} takes what it does not know. */
export interface LoadOptions {
  /** Leaves out models and fields that are not there any more. */
  readonly ignoreUnknown?: boolean | undefined;
}

/**
 * Loads records, all or none, and returns how many.
 *
 * @throws {MigrationError} MIGRATIONS_BAD_FIXTURE, MIGRATIONS_BROKEN_FIXTURE
 */
export async function loadData(
  database: Database,
  project: MigrationProject,
  records: AsyncIterable<FixtureRecord> | Iterable<FixtureRecord>,
  options: LoadOptions = {},
): Promise<number> {
  const byName = new Map(projectModels(project).map((model) => [model.name.toLowerCase(), model]));
  const touched = new Set<ProjectModel>();
  const natural = new NaturalKeyFinder(database);
  const waiting: WaitingRecord[] = [];
  let count = 0;
  await atomic(
    async () => {
      await setKeyChecks(database, false);
      try {
        for await (const record of records) {
          const model = byName.get(String(record.model).toLowerCase());
          if (model === undefined) {
            if (options.ignoreUnknown === true) continue;
            throw unknownModel(
              record,
              [...byName.values()].map((each) => each.name),
            );
          }
          touched.add(model);
          const missing = await writeRecord(database, model, record, { ...options, natural });
          if (missing === undefined) count++;
          else waiting.push({ model, record, missing });
        }
        count += await writeWaiting(database, waiting, { ...options, natural });
        await refuseBrokenKeys(database, touched);
      } finally {
        await setKeyChecks(database, true).catch(() => {});
      }
      await resetSequences(database, [...touched]);
    },
    { using: database },
  );
  return count;
}

interface WaitingRecord {
  readonly model: ProjectModel;
  readonly record: FixtureRecord;
  /** What the record names that was not there yet. */
  readonly missing: string;
}

interface WriteOptions extends LoadOptions {
  readonly natural: NaturalKeyFinder;
}

// Records that name rows by natural keys wait until those are there; each round brings some, or it is the last.
async function writeWaiting(
  database: Database,
  waiting: readonly WaitingRecord[],
  options: WriteOptions,
): Promise<number> {
  let left = waiting;
  while (left.length > 0) {
    const again: WaitingRecord[] = [];
    for (const { model, record } of left) {
      const missing = await writeRecord(database, model, record, options);
      if (missing !== undefined) again.push({ model, record, missing });
    }
    if (again.length === left.length)
      throw new MigrationError("MIGRATIONS_BROKEN_FIXTURE", "The records name rows that are not there.", {
        facts: again.slice(0, 5).map(({ model, missing }) => `${model.name}: ${missing}.`),
        cure: "Load what they name with them. Nothing has been changed.",
      });
    left = again;
  }
  return waiting.length;
}

function unknownModel(record: FixtureRecord, known: readonly string[]): MigrationError {
  return new MigrationError(
    "MIGRATIONS_BAD_FIXTURE",
    `A fixture has a record of the model ${quoteValue(record.model)}, which there is not.`,
    {
      facts: [`Models: ${known.join(", ") || "none"}.`],
      cure: `Correct the record, or load with --ignore-unknown.${didYouMean(String(record.model), known)}`,
    },
  );
}

// Records may come before those that they point at.
async function setKeyChecks(database: Database, on: boolean): Promise<void> {
  const { name } = database.dialect;
  if (name === "mysql") await database.script(`SET FOREIGN_KEY_CHECKS = ${Number(on)}`);
  else if (name === "sqlite") await database.script(`PRAGMA defer_foreign_keys = ${on ? "OFF" : "ON"}`);
  else if (!on) await database.script("SET CONSTRAINTS ALL DEFERRED");
}

// Says what is missing where a row is named by its natural key and not there; nothing is written then.
async function writeRecord(
  database: Database,
  { name, meta }: ProjectModel,
  record: FixtureRecord,
  options: WriteOptions,
): Promise<string | undefined> {
  const { natural } = options;
  const links = linkRelations(meta);
  const columns = meta.ownColumns.filter((column) => column.scalar.generated === undefined);
  const { key, keys } = meta;
  const values = new Map<Column, unknown>();
  if (record.pk !== null && record.pk !== undefined) {
    const parts = key.parts === undefined ? [record.pk] : Array.isArray(record.pk) ? record.pk : [];
    if (parts.length !== keys.length) throw badKey(name, keys, record.pk);
    keys.forEach((each, i) => void values.set(each, readValue(name, each, parts[i])));
  }
  for (const [field, value] of Object.entries(record.fields ?? {})) {
    const column = columns.find((each) => each.name === field || each.attribute === field || each.column === field);
    if (column !== undefined) {
      const relation = column.definition.fieldKind === "relation" ? meta.relation(column.name) : undefined;
      const found = await findNamed(natural, relation, value);
      if (found.missing !== undefined) return found.missing;
      values.set(column, found.isNamed ? found.value : readValue(name, column, value));
    } else if (!links.some((link) => link.name === field) && options.ignoreUnknown !== true)
      throw new MigrationError("MIGRATIONS_BAD_FIXTURE", `A fixture has a field "${field}", which ${name} has not.`, {
        facts: [`Fields: ${[...columns.map((each) => each.name), ...links.map((each) => each.name)].join(", ")}.`],
        cure: `Correct the record, or load with --ignore-unknown.${didYouMean(
          field,
          columns.map((each) => each.name),
        )}`,
      });
  }
  const named = new Map<Relation, readonly unknown[]>();
  for (const link of links) {
    const targets = record.fields?.[link.name];
    if (!Array.isArray(targets)) continue;
    const found = await Promise.all(targets.map((each) => findNamed(natural, link, each)));
    const missing = found.find((each) => each.missing !== undefined)?.missing;
    if (missing !== undefined) return missing;
    const { type } = link.target.key;
    named.set(
      link,
      found.map(({ isNamed, value }, i) => (isNamed ? value : valueFromJson(targets[i], type))),
    );
  }
  const isBare = hasNaturalKey(meta) && !keys.every((each) => values.has(each));
  const takeKey = async () =>
    (await natural.findKey(meta, values))?.forEach((value, i) => void values.set(keys[i]!, value));
  if (isBare) await takeKey();
  for (const each of keys) if (isBare && !values.has(each) && !each.scalar.auto) values.set(each, defaultKey(each));
  await upsert(database, meta.table, keys, values);
  natural.forget(meta);
  if (isBare && named.size > 0) await takeKey();
  for (const [link, targets] of named) {
    const { table, sourceColumn, targetColumn } = link.link!;
    const source = { column: sourceColumn, type: link.source.key.type };
    const target = { column: targetColumn, type: link.target.key.type };
    const from = values.get(keys[0]!);
    const { dialect } = database;
    const where = `${dialect.quoteName(sourceColumn)} = ${placeholder(dialect.placeholders, 0)}`;
    await run(database, `DELETE FROM ${dialect.quoteName(table)} WHERE ${where}`, [encode(database, source, from)]);
    for (const each of targets)
      await run(database, insertText(database, table, [sourceColumn, targetColumn]), [
        encode(database, source, from),
        encode(database, target, each),
      ]);
  }
  return undefined;
}

// A key that the program makes, and not the database.
function defaultKey({ scalar }: Column): unknown {
  const { default: given } = scalar.options;
  return typeof given === "function" ? given() : given;
}

interface NamedValue {
  readonly isNamed: boolean;
  readonly value?: unknown;
  readonly missing?: string | undefined;
}

// A list stands for a row by its natural key, where the model of the row has one.
async function findNamed(
  natural: NaturalKeyFinder,
  relation: Relation | undefined,
  given: unknown,
): Promise<NamedValue> {
  if (relation === undefined || !Array.isArray(given) || !hasNaturalKey(relation.target)) return { isNamed: false };
  const value = await natural.find(relation.target, relation.end, given);
  return value === undefined
    ? { isNamed: true, missing: `there is no ${relation.target.shortName} ${JSON.stringify(given)}` }
    : { isNamed: true, value };
}

function badKey(model: string, keys: readonly Column[], pk: unknown): MigrationError {
  const names = keys.map((each) => each.name);
  return new MigrationError("MIGRATIONS_BAD_FIXTURE", `A record of ${model} has the key ${quoteValue(pk)}.`, {
    facts: [`The key is made of ${names.join(" and ")}.`],
    cure: `Write their values as a list: "pk": [${names.join(", ")}].`,
  });
}

function readValue(model: string, column: Column, value: unknown): unknown {
  try {
    return valueFromJson(value, column.type);
  } catch (cause) {
    throw new MigrationError("MIGRATIONS_BAD_FIXTURE", `${model}.${column.name} cannot hold ${quoteValue(value)}.`, {
      cure: "Write it as dumpdata does: moments as ISO 8601 text, bytes in base64.",
      cause,
    });
  }
}

async function upsert(
  database: Database,
  table: string,
  keys: readonly Column[],
  values: ReadonlyMap<Column, unknown>,
): Promise<void> {
  const { dialect } = database;
  const columns = [...values.keys()];
  const others = columns.filter((column) => !keys.includes(column)).map((column) => dialect.quoteName(column.column));
  let text = insertText(
    database,
    table,
    columns.map((column) => column.column),
  );
  if (keys.every((key) => values.has(key))) {
    const names = keys.map((key) => dialect.quoteName(key.column));
    if (dialect.name === "mysql")
      text += ` ON DUPLICATE KEY UPDATE ${(others.length === 0 ? names : others).map((each) => `${each} = VALUES(${each})`).join(", ")}`;
    else
      text += ` ON CONFLICT (${names.join(", ")}) DO ${others.length === 0 ? "NOTHING" : `UPDATE SET ${others.map((each) => `${each} = excluded.${each}`).join(", ")}`}`;
  }
  await run(
    database,
    text,
    columns.map((column) => encode(database, column, values.get(column))),
  );
}

// MariaDB does not look again at what it was told to leave unchecked; the others do at the end.
async function refuseBrokenKeys(database: Database, models: ReadonlySet<ProjectModel>): Promise<void> {
  const { dialect } = database;
  if (dialect.name === "postgres") return database.script("SET CONSTRAINTS ALL IMMEDIATE");
  const quote = dialect.quoteName;
  const facts: string[] = [];
  for (const { meta, name } of models)
    for (const column of meta.ownColumns) {
      if (column.definition.fieldKind !== "relation" || column.definition.options.constraint === false) continue;
      const { target, end } = meta.relation(column.name);
      const own = meta.keys.map((key) => `r.${quote(key.column)}`).join(", ");
      const rows = await queryRows(
        database,
        `SELECT r.${quote(column.column)}, ${own} FROM ${quote(meta.table)} r LEFT JOIN ${quote(target.table)} t ON t.${quote(end.column)} = r.${quote(column.column)} WHERE r.${quote(column.column)} IS NOT NULL AND t.${quote(end.column)} IS NULL LIMIT 3`,
      );
      for (const [value, ...key] of rows)
        facts.push(`${name} ${key.join(", ")}: ${column.name} is ${value}, which is no ${target.shortName}.`);
    }
  if (facts.length === 0) return;
  throw new MigrationError("MIGRATIONS_BROKEN_FIXTURE", "The records point at rows that are not there.", {
    facts,
    cure: "Load what they point at with them. Nothing has been changed.",
  });
}
