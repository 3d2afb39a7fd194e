// Makes what the log says of rows that will be deleted, with all that goes along, so that it can be taken back.
import { keyText, type ModelMeta } from "#orm/internals";
import type { RowSnapshot } from "../../models/log-entry.ts";
import type { Deletion } from "../read-deletion.ts";
import { canBeMadeAgain, takeLastSnapshot } from "./row-snapshot.ts";

// Beyond that, keeping each row would cost more than the deletion.
const mostKept = 500;

/** What the log says, and whether it is enough to take the deletion back. */
export interface LoggedDeletion {
  readonly entries: readonly {
    readonly meta: ModelMeta;
    readonly key: string;
    readonly text: string;
    readonly snapshot: RowSnapshot | undefined;
  }[];
  readonly canUndo: boolean;
}

type AnyRow = object & { readonly pk: unknown };

/** Reads the rows as they are, and what goes along with them; call it in the transaction that deletes them, before. */
export async function loggedDeletion(
  meta: ModelMeta,
  rows: readonly AnyRow[],
  along: Deletion,
): Promise<LoggedDeletion> {
  const all = [...rows.map((row) => ({ meta, row })), ...along.rows];
  const isKept = all.length <= mostKept && along.unlinked.length === 0;
  const entries: LoggedDeletion["entries"][number][] = [];
  for (const each of isKept ? all : all.slice(0, rows.length)) {
    const snapshot = isKept ? await takeLastSnapshot(each.meta, each.row) : undefined;
    entries.push({
      meta: each.meta,
      key: keyText(each.meta, each.row.pk),
      text: String(each.row),
      snapshot: snapshot !== undefined && canBeMadeAgain(each.meta, snapshot) ? snapshot : undefined,
    });
  }
  return { entries, canUndo: entries.every(({ snapshot }) => snapshot !== undefined) };
}
