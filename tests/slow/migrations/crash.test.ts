// A migration of twelve operations is killed at every boundary of its statements; the next run completes it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  addConstraint,
  addField,
  addIndex,
  alterField,
  createModel,
  defineMigration,
  deleteModel,
  type MigrationProject,
  migrate,
  removeField,
  renameField,
  renameModel,
  runCode,
  runSql,
} from "#migrations";
import { introspect } from "#migrations/internals";
import { closeDatabases, connection, type Database, defineDatabases, openDatabase } from "#orm";
import { serverUrl, skipWithout } from "../../servers.ts";

const first = defineMigration({
  name: "0001_initial",
  operations: [
    createModel("Studio", { id: { type: "auto" }, name: { type: "char", maxLength: 50 } }, { table: "crash_studio" }),
    createModel(
      "Film",
      {
        id: { type: "auto" },
        title: { type: "char", maxLength: 50 },
        minutes: { type: "integer" },
        note: { type: "text", null: true },
        studio: { type: "foreignKey", to: "crash.Studio", onDelete: "cascade" },
      },
      { table: "crash_film" },
    ),
    createModel("Old", { id: { type: "auto" } }, { table: "crash_old" }),
  ],
});

const second = defineMigration({
  name: "0002_everything",
  dependencies: [["crash", "0001_initial"]],
  operations: [
    createModel("Actor", { id: { type: "auto" }, name: { type: "char", maxLength: 50 } }, { table: "crash_actor" }),
    addField("Film", "rating", { type: "integer" }, { fill: 3 }),
    alterField("Film", "title", { type: "char", maxLength: 200 }),
    renameField("Film", "note", "remark"),
    addField("Film", "lead", { type: "foreignKey", to: "crash.Actor", null: true, onDelete: "setNull" }),
    addIndex("Film", { name: "crash_film_title", fields: ["title"] }),
    runCode({
      name: "add a hundred to the minutes",
      models: { "crash.Film": { id: { type: "auto" }, minutes: { type: "integer" } } },
      async forwards({ model }) {
        const Film = model("crash.Film");
        for (const film of await Film.objects.all()) {
          film.minutes += 100;
          await film.save();
        }
      },
    }),
    runSql("UPDATE crash_film SET rating = rating + 1"),
    addConstraint("Film", { kind: "unique", name: "crash_film_title_once", fields: ["title", "minutes"] }),
    deleteModel("Old"),
    renameModel("Studio", "Company"),
    removeField("Film", "rating"),
  ],
});

const project: MigrationProject = { sources: [{ label: "crash", models: [], migrations: [first, second] }] };
const tables = ["crash_actor", "crash_film", "crash_studio", "crash_old", "company", "crash_company"];

// In the child: stops at the boundary that it is told, and waits there to be killed.
async function runToBoundary(boundary: number): Promise<void> {
  let count = 0;
  await migrate(project, {
    watcher: {
      statement: () => {
        if (count++ !== boundary) return undefined;
        process.stdout.write("here\n");
        setInterval(() => {}, 1000);
        return new Promise(() => {});
      },
    },
  });
  process.stdout.write("done\n");
  await closeDatabases();
}

function killAt(boundary: number, url: string): Promise<"killed" | "done"> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--conditions=demijohn-source", "--no-warnings", import.meta.filename], {
      env: { ...process.env, CRASH_URL: url, CRASH_AT: String(boundary), NODE_TEST_CONTEXT: undefined },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let error = "";
    let done = false;
    child.stderr.on("data", (text) => (error += text));
    child.stdout.on("data", (text) => {
      if (String(text).includes("here")) child.kill("SIGKILL");
      if (String(text).includes("done")) done = true;
    });
    child.on("close", (code, signal) => {
      if (signal === "SIGKILL") resolve("killed");
      else if (code === 0 && done) resolve("done");
      else reject(new Error(`The child failed: ${error}`));
    });
  });
}

async function reset(database: Database): Promise<void> {
  if (database.dialect.name === "mysql") await database.script("SET FOREIGN_KEY_CHECKS = 0");
  for (const name of [...tables, "crash_film", "demijohn_migrations", "demijohn_migration_journal"])
    await database.script(`DROP TABLE IF EXISTS ${name}${database.dialect.name === "postgres" ? " CASCADE" : ""}`);
  await migrate(project, { target: { label: "crash", name: "0001" } });
  await database.script("INSERT INTO crash_studio (name) VALUES ('A24')");
  await database.script(
    "INSERT INTO crash_film (title, minutes, note, studio_id) VALUES ('Alien', 17, 'space', 1), ('Brazil', 43, NULL, 1), ('Clue', -3, 'x', 1)",
  );
}

async function outcome(database: Database): Promise<string> {
  const found = await introspect(database, { tables });
  const compiled = {
    text: "SELECT title, minutes, remark, lead_id FROM crash_film ORDER BY id",
    order: undefined,
    slotCount: 0,
    access: "write",
    returnsRows: true,
    expand: undefined,
    bulk: undefined,
    lists: [],
    bigInts: [],
  } as const;
  const { rows } = await database.execute(compiled, []);
  return JSON.stringify({ found, rows }, null, 1);
}

async function killEverywhere(url: string): Promise<number> {
  defineDatabases({ default: url });
  let boundary = 0;
  try {
    await reset(connection());
    await migrate(project);
    const wanted = await outcome(connection());
    assert.match(wanted, /143/);
    for (; ; boundary++) {
      await reset(connection());
      const how = await killAt(boundary, url);
      await migrate(project);
      assert.equal(await outcome(connection()), wanted, `killed at boundary ${boundary}`);
      if (how === "done") return boundary;
    }
  } finally {
    const database = connection();
    for (const name of [
      "crash_film",
      "crash_actor",
      "crash_studio",
      "crash_old",
      "demijohn_migrations",
      "demijohn_migration_journal",
    ])
      await database.script(`DROP TABLE IF EXISTS ${name}`);
    await closeDatabases();
  }
}

if (process.env["CRASH_URL"] !== undefined) {
  defineDatabases({ default: process.env["CRASH_URL"] });
  await runToBoundary(Number(process.env["CRASH_AT"]));
} else {
  test("on SQLite nothing is left of a migration that was killed, and the next run completes it", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "demijohn-crash-"));
    try {
      const boundaries = await killEverywhere(`sqlite:${join(folder, "db.sqlite3")}`);
      assert.ok(boundaries >= 24);
      t.diagnostic(`killed at ${boundaries} boundaries`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("on PostgreSQL nothing is left of a migration that was killed, and the next run completes it", {
    skip: await skipWithout("postgres"),
  }, async (t) => {
    const boundaries = await inOwnDatabase("postgres");
    assert.ok(boundaries >= 24);
    t.diagnostic(`killed at ${boundaries} boundaries`);
  });

  test("on MariaDB a migration that was killed goes on where it was", {
    skip: await skipWithout("mariadb"),
  }, async (t) => {
    const boundaries = await inOwnDatabase("mariadb");
    assert.ok(boundaries >= 24);
    t.diagnostic(`killed at ${boundaries} boundaries`);
  });
}

// The record of migrations has one name, so tests that run side by side need databases of their own.
async function inOwnDatabase(server: "postgres" | "mariadb"): Promise<number> {
  const admin = openDatabase("admin", serverUrl(server));
  await admin.script("DROP DATABASE IF EXISTS demijohn_crash");
  await admin.script("CREATE DATABASE demijohn_crash");
  try {
    return await killEverywhere(serverUrl(server).replace(/\/[^/]*$/, "/demijohn_crash"));
  } finally {
    await admin.script("DROP DATABASE demijohn_crash");
    await admin.close();
  }
}
