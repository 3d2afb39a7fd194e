// Measures a rebuilt SQLite table and added PostgreSQL columns, of a million rows each, against hand-written SQL: time,
// memory and locks. Each way runs in fresh processes, by turns; the best of nine runs counts, because the machine does other
// things. Told are the time from the call to its end, and that of the statements, from the first one that locks the table to
// the commit. Run: node --conditions=demijohn-source bench/migrations.mjs [rows]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addField, alterField, createModel, defineMigration, migrate } from "demijohn/migrations";
import { atomic, closeDatabases, connection, defineDatabases, openDatabase } from "demijohn/orm";

const rows = Number(process.argv[2] ?? 1_000_000);
const manyColumns = 12;
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
const columnNames = (count) => Array.from({ length: count }, (_, index) => `rating${index}`);
const added = (count) =>
  defineMigration({
    ...after,
    name: "0002_add",
    operations: columnNames(count).map((name) => addField("Film", name, { type: "integer" }, { fill: 3 })),
  });
const retyped = defineMigration({
  ...after,
  name: "0002_retype",
  operations: [alterField("Film", "year", { type: "bigInt" })],
});
const project = (...migrations) => ({ sources: [{ label: "bench", models: [], migrations }] });
const seconds = (start) => (performance.now() - start) / 1000;

// Each way runs in a process of its own, so that its memory is its own.
if (process.argv[3] === "child") {
  const [, , , , how, url, count] = process.argv;
  defineDatabases({ default: url });
  await connection().script("SELECT 1");
  const before = process.memoryUsage().rss;
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
  let locks;
  let first;
  let last;
  const script = (sql) => {
    first ??= performance.now();
    return connection().script(sql);
  };
  const start = performance.now();
  if (how === "sqlite-hand") {
    await script(`
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
  } else if (how === "add-hand") {
    // One after the other, as psql sends the lines of a file.
    await atomic(async () => {
      for (const name of columnNames(Number(count))) {
        await script(`ALTER TABLE bench_film ADD COLUMN ${name} integer NOT NULL DEFAULT 3`);
        await script(`ALTER TABLE bench_film ALTER COLUMN ${name} DROP DEFAULT`);
      }
    });
  } else if (how === "retype-hand") {
    await atomic(() => script("ALTER TABLE bench_film ALTER COLUMN year TYPE bigint"));
  } else {
    const watcher = {
      statement: async (_, when) => {
        if (when === "before") first ??= performance.now();
        else if (how === "locks") locks ??= await readLocks();
      },
      finished: () => {
        last = performance.now();
      },
    };
    const migration = { sqlite: rebuilt, retype: retyped }[how] ?? added(Number(count));
    await migrate(project(initial, migration), { watcher });
  }
  last ??= performance.now();
  const whole = seconds(start);
  clearInterval(timer);
  peak = Math.max(peak, process.memoryUsage().rss, process.resourceUsage().maxRSS * 1024);
  console.log(JSON.stringify({ statements: (last - first) / 1000, whole, memory: (peak - before) / 1e6, locks }));
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

function child(how, url, count) {
  const args = ["--conditions=demijohn-source", "--no-warnings", import.meta.filename, rows, "child", how, url, count];
  return JSON.parse(execFileSync(process.execPath, args.map(String), { encoding: "utf8" }).trim().split("\n").at(-1));
}

async function measure(name, { hand, ours, locks, columns = 1 }, prepare) {
  const results = { hand: [], ours: [] };
  for (let turn = 0; turn < 9; turn++) {
    const order = turn % 2 === 0 ? ["hand", "ours"] : ["ours", "hand"];
    for (const way of order) results[way].push(child({ hand, ours }[way], await prepare(), columns));
  }
  const best = (way, what) => Math.min(...results[way].map((each) => each[what]));
  const line = (what) => {
    const [byHand, own] = [best("hand", what), best("ours", what)].map((value) => value * 1000);
    return `by hand ${byHand.toFixed(1)} ms, migrate ${own.toFixed(1)} ms: ${(own / byHand).toFixed(2)} times as long`;
  };
  console.log(`${name}, ${rows.toLocaleString("en")} rows`);
  console.log(`  statements  ${line("statements")}`);
  console.log(`  whole call  ${line("whole")}`);
  console.log(
    `  memory      by hand ${best("hand", "memory").toFixed(0)} MB, migrate ${best("ours", "memory").toFixed(0)} MB`,
  );
  const held = locks === true ? child("locks", await prepare(), columns).locks.join(", ") : locks;
  console.log(`  locks       ${held}`);
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
  const locks = "the write lock of the whole file, from start to end; readers go on";
  await measure("Rebuilding an SQLite table", { hand: "sqlite-hand", ours: "sqlite", locks }, async () => {
    rmSync(join(folder, `copy${copy - 1}.sqlite3`), { force: true });
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
    const drops = columnNames(manyColumns).map((name) => `DROP COLUMN IF EXISTS ${name}`);
    await database.script(
      `ALTER TABLE bench_film ${drops.join(", ")}, ALTER COLUMN year TYPE integer; DELETE FROM demijohn_migrations WHERE name LIKE '0002%'`,
    );
    await database.script("CHECKPOINT");
    await database.close();
    return String(url);
  };
  const adding = { hand: "add-hand", ours: "add", locks: true };
  await measure("Adding a PostgreSQL column", adding, reset);
  await measure(`Adding ${manyColumns} PostgreSQL columns`, { ...adding, columns: manyColumns }, reset);
  await measure("Widening a PostgreSQL column", { hand: "retype-hand", ours: "retype", locks: true }, reset);
} finally {
  await admin.script("DROP DATABASE IF EXISTS demijohn_bench");
  await admin.close();
}
