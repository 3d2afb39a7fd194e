// Makes the database of a test process from the migrations of a project: migrated once for their content, then copied.
import { createHash } from "node:crypto";
import { connection, type Database, databaseAliases, defineDatabases, openDatabase } from "#orm";
import { databaseUrl } from "#orm/internals";
import { migrate } from "../execute/migrate.ts";
import type { LoadedMigration } from "../graph/load-migrations.ts";
import { loadMigrations } from "../graph/load-migrations.ts";
import { MigrationError } from "../migration-error.ts";
import type { MigrationProject } from "../project.ts";
import { createSchemaEditor } from "../schema/create-schema-editor.ts";
import { introspect } from "../schema/introspect/introspect.ts";
import { queryRows } from "../schema/query-rows.ts";

/** Which database, and whose. */
export interface TestDatabaseOptions {
  /** The alias that the tests use; `default` where not given. Its URL says which server or folder. */
  readonly using?: string | undefined;
  /** What sets this process apart from others that test at the same time; the runner's number, or the process id. */
  readonly worker?: string | undefined;
}

/** The database of one test process. */
export interface TestDatabase {
  /** Its URL; the alias leads there already. */
  readonly url: string;
  /** Whether the migrations had been run for it before. */
  readonly cached: boolean;
  /** Closes and drops it, and gives the alias its old URL back. The migrated original stays for the next run. */
  drop(): Promise<void>;
}

/**
 * Makes the database of this test process, and leads the alias there.
 *
 * The migrations run once for their content, into an original that stays; each process gets a copy. An original is made
 * anew when a migration changes.
 *
 * @throws {MigrationError} MIGRATIONS_BAD_TEST_DATABASE for a database in memory.
 */
export async function createTestDatabase(
  project: MigrationProject,
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const alias = options.using ?? "default";
  const worker = options.worker ?? process.env["NODE_TEST_WORKER_ID"] ?? String(process.pid);
  const old = databaseUrl(alias);
  const digest = digestOf(await loadMigrations(project.sources));
  const place = placeOf(old, digest, worker.replace(/\W/g, "_"));
  const cached = await place.copyOriginal(async (url) => {
    await migrateInto(project, alias, url);
  });
  await redeclare(alias, place.url);
  return {
    url: place.url,
    cached,
    async drop() {
      await connection(alias).close();
      await place.drop();
      await redeclare(alias, old);
    },
  };
}

async function migrateInto(project: MigrationProject, alias: string, url: string): Promise<void> {
  await redeclare(alias, url);
  await migrate(project, { using: alias });
  await connection(alias).close();
}

async function redeclare(alias: string, url: string): Promise<void> {
  if (databaseAliases().includes(alias)) await connection(alias).close();
  defineDatabases({ [alias]: url });
}

/** A digest of what the migrations say: of their files, and of the operations of those that come as values. */
export function digestOf(migrations: readonly LoadedMigration[]): string {
  const { readFileSync } = process.getBuiltinModule("node:fs");
  const hash = createHash("sha256").update("1");
  for (const migration of [...migrations].sort((a, b) => (`${a.label}.${a.name}` < `${b.label}.${b.name}` ? -1 : 1))) {
    hash.update(`\n${migration.label}.${migration.name}\n`);
    if (migration.file !== undefined) hash.update(readFileSync(migration.file));
    else for (const { written } of migration.operations) hash.update(JSON.stringify(written, plainly) ?? "");
  }
  return hash.digest("hex").slice(0, 12);
}

function plainly(_key: string, value: unknown): unknown {
  return typeof value === "function" || typeof value === "bigint" ? String(value) : value;
}

interface Place {
  readonly url: string;
  /** Makes the copy, and the original where it is missing; tells whether it was there. */
  copyOriginal(make: (url: string) => Promise<void>): Promise<boolean>;
  drop(): Promise<void>;
}

function placeOf(url: string, digest: string, worker: string): Place {
  const scheme = url.slice(0, url.indexOf(":"));
  if (scheme === "sqlite") return sqlitePlace(url, digest, worker);
  if (scheme === "pglite") throw badTestDatabase(url);
  return serverPlace(new URL(url), digest, worker);
}

function badTestDatabase(url: string): MigrationError {
  return new MigrationError("MIGRATIONS_BAD_TEST_DATABASE", `Tests get no database of their own beside ${url}.`, {
    cure: 'Give the alias a file or a server\'s database: defineDatabases({ default: "sqlite:db.sqlite3" }). One in memory is migrated by migrate(project) itself.',
  });
}

// The original and the copies stand in the folder for temporary files.
function sqlitePlace(url: string, digest: string, worker: string): Place {
  const fs = process.getBuiltinModule("node:fs");
  const { basename, join } = process.getBuiltinModule("node:path");
  const [path = "", query] = url.slice("sqlite:".length).split("?");
  if (path === "" || path.includes(":memory:") || path === "memory") throw badTestDatabase(url);
  const folder = join(process.getBuiltinModule("node:os").tmpdir(), "demijohn-test-databases");
  fs.mkdirSync(folder, { recursive: true });
  const name = basename(path).replace(/\W/g, "_");
  const original = join(folder, `${name}_${digest}.sqlite3`);
  const copy = join(folder, `${name}_${digest}_${worker}.sqlite3`);
  const remove = (file: string) => {
    for (const tail of ["", "-wal", "-shm"]) fs.rmSync(file + tail, { force: true });
  };
  return {
    url: `sqlite:${copy}${query === undefined ? "" : `?${query}`}`,
    async copyOriginal(make) {
      const cached = fs.existsSync(original);
      if (!cached) {
        // Made aside and moved: of processes that start together, the last wins, and none sees a half.
        const aside = `${original}.${process.pid}`;
        remove(aside);
        await make(`sqlite:${aside}`);
        fs.renameSync(aside, original);
        remove(aside);
      }
      remove(copy);
      fs.copyFileSync(original, copy);
      return cached;
    },
    drop: async () => remove(copy),
  };
}

function serverPlace(url: URL, digest: string, worker: string): Place {
  const name = decodeURIComponent(url.pathname.slice(1));
  if (name === "") throw badTestDatabase(String(url));
  const named = (database: string): string => {
    const other = new URL(url);
    other.pathname = `/${database}`;
    return String(other);
  };
  const original = `test_${name}_${digest}`;
  const copy = `test_${name}_${worker}`;
  const admin = async <Result>(work: (database: Database) => Promise<Result>): Promise<Result> => {
    const database = openDatabase("test databases", String(url));
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  };
  const quote = (database: Database, text: string) => database.dialect.quoteName(text);
  const drop = (database: Database, text: string) =>
    database.script(`DROP DATABASE IF EXISTS ${quote(database, text)}`);
  return {
    url: named(copy),
    copyOriginal: (make) =>
      admin((database) =>
        alone(database, async (server) => {
          const cached = await isMade(server, original, named(original));
          if (!cached) await makeOriginal(server, { name: original, url: named(original) }, make);
          await drop(server, copy);
          await copyDatabase(server, original, copy, named);
          return cached;
        }),
      ),
    drop: () => admin((database) => drop(database, copy)),
  };
}

// Of processes that start together, one makes the original.
async function alone<Result>(database: Database, work: (database: Database) => Promise<Result>): Promise<Result> {
  const session = await database.begin({});
  try {
    // No transaction: databases are made outside of any. The connection is kept, and with it the lock.
    await session.script("COMMIT");
    await session.script(
      database.dialect.name === "postgres"
        ? "SELECT pg_advisory_lock(8377102642302)"
        : "SELECT GET_LOCK('demijohn_test_databases', 600)",
    );
    return await work(database);
  } finally {
    await database.end(session, "rollback").catch(() => {});
  }
}

// The last thing that an original gets: without it, whoever made it was cut off.
const ready = "demijohn_ready";

async function makeOriginal(
  database: Database,
  { name, url }: { readonly name: string; readonly url: string },
  make: (url: string) => Promise<void>,
): Promise<void> {
  const { quoteName } = database.dialect;
  await database.script(`DROP DATABASE IF EXISTS ${quoteName(name)}`);
  await database.script(`CREATE DATABASE ${quoteName(name)}`);
  await make(url);
  const original = openDatabase("original", url);
  await original.script(`CREATE TABLE ${ready} (done integer)`);
  await original.close();
}

async function isMade(database: Database, name: string, url: string): Promise<boolean> {
  const text = database.dialect.quoteText(name);
  if (database.dialect.name !== "postgres") {
    const sql = `SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${text} AND TABLE_NAME = '${ready}'`;
    return (await queryRows(database, sql)).length > 0;
  }
  if ((await queryRows(database, `SELECT 1 FROM pg_database WHERE datname = ${text}`)).length === 0) return false;
  const original = openDatabase("original", url);
  try {
    return (await queryRows(original, `SELECT 1 FROM pg_class WHERE relname = '${ready}'`)).length > 0;
  } finally {
    await original.close();
  }
}

type Named = (database: string) => string;

async function copyDatabase(database: Database, from: string, to: string, named: Named): Promise<void> {
  const { quoteName } = database.dialect;
  if (database.dialect.name === "postgres") {
    await database.script(`CREATE DATABASE ${quoteName(to)} TEMPLATE ${quoteName(from)}`);
    return;
  }
  await database.script(`CREATE DATABASE ${quoteName(to)}`);
  const source = openDatabase("source", named(from));
  const target = openDatabase("target", named(to));
  try {
    const tables = (await introspect(source)).filter((table) => table.name !== ready);
    await createSchemaEditor(target).createTables(tables);
    for (const { name, columns } of tables) {
      const list = columns.filter((column) => column.generated === undefined).map((column) => quoteName(column.name));
      await target.script(
        `SET FOREIGN_KEY_CHECKS = 0; INSERT INTO ${quoteName(name)} (${list.join(", ")}) SELECT ${list.join(", ")} FROM ${quoteName(from)}.${quoteName(name)}; SET FOREIGN_KEY_CHECKS = 1`,
      );
    }
  } finally {
    await source.close();
    await target.close();
  }
}
