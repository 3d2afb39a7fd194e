// Runs SQL text that answers with rows, for the catalogs of databases, which no model describes.
import type { Database, RawRow } from "#orm";

/** Runs a statement without parameters and returns its rows, in the current transaction where there is one. */
export async function queryRows(database: Database, text: string): Promise<readonly RawRow[]> {
  const compiled = {
    text,
    order: undefined,
    slotCount: 0,
    access: "write",
    returnsRows: true,
    expand: undefined,
    bulk: undefined,
    lists: [],
    bigInts: [],
  } as const;
  return (await database.execute(compiled, [])).rows;
}
