// Keeps the program's databases by alias, and opens each at its first use.
import { didYouMean, SettingsError, SetupError } from "#kernel";
import { defaultDatabaseUrl } from "#kernel/internals";
import type { Connection } from "../connection.ts";
import type { Database } from "./database.ts";
import { type DatabaseAddress, parseDatabaseUrl } from "./database-url.ts";
import { createMysqlDriver } from "./drivers/mysql/mysql-driver.ts";
import { createPgliteDriver } from "./drivers/pglite/pglite-driver.ts";
import { createPostgresDriver } from "./drivers/postgres/postgres-driver.ts";
import { PooledDatabase } from "./pooled-database.ts";
import { ReplicatedDatabase } from "./replicated-database.ts";
import { SqliteDatabase } from "./sqlite-database.ts";

/** One database: its URL, or its URL and the replicas that answer reads. */
export type DatabaseConfig =
  | string
  | {
      readonly url: string;
      /** Databases that follow this one and may be a moment behind. */
      readonly replicas?: readonly string[] | undefined;
      /** Milliseconds after a write during which reads go to the primary; 5,000 by default. */
      readonly pinFor?: number | undefined;
    };

const configs = new Map<string, DatabaseConfig>();
const open = new Map<string, Database>();

/**
 * Declares the program's databases by alias. `default` is the one used where none is named.
 *
 * Nothing is opened before its first statement. Declaring an alias again closes what was open under it.
 *
 * @throws SettingsError `ORM_BAD_DATABASE_URL`.
 * @example
 * ```ts
 * import { connection, defineDatabases } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * console.log(connection().dialect.name); // sqlite
 * ```
 */
export function defineDatabases(databases: Readonly<Record<string, DatabaseConfig>>): void {
  for (const config of Object.values(databases)) for (const url of urlsOf(config)) parseDatabaseUrl(url);
  for (const [alias, config] of Object.entries(databases)) {
    const old = open.get(alias);
    open.delete(alias);
    configs.set(alias, config);
    // Statements under way end by themselves; whoever redeclares a database does not wait for them.
    old?.close().catch(() => {});
  }
}

function urlsOf(config: DatabaseConfig): readonly string[] {
  return typeof config === "string" ? [config] : [config.url, ...(config.replicas ?? [])];
}

/**
 * Returns a database by its alias. `DATABASE_URL`, of the environment or of an app's `.env`, is the default one where
 * none is declared.
 *
 * @throws SettingsError `ORM_NO_DATABASE` where the alias is not declared.
 */
export function connection(alias = "default"): Database {
  const known = open.get(alias);
  if (known !== undefined) return known;
  const config = configOf(alias);
  if (config === undefined) throw noDatabase(alias);
  const database = openDatabase(alias, config);
  open.set(alias, database);
  return database;
}

function configOf(alias: string): DatabaseConfig | undefined {
  return configs.get(alias) ?? (alias === "default" ? defaultDatabaseUrl() : undefined);
}

function noDatabase(alias: string): SettingsError {
  if (alias === "default")
    return new SettingsError("ORM_NO_DATABASE", "No database is configured.", {
      cure: 'Set DATABASE_URL=sqlite:db.sqlite3, or call defineDatabases({ default: "sqlite:db.sqlite3" }).',
    });
  return new SettingsError("ORM_NO_DATABASE", `There is no database "${alias}".${didYouMean(alias, configs.keys())}`, {
    facts: [`Databases: ${[...configs.keys()].sort().join(", ") || "none"}.`],
    cure: `Declare it: defineDatabases({ ${/^\w+$/.test(alias) ? alias : JSON.stringify(alias)}: "…" }).`,
  });
}

/**
 * The URL under which an alias is declared, its password included; that of the primary where there are replicas.
 *
 * @throws SettingsError `ORM_NO_DATABASE` where the alias is not declared.
 */
export function databaseUrl(alias = "default"): string {
  const config = configOf(alias);
  if (config === undefined) throw noDatabase(alias);
  return typeof config === "string" ? config : config.url;
}

/** The aliases of all declared databases. */
export function databaseAliases(): readonly string[] {
  return [...configs.keys()];
}

/** The database that an option `using` means. */
export function databaseOf(using: string | Connection | undefined): Database {
  return using === undefined || typeof using === "string" ? connection(using) : (using as Database);
}

/** Opens a database of its own, outside of the declared ones. The caller closes it. */
export function openDatabase(alias: string, config: DatabaseConfig): Database {
  if (typeof config === "string") return openAddress(alias, parseDatabaseUrl(config));
  const primary = openAddress(alias, parseDatabaseUrl(config.url));
  const replicas = (config.replicas ?? []).map((url) => openAddress(alias, parseDatabaseUrl(url)));
  if (replicas.length === 0) return primary;
  for (const replica of replicas) {
    if (replica.dialect.name !== primary.dialect.name)
      throw new SetupError(
        "ORM_MIXED_REPLICAS",
        `A replica of "${alias}" is ${replica.dialect.name}, but the primary is ${primary.dialect.name}.`,
        {
          cure: "A replica is a copy of its primary, kept by the database server: give it the same kind of URL.",
        },
      );
  }
  return new ReplicatedDatabase(primary, replicas, config.pinFor ?? 5000);
}

function openAddress(alias: string, address: DatabaseAddress): Database {
  switch (address.engine) {
    case "sqlite":
      return new SqliteDatabase(alias, { ...address, pragmas: address.extra });
    case "postgres": {
      const { prepare, connectTimeout } = address;
      const query = new URLSearchParams(address.extra).toString();
      const connectionString = query === "" ? address.url : `${address.url}?${query}`;
      return new PooledDatabase(
        alias,
        createPostgresDriver({ client: { connectionString }, prepare, connectTimeout }),
        address,
      );
    }
    case "pglite":
      return new PooledDatabase(alias, createPgliteDriver(address.path), address);
    default:
      return new PooledDatabase(alias, createMysqlDriver(address), address);
  }
}

/** Closes all databases; each opens again at its next statement. */
export async function closeDatabases(): Promise<void> {
  const all = [...open.values()];
  open.clear();
  await Promise.all(all.map((database) => database.close()));
}
