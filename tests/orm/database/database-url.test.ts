// Tests what each form of a database's URL means, and the errors of wrong ones.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type DatabaseAddress, hidePassword, parseDatabaseUrl } from "../../../src/orm/database/database-url.ts";

const part = <Key extends keyof DatabaseAddress>(url: string, ...keys: Key[]): unknown[] => {
  const address = parseDatabaseUrl(url);
  return keys.map((key) => address[key]);
};

test("SQLite is a path or memory", () => {
  for (const [url, path] of [
    ["sqlite:films.db", "films.db"],
    ["sqlite:./data/films.db", "./data/films.db"],
    ["sqlite:///srv/films.db", "/srv/films.db"],
    ["sqlite:/srv/my%20films.db", "/srv/my films.db"],
    ["file:films.db", "films.db"],
    ["sqlite::memory:", ":memory:"],
    ["sqlite://:memory:", ":memory:"],
    ["sqlite:", ":memory:"],
  ] as const)
    assert.deepEqual(part(url, "engine", "path", "url"), ["sqlite", path, ""], url);
});

test("servers keep their URL for the driver, without the options of the pool", () => {
  assert.deepEqual(part("postgres://u:p@h:5433/films?max=3&sslmode=require", "engine", "url", "max", "extra"), [
    "postgres",
    "postgres://u:p@h:5433/films",
    3,
    { sslmode: "require" },
  ]);
  assert.deepEqual(part("postgresql://h/films", "engine", "max", "prepare"), ["postgres", 10, true]);
  assert.deepEqual(part("postgres://h/films?pgbouncer=true", "prepare", "extra"), [false, {}]);
  assert.deepEqual(part("postgres://h/films?prepare=false", "prepare"), [false]);
  assert.deepEqual(part("mariadb://h/films", "engine", "url"), ["mariadb", "mariadb://h/films"]);
  assert.deepEqual(part("mysql://h/films", "engine"), ["mysql"]);
  assert.deepEqual(part("pglite:data", "engine", "path"), ["pglite", "data"]);
  assert.deepEqual(part("pglite::memory:", "path"), [":memory:"]);
});

test("options have defaults, and what is left of them is the driver's", () => {
  assert.deepEqual(
    part(
      "sqlite:a?mode=ro&lockTimeout=70&slowQuery=250&cache_size=-8000",
      "readOnly",
      "lockTimeout",
      "slowQuery",
      "extra",
    ),
    [true, 70, 250, { cache_size: "-8000" }],
  );
  assert.deepEqual(part("sqlite:a", "readOnly", "lockTimeout", "slowQuery", "acquireTimeout"), [
    false,
    5000,
    undefined,
    10_000,
  ]);
});

test("another scheme and an option that is no number are refused, without showing the password", () => {
  const cure =
    "\n  Write sqlite:films.db, postgres://user:password@host/films, mariadb://user:password@host/films or pglite:folder.";
  assert.throws(() => parseDatabaseUrl("oracle://u:secret@h/x"), {
    name: "SettingsError",
    message: `ORM_BAD_DATABASE_URL: The database URL "oracle://u:…@h/x" has a scheme that is not known.${cure}`,
  });
  assert.throws(() => parseDatabaseUrl("films.db"), {
    message: `ORM_BAD_DATABASE_URL: The database URL "films.db" has a scheme that is not known.${cure}`,
  });
  assert.throws(() => parseDatabaseUrl("postgres://u:secret@h/x?max=many"), {
    message: `ORM_BAD_DATABASE_URL: The option max of the database URL "postgres://u:…@h/x?max=many" is no number: "many".${cure}`,
  });
});

test("a password is hidden, nothing else", () => {
  assert.equal(hidePassword("postgres://u:p%40ss@h/x"), "postgres://u:…@h/x");
  assert.equal(hidePassword("postgres://u@h/x"), "postgres://u@h/x");
});
