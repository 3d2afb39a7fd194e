// Parses a database's URL into what opens it: `sqlite:films.db`, `postgres://user@host/films?max=20`.
import { SettingsError } from "#kernel";

/** A database's address, with all options at their values or defaults. Times are in milliseconds. */
export interface DatabaseAddress {
  readonly engine: "sqlite" | "postgres" | "pglite" | "mariadb" | "mysql";
  /** A file or folder, or `:memory:`; empty for a server. */
  readonly path: string;
  /** The URL for the driver, without the options below; empty for a file. */
  readonly url: string;
  /** Options that are the driver's: pragmas of SQLite, settings of pg and mysql2. */
  readonly extra: Readonly<Record<string, string>>;
  readonly max: number;
  readonly acquireTimeout: number;
  readonly connectTimeout: number;
  readonly idleTimeout: number;
  readonly maxLifetime: number;
  readonly checkAfter: number;
  /** SQLite: how long a task waits for the write lock. */
  readonly lockTimeout: number;
  /** SQLite: how long a statement blocks for another process's lock before the task waits instead. */
  readonly busyTimeout: number;
  /** From when a statement is warned about; never where undefined. */
  readonly slowQuery: number | undefined;
  /** PostgreSQL: whether statements are prepared by name. */
  readonly prepare: boolean;
  readonly readOnly: boolean;
}

const defaults = {
  max: 10,
  acquireTimeout: 10_000,
  connectTimeout: 10_000,
  idleTimeout: 60_000,
  maxLifetime: 1_800_000,
  checkAfter: 15_000,
  lockTimeout: 5000,
  busyTimeout: 50,
} as const;

const engines: Readonly<Record<string, DatabaseAddress["engine"]>> = {
  sqlite: "sqlite",
  file: "sqlite",
  postgres: "postgres",
  postgresql: "postgres",
  pglite: "pglite",
  mysql: "mysql",
  mariadb: "mariadb",
};

/**
 * Parses a database's URL.
 *
 * SQLite: `sqlite:films.db`, `sqlite:///srv/films.db`, `sqlite::memory:`; further options are pragmas. PGlite:
 * `pglite:folder`, `pglite::memory:`. Servers: `postgres://user:password@host:5432/films`, `mariadb://…`, `mysql://…`.
 *
 * @throws SettingsError `ORM_BAD_DATABASE_URL` for another scheme or an option that is not a number.
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const colon = url.indexOf(":");
  const engine = engines[url.slice(0, colon).toLowerCase()];
  if (engine === undefined) throw badUrl(`The database URL "${hidePassword(url)}" has a scheme that is not known.`);
  const mark = url.indexOf("?");
  const address = mark < 0 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1));
  const take = (name: string) => {
    const value = query.get(name);
    query.delete(name);
    return value ?? undefined;
  };
  const number = <Default extends number | undefined>(name: string, otherwise: Default): number | Default => {
    const text = take(name);
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (text === "" || !Number.isFinite(value) || value < 0)
      throw badUrl(`The option ${name} of the database URL "${hidePassword(url)}" is no number: "${text}".`);
    return value;
  };
  const embedded = engine === "sqlite" || engine === "pglite";
  const numbers = {} as { -readonly [Name in keyof typeof defaults]: number };
  for (const [name, value] of Object.entries(defaults)) numbers[name as keyof typeof defaults] = number(name, value);
  const slowQuery = number("slowQuery", undefined);
  const prepare = take("prepare") !== "false" && take("pgbouncer") !== "true";
  const readOnly = take("mode") === "ro";
  return Object.freeze({
    engine,
    path: embedded ? filePath(address.slice(colon + 1)) : "",
    url: embedded ? "" : address,
    extra: Object.fromEntries(query),
    ...numbers,
    slowQuery,
    prepare,
    readOnly,
  });
}

// "films.db", "///srv/films.db", "//:memory:", ":memory:".
function filePath(rest: string): string {
  const path = decodeURIComponent(rest.startsWith("//") ? rest.slice(2) : rest);
  return path === "" || path === "memory" ? ":memory:" : path;
}

function badUrl(summary: string): SettingsError {
  return new SettingsError("ORM_BAD_DATABASE_URL", summary, {
    cure: "Write sqlite:films.db, postgres://user:password@host/films, mariadb://user:password@host/films or pglite:folder.",
  });
}

/** The URL as it may be shown: without its password. */
export function hidePassword(url: string): string {
  return url.replace(/^([a-z]+:\/\/[^:/@]*):[^@]*@/i, "$1:…@");
}
