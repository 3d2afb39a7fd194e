// Runs one migration on a database, forwards or backwards: alone, in one transaction or journalled, and recorded.
import { atomic, type Database, databaseAliases } from "#orm";
import { databaseUrl, withTransaction } from "#orm/internals";
import { type Migration, type MigrationId, migrationText } from "../graph/migration.ts";
import { MigrationError } from "../migration-error.ts";
import { irreversible } from "../operations/irreversible.ts";
import type { Operation } from "../operations/operation.ts";
import { createSchemaEditor } from "../schema/create-schema-editor.ts";
import { queryRows } from "../schema/query-rows.ts";
import type { SchemaEditor, SchemaProgress } from "../schema/schema-editor.ts";
import type { Statement } from "../schema/statements.ts";
import type { ProjectState } from "../state/project-state.ts";
import { Journal, journalTableDescription, type ResumeAs } from "./journal.ts";
import { acquireLock, releaseLock } from "./lock.ts";
import { ensureTable, isApplied, recordApplied, recordTableDescription, recordUnapplied } from "./recorder.ts";

/** One migration of a plan. */
export interface PlannedMigration {
  readonly migration: Migration;
  readonly backwards: boolean;
  /** The state before the migration's first operation, whichever way it runs. */
  readonly before: ProjectState;
}

/** Called while migrations run. */
export interface RunWatcher {
  readonly started?: ((step: PlannedMigration) => void) | undefined;
  readonly finished?: ((step: PlannedMigration, outcome: RunOutcome) => void) | undefined;
  readonly waiting?: ((step: PlannedMigration) => void) | undefined;
  readonly resumed?: ((step: PlannedMigration, done: number) => void) | undefined;
  readonly progress?: ((progress: SchemaProgress) => void) | undefined;
  /** Around each statement; what it returns is waited for. */
  readonly statement?: ((statement: Statement, when: "before" | "after") => unknown) | undefined;
}

/** How migrations are run. */
export interface RunOptions {
  /** The alias of the database, handed to operations. */
  readonly using?: string | undefined;
  readonly watcher?: RunWatcher | undefined;
  /** Records without running. */
  readonly fake?: boolean | undefined;
  /** What goes on and off the record with a squashed migration; what it names itself where not given. */
  readonly replaces?: readonly MigrationId[] | undefined;
  /** Whether the table of applied migrations is known to be there. */
  readonly hasRecords?: boolean | undefined;
  /** How to go on after a statement of which it cannot be told whether it took effect. */
  readonly resumeAs?: ResumeAs | undefined;
  /** Milliseconds that a statement waits for other users of a table (PostgreSQL); as long as it takes where not given. */
  readonly lockTimeout?: number | undefined;
}

/** `skipped`: another process has done it in the meantime. */
export type RunOutcome = "done" | "faked" | "skipped";

/** One operation with the states around it. */
export interface OperationStep {
  readonly operation: Operation;
  readonly from: ProjectState;
  readonly to: ProjectState;
}

/** The operations of a migration in the order in which they run, each with the states before and after it. */
export function operationSteps({ migration, backwards, before }: PlannedMigration): readonly OperationStep[] {
  const steps: OperationStep[] = [];
  let state = before;
  for (const operation of migration.operations) {
    const next = operation.stateForwards(migration.label, state);
    steps.push(backwards ? { operation, from: next, to: state } : { operation, from: state, to: next });
    state = next;
  }
  return backwards ? steps.reverse() : steps;
}

/**
 * Runs one migration.
 *
 * @throws {MigrationError} MIGRATIONS_IRREVERSIBLE, MIGRATIONS_NOT_ATOMIC, MIGRATIONS_BROKEN_KEYS, MIGRATIONS_UNSURE,
 * MIGRATIONS_JOURNAL_DIFFERS
 */
export async function runMigration(
  database: Database,
  step: PlannedMigration,
  options: RunOptions = {},
): Promise<RunOutcome> {
  refuseImpossible(database, step);
  if (options.hasRecords !== true) await ensureTable(database, recordTableDescription);
  const journalled = isJournalled(database, step.migration);
  if (journalled) await ensureTable(database, journalTableDescription);
  const unguarded = database.dialect.name === "sqlite" && options.fake !== true && (await copiesTables(database, step));
  // SQLite hears this between transactions alone.
  if (unguarded) await database.script("PRAGMA foreign_keys = OFF");
  try {
    return await atomic(() => runAlone(database, step, { ...options, journalled, unguarded }), {
      using: database,
      durable: true,
    });
  } finally {
    if (unguarded) await database.script("PRAGMA foreign_keys = ON");
  }
}

/** Whether the migration's statements are kept in the journal, because no transaction holds them together. */
export function isJournalled(database: Database, migration: Migration): boolean {
  return !migration.atomic || !database.dialect.features.transactionalSchema;
}

interface AloneOptions extends RunOptions {
  readonly journalled: boolean;
  readonly unguarded: boolean;
}

async function runAlone(database: Database, step: PlannedMigration, options: AloneOptions): Promise<RunOutcome> {
  const { migration, backwards } = step;
  const id: MigrationId = [migration.label, migration.name];
  const lock = acquireLock(database, {
    wholeSession: options.journalled,
    waiting: () => options.watcher?.waiting?.(step),
  });
  // In the same breath, where the lock's own transaction goes on; asked again where another process was at it.
  const [waited, early] = await Promise.all([lock, options.journalled ? undefined : isApplied(database, id)]);
  try {
    const applied = waited || early === undefined ? await isApplied(database, id) : early;
    if (applied !== backwards) return "skipped";
    const record = () => recordRun(database, step, options.replaces ?? migration.replaces);
    if (options.fake === true) {
      await record();
      return "faked";
    }
    if (options.journalled) await runJournalled(database, step, options, record);
    else await runTogether(database, step, options, record);
    return "done";
  } finally {
    if (options.journalled) await releaseLock(database);
  }
}

// With a squashed migration go those that it replaces.
async function recordRun(
  database: Database,
  { migration, backwards }: PlannedMigration,
  replaces: readonly MigrationId[],
): Promise<void> {
  const own: MigrationId = [migration.label, migration.name];
  for (const id of [own, ...replaces]) {
    if (backwards) await recordUnapplied(database, id);
    else if (id === own || !(await isApplied(database, id))) await recordApplied(database, id);
  }
}

// Everything in the transaction that is open.
async function runTogether(
  database: Database,
  step: PlannedMigration,
  options: AloneOptions,
  record: () => Promise<void>,
): Promise<void> {
  const { watcher } = options;
  if (options.lockTimeout !== undefined && database.dialect.name === "postgres")
    await database.script(`SET LOCAL lock_timeout = ${options.lockTimeout}`);
  const editor = createSchemaEditor(database, {
    progress: watcher?.progress,
    around: (statement, run) => watch(watcher, statement, run),
    aroundData: (description, run) =>
      watch(watcher, { sql: `-- ${description}`, kind: "rows" }, () => deferKeys(database, run)),
  });
  // First, because every statement after an altered table keeps it locked for longer.
  await record();
  for (const each of operationSteps(step)) await runOperation(editor, step, each, options);
  if (options.unguarded) await refuseBrokenKeys(database, step.migration);
}

// Statement by statement: the transaction that is open is ended at once, and its connection kept.
async function runJournalled(
  database: Database,
  step: PlannedMigration,
  options: AloneOptions,
  record: () => Promise<void>,
): Promise<void> {
  const { watcher, resumeAs } = options;
  const { migration, backwards } = step;
  const journal = new Journal(database, [migration.label, migration.name], { backwards, resumeAs });
  const done = await journal.load();
  if (done > 0) watcher?.resumed?.(step, done);
  const byStatement = !database.dialect.features.transactionalSchema;
  for (const each of operationSteps(step)) {
    // Code of a migration that is not atomic commits as it goes, so that batches are short.
    const isFree = !migration.atomic && each.operation.category === "p";
    const single = byStatement || !each.operation.atomic || isFree;
    const editor = createSchemaEditor(database, {
      progress: watcher?.progress,
      around: (statement, run) =>
        single ? journal.statement(statement, () => watch(watcher, statement, run)) : watch(watcher, statement, run),
      aroundData: (description, run) => {
        const work = () => (isFree ? outOfSession(database, run) : deferKeys(database, run));
        const watched = () => watch(watcher, { sql: `-- ${description}`, kind: "rows" }, work);
        if (isFree) return journal.repeatable(description, watched);
        return single ? journal.work(description, watched) : watched();
      },
    });
    const work = () => runOperation(editor, step, each, options);
    if (single) await work();
    else await journal.work(each.operation.describe(), work);
  }
  if (options.unguarded) await refuseBrokenKeys(database, migration);
  await database.script(database.dialect.name === "sqlite" ? "BEGIN IMMEDIATE" : "BEGIN");
  await journal.clear();
  await record();
  await database.script("COMMIT");
}

// The session that holds the lock is in no transaction, where savepoints mean nothing on a server: what calls `atomic`
// gets connections of its own. SQLite has one writer, and begins a transaction with a savepoint; an embedded server has
// one connection, and its work stays in one transaction.
async function outOfSession(database: Database, run: () => Promise<void>): Promise<void> {
  if (database.dialect.name === "sqlite") return run();
  if (!isEmbedded(database)) return withTransaction(database, undefined, run);
  await database.script("BEGIN");
  await run();
  await database.script("COMMIT");
}

function isEmbedded(database: Database): boolean {
  return databaseAliases().includes(database.alias) && databaseUrl(database.alias).startsWith("pglite:");
}

async function watch(watcher: RunWatcher | undefined, statement: Statement, run: () => Promise<void>): Promise<void> {
  await watcher?.statement?.(statement, "before");
  await run();
  await watcher?.statement?.(statement, "after");
}

async function runOperation(
  editor: SchemaEditor,
  { migration, backwards }: PlannedMigration,
  { operation, from, to }: OperationStep,
  { using, watcher }: RunOptions,
): Promise<void> {
  const context = {
    label: migration.label,
    dialect: editor.dialect,
    using: using ?? editor.database.alias,
    report: (done: number, total?: number) =>
      watcher?.progress?.({ doing: operation.describe(), rows: done, total: total ?? done }),
  };
  if (backwards) await operation.databaseBackwards(editor, from, to, context);
  else await operation.databaseForwards(editor, from, to, context);
}

// Keys that are checked at the end would keep the tables from being altered in the same transaction.
async function deferKeys(database: Database, run: () => Promise<void>): Promise<void> {
  if (database.dialect.name !== "postgres") return run();
  await database.script("SET CONSTRAINTS ALL DEFERRED");
  await run();
  await database.script("SET CONSTRAINTS ALL IMMEDIATE");
}

function refuseImpossible(database: Database, { migration, backwards }: PlannedMigration): void {
  const text = migrationText([migration.label, migration.name]);
  const fixed = backwards ? migration.operations.find((operation) => !operation.reversible) : undefined;
  if (fixed !== undefined) throw irreversible(migration.label, fixed, migration.name);
  const outside = migration.operations.find((operation) => !operation.atomic);
  if (outside !== undefined && migration.atomic && database.dialect.name === "postgres")
    throw new MigrationError("MIGRATIONS_NOT_ATOMIC", `${text} holds an operation that no transaction may enclose.`, {
      facts: [`Operation: ${outside.describe()}.`],
      cure: "Move it to a migration of its own: defineMigration({ atomic: false, operations: […] }).",
    });
}

// Only a migration that copies tables needs the keys off, and may leave them broken.
async function copiesTables(database: Database, step: PlannedMigration): Promise<boolean> {
  const statements = await collectStatements(database, step);
  return statements.some((sql) => sql.startsWith("PRAGMA legacy_alter_table"));
}

async function refuseBrokenKeys(database: Database, migration: Migration): Promise<void> {
  const rows = await queryRows(database, 'SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT 5');
  if (rows.length === 0) return;
  throw new MigrationError(
    "MIGRATIONS_BROKEN_KEYS",
    `${migrationText([migration.label, migration.name])} would leave keys that point at nothing.`,
    {
      facts: rows.map(
        ([table, row, parent]) => `Row ${row} of "${table}" points at a row of "${parent}" that is not there.`,
      ),
      cure: `Delete or mend those rows in an operation before, and run it again.${migration.atomic ? " Nothing has been changed." : ""}`,
    },
  );
}

/** The statements of a migration, without running any. */
export async function collectStatements(database: Database, step: PlannedMigration): Promise<readonly string[]> {
  const editor = createSchemaEditor(database, { collect: true });
  for (const { operation, from, to } of operationSteps(step)) {
    const context = { label: step.migration.label, dialect: editor.dialect, using: database.alias, collecting: true };
    if (step.backwards) await operation.databaseBackwards(editor, from, to, context);
    else await operation.databaseForwards(editor, from, to, context);
  }
  return editor.collected ?? [];
}
