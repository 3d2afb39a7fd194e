// Brings a database to the migrations of a project: reads what is applied, plans, runs, and tells who listens.
import { connection, type Database } from "#orm";
import { loadMigrations } from "../graph/load-migrations.ts";
import { checkLock } from "../graph/lock-file.ts";
import { MigrationGraph } from "../graph/migration-graph.ts";
import { MigrationError } from "../migration-error.ts";
import type { MigrationProject } from "../project.ts";
import { tablesExist } from "./existing-tables.ts";
import type { ResumeAs } from "./journal.ts";
import { checkHistory, type MigrationTarget, makePlan, textOf } from "./make-plan.ts";
import { postMigrate, preMigrate } from "./migrate-signal.ts";
import { type PlannedMigration, type RunOutcome, type RunWatcher, runMigration } from "./migration-run.ts";
import { ensureTable, readApplied, recordApplied, recordTableDescription, recordUnapplied } from "./recorder.ts";

/** How {@link migrate} goes about it. */
export interface MigrateOptions {
  /** The database, by alias; `default` where not given. */
  readonly using?: string | undefined;
  readonly target?: MigrationTarget | undefined;
  /** Records the migrations without running them. */
  readonly fake?: boolean | undefined;
  /** Records first migrations without running them where the database has all of their tables. */
  readonly fakeInitial?: boolean | undefined;
  readonly resumeAs?: ResumeAs | undefined;
  /** Milliseconds that a statement waits for other users of a table (PostgreSQL). */
  readonly lockTimeout?: number | undefined;
  readonly watcher?: RunWatcher | undefined;
}

/** A database beside a project's migrations. */
export interface MigrationStatus {
  readonly database: Database;
  readonly graph: MigrationGraph;
  /** The graph of the files alone, in which squashed migrations stand for what they replace, whatever the database has. */
  readonly files: MigrationGraph;
  /** Migrations of the graph that are applied, as `label.name`. */
  readonly applied: ReadonlySet<string>;
  /** When, by `label.name`. */
  readonly times: ReadonlyMap<string, string>;
  /** Recorded migrations that no file holds any more. */
  readonly unknown: readonly string[];
}

/**
 * Reads the migrations of a project, and which of them a database has.
 *
 * @throws {MigrationError} MIGRATIONS_CONFLICT where a label has two last migrations, MIGRATIONS_INCONSISTENT
 */
export async function readStatus(project: MigrationProject, using?: string): Promise<MigrationStatus> {
  const database = connection(using);
  const migrations = await loadMigrations(project.sources);
  const rows = await readApplied(database);
  const recorded = new Set(rows.map((row) => `${row.label}.${row.name}`));
  const graph = new MigrationGraph(migrations, { applied: recorded, swappables: project.swappables });
  const isSquashed = migrations.some((each) => each.replaces.length > 0);
  const files = isSquashed ? new MigrationGraph(migrations, { swappables: project.swappables }) : graph;
  const applied = new Set(graph.order.filter((each) => isCovered(each, recorded)).map(textOf));
  const known = new Set(migrations.map(textOf));
  const labels = new Set(graph.labels);
  return {
    database,
    graph,
    files,
    applied,
    times: new Map(rows.map((row) => [`${row.label}.${row.name}`, row.applied])),
    unknown: rows
      .filter((row) => labels.has(row.label))
      .map((row) => `${row.label}.${row.name}`)
      .filter((text) => !known.has(text)),
  };
}

// A squashed migration is applied where all that it was made of is.
function isCovered(migration: PlannedMigration["migration"], recorded: ReadonlySet<string>): boolean {
  if (recorded.has(textOf(migration))) return true;
  return migration.replaces.length > 0 && migration.replaces.every(([label, name]) => recorded.has(`${label}.${name}`));
}

/**
 * Runs the migrations that a database needs.
 *
 * Each is in a transaction of its own where the database can roll back tables. Only one process at a time runs any; the
 * others wait and find their work done.
 *
 * @throws {MigrationError} MIGRATIONS_CONFLICT, MIGRATIONS_INCONSISTENT, MIGRATIONS_UNKNOWN, and what a run can throw
 * @example
 * ```ts
 * import { createModel, defineMigration, migrate } from "demijohn/migrations";
 * import { connection, defineDatabases } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * const first = defineMigration({
 *   name: "0001_initial",
 *   operations: [createModel("Author", { id: { type: "auto" }, name: { type: "char", maxLength: 100 } })],
 * });
 * const done = await migrate({ sources: [{ label: "blog", models: [], migrations: [first] }] });
 * console.log(done.map(({ migration, outcome }) => `${migration.name} ${outcome}`)); // => [ '0001_initial done' ]
 * await connection().close();
 * ```
 */
export async function migrate(
  project: MigrationProject,
  options: MigrateOptions = {},
): Promise<readonly (PlannedMigration & { readonly outcome: RunOutcome })[]> {
  const status = await readStatus(project, options.using);
  checkProject(project, status);
  const { database, graph, applied } = status;
  const plan = makePlan(graph, applied, options.target);
  await recordSquashed(status);
  const event = { using: database.alias, plan };
  await preMigrate.send(event);
  const done: (PlannedMigration & { outcome: RunOutcome })[] = [];
  for (const step of plan) {
    options.watcher?.started?.(step);
    const fake = options.fake === true || (options.fakeInitial === true && (await tablesExist(database, step)));
    const hasRecords = status.times.size > 0 || done.length > 0;
    const more = { using: database.alias, fake, hasRecords, replaces: graph.replacedBy(step.migration) };
    const outcome = await runMigration(database, step, { ...options, ...more });
    options.watcher?.finished?.(step, outcome);
    done.push({ ...step, outcome });
  }
  await postMigrate.send(event);
  return done;
}

/**
 * Refuses a project whose migrations cannot be put in one line, and a database that has them in another.
 *
 * @throws {MigrationError} MIGRATIONS_CONFLICT, MIGRATIONS_INCONSISTENT, MIGRATIONS_LOCK_CONFLICT
 */
export function checkProject(project: MigrationProject, { graph, files, applied, database }: MigrationStatus): void {
  for (const source of project.sources) checkLock(source, files.leaves(source.label));
  const [conflict] = graph.conflicts();
  if (conflict !== undefined) {
    const [label, leaves] = conflict;
    throw new MigrationError("MIGRATIONS_CONFLICT", `"${label}" has several last migrations.`, {
      facts: [leaves.map((each) => each.name).join(", ")],
      cure: `Put one behind the other: demijohn rebasemigration ${label}. Or join them: demijohn makemigrations --merge.`,
    });
  }
  checkHistory(graph, applied, database.alias);
}

async function recordSquashed({ database, graph, applied, times }: MigrationStatus): Promise<void> {
  for (const migration of graph.order) {
    if (migration.replaces.length === 0 || !applied.has(textOf(migration)) || times.has(textOf(migration))) continue;
    await recordApplied(database, [migration.label, migration.name]);
  }
}

/** Takes recorded migrations that no file holds any more off a database's list; returns their names. */
export async function pruneMigrations(project: MigrationProject, using?: string): Promise<readonly string[]> {
  const { database, unknown } = await readStatus(project, using);
  await ensureTable(database, recordTableDescription);
  for (const text of unknown) {
    const dot = text.lastIndexOf(".");
    await recordUnapplied(database, [text.slice(0, dot), text.slice(dot + 1)]);
  }
  return unknown;
}
