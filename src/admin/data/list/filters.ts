// Resolves the filters of a list: what each reads from the address, which rows it leaves, and what it offers.
import type { Request } from "#http";
import { type Column, keyFromText, type ModelMeta } from "#orm/internals";
import type { FilterKind, OwnFilter } from "../../options/filter-options.ts";
import { filterPath, type ModelAdmin } from "../../options/model-admin.ts";
import { allRows, labelOfField } from "../site.ts";
import { type DaySpan, inSpan, namedSpan, periodsOf } from "./date-spans.ts";
import { filterParams } from "./list-query.ts";
import { crossesMany, endOfPath } from "./paths.ts";
import { onlySeen } from "./seen-cells.ts";
import { isNumeric, typedKey, typedNumber } from "./typed-value.ts";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

/** The values that an address names, by parameter. */
export type GivenValues = Readonly<Record<string, readonly string[]>>;

/** A filter by a field. */
export interface ResolvedField {
  readonly own?: undefined;
  /** In the address; the path of the field. */
  readonly name: string;
  readonly title: string;
  readonly kind: FilterKind;
  /** Where the field stands; undefined for a relation to several rows. */
  readonly column: Column | undefined;
  /** The model of the rows that a relation leads to. */
  readonly target: ModelMeta | undefined;
  /** The path that is compared with a chosen value: the key, for a relation. */
  readonly compared: string;
  /** Whether there can be rows without a value. */
  readonly hasEmpty: boolean;
}

/** A filter of the app's own. */
export interface ResolvedOwn {
  readonly own: OwnFilter<object>;
  readonly name: string;
  readonly title: string;
}

export type ResolvedFilter = ResolvedField | ResolvedOwn;

/** What stands in an address for rows without a value. */
export const emptyValue = "-";
/** What stands in an address for rows with one. */
export const anyValue = "set";

/** The filters of a list. */
export function resolveFilters({ meta, options }: ModelAdmin): readonly ResolvedFilter[] {
  return (options.listFilter ?? []).map((filter) => {
    const path = filterPath(filter);
    if (path === undefined) {
      const own = filter as OwnFilter<object>;
      return { own, name: own.name, title: own.title ?? labelOfField(meta, own.name) };
    }
    const given = typeof filter === "object" && "field" in filter ? filter : undefined;
    return resolveField(meta, path, given?.kind, given?.title);
  });
}

function resolveField(
  meta: ModelMeta,
  path: string,
  kind: FilterKind | undefined,
  title: string | undefined,
): ResolvedField {
  const { at, name } = endOfPath(meta, path);
  const relation = at.findRelation(name);
  const column = at.findColumn(name);
  return {
    name: path,
    title: title ?? labelOfPath(meta, path),
    kind: kind ?? kindOf(column, relation !== undefined),
    column: relation?.many === true ? undefined : column,
    target: relation?.target,
    compared: relation === undefined ? path : `${path}__pk`,
    hasEmpty: column === undefined || column.nullable || path.includes("__") || isText(column),
  };
}

function isText({ type, definition }: Column): boolean {
  return definition.fieldKind === "scalar" && (type.kind === "char" || type.kind === "text");
}

/** The label of a path: that of its last field, after what leads to it. */
export function labelOfPath(meta: ModelMeta, path: string): string {
  const parts = path.split("__");
  let at: ModelMeta | undefined = meta;
  const words: string[] = [];
  for (const part of parts) {
    const label: string = at === undefined ? part : labelOfField(at, part);
    words.push(words.length === 0 ? label : label.toLowerCase());
    at = at?.findRelation(part)?.target;
  }
  return words.join(" ");
}

function kindOf(column: Column | undefined, isRelation: boolean): FilterKind {
  if (isRelation || column === undefined) return "values";
  if (column.scalar.choices !== undefined || column.type.kind === "boolean") return "values";
  if (column.type.kind === "date" || column.type.kind === "dateTime") return "periods";
  if (isNumeric(column)) return "range";
  return column.type.kind === "char" && !column.unique ? "values" : "empty";
}

// --- which rows -------------------------------------------------------------------------------------------------------------

/** The rows that the filters leave, without the one of the name `except`. */
export function filterRows(
  rows: Rows,
  entry: ModelAdmin,
  given: GivenValues,
  context: { readonly request: Request; readonly now: Date; readonly except?: string | undefined },
): Rows {
  let left = rows;
  for (const filter of resolveFilters(entry)) {
    if (filter.name === context.except) continue;
    if (filter.own === undefined) left = narrowed(left, entry.meta, filter, given, context);
    else for (const value of given[filter.name] ?? []) left = filter.own.apply(left, value, context.request);
  }
  return left;
}

function narrowed(
  rows: Rows,
  meta: ModelMeta,
  filter: ResolvedField,
  given: GivenValues,
  { now, request }: { readonly now: Date; readonly request: Request },
): Rows {
  const conditions = conditionsOf(filter, given, now).map((where) =>
    isEmptiness(where) ? where : { ...where, ...onlySeen(meta, filter.name, request) },
  );
  if (conditions.length === 0) return rows;
  const { q } = meta.cls as unknown as { q(where: object): { or(other: unknown): never } };
  const parts = conditions.map((where) => q.call(meta.cls, where));
  const any = parts.reduce((all, part) => all.or(part));
  // A row that is found over several related ones is found once.
  return crossesMany(meta, filter.name)
    ? rows.filter({
        pk__in: allRows(meta)
          .orderBy()
          .filter(any as never)
          .flat("pk" as never),
      })
    : rows.filter(any);
}

// Who has no related row is found whatever rows may be seen.
function isEmptiness(where: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(where).every(([name, value]) => name.endsWith("__isnull") && value === true);
}

/** The conditions of what is chosen, of which one must hold; none where nothing is chosen that makes sense. */
export function conditionsOf(filter: ResolvedField, given: GivenValues, now: Date): readonly Record<string, unknown>[] {
  const [only, from, to] = filterParams(filter.name);
  const chosen = given[only] ?? [];
  const single: Record<string, unknown>[] = [];
  for (const value of chosen) {
    const where = conditionOfWord(filter, value, now);
    if (where !== undefined) single.push(where);
  }
  const keys = chosen.flatMap((value) => {
    const typed = typedChoice(filter, value);
    return typed === undefined ? [] : [typed];
  });
  if (keys.length > 0) single.push({ [`${filter.compared}__in`]: keys });
  const range = rangeOf(filter, given[from]?.[0], given[to]?.[0]);
  return range === undefined ? single : [...single, range];
}

// What is said by a word: empty or not, yes or no, a period.
function conditionOfWord(
  { name, kind, column, compared }: ResolvedField,
  value: string,
  now: Date,
): Record<string, unknown> | undefined {
  if (value === emptyValue) return emptyCondition(compared, column);
  if (value === anyValue && kind !== "values") return { [`${compared}__isnull`]: false };
  if (column?.type.kind === "boolean")
    return value === "yes" || value === "no" ? { [name]: value === "yes" } : undefined;
  if (kind !== "periods" || column === undefined) return undefined;
  const period = periodsOf(now).find((each) => each.value === value);
  return period === undefined ? undefined : inSpan(name, column, period);
}

function emptyCondition(compared: string, column: Column | undefined): Record<string, unknown> {
  return column !== undefined && isText(column) && !column.nullable
    ? { [compared]: "" }
    : { [`${compared}__isnull`]: true };
}

function typedChoice({ kind, column, target }: ResolvedField, value: string): unknown {
  if (value === emptyValue || (kind !== "values" && kind !== "related")) return undefined;
  if (target !== undefined) return keyFromText(target, value);
  if (column === undefined || column.type.kind === "boolean") return undefined;
  return isNumeric(column) ? typedNumber(column, value) : typedKey(column, value);
}

function rangeOf(
  { name, kind, column }: ResolvedField,
  from: string | undefined,
  to: string | undefined,
): Record<string, unknown> | undefined {
  if (column === undefined || (from === undefined && to === undefined)) return undefined;
  if (kind === "range" && isNumeric(column)) {
    const [least, most] = [from, to].map((text) => (text === undefined ? undefined : typedNumber(column, text)));
    if (least === undefined && most === undefined) return undefined;
    return {
      ...(least === undefined ? {} : { [`${name}__gte`]: least }),
      ...(most === undefined ? {} : { [`${name}__lte`]: most }),
    };
  }
  if (column.type.kind !== "date" && column.type.kind !== "dateTime") return undefined;
  const span: DaySpan = { from: dayOf(from)?.from, to: dayOf(to)?.to };
  return span.from === undefined && span.to === undefined ? undefined : inSpan(name, column, span);
}

function dayOf(text: string | undefined): ReturnType<typeof namedSpan> {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? namedSpan(text) : undefined;
}
