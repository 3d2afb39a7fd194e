// Writes what was done into the log, in the transaction that did it.
import { currentUser } from "#auth";
import type { Request } from "#http";
import type { ModelMeta } from "#orm/internals";
import { LogEntry, type LoggedAction, type LoggedChange } from "../models/log-entry.ts";

const longest = 200;

/** Writes one entry a row. */
export async function logAction(
  request: Request,
  action: LoggedAction,
  rows: readonly {
    readonly meta: ModelMeta;
    readonly key: string;
    readonly text: string;
    readonly changes?: readonly LoggedChange[];
  }[],
): Promise<void> {
  const user = await currentUser(request);
  await LogEntry.objects.bulkCreate(
    rows.map(({ meta, key, text, changes = [] }) => ({
      action,
      model: meta.name,
      objectKey: key.slice(0, longest),
      objectText: text.slice(0, longest),
      userKey: String((user as { pk?: unknown }).pk ?? ""),
      userText: String(user).slice(0, longest),
      changes,
    })),
  );
}
