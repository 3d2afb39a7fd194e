// Cuts the lists of a bulk insert or update into statements that the database takes, and joins their answers.
import type { QueryRows, RawRow } from "../connection.ts";
import type { CompiledSql } from "../sql/compiled-sql.ts";

/** How many rows a bulk statement is given. */
export function bulkRows(compiled: CompiledSql, params: readonly unknown[]): number {
  const first = compiled.bulk?.slots[0];
  return first === undefined ? 0 : (params[first] as readonly unknown[]).length;
}

/** The values of the statements that together take all rows. */
export function bulkChunks(compiled: CompiledSql, params: readonly unknown[]): (readonly unknown[])[] {
  const { slots, maxRows } = compiled.bulk!;
  const rows = bulkRows(compiled, params);
  const chunks: unknown[][] = [];
  for (let start = 0; start < rows; start += maxRows) {
    const chunk = params.slice();
    for (const slot of slots) chunk[slot] = (params[slot] as readonly unknown[]).slice(start, start + maxRows);
    chunks.push(chunk);
  }
  return chunks;
}

/** Joins the answers of several statements into one. */
export function joinResults(results: readonly QueryRows[]): QueryRows {
  const rows: RawRow[] = [];
  let affected = 0;
  for (const result of results) {
    for (const row of result.rows) rows.push(row);
    affected += result.affected;
  }
  return { rows, affected, lastInsertId: results[0]?.lastInsertId, columns: results[0]?.columns };
}

/** The answer to a bulk statement of no rows, which no SQL can say. */
export const emptyResult: QueryRows = Object.freeze({
  rows: Object.freeze([]),
  affected: 0,
  lastInsertId: undefined,
  columns: undefined,
});
