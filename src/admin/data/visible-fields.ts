// Answers which fields of a model a request may see and change: the one place that every page, export and import asks.
import type { Request } from "#http";
import type { ModelMeta } from "#orm/internals";
import type { FieldRule } from "../options/access-options.ts";
import { filterPath, type ModelAdmin } from "../options/model-admin.ts";
import { type AdminSite, allowedOf, placeOf } from "./site.ts";

/** Whether a field holds what nobody is shown, such as the hash of a password. */
export function isSecret(name: string): boolean {
  return name === "password";
}

/** Whether single fields of a model have rules of their own. */
export function hasFieldRules({ options }: ModelAdmin): boolean {
  return (
    options.fieldPermissions !== undefined ||
    options.hasViewFieldPermission !== undefined ||
    options.hasChangeFieldPermission !== undefined
  );
}

/** Whether some requests may not see a field. */
export function isRuled({ meta, options }: ModelAdmin, name: string): boolean {
  const rule = ruleOf({ meta, options }, fieldOf(meta, name));
  return rule?.view !== undefined || options.hasViewFieldPermission !== undefined;
}

/** Whether a request may see a field: anywhere, or in one row. */
export async function mayViewField(request: Request, entry: ModelAdmin, name: string, row?: object): Promise<boolean> {
  const { options } = entry;
  const field = fieldOf(entry.meta, name);
  const rule = ruleOf(entry, field);
  if (rule?.view !== undefined && !(await rule.view(request, row))) return false;
  return (await options.hasViewFieldPermission?.(request, field as never, row)) ?? true;
}

/** Whether a request may change a field, which it must see. */
export async function mayChangeField(
  request: Request,
  entry: ModelAdmin,
  name: string,
  row?: object,
): Promise<boolean> {
  const { options } = entry;
  const field = fieldOf(entry.meta, name);
  if (!(await mayViewField(request, entry, field, row))) return false;
  const rule = ruleOf(entry, field);
  if (rule?.change !== undefined && !(await rule.change(request, row))) return false;
  return (await options.hasChangeFieldPermission?.(request, field as never, row)) ?? true;
}

/**
 * Whether a request may see what a path over relations leads to: each model on the way, where it is in the admin, and each field by the
 * rules of its own model. What a related row is called is seen by everybody who sees the relation.
 */
export async function mayViewPath(
  site: AdminSite,
  request: Request,
  entry: ModelAdmin,
  path: string,
): Promise<boolean> {
  let at: ModelMeta | undefined = entry.meta;
  for (const part of path.replace(/^-/, "").split("__")) {
    if (at === undefined || isSecret(part)) return false;
    const own: ModelAdmin | undefined = at === entry.meta ? entry : entryFor(site, at);
    if (own !== undefined && own !== entry && !(await allowedOf(request, own)).view) return false;
    if (own !== undefined && !(await mayViewField(request, own, part))) return false;
    at = at.findRelation(part)?.target;
  }
  return true;
}

/** The fields that a request may see, by name: columns and relations to several rows, in their order, without secrets. */
export async function visibleFields(request: Request, entry: ModelAdmin, row?: object): Promise<readonly string[]> {
  const { meta } = entry;
  const many = Object.keys(meta.definitions).filter((name) => meta.findRelation(name)?.kind === "manyToMany");
  const names = [...meta.columns.map((column) => column.name), ...many];
  const seen: string[] = [];
  for (const name of names) if (!isSecret(name) && (await mayViewField(request, entry, name, row))) seen.push(name);
  return seen;
}

/**
 * A model's options as far as a request may see its fields, in one row or anywhere: what it may not see is in no column, filter, search or
 * form, and what it may not change is read-only. The same entry where no field has a rule.
 */
export async function seenEntry(
  site: AdminSite,
  request: Request,
  entry: ModelAdmin,
  row?: object,
): Promise<ModelAdmin> {
  if (!site.models.some(hasFieldRules) && !hasPaths(entry)) return entry;
  const { meta, options } = entry;
  const sees = (path: string): Promise<boolean> => mayViewPath(site, request, entry, path);
  const hidden: string[] = [];
  const locked: string[] = [];
  for (const name of Object.keys(meta.definitions)) {
    if (!(await sees(name)) || !(await mayViewField(request, entry, name, row))) hidden.push(name);
    else if (!(await mayChangeField(request, entry, name, row))) locked.push(name);
  }
  const isShown = (name: string): boolean => !hidden.includes(fieldOf(meta, name));
  const columns = await kept(options.listDisplay, (column) => (typeof column === "string" ? sees(column) : true));
  const seen = {
    ...options,
    listDisplay: await Promise.all(
      (columns ?? []).map(async (column) =>
        typeof column === "string" || column.sortBy === undefined || (await sees(column.sortBy))
          ? column
          : { ...column, sortBy: undefined },
      ),
    ),
    listFilter: await kept(options.listFilter, (filter) => {
      const path = filterPath(filter);
      return path === undefined || sees(path);
    }),
    searchFields: await kept(options.searchFields, (field) => sees(typeof field === "string" ? field : field.field)),
    dateHierarchy:
      options.dateHierarchy !== undefined && (await sees(options.dateHierarchy)) ? options.dateHierarchy : undefined,
    ordering: await kept(options.ordering as readonly string[] | undefined, sees),
    exclude: [...(options.exclude ?? []), ...hidden],
    readonlyFields: [...new Set([...((options.readonlyFields ?? []) as readonly string[]), ...locked])].filter(isShown),
  };
  const made: ModelAdmin = Object.freeze({ meta, options: seen as unknown as ModelAdmin["options"] });
  hiddenOf.set(made, hidden);
  return made;
}

// Whether a list reads fields of other models.
function hasPaths({ options }: ModelAdmin): boolean {
  const paths: readonly unknown[] = [
    ...(options.listDisplay ?? []).map((column) => (typeof column === "string" ? column : column.sortBy)),
    ...(options.listFilter ?? []).map(filterPath),
    ...(options.searchFields ?? []).map((field) => (typeof field === "string" ? field : field.field)),
    ...(options.ordering ?? []),
    options.dateHierarchy,
  ];
  return paths.some((path) => typeof path === "string" && path.includes("__"));
}

const hiddenOf = new WeakMap<ModelAdmin, readonly string[]>();

/** The fields that {@link seenEntry} hid. */
export function hiddenFields(entry: ModelAdmin): readonly string[] {
  return hiddenOf.get(entry) ?? [];
}

async function kept<Item>(
  items: readonly Item[] | undefined,
  test: (item: Item) => boolean | Promise<boolean>,
): Promise<readonly Item[] | undefined> {
  if (items === undefined) return undefined;
  const answers = await Promise.all(items.map(test));
  return items.filter((_, i) => answers[i]);
}

/** The admin's entry of a model; undefined where it has none. */
export function entryFor(site: AdminSite, meta: ModelMeta): ModelAdmin | undefined {
  const { label, model } = placeOf(meta);
  const found = site.find(label, model);
  return found?.meta === meta ? found : undefined;
}

function ruleOf({ options }: ModelAdmin, field: string): FieldRule<object> | undefined {
  const rules = options.fieldPermissions as Readonly<Record<string, FieldRule<object>>> | undefined;
  return rules !== undefined && Object.hasOwn(rules, field) ? rules[field] : undefined;
}

// `cellarId` and `pk` are other names of `cellar` and `id`.
function fieldOf(meta: ModelMeta, name: string): string {
  return meta.findColumn(name)?.name ?? name;
}
