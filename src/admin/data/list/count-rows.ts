// Counts the rows of a list: exactly, from a count that was kept, or as the database estimates a whole large table.
import { connection, sql } from "#orm";
import { keptAnswer } from "./kept-counts.ts";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

/** How many rows there are, and whether that is about right rather than exact. */
export interface RowCount {
  readonly count: number;
  readonly isAbout: boolean;
}

/** From how many rows on an estimate of the database stands for a count. */
const large = 100_000;

/** Counts rows. */
export async function countRows(rows: Rows, keepCounts: number): Promise<number> {
  return keptAnswer(rows, "count", keepCounts, () => rows.count());
}

/** Counts a table as a whole. PostgreSQL reads all of it to count it, and knows about how many rows a large one has. */
export async function countTable(rows: Rows, table: string, keepCounts: number): Promise<RowCount> {
  if (connection(rows.db).dialect.name === "postgres") {
    const estimate = await keptAnswer(rows, "estimate", keepCounts, () => estimateOf(rows.db, table), 0);
    if (estimate >= large) return { count: estimate, isAbout: true };
  }
  return { count: await countRows(rows, keepCounts), isAbout: false };
}

async function estimateOf(alias: string, table: string): Promise<number> {
  const found = (await sql`SELECT reltuples::bigint AS n FROM pg_class WHERE oid = to_regclass(${quoted(table)})`.using(
    alias,
  )) as unknown as readonly { readonly n: unknown }[];
  return Number(found[0]?.n ?? 0);
}

function quoted(table: string): string {
  return `"${table.replaceAll('"', '""')}"`;
}
