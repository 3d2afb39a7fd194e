// Makes aggregates: what is computed over the rows of a group.
import type { ColumnType } from "../column-type.ts";
import { Param } from "../query/param.ts";
import type { AggregateName } from "../sql/node.ts";
import type { Condition, PathType, YieldsOver } from "../types/expression-type.ts";
import { conditionInput, type Expressible } from "./condition-input.ts";
import { Expression, nodeOfPath, Ordering } from "./expression.ts";
import type { ResultType } from "./expression-node.ts";
import { type NamedType, typeNamed, type ValueOfType } from "./named-type.ts";

/** What an aggregate or function is computed of: a path as text, or an expression. */
export type PathInput<Path extends string> = Path | YieldsOver<unknown, Path>;

/** How an aggregate takes its values. */
export interface AggregateOptions<Default = unknown> {
  /** Each value once. */
  readonly distinct?: boolean | undefined;
  /** Of these rows alone. */
  readonly filter?: Condition<unknown> | undefined;
  /** In place of null, when there is no value. */
  readonly default?: Default | undefined;
}

/** How an aggregate of many values into one takes them. */
export interface OrderedAggregateOptions<Default = unknown> extends AggregateOptions<Default> {
  /** The order of the values. */
  readonly orderBy?: readonly (Ordering<string> | string)[] | undefined;
}

function aggregate(
  name: AggregateName | { readonly custom: string },
  args: readonly Expressible[],
  type: ResultType,
  options: OrderedAggregateOptions = {},
): Expressible {
  const node: Expressible = {
    kind: "aggregate",
    name,
    args,
    distinct: options.distinct === true,
    filter: options.filter === undefined ? undefined : conditionInput(options.filter),
    order: (options.orderBy ?? []).map(orderedBy),
    type,
  };
  if (options.default === undefined) return node;
  return {
    kind: "call",
    name: "coalesce",
    args: [node, { kind: "value", param: new Param(options.default), type: undefined }],
    type: "first",
  };
}

/** A term of an order inside an aggregate or window: an expression, a path, or a path with `-` before it. */
export function orderedBy(term: unknown): {
  expression: Expressible;
  descending: boolean;
  nulls: "first" | "last" | undefined;
} {
  if (term instanceof Ordering) return { expression: term.node, descending: term.descending, nulls: term.nulls };
  if (typeof term !== "string") return { expression: nodeOfPath(term), descending: false, nulls: undefined };
  const descending = term.startsWith("-");
  return { expression: nodeOfPath(descending ? term.slice(1) : term), descending, nulls: undefined };
}

/**
 * How many values there are that are not null; without a path, how many rows.
 *
 * Counts over several relations to many at once count the combinations: give each `{ distinct: true }`.
 */
export function count<const Path extends string = never>(
  path?: PathInput<Path>,
  options: AggregateOptions = {},
): Expression<number, Path> {
  return new Expression(
    aggregate("count", path === undefined ? [] : [nodeOfPath(path)], { kind: "bigInt", safe: true }, options),
  );
}

/** The sum; null when there is no value. */
export function sum<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions = {},
): Expression<PathType<Path, "nonNull"> | null, Path> {
  return new Expression(aggregate("sum", [nodeOfPath(path)], "first", options));
}

/** The mean; null when there is no value. */
export function avg<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions<number> = {},
): Expression<number | null, Path> {
  return new Expression(aggregate("avg", [nodeOfPath(path)], { kind: "float" }, options));
}

/** The least value. */
export function min<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions = {},
): Expression<PathType<Path, "nonNull"> | null, Path> {
  return new Expression(aggregate("min", [nodeOfPath(path)], "first", options));
}

/** The greatest value. */
export function max<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions = {},
): Expression<PathType<Path, "nonNull"> | null, Path> {
  return new Expression(aggregate("max", [nodeOfPath(path)], "first", options));
}

/** The standard deviation of the values, or with `sample` of a sample. */
export function stdDev<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions<number> & { readonly sample?: boolean } = {},
): Expression<number | null, Path> {
  return new Expression(
    aggregate(options.sample === true ? "stdDevSample" : "stdDev", [nodeOfPath(path)], { kind: "float" }, options),
  );
}

/** The variance of the values, or with `sample` of a sample. */
export function variance<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions<number> & { readonly sample?: boolean } = {},
): Expression<number | null, Path> {
  return new Expression(
    aggregate(options.sample === true ? "varianceSample" : "variance", [nodeOfPath(path)], { kind: "float" }, options),
  );
}

/** The texts joined by a delimiter, in the order given. */
export function stringAgg<const Path extends string>(
  path: PathInput<Path>,
  delimiter: string,
  options: OrderedAggregateOptions<string> = {},
): Expression<string | null, Path> {
  return new Expression(
    aggregate("stringAgg", [nodeOfPath(path), { kind: "constant", value: delimiter }], { kind: "text" }, options),
  );
}

/** The values as a list, null among them (PostgreSQL); null when there is no row. */
export function arrayAgg<const Path extends string>(
  path: PathInput<Path>,
  options: OrderedAggregateOptions = {},
): Expression<PathType<Path>[] | null, Path> {
  return new Expression(aggregate("arrayAgg", [nodeOfPath(path)], "first", options));
}

/** The values as a JSON list, null among them; null when there is no row. Moments are as the database writes them. */
export function jsonAgg<const Path extends string>(
  path: PathInput<Path>,
  options: OrderedAggregateOptions = {},
): Expression<unknown[] | null, Path> {
  return new Expression(aggregate("jsonAgg", [nodeOfPath(path)], { kind: "json" }, options));
}

/** Whether all values that are not null are true. */
export function boolAnd<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions<boolean> = {},
): Expression<boolean | null, Path> {
  return new Expression(aggregate("boolAnd", [nodeOfPath(path)], { kind: "boolean" }, options));
}

/** Whether any value is true. */
export function boolOr<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions<boolean> = {},
): Expression<boolean | null, Path> {
  return new Expression(aggregate("boolOr", [nodeOfPath(path)], { kind: "boolean" }, options));
}

/** The bits that all values have. */
export function bitAnd<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions = {},
): Expression<PathType<Path, "nonNull"> | null, Path> {
  return new Expression(aggregate("bitAnd", [nodeOfPath(path)], "first", options));
}

/** The bits that any value has. */
export function bitOr<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions = {},
): Expression<PathType<Path, "nonNull"> | null, Path> {
  return new Expression(aggregate("bitOr", [nodeOfPath(path)], "first", options));
}

/** The bits that an odd number of values have. */
export function bitXor<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions = {},
): Expression<PathType<Path, "nonNull"> | null, Path> {
  return new Expression(aggregate("bitXor", [nodeOfPath(path)], "first", options));
}

/** One of the values that are not null. */
export function anyValue<const Path extends string>(
  path: PathInput<Path>,
  options: AggregateOptions = {},
): Expression<PathType<Path, "nonNull"> | null, Path> {
  return new Expression(aggregate("anyValue", [nodeOfPath(path)], "first", options));
}

/**
 * An aggregate of the database by its own name. For example: `aggregateFunc("regr_count", ["x", "y"], "integer")`.
 *
 * The name must be letters, digits, `_` and `.`; it is written as it is. Texts among the arguments are paths.
 */
export function aggregateFunc<const Path extends string, const Type extends NamedType | ColumnType>(
  name: string,
  args: readonly PathInput<Path>[],
  type: Type,
  options: OrderedAggregateOptions = {},
): Expression<ValueOfType<Type> | null, Path> {
  return new Expression(aggregate({ custom: name }, args.map(nodeOfPath), typeNamed(type), options));
}
