// Opens the databases that the contracts run on: SQLite in memory and in a file, PGlite, and the servers that answer.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { closeDatabases, createTables, defineDatabases, dropTables } from "#orm";
import type { ColumnType } from "../../src/orm/column-type.ts";
import type { Database } from "../../src/orm/database/database.ts";
import { openDatabase } from "../../src/orm/database/databases.ts";
import { compileSql } from "../../src/orm/sql/compile.ts";
import { rawStatement, type SqlNode } from "../../src/orm/sql/node.ts";
import { serverUrl, skipWithout } from "../servers.ts";

/** One database to test on. */
export interface DatabaseCase {
  readonly name: string;
  /** The reason to skip it, or false. */
  readonly skip: string | false;
  /** Makes an empty database; `options` are added to the URL. */
  open(options?: string): Promise<OpenedDatabase>;
}
export interface OpenedDatabase {
  readonly database: Database;
  readonly url: string;
  /** Closes and removes it. */
  remove(): Promise<void>;
}

const withOptions = (url: string, options: string | undefined): string =>
  options === undefined || options === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${options}`;

async function openOnServer(base: string, dialect: "postgres" | "mysql", options?: string): Promise<OpenedDatabase> {
  const name = `dj_test_${randomBytes(6).toString("hex")}`;
  const admin = openDatabase("admin", base);
  await admin.script(`CREATE DATABASE ${name}${dialect === "mysql" ? " CHARACTER SET utf8mb4" : ""}`);
  const address = new URL(base);
  address.pathname = `/${name}`;
  const url = withOptions(address.href, options);
  const database = openDatabase("default", url);
  return {
    database,
    url,
    async remove() {
      try {
        await database.close();
      } finally {
        await admin.script(`DROP DATABASE ${name}${dialect === "postgres" ? " WITH (FORCE)" : ""}`);
        await admin.close();
      }
    },
  };
}

/** All databases, the embedded ones first. */
export const databaseCases: readonly DatabaseCase[] = [
  {
    name: "SQLite in memory",
    skip: false,
    async open(options) {
      const url = withOptions("sqlite::memory:", options);
      const database = openDatabase("default", url);
      return { database, url, remove: () => database.close() };
    },
  },
  {
    name: "SQLite in a file",
    skip: false,
    async open(options) {
      const folder = mkdtempSync(join(tmpdir(), "demijohn-"));
      const url = withOptions(`sqlite:${join(folder, "test.db")}`, options);
      const database = openDatabase("default", url);
      return {
        database,
        url,
        async remove() {
          await database.close();
          rmSync(folder, { recursive: true });
        },
      };
    },
  },
  {
    name: "PGlite",
    skip: false,
    async open(options) {
      const url = withOptions("pglite::memory:", options);
      const database = openDatabase("default", url);
      return { database, url, remove: () => database.close() };
    },
  },
  {
    name: "PostgreSQL",
    skip: await skipWithout("postgres"),
    open: (options) => openOnServer(serverUrl("postgres"), "postgres", options),
  },
  {
    name: "MariaDB",
    skip: await skipWithout("mariadb"),
    open: (options) => openOnServer(serverUrl("mariadb").replace(/^mysql:/, "mariadb:"), "mysql", options),
  },
];

/** Compiles and runs a statement; values are encoded by the types given beside them. */
export async function run(
  database: Database,
  node: SqlNode,
  values: readonly (readonly [type: ColumnType, value: unknown])[] = [],
): Promise<{ readonly rows: readonly (readonly unknown[])[]; readonly affected: number }> {
  const params = values.map(([type, value]) => {
    const { encode } = database.dialect.codec(type);
    const one = (item: unknown): unknown => (item === null || encode === undefined ? item : encode(item as never));
    return Array.isArray(value) && type.kind !== "array" && type.kind !== "json" ? value.map(one) : one(value);
  });
  return database.execute(compileSql(node, database.dialect), params);
}

/** Makes a raw value what the program uses. */
export function decoded(database: Database, type: ColumnType, raw: unknown): unknown {
  const { decode } = database.dialect.codec(type);
  return raw === null || decode === undefined ? raw : decode(raw as never);
}

/** Runs hand-written SQL and returns its rows as the driver reads them. */
export async function query(
  database: Database,
  sql: string,
  access: "read" | "write" = "read",
): Promise<readonly (readonly unknown[])[]> {
  return (await run(database, rawStatement([sql], [], access))).rows;
}

/** Makes the tables of models in one database before the tests of a suite, fills them, and removes all of it afterwards. */
export function withModels(
  database: DatabaseCase,
  models: Parameters<typeof createTables>[0],
  fill: () => Promise<void>,
): void {
  let remove: () => Promise<void>;
  before(async () => {
    const opened = await database.open();
    remove = () => opened.remove();
    if (opened.url.includes(":memory:")) await opened.database.close();
    defineDatabases({ default: opened.url });
    await createTables(models);
    await fill();
  });
  after(async () => {
    try {
      await dropTables(models);
    } finally {
      await closeDatabases().finally(remove);
    }
  });
}
