// Keeps counts that took long for some seconds, by the query that they answer; whatever the admin writes makes an end to them.
//
// On SQLite a count is kept only while nothing was written to the file, by this process or another: the database says so itself.
import { connection, sql } from "#orm";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

interface Kept {
  readonly value: unknown;
  readonly until: number;
  readonly version: string;
}

const most = 300;
/** Milliseconds; what is quicker is asked again. */
const quick = 4;
const byDatabase = new WeakMap<object, Map<string, Kept>>();
let forgotten = 0;

/** Forgets all counts: something was written. */
export function forgetCounts(): void {
  forgotten++;
}

/** What `ask` answers of these rows, or answered a short while ago; kept where it took at least `least` milliseconds. */
export async function keptAnswer<Value>(
  rows: Rows,
  purpose: string,
  seconds: number,
  ask: () => Promise<Value>,
  least: number = quick,
): Promise<Value> {
  if (seconds <= 0) return ask();
  const database = connection(rows.db);
  let known = byDatabase.get(database);
  if (known === undefined) byDatabase.set(database, (known = new Map()));
  const key = `${purpose}|${keyOf(rows)}`;
  const found = known.get(key);
  if (found !== undefined) {
    if (found.until > performance.now() && found.version === (await versionOf(rows.db, database)))
      return found.value as Value;
    known.delete(key);
  }
  const start = performance.now();
  const value = await ask();
  if (performance.now() - start < least) return value;
  if (known.size >= most) known.delete(known.keys().next().value!);
  known.set(key, { value, until: performance.now() + seconds * 1000, version: await versionOf(rows.db, database) });
  return value;
}

function keyOf(rows: Rows): string {
  const { text, values } = rows.toSql() as { readonly text: string; readonly values: readonly unknown[] };
  return `${text}|${JSON.stringify(values, (_, value) => (typeof value === "bigint" ? `${value}n` : value))}`;
}

// `data_version` tells what other connections wrote, `total_changes` what this one did.
async function versionOf(alias: string, database: ReturnType<typeof connection>): Promise<string> {
  if (database.dialect.name !== "sqlite") return String(forgotten);
  const [row] = (await sql`SELECT data_version AS other, total_changes() AS own FROM pragma_data_version()`.using(
    alias,
  )) as unknown as readonly { readonly other: unknown; readonly own: unknown }[];
  return `${forgotten} ${row!.other} ${row!.own}`;
}
