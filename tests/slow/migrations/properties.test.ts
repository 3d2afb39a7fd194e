// Migrates random pairs of schemas, 2,000 on SQLite and 200 on each server: there, back, and squashed.
import test from "node:test";
import { connection, type Database, defineDatabases } from "demijohn/orm";
import fc from "fast-check";
import { checkPair } from "../../migrations/schema-properties.ts";
import { serverUrl, skipWithout } from "../../servers.ts";

const numbers = (least: number) =>
  fc.array(fc.nat({ max: 1000 }), { minLength: least, maxLength: least * 2, size: "max" });
const pairs = fc.record({ schema: numbers(60), edits: numbers(30) });

const seed = Number(process.env["DEMIJOHN_SEED"] ?? 1);
let opened = 0;

async function checkPairs(url: string, numRuns: number, empty: (database: Database) => Promise<void>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(pairs, async (pair) => {
      const alias = `pairs${opened++ % 2}`;
      defineDatabases({ [alias]: url });
      const database = connection(alias);
      try {
        await empty(database);
        fc.pre(await checkPair(database, pair));
      } finally {
        await database.close();
      }
    }),
    // The same pairs each time; DEMIJOHN_SEED asks for others.
    { numRuns, seed },
  );
}

// DEMIJOHN_PAIRS asks for more: so many on SQLite, and a tenth of them on each server.
const onSqlite = Number(process.env["DEMIJOHN_PAIRS"] ?? 2000);
const onServers = Math.ceil(onSqlite / 10);
const timeout = 1200 * onSqlite;
test(`${onSqlite} pairs of schemas migrate on SQLite`, { timeout }, async () => {
  await checkPairs("sqlite::memory:", onSqlite, async () => {});
});

test(`${onServers} pairs of schemas migrate on PostgreSQL`, {
  skip: await skipWithout("postgres"),
  timeout,
}, async () => {
  const schema = "migrations_pairs";
  const url = `${serverUrl("postgres")}?options=-c%20search_path%3D${schema}`;
  const clean = (database: Database) => database.script(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  await checkPairs(url, onServers, async (database) => {
    await clean(database);
    await database.script(`CREATE SCHEMA ${schema}`);
  });
  defineDatabases({ cleaner: serverUrl("postgres") });
  await clean(connection("cleaner"));
  await connection("cleaner").close();
});

test(`${onServers} pairs of schemas migrate on MariaDB`, {
  skip: await skipWithout("mariadb"),
  timeout,
}, async () => {
  const name = "migrations_pairs";
  const clean = (database: Database) => database.script(`DROP DATABASE IF EXISTS ${name}`);
  defineDatabases({ cleaner: serverUrl("mariadb") });
  const url = new URL(serverUrl("mariadb"));
  url.pathname = `/${name}`;
  await checkPairs(url.href, onServers, async () => {
    await clean(connection("cleaner"));
    await connection("cleaner").script(`CREATE DATABASE ${name}`);
  });
  await clean(connection("cleaner"));
  await connection("cleaner").close();
});
