// Resolves a path such as `author__name__icontains` against a model: the joins, the column, what is taken of it, the lookup.
import { didYouMean, quoteValue, suggest } from "#kernel";
import type { ColumnType } from "../../column-type.ts";
import type { Column, JoinStep, ModelMeta, Relation } from "../../model/model-meta.ts";
import { raw as rawNode } from "../../sql/node.ts";
import type { LookupKind } from "../../types/lookup-kinds.ts";
import type { Lookup } from "../lookups/lookup.ts";
import { findLookup, findTransform, lookupNames, relationLookups } from "../lookups/lookup-table.ts";
import type { PathStep, ResolvedPath, Transform } from "../query.ts";
import { QueryError } from "../query-error.ts";
import { userPlace } from "../user-place.ts";

/** A key of `filter`, resolved. */
export interface ResolvedLookup {
  readonly id: string;
  readonly path: ResolvedPath;
  readonly lookup: Lookup;
  /** The relation at the end, for which an instance may stand in place of its key. */
  readonly relation: Relation | undefined;
  readonly kind: LookupKind;
}

const PARTS = ["year", "month", "day", "week", "weekDay", "quarter", "isoYear", "isoWeekDay"];
const CLOCK_PARTS = ["hour", "minute", "second"];
const INTEGER: ColumnType = { kind: "integer" };

const lookups = new WeakMap<ModelMeta, Map<string, ResolvedLookup>>();
const paths = new WeakMap<ModelMeta, Map<string, ResolvedPath>>();
let nextId = 1;

function cached<T>(store: WeakMap<ModelMeta, Map<string, T>>, model: ModelMeta): Map<string, T> {
  let map = store.get(model);
  if (map === undefined) store.set(model, (map = new Map()));
  return map;
}

/**
 * Resolves a key of `filter`, once for each model and key.
 *
 * @throws QueryError `ORM_UNKNOWN_FIELD` or `ORM_UNKNOWN_LOOKUP`.
 */
export function resolveLookup(model: ModelMeta, key: string): ResolvedLookup {
  const known = cached(lookups, model);
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = parseLookup(model, key)));
  return found;
}

/**
 * Resolves a path to a value: that of `F`, `values`, `orderBy`, aggregates.
 *
 * @throws QueryError `ORM_UNKNOWN_FIELD` or `ORM_UNKNOWN_LOOKUP`.
 */
export function resolvePath(model: ModelMeta, text: string): ResolvedPath {
  const known = cached(paths, model);
  let found = known.get(text);
  if (found === undefined) {
    const end = walk(model, text);
    const { transforms, rest } = takeTransforms(end.type, end.kind, end.rest);
    if (rest.length > 0) throw unknownPart(end, rest[0]!, text);
    known.set(text, (found = finish(end, transforms)));
  }
  return found;
}

interface PathEnd {
  readonly model: ModelMeta;
  readonly steps: readonly PathStep[];
  readonly column: string;
  readonly type: ColumnType;
  readonly kind: LookupKind;
  readonly nullable: boolean;
  readonly field: Column | undefined;
  readonly relation: Relation | undefined;
  readonly rest: readonly string[];
}

function walk(root: ModelMeta, text: string): PathEnd {
  const parts = text.split("__");
  let model = root;
  const steps: PathStep[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const relation = model.findPathRelation(part);
    if (relation !== undefined) {
      steps.push(...stepsOver(relation));
      const next = parts[i + 1];
      if (next === undefined || !leadsOn(relation.target, next)) return atKey(relation, steps, parts.slice(i + 1));
      model = relation.target;
      continue;
    }
    const column = model.findColumn(part);
    if (column === undefined) throw unknownField(model, part, root, text);
    return atColumn(model, column, steps, parts.slice(i + 1));
  }
  throw unknownField(model, "", root, text);
}

/** The joins over a relation, as parts of a path. */
export function stepsOver(relation: Relation): readonly PathStep[] {
  return relation.steps.map((step, n) => ({ key: step.up === true ? upKey(step) : `${relation.name}#${n}`, step }));
}

/** The joins from a model's table to that of the parent model which holds a column; mostly none. */
export function stepsToColumn(model: ModelMeta, column: Column): readonly PathStep[] {
  const owner = column.model.concrete;
  return owner === model.concrete ? [] : model.stepsUp(owner).map((step) => ({ key: upKey(step), step }));
}

function upKey(step: JoinStep): string {
  return `^${step.table}`;
}

function leadsOn(target: ModelMeta, name: string): boolean {
  return target.findPathRelation(name) !== undefined || target.findColumn(name) !== undefined;
}

function atKey(relation: Relation, steps: PathStep[], rest: readonly string[]): PathEnd {
  return { ...atColumn(relation.target, relation.end, steps, rest), relation };
}

function atParts(model: ModelMeta, key: Column, steps: readonly PathStep[], rest: readonly string[]): PathEnd {
  const [first] = key.parts as readonly [Column, ...Column[]];
  return {
    model,
    steps,
    column: first.column,
    type: first.type,
    kind: key.scalar.lookups,
    nullable: steps.some((step) => step.step.optional),
    field: key,
    relation: undefined,
    rest,
  };
}

// The last join is dropped where the column it would be joined by holds the value already: `author__id` is `author_id`.
function atColumn(model: ModelMeta, column: Column, steps: PathStep[], rest: readonly string[]): PathEnd {
  if (column.parts !== undefined) return atParts(model, column, steps, rest);
  const last = steps.at(-1)?.step;
  const up = stepsToColumn(model, column);
  const trimmed =
    last !== undefined &&
    !last.many &&
    last.back !== true &&
    up.length === 0 &&
    last.to === column.column &&
    last.table === model.table;
  const kept = trimmed ? steps.slice(0, -1) : [...steps, ...up];
  return {
    model,
    steps: kept,
    column: trimmed ? last.from : column.column,
    type: column.type,
    kind: column.scalar.lookups,
    nullable: (trimmed ? last.optional : column.nullable) || kept.some((step) => step.step.optional),
    field: column,
    relation: undefined,
    rest,
  };
}

function takeTransforms(type: ColumnType, kind: LookupKind, parts: readonly string[]) {
  const transforms: Transform[] = [];
  let rest = parts;
  while (rest.length > 0) {
    const transform = transformOf(kind, type, rest[0]!, rest.length === 1);
    if (transform === undefined) break;
    transforms.push(transform);
    kind = kindOfType(transform.type);
    type = transform.type;
    rest = rest.slice(1);
  }
  return { transforms, rest, type, kind };
}

function transformOf(kind: LookupKind, type: ColumnType, name: string, last: boolean): Transform | undefined {
  if (kind === "tuple") return undefined;
  const own = findTransform(kind, name);
  if (own !== undefined) return { ...own, kind: "built" };
  const dated = kind === "dateTime" || kind === "date";
  const timed = kind === "dateTime" || kind === "time";
  if (dated && PARTS.includes(name)) return { name, kind: "part", type: INTEGER };
  if (timed && CLOCK_PARTS.includes(name)) return { name, kind: "part", type: INTEGER };
  if (kind === "dateTime" && (name === "date" || name === "time")) return { name, kind: name, type: { kind: name } };
  if (kind === "text" && name === "length") return { name, kind: "length", type: INTEGER };
  if (type.kind === "array") return arrayPart(type.of, name);
  if (type.kind === "range") return rangePart(type.of, name);
  if (kind === "json" && !(last && findLookup("json", name) !== undefined))
    return { name, kind: "json", type: { kind: "json" } };
  return undefined;
}

// Indexes and slices count from 0, as in JavaScript; PostgreSQL counts from 1.
function arrayPart(of: ColumnType, name: string): Transform | undefined {
  if (name === "length") return part(name, INTEGER, "CARDINALITY(", ")");
  const [, start, end] = /^(\d+)(?:_(\d+))?$/.exec(name) ?? [];
  if (start === undefined) return undefined;
  if (end === undefined) return part(name, of, "(", `)[${Number(start) + 1}]`);
  return part(name, { kind: "array", of }, "(", `)[${Number(start) + 1}:${Number(end)}]`);
}

const RANGE_TESTS: Readonly<Record<string, string>> = {
  isEmpty: "ISEMPTY(",
  lowerInclusive: "LOWER_INC(",
  upperInclusive: "UPPER_INC(",
  lowerInfinite: "LOWER_INF(",
  upperInfinite: "UPPER_INF(",
};

function rangePart(of: ColumnType, name: string): Transform | undefined {
  if (name === "lower" || name === "upper") return part(name, of, `${name.toUpperCase()}(`, ")");
  const test = RANGE_TESTS[name];
  return test === undefined ? undefined : part(name, { kind: "boolean" }, test, ")");
}

function part(name: string, type: ColumnType, before: string, after: string): Transform {
  return { name, kind: "built", type, build: (operand) => rawNode([before, after], [operand], type) };
}

/** The lookups that values of a column type have. */
export function kindOfType(type: ColumnType | undefined): LookupKind {
  switch (type?.kind) {
    case "char":
    case "text":
    case "inet":
    case "textVector":
    case "custom":
      return "text";
    case "boolean":
    case "dateTime":
    case "date":
    case "time":
    case "duration":
    case "json":
    case "uuid":
    case "binary":
    case "array":
    case "range":
      return type.kind;
    default:
      return "number";
  }
}

function finish(end: PathEnd, transforms: readonly Transform[]): ResolvedPath {
  const parts = end.field?.parts?.map((part) =>
    finish({ ...end, column: part.column, type: part.type, kind: part.scalar.lookups, field: part }, []),
  );
  return Object.freeze({
    id: nextId++,
    steps: end.steps,
    column: end.column,
    type: end.type,
    nullable: end.nullable || transforms.some((transform) => transform.kind === "json"),
    transforms,
    converter: transforms.length === 0 ? (end.field?.scalar.converter as ResolvedPath["converter"]) : undefined,
    ...(parts === undefined ? undefined : { parts }),
  });
}

function parseLookup(model: ModelMeta, key: string): ResolvedLookup {
  const end = walk(model, key);
  const taken =
    end.relation === undefined
      ? takeTransforms(end.type, end.kind, end.rest)
      : { transforms: [], rest: end.rest, kind: end.kind };
  const { transforms, rest, kind } = taken;
  if (rest.length > 1) throw unknownPart(end, rest[0]!, key);
  const name = rest[0] ?? "exact";
  const lookup = end.relation === undefined ? findLookup(kind, name) : relationLookups[name];
  if (lookup === undefined) throw unknownPart(end, name, key);
  const path = finish(end, transforms);
  return Object.freeze({ id: `${path.id}`, path, lookup, relation: end.relation, kind });
}

/** A lookup on the key at the end of given joins, for the managers of related instances. */
export function lookupOverSteps(steps: readonly PathStep[], column: string, type: ColumnType): ResolvedLookup {
  const path: ResolvedPath = {
    id: nextId++,
    steps,
    column,
    type,
    nullable: steps.length > 0,
    transforms: [],
    converter: undefined,
  };
  return { id: `${path.id}`, path, lookup: relationLookups["exact"]!, relation: undefined, kind: kindOfType(type) };
}

/**
 * Resolves what follows the name of an annotation: `total__gt`.
 *
 * @throws QueryError `ORM_UNKNOWN_LOOKUP`.
 */
export function resolveAnnotationLookup(
  name: string,
  type: ColumnType | undefined,
  parts: readonly string[],
): { transforms: readonly Transform[]; lookup: Lookup; type: ColumnType | undefined; kind: LookupKind } {
  const taken = takeTransforms(type ?? INTEGER, kindOfType(type), parts);
  const lookupName = taken.rest[0] ?? "exact";
  const lookup = findLookup(taken.kind, lookupName);
  if (lookup === undefined || taken.rest.length > 1)
    throw new QueryError("ORM_UNKNOWN_LOOKUP", `The annotation ${name} has no lookup "${lookupName}".`, {
      where: userPlace(),
      facts: [`Lookups: ${lookupNames(taken.kind).join(", ")}.`],
    });
  return {
    transforms: taken.transforms,
    lookup,
    type: taken.transforms.length > 0 ? taken.type : type,
    kind: taken.kind,
  };
}

function unknownField(model: ModelMeta, part: string, root: ModelMeta, text: string): QueryError {
  const names = model.pathNames;
  const near = suggest(part, names);
  const cure = near === undefined ? undefined : `Did you mean "${near}"? Write "${replacePart(text, part, near)}".`;
  return new QueryError("ORM_UNKNOWN_FIELD", `${model.shortName} has no field ${quoteValue(part)}.`, {
    wrote: `${quoteValue(text)} on ${root.shortName}`,
    where: userPlace(),
    facts: [`Fields: ${names.join(", ")}.`],
    cure,
  });
}

function unknownPart(end: PathEnd, part: string, text: string): QueryError {
  const field = end.relation?.name ?? end.field?.name ?? end.column;
  const names =
    end.relation === undefined ? lookupNames(end.kind) : [...Object.keys(relationLookups), ...end.model.pathNames];
  const near = suggest(part, names);
  const cure =
    near === undefined ? undefined : `${didYouMean(part, names).trim()} Write "${replacePart(text, part, near)}".`;
  return new QueryError("ORM_UNKNOWN_LOOKUP", `The field ${field} has no lookup or field ${quoteValue(part)}.`, {
    wrote: quoteValue(text),
    where: userPlace(),
    facts: [`Lookups: ${names.join(", ")}.`],
    cure,
  });
}

function replacePart(text: string, part: string, near: string): string {
  return text
    .split("__")
    .map((each) => (each === part ? near : each))
    .join("__");
}
