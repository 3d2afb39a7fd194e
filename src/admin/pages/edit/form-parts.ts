// Turns the plan of a form into what its page shows: sets, tabs, lines, fields with the links beside them, and values to read.
import type { FormInstance } from "#forms";
import type { Request } from "#http";
import { Safe } from "#kernel";
import { keyText } from "#orm/internals";
import { readTexts } from "../../data/log/read-changes.ts";
import { hasRowRules, seenKeys } from "../../data/row-rules.ts";
import { showValue } from "../../data/show-value.ts";
import { type AdminSite, allowedOf, labelOfField, placeOf } from "../../data/site.ts";
import { entryFor } from "../../data/visible-fields.ts";
import { keysHeld } from "../../forms/controls/control-of.ts";
import type { FormPlan, PlannedPart, PlannedSet } from "../../forms/form-plan.ts";
import { storedFile } from "../../forms/widgets/file-picker.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";

/** The links beside the control of a relation, as far as the user may follow them. */
export interface RelatedLinks {
  /** What a row of the relation's model is called. */
  readonly noun: string;
  readonly add: string | undefined;
  /** Whether the chosen row can be changed rather than seen alone. */
  readonly mayChange: boolean;
  /** The form of the chosen row, and with `__key__` that of any. */
  readonly change: string | undefined;
  readonly changePattern: string | undefined;
}

/** A part of a form as its page shows it. */
export interface ShownPart {
  readonly name: string;
  readonly field?: unknown;
  readonly related?: RelatedLinks | undefined;
  readonly label?: string;
  readonly help?: string | undefined;
  readonly text?: string | Safe;
  /** Where a shown value leads to. */
  readonly link?: string | undefined;
  readonly picture?: string | undefined;
  readonly isCode?: boolean;
}

/** Parts that stand together. */
export interface ShownSet extends Omit<PlannedSet, "lines"> {
  readonly lines: readonly (readonly ShownPart[])[];
  readonly errors: number;
}

/** Sets under one tab. */
export interface ShownTab {
  readonly id: string;
  readonly title: string;
  readonly sets: readonly ShownSet[];
  readonly errors: number;
}

/** What the parts of a form are shown for. */
export interface PartsPlace {
  readonly site: AdminSite;
  readonly request: Request;
  readonly entry: ModelAdmin;
  readonly row: object & { readonly isNew: boolean };
  readonly plan: FormPlan;
  readonly form: FormInstance;
}

/** Makes the sets that stand above the tabs, and the tabs. */
export async function formParts(
  place: PartsPlace,
): Promise<{ readonly sets: readonly ShownSet[]; readonly tabs: readonly ShownTab[] }> {
  const { plan, row, entry } = place;
  const texts = row.isNew ? new Map<string, string>() : new Map(await readTexts(entry.meta, row, plan.shown));
  for (const name of row.isNew ? [] : await hiddenRelations(place))
    texts.set(name, place.site.texts(place.request).t("Hidden"));
  const shown: ShownSet[] = [];
  for (const set of plan.sets) {
    const lines: (readonly ShownPart[])[] = [];
    for (const line of set.lines) {
      const parts: ShownPart[] = [];
      for (const part of line) parts.push(...(await shownPart(place, part, texts)));
      if (parts.length > 0) lines.push(parts);
    }
    const errors = lines.flat().filter(({ field }) => (field as { hasErrors?: boolean } | undefined)?.hasErrors).length;
    if (lines.length > 0) shown.push({ ...set, lines, errors });
  }
  const titles = [...new Set(shown.flatMap(({ tab }) => tab ?? []))];
  return {
    sets: shown.filter(({ tab }) => tab === undefined),
    tabs: titles.map((title, i) => {
      const sets = shown.filter(({ tab }) => tab === title);
      return { id: `tab-${i + 1}`, title, sets, errors: sets.reduce((sum, { errors }) => sum + errors, 0) };
    }),
  };
}

/** The relations that are shown and lead to rows that may not be seen. */
async function hiddenRelations({ site, request, entry, row, plan }: PartsPlace): Promise<readonly string[]> {
  const hidden: string[] = [];
  for (const name of plan.shown) {
    const relation = entry.meta.findRelation(name);
    const target = relation === undefined ? undefined : entryFor(site, relation.target);
    if (target === undefined || !hasRowRules(target)) continue;
    const held = (await keysHeld(entry.meta, row, name)).map((key) => keyText(target.meta, key));
    if ((await seenKeys(request, target, held)).size < held.length) hidden.push(name);
  }
  return hidden;
}

async function shownPart(
  place: PartsPlace,
  part: PlannedPart,
  texts: ReadonlyMap<string, string>,
): Promise<readonly ShownPart[]> {
  const { entry, row, request, form } = place;
  const { name } = part;
  if (part.kind === "edit") {
    const field = form.findField(name);
    return field === undefined ? [] : [{ name, field, related: await relatedLinks(place, name, field.value) }];
  }
  if (part.kind === "computed") {
    if (row.isNew) return [];
    const { label = labelOfField(entry.meta, name), helpText, value } = part.computed;
    const made = await value(row, request);
    const text = made instanceof Safe ? made : textOr(entry, showValue(made).text);
    return [{ name, label, help: helpText, text }];
  }
  const text = texts.get(name);
  return text === undefined ? [] : [await readPart(place, name, text)];
}

function textOr({ options }: ModelAdmin, text: string): string {
  return text === "–" ? (options.emptyValueDisplay ?? text) : text;
}

// A value that is shown alone leads where it points: to the related object, the address, the file.
async function readPart(place: PartsPlace, name: string, text: string): Promise<ShownPart> {
  const { entry, row } = place;
  const { meta } = entry;
  const column = meta.findColumn(name);
  const options = (meta.definitions[name] as { readonly options?: { readonly helpText?: string } } | undefined)
    ?.options;
  const part = { name, label: labelOfField(meta, name), help: options?.helpText, text: textOr(entry, text) };
  if (column === undefined) return part;
  const value = (row as Readonly<Record<string, unknown>>)[column.attribute];
  if (value === null || value === undefined) return part;
  if (column.definition.fieldKind === "relation" && (await hiddenRelations(place)).includes(name)) return part;
  if (column.definition.fieldKind === "relation")
    return { ...part, link: (await relatedLinks(place, name, value))?.change };
  const { builder } = column.scalar;
  if (builder === "url") return { ...part, link: /^https?:\/\//i.test(text) ? text : undefined };
  if (builder === "json" || builder === "array")
    return { ...part, text: JSON.stringify(value, bigIntText, 2), isCode: true };
  if (builder !== "file" && builder !== "image") return part;
  const url = storedFile(value)?.url ?? "";
  const isOwn = /^\/(?!\/)/.test(url);
  return { ...part, link: isOwn ? url : undefined, picture: isOwn && builder === "image" ? url : undefined };
}

function bigIntText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

/** The links beside a relation: to add a row, and to open the chosen one. */
async function relatedLinks(
  { site, request, entry }: PartsPlace,
  name: string,
  value: unknown,
): Promise<RelatedLinks | undefined> {
  const relation = entry.meta.findRelation(name);
  const target = relation === undefined ? undefined : entryFor(site, relation.target);
  if (relation === undefined || target === undefined) return undefined;
  const allowed = await allowedOf(request, target);
  const at = placeOf(target.meta);
  const mayOpen = allowed.view && !relation.many;
  const open = (key: string): string => request.urlFor(".change", { ...at, key });
  const isChosen = value !== undefined && value !== null && value !== "";
  return {
    noun: target.meta.verboseName,
    mayChange: allowed.change,
    add: allowed.add ? request.urlFor(".add", at) : undefined,
    change: mayOpen && isChosen ? open(String(value)) : undefined,
    changePattern: mayOpen ? open("__key__") : undefined,
  };
}
