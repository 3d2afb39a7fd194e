// Writes what was done into the log, in the transaction that did it.
import { currentUser } from "#auth";
import type { Request } from "#http";
import type { ModelMeta } from "#orm/internals";
import { rowVersion } from "../data/log/row-version.ts";
import { LogEntry, type LoggedAction, type LoggedChange, type RowSnapshot } from "../models/log-entry.ts";

const longest = 200;

/** What was done to one object. */
export interface Logged {
  readonly meta: ModelMeta;
  readonly key: string;
  readonly text: string;
  readonly changes?: readonly LoggedChange[] | undefined;
  /** The object as it was; what has one can be undone and restored. */
  readonly snapshot?: RowSnapshot | undefined;
  /** The object as it is now; undefined where it was deleted. */
  readonly row?: object | undefined;
}

/** Writes one entry a row, all in one batch, and returns the batch's name. */
export async function logAction(request: Request, action: LoggedAction, rows: readonly Logged[]): Promise<string> {
  const batch = newBatch();
  await logBatch(
    request,
    batch,
    rows.map((row) => ({ ...row, action })),
  );
  return batch;
}

/** A name for what is done at once. */
export function newBatch(): string {
  return process.getBuiltinModule("node:crypto").randomUUID();
}

/** Offers to take a batch back, on the next page. */
export function offerUndo(request: Request, batch: string): void {
  request.flash(batch, "undo");
}

/** Writes entries of several kinds into one batch. */
export async function logBatch(
  request: Request,
  batch: string,
  rows: readonly (Logged & { readonly action: LoggedAction })[],
): Promise<void> {
  const user = await currentUser(request);
  await LogEntry.objects.bulkCreate(
    rows.map(({ action, meta, key, text, changes = [], snapshot, row }) => ({
      action,
      model: meta.name,
      objectKey: key.slice(0, longest),
      objectText: text.slice(0, longest),
      userKey: String((user as { pk?: unknown }).pk ?? ""),
      userText: String(user).slice(0, longest),
      changes,
      batch,
      snapshot: snapshot ?? null,
      version: row === undefined ? "" : rowVersion(meta, row),
    })),
  );
}
