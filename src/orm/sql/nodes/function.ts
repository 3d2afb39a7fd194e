// Defines the nodes that call functions: portable functions, aggregates, windows, date parts and JSON paths.
import type { ColumnType } from "../../column-type.ts";
import type {
  AggregateNode,
  CustomFunctionNode,
  DatePart,
  ExtractNode,
  FunctionName,
  FunctionNode,
  JsonPathNode,
  OrderNode,
  SqlExpression,
  TruncNode,
  TruncUnit,
  WindowFrame,
  WindowNode,
} from "../sql-node.ts";

/** Calls a portable function: `call("coalesce", [column("t", "a"), constant(0)])` → `COALESCE("t"."a", 0)`. */
export function call(name: FunctionName, args: readonly SqlExpression[], type?: ColumnType): FunctionNode {
  return Object.freeze({ kind: "function", name, args, type });
}

/** Calls a function by its own name, which must be letters, digits, `_` and `.`. */
export function customFunction(name: string, args: readonly SqlExpression[], type?: ColumnType): CustomFunctionNode {
  return Object.freeze({ kind: "custom-function", name, args, type });
}

export function aggregate(
  name: AggregateNode["name"],
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

export function order(expression: SqlExpression, descending = false, nulls?: "first" | "last"): OrderNode {
  return Object.freeze({ kind: "order", expression, descending, nulls });
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

/** `"t"."data" #> '{a,0}'` on PostgreSQL, `"t"."data" -> '$."a"[0]'` on SQLite, `JSON_EXTRACT` on MariaDB. */
export function jsonPath(
  operand: SqlExpression,
  path: readonly (string | number)[],
  as: JsonPathNode["as"] = "json",
): JsonPathNode {
  return Object.freeze({ kind: "json-path", operand, path, as });
}
