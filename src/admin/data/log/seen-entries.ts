// Leaves out of the log what it says of fields and of other rows that a request may not see.
import type { Request } from "#http";
import { findModel, keyFromText, keyText, type ModelMeta } from "#orm/internals";
import type { LogEntry, LoggedChange } from "../../models/log-entry.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { hasRowRules, seenRows } from "../row-rules.ts";
import { type AdminSite, allowedOf, labelOfField, visibleRows } from "../site.ts";
import { entryFor, hasFieldRules, mayViewField } from "../visible-fields.ts";

/** The entries, without changes that may not be seen. */
export async function seenEntries(
  site: AdminSite,
  request: Request,
  entries: readonly LogEntry[],
): Promise<readonly LogEntry[]> {
  const subjects = new Map<LoggedChange, Subject>();
  for (const entry of entries) for (const change of entry.changes) subjects.set(change, subjectOf(entry, change));
  const byModel = new Map<string, Subject[]>();
  for (const subject of subjects.values()) byModel.set(subject.model, [...(byModel.get(subject.model) ?? []), subject]);
  const seen = new Set<Subject>();
  for (const [model, some] of byModel) for (const each of await seenOf(site, request, model, some)) seen.add(each);
  if (seen.size === subjects.size) return entries;
  return entries.map((entry) => {
    const changes = entry.changes.filter((change) => seen.has(subjects.get(change)!));
    return Object.create(entry, { changes: { value: changes } }) as LogEntry;
  });
}

/** The field of a row that a change tells of. */
interface Subject {
  readonly model: string;
  /** Undefined where the log does not say which row it is. */
  readonly key: string | undefined;
  readonly change: LoggedChange;
  /** Whether it is another row than the object: one that was edited in its form. */
  readonly isOther: boolean;
}

function subjectOf(entry: LogEntry, change: LoggedChange): Subject {
  const isOther = change.model !== undefined;
  return { model: change.model ?? entry.model, key: isOther ? change.key : entry.objectKey, change, isOther };
}

async function seenOf(
  site: AdminSite,
  request: Request,
  model: string,
  subjects: readonly Subject[],
): Promise<readonly Subject[]> {
  const meta = findModel(model);
  if (meta === undefined) return [];
  const entry = entryFor(site, meta) ?? { meta, options: {} };
  const others = subjects.some(({ isOther }) => isOther);
  const maySee = !others || (await allowedOf(request, entry)).view;
  const rows = hasFieldRules(entry) || (others && hasRowRules(entry)) ? await rowsOf(request, entry, subjects) : noRows;
  const texts = new Map<ModelAdmin, ReadonlySet<string>>();
  const seen: Subject[] = [];
  for (const subject of subjects) {
    const { isOther, key = "", change } = subject;
    if (isOther && !(maySee && (rows.has(key) || !hasRowRules(entry)))) continue;
    const name = change.name ?? nameOf(meta, change.field);
    if (name !== undefined && !(await mayViewField(request, entry, name))) continue;
    if (name !== undefined && rows.has(key) && !(await mayViewField(request, entry, name, rows.get(key)))) continue;
    const target = name === undefined ? undefined : meta.findRelation(name)?.target;
    const ruled = target === undefined ? undefined : entryFor(site, target);
    if (ruled !== undefined && hasRowRules(ruled)) {
      const known = texts.get(ruled) ?? (await textsOf(request, ruled));
      texts.set(ruled, known);
      if (![change.before, change.after].every((text) => isKnown(text, known))) continue;
    }
    seen.push(subject);
  }
  return seen;
}

const noRows: ReadonlyMap<string, object> = new Map();

async function rowsOf(
  request: Request,
  entry: ModelAdmin,
  subjects: readonly Subject[],
): Promise<ReadonlyMap<string, object>> {
  const { meta } = entry;
  const texts = new Set(subjects.flatMap(({ key }) => key ?? []));
  const keys = [...texts].map((text) => keyFromText(meta, text)).filter((key) => key !== undefined);
  if (keys.length === 0) return noRows;
  const found: readonly (object & { readonly pk: unknown })[] = await visibleRows(entry, request).filter({
    pk__in: keys,
  });
  return new Map((await seenRows(request, entry, found)).map((row) => [keyText(meta, row.pk), row]));
}

// What an older entry says of a field is its label.
function nameOf(meta: ModelMeta, label: string): string | undefined {
  return Object.keys(meta.definitions).find((name) => labelOfField(meta, name) === label);
}

// --- relations --------------------------------------------------------------------------------------------------------------

const mostRows = 1_000;

// The log keeps what related rows were called, not which they were: only what a row that may be seen is called is told.
async function textsOf(request: Request, entry: ModelAdmin): Promise<ReadonlySet<string>> {
  const rows: readonly object[] = await visibleRows(entry, request).limit(mostRows);
  return new Set((await seenRows(request, entry, rows)).map(String));
}

function isKnown(text: string, known: ReadonlySet<string>): boolean {
  return text === "–" || known.has(text) || text.split(", ").every((part) => known.has(part));
}
