// Measures the admin's list of 135,233 places: node bench/admin.mjs [rounds] [seconds]. Run npm run build first, or add --conditions=demijohn-source.
// What counts is the CPU time of the server's process a request, on SQLite and, where one answers, PostgreSQL (whose own CPU time stands
// apart), beside Django's admin over the same tables where python3-django is installed. The rows of both answers are compared first.
import assert from "node:assert/strict";
import { fork, spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Agent, request as ask } from "node:http";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { closeDatabases, createTables, defineDatabases, openDatabase } from "demijohn/orm";
import { loadAtlas } from "../examples/films/atlas/load-atlas.ts";
import { Country, Place } from "../examples/films/atlas/models.ts";

const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 1);
const python = "/usr/bin/python3";
const folder = mkdtempSync(join(tmpdir(), "demijohn-bench-"));
const postgres = new URL(process.env.DEMIJOHN_BENCH_POSTGRES ?? "postgres://postgres@127.0.0.1:5432/postgres");
const login = { login: "ada@example.org", password: "violet-harbour-93" };

const lookup = "app_label=atlas&model_name=visit&field_name=place";
const pages = [
  { name: "list", ours: "?", theirs: "?" },
  { name: "middle page", ours: "?p=1353", theirs: "?p=1353" },
  { name: "last page", ours: "?p=2705", theirs: "?p=2705" },
  { name: "search", ours: "?q=berg", theirs: "?q=berg" },
  { name: "search, rare word", ours: "?q=helmond", theirs: "?q=helmond" },
  { name: "two filters", ours: "?country=DE&kind=PPL", theirs: "?country__code__exact=DE&kind__exact=PPL" },
  { name: "by name, page 700", ours: "?o=-name&p=700", theirs: "?o=-1&p=700" },
  { name: "by relation", ours: "?o=-country", theirs: "?o=-2" },
  { name: "lookup", ours: "../../lookup/atlas/place?q=berg", theirs: `../../autocomplete/?${lookup}&term=berg` },
];

// --- databases --------------------------------------------------------------------------------------------------------------

// Each site has its own copy of the same tables, and adds its own accounts to it.
async function sqliteCopies() {
  const [ours, theirs] = ["ours", "theirs"].map((name) => join(folder, `${name}.sqlite3`));
  await fill(`sqlite:${ours}`);
  copyFileSync(ours, theirs);
  return { name: "SQLite", ours: `sqlite:${ours}`, theirs: `sqlite:${theirs}`, cpu: () => 0, drop: () => {} };
}

async function postgresCopies() {
  if (!(await answers(postgres))) return undefined;
  const [ours, theirs] = ["ours", "theirs"].map((side) => `demijohn_bench_${side}`);
  const url = (name) => Object.assign(new URL(postgres), { pathname: name }).href;
  const run = async (...statements) => {
    const admin = openDatabase("admin", postgres.href);
    for (const text of statements) await admin.script(text);
    await admin.close();
  };
  const drop = () => run(...[ours, theirs].map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  await drop();
  await run(`CREATE DATABASE ${ours}`);
  await fill(url(ours));
  await run(`CREATE DATABASE ${theirs} TEMPLATE ${ours}`);
  // A query's helpers would be processes of their own, whose time nobody adds up.
  for (const name of [ours, theirs]) await run(`ALTER DATABASE ${name} SET max_parallel_workers_per_gather = 0`);
  return { name: "PostgreSQL", ours: url(ours), theirs: url(theirs), cpu: (site) => backendTicks(site), drop };
}

async function fill(url) {
  defineDatabases({ default: url });
  await createTables([Country, Place]);
  await loadAtlas();
  await closeDatabases();
  const database = openDatabase("filled", url);
  await database.script(url.startsWith("sqlite") ? "PRAGMA wal_checkpoint(TRUNCATE)" : "VACUUM ANALYZE");
  await database.close();
}

function answers({ hostname, port }) {
  return new Promise((resolve) => {
    const socket = connect(Number(port || 5432), hostname);
    socket.once("connect", () => resolve(true) || socket.destroy());
    socket.once("error", () => resolve(false));
  });
}

// The server's processes for one database say its name in their title.
function backendTicks({ database }) {
  const name = new URL(database).pathname.slice(1);
  let sum = 0;
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(` ${name} `)) sum += ticksOf(pid);
    } catch {
      // It ended meanwhile.
    }
  }
  return sum;
}

// Hundredths of a second, as Linux counts them, in microseconds.
function ticksOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

// --- sites ------------------------------------------------------------------------------------------------------------------

async function startOurs(database, { counts, make }) {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), DATABASE: database, COUNTS: counts, MAKE: make };
  const child = fork(fileURLToPath(new URL("admin/site.mjs", import.meta.url)), { env });
  await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", () => reject(new Error("The site did not start.")));
  });
  const answer = await send({ port }, "/accounts/login", {
    method: "POST",
    body: new URLSearchParams(login).toString(),
    headers: { "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded" },
  });
  assert.equal(answer.status, 303, answer.text);
  return {
    name: counts === "yes" ? "with counts" : "demijohn",
    side: "ours",
    database,
    port,
    cookie: answer.cookies.map((line) => line.split(";")[0]).join("; "),
    cpu: () =>
      new Promise((resolve) => {
        child.once("message", resolve);
        child.send("cpu");
      }),
    stop: () => child.kill(),
  };
}

async function startDjango(database, kinds) {
  const needs = database.startsWith("sqlite") ? "import django" : "import django, psycopg2";
  if (spawnSync(python, ["-c", needs]).status !== 0) return undefined;
  const port = await freePort();
  const url = database.startsWith("sqlite") ? undefined : new URL(database);
  const where = url
    ? ["postgresql", url.pathname.slice(1), url.hostname, url.port || "5432", url.username, url.password]
    : ["sqlite3", database.replace("sqlite:", ""), "", "", "", ""];
  const script = fileURLToPath(new URL("admin/django_site.py", import.meta.url));
  const child = spawn(python, [script, String(port), ...where, kinds], { stdio: ["ignore", "pipe", "inherit"] });
  const cookie = await new Promise((resolve, reject) => {
    child.stdout.once("data", (chunk) => resolve(String(chunk).trim()));
    child.once("exit", () => reject(new Error("Django's site did not start.")));
  });
  return {
    name: "django",
    side: "theirs",
    database,
    port,
    cookie,
    cpu: async () => ticksOf(child.pid),
    stop: () => child.kill(),
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// --- requests ---------------------------------------------------------------------------------------------------------------

const agent = new Agent({ keepAlive: true });

function send({ port, cookie }, path, { method = "GET", headers = {}, body } = {}) {
  const all = cookie === undefined ? headers : { ...headers, Cookie: cookie };
  return new Promise((resolve, reject) => {
    const outgoing = ask({ host: "127.0.0.1", port, path, method, headers: all, agent }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, text, cookies: answer.headers["set-cookie"] ?? [] }));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const addressOf = (site, page) => new URL(page[site.side], "http://x/admin/atlas/place/").href.slice("http://x".length);

/** The names that a page shows, in its order. */
function namesIn(text) {
  if (text.startsWith("{")) return JSON.parse(text).results.map((each) => each.text);
  return [...text.matchAll(/\/admin\/atlas\/place\/\d+\/change\/?[^>]*>([^<]*)</g)].map(([, name]) =>
    name.replaceAll(/&#(?:39|x27);/g, "'"),
  );
}

/** Microseconds of CPU time a request: of the site, and of its database's server. */
async function measure(site, page, serverCpu) {
  const path = addressOf(site, page);
  const before = [await site.cpu(), serverCpu(site)];
  const end = performance.now() + seconds * 1000;
  let count = 0;
  for (; performance.now() < end; count++) await send(site, path);
  return [((await site.cpu()) - before[0]) / count, (serverCpu(site) - before[1]) / count];
}

async function compare(copies, kinds) {
  const sites = [
    await startOurs(copies.ours, { counts: "no", make: "yes" }),
    await startOurs(copies.ours, { counts: "yes", make: "no" }),
    await startDjango(copies.theirs, kinds),
  ].filter(Boolean);
  try {
    console.log(`${copies.name}: ms of CPU time a request${copies.name === "SQLite" ? "" : " (and of the server's)"}`);
    console.log(
      ["".padEnd(18), ...sites.map(({ name }) => name.padStart(18)), "django / demijohn".padStart(20)].join(""),
    );
    for (const page of pages) {
      const shown = [];
      for (const site of sites) {
        const { status, text } = await send(site, addressOf(site, page));
        assert.equal(status, 200, `${site.name}: ${page.name}`);
        shown.push(namesIn(text));
      }
      assert.ok(shown[0].length > 0, page.name);
      for (const names of shown) assert.deepEqual(names.slice(0, 20), shown[0].slice(0, 20), page.name);
      const best = sites.map(() => [Number.POSITIVE_INFINITY, 0]);
      for (let round = 0; round < rounds; round++)
        for (const [i, site] of sites.entries()) {
          const found = await measure(site, page, copies.cpu);
          if (found[0] < best[i][0]) best[i] = found;
        }
      const ms = ([own, server]) =>
        `${(own / 1000).toFixed(2)}${copies.name === "SQLite" ? "" : ` (${(server / 1000).toFixed(2)})`}`;
      const ratio = sites.length < 3 ? "" : `${(best[2][0] / best[0][0]).toFixed(1)} times`;
      console.log([page.name.padEnd(18), ...best.map((each) => ms(each).padStart(18)), ratio.padStart(20)].join(""));
    }
  } finally {
    for (const { stop } of sites) stop();
  }
}

const kinds = ["PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLC", "PPLCH", "PPLF", "PPLG", "PPLH", "PPLL"]
  .concat(["PPLQ", "PPLR", "PPLS", "PPLW", "PPLX", "STLMT"])
  .map((kind) => `${kind}=${new Place({ kind }).display("kind")}`)
  .join(";");
try {
  for (const copies of [await sqliteCopies(), await postgresCopies()].filter(Boolean))
    try {
      await compare(copies, kinds);
    } finally {
      await copies.drop();
    }
} finally {
  agent.destroy();
  rmSync(folder, { recursive: true });
}
