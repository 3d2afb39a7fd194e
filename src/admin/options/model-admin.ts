// Gathers the options of a model in the admin, and compares the names in them with the model.

import type { ModelKind } from "#forms";
import { didYouMean, quoteValue, SetupError } from "#kernel";
import { findMeta, type ModelMeta } from "#orm/internals";
import { parentLink } from "../data/inlines/parent-link.ts";
import type { AccessOptions, HookOptions } from "./access-options.ts";
import type { ActionOptions } from "./action-options.ts";
import type { ControlOptions } from "./control-options.ts";
import type { ExchangeOptions } from "./exchange-options.ts";
import type { FilterOptions, ListFilterOption } from "./filter-options.ts";
import type { FormOptions } from "./form-options.ts";
import type { Inline, InlinesOptions } from "./inline-options.ts";
import type { ListOptions } from "./list-options.ts";
import type { SaveOptions } from "./save-options.ts";

/** Options of {@link modelAdmin}, named as in Django's ModelAdmin. */
export interface ModelAdminOptions<Instance, Extra extends string = never, Name extends string = never>
  extends ListOptions<Instance>,
    FilterOptions<Instance>,
    FormOptions<Instance, Extra>,
    ControlOptions<Instance>,
    InlinesOptions<Instance, Name>,
    SaveOptions<Instance>,
    ActionOptions<Instance>,
    AccessOptions<Instance>,
    ExchangeOptions<Instance>,
    HookOptions<Instance> {}

/** A model with the options of its admin. */
export interface ModelAdmin {
  readonly meta: ModelMeta;
  readonly options: ModelAdminOptions<object>;
}

/**
 * Says how a model looks in the admin. A misspelled field does not compile.
 *
 * @throws SetupError `ADMIN_NOT_A_MODEL`, `ADMIN_UNKNOWN_FIELD`
 * @example
 * ```ts
 * import { modelAdmin } from "demijohn/admin";
 * import { f, Model } from "demijohn/orm";
 * class Jar extends Model("cellar.Jar", () => Jar, { label: f.char({ maxLength: 50 }), litres: f.integer() }) {}
 * const jars = modelAdmin(Jar, { listDisplay: ["label", "litres"], searchFields: ["label"], ordering: ["-litres"] });
 * console.log(jars.meta.name); // cellar.Jar
 * ```
 */
export function modelAdmin<Instance extends object, Extra extends string = never, Name extends string = never>(
  model: ModelKind<Instance> & { readonly modelName: Name },
  options: ModelAdminOptions<Instance, Extra, Name> = {},
): ModelAdmin {
  const meta = findMeta(model);
  if (meta === undefined)
    throw new SetupError("ADMIN_NOT_A_MODEL", `The admin was given ${quoteValue(model)}, which is no model.`, {
      cure: "Give it classes that extend Model(…), or modelAdmin(Article, { … }).",
    });
  return Object.freeze({ meta, options: options as unknown as ModelAdminOptions<object> });
}

/** Compares the names in the options with the model; at the first use, when all models are known. @throws SetupError */
export function checkNames({ meta, options }: ModelAdmin): void {
  const extra = Object.keys(options.form?.fields ?? {});
  const columns = (options.listDisplay ?? []).filter((column) => typeof column === "string");
  const named: Readonly<Record<string, readonly string[]>> = {
    listDisplay: columns,
    ...namedInLists(options),
    ordering: (options.ordering ?? []).map((path) => path.replace(/^-/, "")),
    fields: partNames(options.fields ?? [], extra),
    exclude: options.exclude ?? [],
    fieldsets: (options.fieldsets ?? []).flatMap((set) => partNames(set.fields, extra)),
    readonlyFields: partNames(options.readonlyFields ?? [], []),
    autocompleteFields: options.autocompleteFields ?? [],
    rawIdFields: options.rawIdFields ?? [],
    filterHorizontal: options.filterHorizontal ?? [],
    filterVertical: options.filterVertical ?? [],
    radioFields: Object.keys(options.radioFields ?? {}),
    widgets: Object.keys(options.widgets ?? {}),
    prepopulatedFields: Object.entries(options.prepopulatedFields ?? {}).flatMap(([name, sources]) => [
      name,
      ...((sources ?? []) as readonly string[]),
    ]),
    exportFields: (options.exportFields ?? []).filter((column) => typeof column === "string"),
    importFields: options.importFields ?? [],
    fieldPermissions: Object.keys(options.fieldPermissions ?? {}),
  };
  for (const [option, paths] of Object.entries(named)) for (const path of paths) checkPath(meta, path, option);
  for (const inline of options.inlines ?? []) checkInline(inline, meta);
}

/** Compares an inline with its model and with that of the object. @throws SetupError `ADMIN_INLINE_KEY`, `ADMIN_UNKNOWN_FIELD` */
export function checkInline(inline: Inline, parent: ModelMeta): void {
  const { meta, options } = inline;
  parentLink(inline, parent);
  checkNames({ meta, options: options as ModelAdminOptions<object> });
  if (options.sortable !== undefined) checkPath(meta, options.sortable, "sortable");
}

function namedInLists(options: ModelAdminOptions<object>): Readonly<Record<string, readonly string[]>> {
  return {
    listEditable: options.listEditable ?? [],
    listFilter: (options.listFilter ?? []).flatMap((filter) => filterPath(filter) ?? []),
    searchFields: (options.searchFields ?? []).map((field) => (typeof field === "string" ? field : field.field)),
    dateHierarchy: options.dateHierarchy === undefined ? [] : [options.dateHierarchy],
    listTotals: Object.keys(options.listTotals ?? {}),
    listSelectRelated: options.listSelectRelated ?? [],
  };
}

/** The path that a filter is by; undefined for a filter of the app's own. */
export function filterPath(filter: ListFilterOption<object>): string | undefined {
  return typeof filter === "string" ? filter : "field" in filter ? filter.field : undefined;
}

// The names of a model's fields among the parts of a form; what the form's own class adds is none of them.
function partNames(lines: readonly unknown[], extra: readonly string[]): readonly string[] {
  return lines.flat().filter((part): part is string => typeof part === "string" && !extra.includes(part));
}

function checkPath(meta: ModelMeta, path: string, option: string): void {
  let at = meta;
  const parts = path.split("__");
  for (const [i, part] of parts.entries()) {
    const relation = at.findRelation(part);
    if (relation === undefined && at.findColumn(part) === undefined)
      throw unknownField(at, part, { meta, option, path });
    if (i < parts.length - 1) {
      if (relation === undefined) throw unknownField(at, parts[i + 1]!, { meta, option, path });
      at = relation.target;
    }
  }
}

function unknownField(
  at: ModelMeta,
  name: string,
  { meta, option, path }: { readonly meta: ModelMeta; readonly option: string; readonly path: string },
): SetupError {
  const names = at.pathNames;
  return new SetupError("ADMIN_UNKNOWN_FIELD", `${at.shortName} has no field ${quoteValue(name)}.`, {
    wrote: `modelAdmin(${meta.shortName}, { ${option}: [${quoteValue(path)}] })`,
    facts: [`Fields: ${names.join(", ")}.`],
    cure: didYouMean(name, names).trim() || "Name one of its fields.",
  });
}
