// Measures a rebuilt SQLite table and an added PostgreSQL column, of a million rows each, against hand-written SQL: time,
// memory and locks. The time is that of the statements, from the first to the commit; what comes before is told apart. Run: node --conditions=demijohn-source bench/migrations.mjs [rows]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addField, alterField, createModel, defineMigration, migrate } from "demijohn/migrations";
import { atomic, closeDatabases, connection, defineDatabases, openDatabase } from "demijohn/orm";

const rows = Number(process.argv[2] ?? 1_000_000);
const postgresUrl = process.env.DEMIJOHN_TEST_POSTGRES ?? "postgres://postgres@127.0.0.1:5432/test";

const initial = defineMigration({
  name: "0001_initial",
  operations: [
    createModel(
      "Film",
      {
        id: { type: "auto" },
        title: { type: "char", maxLength: 100, index: true },
        year: { type: "integer" },
        note: { type: "text", null: true },
      },
      { table: "bench_film" },
    ),
  ],
});
const after = { dependencies: [["bench", "0001_initial"]] };
const rebuilt = defineMigration({
  ...after,
  name: "0002_rebuild",
  operations: [alterField("Film", "year", { type: "integer", null: true })],
});
const added = defineMigration({
  ...after,
  name: "0002_add",
  operations: [addField("Film", "rating", { type: "integer" }, { fill: 3 })],
});
const retyped = defineMigration({
  ...after,
  name: "0002_retype",
  operations: [alterField("Film", "year", { type: "bigInt" })],
});
const project = (...migrations) => ({ sources: [{ label: "bench", models: [], migrations }] });
const seconds = (start) => (performance.now() - start) / 1000;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

// Each way runs in a process of its own, so that its memory is its own.
if (process.argv[3] === "child") {
  const [, , , , how, url] = process.argv;
  defineDatabases({ default: url });
  await connection().script("SELECT 1");
  const before = process.memoryUsage().rss;
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
  let locks;
  let first;
  let last;
  const start = performance.now();
  if (how === "sqlite-hand") {
    await connection().script(`
      PRAGMA foreign_keys = OFF;
      BEGIN IMMEDIATE;
      CREATE TABLE bench_new (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, year INTEGER, note TEXT);
      INSERT INTO bench_new (id, title, year, note) SELECT id, title, year, note FROM bench_film;
      DROP TABLE bench_film;
      ALTER TABLE bench_new RENAME TO bench_film;
      CREATE INDEX bench_film_title ON bench_film (title);
      PRAGMA foreign_key_check;
      COMMIT;
      PRAGMA foreign_keys = ON`);
  } else if (how === "postgres-hand") {
    // One after the other, as psql sends the lines of a file.
    await atomic(async () => {
      await connection().script("ALTER TABLE bench_film ADD COLUMN rating integer NOT NULL DEFAULT 3");
      await connection().script("ALTER TABLE bench_film ALTER COLUMN rating DROP DEFAULT");
      await connection().script("INSERT INTO demijohn_migrations VALUES ('bench', '0002_add', '')");
    });
  } else if (how === "retype-hand") {
    await connection().script("BEGIN; ALTER TABLE bench_film ALTER COLUMN year TYPE bigint; COMMIT");
  } else {
    const watcher = {
      statement: async (_, when) => {
        if (when === "before") first ??= performance.now();
        else if (how === "postgres-locks") locks ??= await readLocks();
      },
      finished: () => {
        last = performance.now();
      },
    };
    await migrate(project(initial, { sqlite: rebuilt, retype: retyped }[how] ?? added), { watcher });
  }
  const whole = seconds(start);
  const time = first === undefined ? whole : (last - first) / 1000;
  clearInterval(timer);
  peak = Math.max(peak, process.memoryUsage().rss, process.resourceUsage().maxRSS * 1024);
  console.log(JSON.stringify({ time, whole, memory: (peak - before) / 1e6, locks }));
  await closeDatabases();
  process.exit(0);
}

async function readLocks() {
  const compiled = {
    text: "SELECT DISTINCT l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'bench_film' ORDER BY 1",
    order: undefined,
    slotCount: 0,
    access: "read",
    returnsRows: true,
    expand: undefined,
    bulk: undefined,
    lists: [],
    bigInts: [],
  };
  return (await connection().execute(compiled, [])).rows.map(([mode]) => mode);
}

function child(how, url) {
  const args = ["--conditions=demijohn-source", "--no-warnings", import.meta.filename, String(rows), "child", how, url];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }).trim().split("\n").at(-1));
}

async function measure(name, { locks, ...ways }, prepare) {
  const results = { hand: [], ours: [] };
  for (let i = 0; i < 5; i++)
    for (const [way, how] of Object.entries(ways)) results[way].push(child(how, await prepare()));
  const time = (way) => median(results[way].map((each) => each.time));
  const memory = (way) => median(results[way].map((each) => each.memory));
  const ratio = time("ours") / time("hand");
  console.log(`${name}, ${rows.toLocaleString("en")} rows`);
  console.log(`  by hand   ${time("hand").toFixed(3)} s, ${memory("hand").toFixed(0)} MB`);
  console.log(
    `  migrate   ${time("ours").toFixed(3)} s, ${memory("ours").toFixed(0)} MB, ${ratio.toFixed(2)} times as long`,
  );
  const held = locks === undefined ? undefined : child(locks, await prepare()).locks;
  console.log(
    `  locks     ${held?.join(", ") ?? "the write lock of the whole file, from start to end; readers go on"}`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "demijohn-bench-"));
try {
  const original = join(folder, "original.sqlite3");
  defineDatabases({ default: `sqlite:${original}` });
  await migrate(project(initial));
  await connection().script(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) INSERT INTO bench_film (title, year, note) SELECT 'Film ' || i, 1900 + i % 120, 'A note about the film ' || i FROM n`,
  );
  await closeDatabases();
  console.log(`The file has ${(statSync(original).size / 1e6).toFixed(0)} MB.`);
  let copy = 0;
  await measure("Rebuilding an SQLite table", { hand: "sqlite-hand", ours: "sqlite" }, async () => {
    const path = join(folder, `copy${copy++}.sqlite3`);
    execFileSync("cp", [original, path]);
    execFileSync("sync");
    return `sqlite:${path}`;
  });
} finally {
  rmSync(folder, { recursive: true });
}

const admin = openDatabase("admin", postgresUrl);
const url = new URL(postgresUrl);
url.pathname = "/demijohn_bench";
try {
  await admin.script("DROP DATABASE IF EXISTS demijohn_bench");
  await admin.script("CREATE DATABASE demijohn_bench");
  defineDatabases({ default: String(url) });
  await migrate(project(initial));
  await connection().script(
    `INSERT INTO bench_film (title, year, note) SELECT 'Film ' || i, 1900 + i % 120, 'A note about the film ' || i FROM generate_series(1, ${rows}) AS i`,
  );
  await closeDatabases();
  const reset = async () => {
    const database = openDatabase("bench", String(url));
    await database.script(
      "ALTER TABLE bench_film DROP COLUMN IF EXISTS rating; ALTER TABLE bench_film ALTER COLUMN year TYPE integer; DELETE FROM demijohn_migrations WHERE name LIKE '0002%'",
    );
    await database.script("CHECKPOINT");
    await database.close();
    return String(url);
  };
  const adding = { hand: "postgres-hand", ours: "postgres", locks: "postgres-locks" };
  await measure("Adding a PostgreSQL column", adding, reset);
  await measure(
    "Widening a PostgreSQL column",
    { hand: "retype-hand", ours: "retype", locks: "postgres-locks" },
    reset,
  );
} finally {
  await admin.script("DROP DATABASE IF EXISTS demijohn_bench");
  await admin.close();
}
