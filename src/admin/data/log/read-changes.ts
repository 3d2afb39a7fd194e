// Compares what a row's fields said before and after a change, as people read it.
import type { ModelMeta } from "#orm/internals";
import type { LoggedChange } from "../../models/log-entry.ts";
import { showField } from "../show-value.ts";
import { labelOfField } from "../site.ts";

/** What the fields of a row say, by name. */
export type FieldTexts = ReadonlyMap<string, string>;

const longest = 500;

/** Reads what the fields say; relations are loaded for it. */
export async function readTexts(meta: ModelMeta, row: object, names: readonly string[]): Promise<FieldTexts> {
  const texts = new Map<string, string>();
  for (const name of names) texts.set(name, (await textOf(meta, row, name)).slice(0, longest));
  return texts;
}

async function textOf(meta: ModelMeta, row: object, name: string): Promise<string> {
  const relation = meta.findRelation(name);
  const value = (row as Record<string, unknown>)[name];
  if (relation === undefined) return showField(meta, row, name).text;
  if (!relation.many) return String((await value) ?? "–");
  const rows = await (value as PromiseLike<readonly object[]>);
  return namesOf(rows);
}

/** What several rows are called, as the log says it. */
export function namesOf(rows: readonly object[]): string {
  return rows.length === 0 ? "–" : rows.map(String).sort().join(", ");
}

/** The fields whose texts differ. */
export function compareTexts(meta: ModelMeta, before: FieldTexts, after: FieldTexts): LoggedChange[] {
  return [...after]
    .filter(([name, text]) => before.get(name) !== text)
    .map(([name, text]) => ({ name, field: labelOfField(meta, name), before: before.get(name) ?? "–", after: text }));
}
