// Holds the lookups of each kind of field, and lets an application add its own.
import { SetupError } from "#kernel";
import * as sql from "../../sql/node.ts";
import type { LookupKind } from "../../types/lookup-kinds.ts";
import type { Lookup, TransformDefinition } from "./lookup.ts";

const comparison = (name: string, operator: sql.CompareOperator): Lookup => ({
  name,
  takes: "value",
  build: (left, right) => sql.compare(operator, left, right[0]!),
});

const matching = (name: string, match: sql.MatchLookup, takes: "text" | "pattern" = "text"): Lookup => ({
  name,
  takes,
  match,
  build: (left, right) => sql.match(match, left, right[0]!),
});

const operator = (name: string, sign: sql.PostgresCompareNode["operator"]): Lookup => ({
  name,
  takes: "value",
  build: (left, right) => sql.postgresCompare(sign, left, right[0]!),
});
const exact = comparison("exact", "=");
const isNull: Lookup = {
  name: "isnull",
  takes: "flag",
  build: (left, right) => sql.isNull(left, right[0]?.kind === "constant" && right[0].value === false),
};
const inList: Lookup = { name: "in", takes: "list", build: (left, right) => sql.inList(left, right) };

const common: readonly Lookup[] = [exact, comparison("ne", "<>"), isNull, inList];
const ordered: readonly Lookup[] = [
  ...common,
  comparison("gt", ">"),
  comparison("gte", ">="),
  comparison("lt", "<"),
  comparison("lte", "<="),
  { name: "range", takes: "pair", build: (left, right) => sql.between(left, right[0]!, right[1]!) },
];
const text: readonly Lookup[] = [
  ...ordered,
  matching("iexact", "iexact"),
  matching("contains", "contains"),
  matching("icontains", "icontains"),
  matching("startswith", "startsWith"),
  matching("istartswith", "istartsWith"),
  matching("endswith", "endsWith"),
  matching("iendswith", "iendsWith"),
  matching("regex", "regex"),
  matching("iregex", "iregex"),
  operator("trigramSimilar", "%"),
  operator("trigramWordSimilar", "<%"),
  {
    name: "search",
    takes: "value",
    rightType: { kind: "text" },
    build: (left, right) => sql.textSearch([left], right[0]!),
  },
];
const keys = (name: string, join: (...items: sql.SqlExpression[]) => sql.SqlExpression): Lookup => ({
  name,
  takes: "keys",
  build: (left, right) =>
    join(...right.map((key) => sql.jsonHasKey(left, [key.kind === "constant" ? String(key.value) : ""]))),
});
const json: readonly Lookup[] = [
  ...ordered,
  keys("hasKey", sql.and),
  keys("hasKeys", sql.and),
  keys("hasAnyKeys", sql.or),
  { name: "contains", takes: "value", build: (left, right) => sql.jsonContains(left, right[0]!) },
  { name: "containedBy", takes: "value", build: (left, right) => sql.jsonContains(right[0]!, left) },
  ...text.filter((lookup) =>
    ["icontains", "startswith", "istartswith", "endswith", "iendswith", "iexact", "regex", "iregex"].includes(
      lookup.name,
    ),
  ),
];
const array: readonly Lookup[] = [
  ...common,
  operator("contains", "@>"),
  operator("containedBy", "<@"),
  operator("overlap", "&&"),
];

const containsElement: Lookup = {
  ...operator("contains", "@>"),
  rightType: (type) => (type.kind === "range" ? type.of : type),
};
const isRange = (value: unknown): boolean => typeof value === "object" && value !== null && "lower" in value;
const range: readonly Lookup[] = [
  ...common,
  { ...operator("contains", "@>"), instead: (value) => (isRange(value) ? undefined : containsElement) },
  operator("containedBy", "<@"),
  operator("overlap", "&&"),
  operator("fullyLt", "<<"),
  operator("fullyGt", ">>"),
  operator("notGt", "&<"),
  operator("notLt", "&>"),
  operator("adjacentTo", "-|-"),
];

const byName = (lookups: readonly Lookup[]): Map<string, Lookup> =>
  new Map(lookups.map((lookup) => [lookup.name, lookup]));

const tables: Readonly<Record<LookupKind, Map<string, Lookup>>> = {
  text: byName(text),
  number: byName(ordered),
  boolean: byName(common),
  dateTime: byName(ordered),
  date: byName(ordered),
  time: byName(ordered),
  duration: byName(ordered),
  json: byName(json),
  uuid: byName(common),
  binary: byName(common),
  array: byName(array),
  range: byName(range),
  tuple: byName(ordered),
};

/** The lookup of a kind of field, or undefined. */
export function findLookup(kind: LookupKind, name: string): Lookup | undefined {
  return tables[kind].get(name);
}

/** The names of the lookups of a kind of field. */
export function lookupNames(kind: LookupKind): readonly string[] {
  return [...tables[kind].keys()];
}

/**
 * Adds a lookup to a kind of field.
 *
 * Declare its type beside it: `declare module "demijohn/orm" { interface TextLookups<Value> { soundsLike: string } }`.
 *
 * @throws SetupError `ORM_LOOKUP_EXISTS` when the kind has one of that name.
 */
export function registerLookup(kind: LookupKind, lookup: Lookup): void {
  if (tables[kind].has(lookup.name))
    throw new SetupError("ORM_LOOKUP_EXISTS", `The kind "${kind}" has a lookup "${lookup.name}" already.`, {
      cure: "Give yours another name.",
    });
  tables[kind].set(lookup.name, lookup);
}

const transforms = new Map<string, TransformDefinition>();

/** The part of a kind of field that an application has added, or undefined. */
export function findTransform(kind: LookupKind, name: string): TransformDefinition | undefined {
  return transforms.get(`${kind} ${name}`);
}

/**
 * Adds a part that can be taken of values. For example: `name__reversed__startswith`.
 *
 * Declare its type beside it: declare module "demijohn/orm" { interface TextParts { reversed: string } }.
 *
 * @throws SetupError `ORM_LOOKUP_EXISTS` when the kind has a lookup or part of that name.
 */
export function registerTransform(kind: LookupKind, transform: TransformDefinition): void {
  if (tables[kind].has(transform.name) || transforms.has(`${kind} ${transform.name}`))
    throw new SetupError("ORM_LOOKUP_EXISTS", `The kind "${kind}" has a lookup "${transform.name}" already.`, {
      cure: "Give yours another name.",
    });
  transforms.set(`${kind} ${transform.name}`, transform);
}

/** `exact`, `isnull` and `in`, which a relation has too. */
export const relationLookups: Readonly<Record<string, Lookup>> = {
  exact,
  isnull: isNull,
  in: inList,
  ne: comparison("ne", "<>"),
};
