// Defines how one model looks in the admin: its list, its form, and who may do what.

import type { EditableName, ModelKind } from "#forms";
import type { Request } from "#http";
import { didYouMean, quoteValue, SetupError } from "#kernel";
import { findMeta, type ModelMeta } from "#orm/internals";
import type { FieldName, PathName } from "./field-names.ts";

/** A column of a list that is computed from the row. */
export interface DisplayColumn<Instance> {
  readonly name: string;
  /** The heading; the name in words unless given. */
  readonly label?: string | undefined;
  readonly value: (row: Instance) => unknown;
  /** The path that the column is sorted by; not sortable without one. */
  readonly sortBy?: PathName<Instance> | undefined;
}

/** Something that can be done to the rows that are ticked. */
export interface AdminAction<Instance> {
  /** In the address and in forms: `publish`. */
  readonly name: string;
  readonly label: string;
  /** The permission that it takes; `change` unless given. */
  readonly permission?: "view" | "change" | "delete" | undefined;
  /** Whether it is asked for once more. */
  readonly confirm?: boolean | undefined;
  /** Does it in one transaction, and returns what to tell the user. */
  readonly run: (rows: AdminRows<Instance>, request: Request) => Promise<string>;
}

/** The rows that an action is for: a query set. */
export interface AdminRows<Instance> extends PromiseLike<readonly Instance[]>, AsyncIterable<Instance> {
  count(): Promise<number>;
  update(values: Readonly<Record<string, unknown>>): Promise<number>;
}

/** Fields that stand together under a title. */
export interface Fieldset<Instance> {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly fields: readonly (EditableName<Instance> | FieldName<Instance>)[];
  /** Folded until it is opened. */
  readonly collapsed?: boolean | undefined;
}

/** Who may do something: a function in the place of the user's permissions. `row` is undefined for the model as a whole. */
export type AdminPermission<Instance> = (request: Request, row: Instance | undefined) => boolean | Promise<boolean>;

/** Options of {@link modelAdmin}, named as in Django's ModelAdmin. */
export interface ModelAdminOptions<Instance> {
  readonly listDisplay?: readonly (PathName<Instance> | DisplayColumn<Instance>)[] | undefined;
  /** The columns that lead to the form; the first unless given. */
  readonly listDisplayLinks?: readonly string[] | undefined;
  readonly listFilter?: readonly FieldName<Instance>[] | undefined;
  readonly searchFields?: readonly PathName<Instance>[] | undefined;
  readonly searchHelpText?: string | undefined;
  /** Each a path, with `-` before it for falling. */
  readonly ordering?: readonly (PathName<Instance> | `-${PathName<Instance>}`)[] | undefined;
  /** @default 50 */
  readonly listPerPage?: number | undefined;
  readonly fields?: readonly EditableName<Instance>[] | undefined;
  readonly exclude?: readonly EditableName<Instance>[] | undefined;
  readonly fieldsets?: readonly Fieldset<Instance>[] | undefined;
  readonly readonlyFields?: readonly FieldName<Instance>[] | undefined;
  /** Fields that a script fills in from others while they are typed: `{ slug: ["title"] }`. */
  readonly prepopulatedFields?:
    | { readonly [Name in EditableName<Instance>]?: readonly EditableName<Instance>[] }
    | undefined;
  readonly actions?: readonly AdminAction<Instance>[] | undefined;
  /** The rows that a request may see; all unless given. */
  // biome-ignore lint/suspicious/noExplicitAny: a query set of the model, whatever its row is
  readonly getQueryset?: ((request: Request) => any) | undefined;
  readonly hasViewPermission?: AdminPermission<Instance> | undefined;
  readonly hasAddPermission?: AdminPermission<Instance> | undefined;
  readonly hasChangePermission?: AdminPermission<Instance> | undefined;
  readonly hasDeletePermission?: AdminPermission<Instance> | undefined;
  /** Called in the transaction, before the row is written. */
  readonly saveModel?: ((row: Instance, request: Request, isNew: boolean) => void | Promise<void>) | undefined;
  readonly deleteModel?: ((row: Instance, request: Request) => void | Promise<void>) | undefined;
}

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
export function modelAdmin<Instance extends object>(
  model: ModelKind<Instance>,
  options: ModelAdminOptions<Instance> = {},
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
  const columns = (options.listDisplay ?? []).filter((column) => typeof column === "string");
  const named: Readonly<Record<string, readonly string[]>> = {
    listDisplay: columns,
    listFilter: options.listFilter ?? [],
    searchFields: options.searchFields ?? [],
    ordering: (options.ordering ?? []).map((path) => path.replace(/^-/, "")),
    fields: options.fields ?? [],
    exclude: options.exclude ?? [],
    fieldsets: (options.fieldsets ?? []).flatMap((set) => set.fields),
    readonlyFields: options.readonlyFields ?? [],
  };
  for (const [option, paths] of Object.entries(named)) for (const path of paths) checkPath(meta, path, option);
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
