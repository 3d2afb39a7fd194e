// Leaves out of the log what it says of fields that a request may not see.
import type { Request } from "#http";
import type { LogEntry } from "../models/log-entry.ts";
import { type AdminSite, labelOfField } from "./site.ts";
import { hasFieldRules, mayViewField } from "./visible-fields.ts";

/** The entries, without changes of hidden fields. */
export async function seenEntries(
  site: AdminSite,
  request: Request,
  entries: readonly LogEntry[],
): Promise<readonly LogEntry[]> {
  const hidden = new Map<string, ReadonlySet<string>>();
  for (const entry of site.models) {
    if (!hasFieldRules(entry)) continue;
    const labels = new Set<string>();
    for (const name of Object.keys(entry.meta.definitions))
      if (!(await mayViewField(request, entry, name))) labels.add(labelOfField(entry.meta, name));
    hidden.set(entry.meta.name, labels);
  }
  if (hidden.size === 0) return entries;
  return entries.map((entry) => {
    const changes = entry.changes.filter(({ field }) => hidden.get(entry.model)?.has(field) !== true);
    return Object.create(entry, { changes: { value: changes } }) as LogEntry;
  });
}
