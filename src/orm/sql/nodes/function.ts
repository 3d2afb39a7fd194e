// Defines the nodes that call functions: portable functions, aggregates, windows, date parts and JSON paths.
import type { ColumnType } from "../../column-type.ts";
import type { SelectNode } from "./query.ts";
import type { SqlExpression } from "./sql-expression.ts";

/** The functions that every dialect has, or that its connection or SQL makes up for. */
export type FunctionName =
  // Any value.
  | "coalesce"
  | "nullIf"
  | "greatest"
  | "least"
  // Text.
  | "concat"
  | "lower"
  | "upper"
  | "length"
  | "substr"
  | "replace"
  | "trim"
  | "ltrim"
  | "rtrim"
  | "left"
  | "right"
  | "strIndex"
  | "lpad"
  | "rpad"
  | "repeat"
  | "reverse"
  | "chr"
  | "ord"
  | "md5"
  | "sha1"
  | "sha224"
  | "sha256"
  | "sha384"
  | "sha512"
  // Numbers.
  | "abs"
  | "ceil"
  | "floor"
  | "round"
  | "mod"
  | "power"
  | "sign"
  | "sqrt"
  | "exp"
  | "ln"
  | "log"
  | "pi"
  | "random"
  | "degrees"
  | "radians"
  | "sin"
  | "cos"
  | "tan"
  | "cot"
  | "asin"
  | "acos"
  | "atan"
  | "atan2"
  // Time, identity and JSON.
  | "now"
  | "uuid4"
  | "jsonObject"
  | "jsonArray"
  // Windows only.
  | "rowNumber"
  | "rank"
  | "denseRank"
  | "percentRank"
  | "cumeDist"
  | "ntile"
  | "lag"
  | "lead"
  | "firstValue"
  | "lastValue"
  | "nthValue";

/** `LOWER(x)`: a function of the portable list. */
export interface FunctionNode {
  readonly kind: "function";
  readonly name: FunctionName;
  readonly args: readonly SqlExpression[];
  readonly type: ColumnType | undefined;
}
/** Calls a portable function: `call("coalesce", [column("t", "a"), constant(0)])` → `COALESCE("t"."a", 0)`. */
export function call(name: FunctionName, args: readonly SqlExpression[], type?: ColumnType): FunctionNode {
  return Object.freeze({ kind: "function", name, args, type });
}

/** `name(a, b)`: a function of the user's database, its name written as it is. */
export interface CustomFunctionNode {
  readonly kind: "custom-function";
  readonly name: string;
  readonly args: readonly SqlExpression[];
  readonly type: ColumnType | undefined;
}
/** Calls a function by its own name, which must be letters, digits, `_` and `.`. */
export function customFunction(name: string, args: readonly SqlExpression[], type?: ColumnType): CustomFunctionNode {
  return Object.freeze({ kind: "custom-function", name, args, type });
}

export type AggregateName =
  | "count"
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "stdDev"
  | "stdDevSample"
  | "variance"
  | "varianceSample"
  | "stringAgg"
  | "arrayAgg"
  | "jsonAgg"
  | "boolAnd"
  | "boolOr"
  | "bitAnd"
  | "bitOr"
  | "bitXor"
  | "anyValue";
/** `COUNT(DISTINCT x) FILTER (WHERE c)`; MariaDB gets `COUNT(DISTINCT CASE WHEN c THEN x END)`. */
export interface AggregateNode {
  readonly kind: "aggregate";
  readonly name: AggregateName;
  /** Empty for `COUNT(*)`; `stringAgg` takes the value and the delimiter. */
  readonly args: readonly SqlExpression[];
  readonly distinct: boolean;
  readonly filter: SqlExpression | undefined;
  readonly orderBy: readonly OrderNode[];
  readonly type: ColumnType | undefined;
}
export function aggregate(
  name: AggregateName,
  args: readonly SqlExpression[],
  options: {
    distinct?: boolean;
    filter?: SqlExpression | undefined;
    orderBy?: readonly OrderNode[];
    type?: ColumnType | undefined;
  } = {},
): AggregateNode {
  return Object.freeze({
    kind: "aggregate",
    name,
    args,
    distinct: options.distinct ?? false,
    filter: options.filter,
    orderBy: options.orderBy ?? [],
    type: options.type,
  });
}

/** `x DESC NULLS LAST`. */
export interface OrderNode {
  readonly kind: "order";
  readonly expression: SqlExpression;
  readonly descending: boolean;
  readonly nulls: "first" | "last" | undefined;
}
export function order(expression: SqlExpression, descending = false, nulls?: "first" | "last"): OrderNode {
  return Object.freeze({ kind: "order", expression, descending, nulls });
}

/** Where a window's frame starts or ends; a number counts rows or values, negative before the current one. */
export type FrameBound = "unbounded" | "current" | number;
/** `ROWS BETWEEN start AND end`. */
export interface WindowFrame {
  readonly unit: "rows" | "range" | "groups";
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclude?: "current row" | "group" | "ties" | undefined;
}
/** `f(x) OVER (PARTITION BY … ORDER BY … frame)`. */
export interface WindowNode {
  readonly kind: "window";
  readonly call: FunctionNode | AggregateNode | CustomFunctionNode;
  readonly partitionBy: readonly SqlExpression[];
  readonly orderBy: readonly OrderNode[];
  readonly frame: WindowFrame | undefined;
}
export function window(
  over: WindowNode["call"],
  options: {
    partitionBy?: readonly SqlExpression[];
    orderBy?: readonly OrderNode[];
    frame?: WindowFrame | undefined;
  } = {},
): WindowNode {
  return Object.freeze({
    kind: "window",
    call: over,
    partitionBy: options.partitionBy ?? [],
    orderBy: options.orderBy ?? [],
    frame: options.frame,
  });
}

/** Weekday: Sunday is 1. ISO weekday: Monday is 1. `week` is the ISO week. */
export type DatePart =
  | "year"
  | "isoYear"
  | "quarter"
  | "month"
  | "week"
  | "day"
  | "weekDay"
  | "isoWeekDay"
  | "yearDay"
  | "hour"
  | "minute"
  | "second"
  | "microsecond"
  | "epoch";
/** One part of a date, time or instant as a number; an instant's parts are those of `timeZone` (UTC by default). */
export interface ExtractNode {
  readonly kind: "extract";
  readonly part: DatePart;
  readonly operand: SqlExpression;
  readonly operandType: ColumnType;
  readonly timeZone: string | undefined;
}
export function extract(
  part: DatePart,
  operand: SqlExpression,
  options: { type: ColumnType; timeZone?: string | undefined },
): ExtractNode {
  return Object.freeze({
    kind: "extract",
    part,
    operand,
    operandType: options.type,
    timeZone: options.timeZone,
  });
}

export type TruncUnit = "year" | "quarter" | "month" | "week" | "day" | "hour" | "minute" | "second";
/** The start of the unit in which a date or instant lies; `to` of `date` or `time` keeps that half alone. */
export interface TruncNode {
  readonly kind: "trunc";
  readonly unit: TruncUnit;
  readonly operand: SqlExpression;
  readonly operandType: ColumnType;
  /** `dateTime`, `date` or `time`. */
  readonly to: "dateTime" | "date" | "time";
  readonly timeZone: string | undefined;
}
export function trunc(
  unit: TruncUnit,
  operand: SqlExpression,
  options: { type: ColumnType; to: TruncNode["to"]; timeZone?: string | undefined },
): TruncNode {
  return Object.freeze({
    kind: "trunc",
    unit,
    operand,
    operandType: options.type,
    to: options.to,
    timeZone: options.timeZone,
  });
}

/** The value at a path of a JSON value, as JSON or as text. */
export interface JsonPathNode {
  readonly kind: "json-path";
  readonly operand: SqlExpression;
  readonly path: readonly (string | number)[];
  readonly as: "json" | "text";
}
/** `"t"."data" #> '{a,0}'` on PostgreSQL, `"t"."data" -> '$."a"[0]'` on SQLite, `JSON_EXTRACT` on MariaDB. */
export function jsonPath(
  operand: SqlExpression,
  path: readonly (string | number)[],
  as: JsonPathNode["as"] = "json",
): JsonPathNode {
  return Object.freeze({ kind: "json-path", operand, path, as });
}

/** A function or aggregate over a sub-query's rows gathered as a JSON array of arrays, for nested fetches. */
export interface JsonRowsNode {
  readonly kind: "json-rows";
  readonly query: SelectNode;
}
export function jsonRows(query: SelectNode): JsonRowsNode {
  return Object.freeze({ kind: "json-rows", query });
}
