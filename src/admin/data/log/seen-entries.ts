// Leaves out of the log what it says of fields and of other rows that a request may not see.
import type { Request } from "#http";
import { findModel } from "#orm/internals";
import type { LogEntry, LoggedChange } from "../../models/log-entry.ts";
import { type AdminSite, allowedOf, labelOfField } from "../site.ts";
import { entryFor, hasFieldRules, mayViewField } from "../visible-fields.ts";

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
  const others = entries.flatMap(({ changes }) => changes.filter(({ model }) => model !== undefined));
  if (hidden.size === 0 && others.length === 0) return entries;
  const unseen = await unseenOf(site, request, others);
  const isSeen = (owner: string, { model, name, field }: LoggedChange): boolean =>
    model === undefined ? hidden.get(owner)?.has(field) !== true : !unseen.has(`${model}.${name}`);
  return entries.map((entry) => {
    const changes = entry.changes.filter((change) => isSeen(entry.model, change));
    return Object.create(entry, { changes: { value: changes } }) as LogEntry;
  });
}

/** The fields of rows that were edited in the form of an object, as far as they may not be seen: `polls.Choice.votes`. */
async function unseenOf(
  site: AdminSite,
  request: Request,
  changes: readonly LoggedChange[],
): Promise<ReadonlySet<string>> {
  const unseen = new Set<string>();
  const asked = new Map(changes.map(({ model, name }) => [`${model}.${name}`, { model: model!, name: name ?? "" }]));
  for (const [field, { model, name }] of asked) {
    const meta = findModel(model);
    const entry = meta === undefined ? undefined : (entryFor(site, meta) ?? { meta, options: {} });
    const isSeen =
      entry !== undefined && (await allowedOf(request, entry)).view && (await mayViewField(request, entry, name));
    if (!isSeen) unseen.add(field);
  }
  return unseen;
}
