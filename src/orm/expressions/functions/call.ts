// Makes the call of a portable function from paths and expressions; the files beside it name the functions.
import type { ColumnType } from "../../column-type.ts";
import type { FunctionName } from "../../sql/node.ts";
import type { PathType, YieldsOver } from "../../types/expression-type.ts";
import type { PathInput } from "../aggregates.ts";
import type { Expressible } from "../condition-input.ts";
import { Expression, nodeOfPath, nodeOfValue } from "../expression.ts";
import type { ResultType } from "../expression-node.ts";

/** The null of a path's value: what most functions make of null. */
export type NullAt<Path> = PathType<Path, "null">;

export const TEXT: ColumnType = { kind: "text" };
export const FLOAT: ColumnType = { kind: "float" };
export const INTEGER: ColumnType = { kind: "integer" };

/** A whole number of the size that positions and counts have. */
export function whole(number: number): Expression<number> {
  return new Expression(nodeOfValue(number, INTEGER));
}

/** A text that is not a path, or an expression. */
export function plainText(text: TextInput): Expressible {
  return nodeOfValue(text, typeof text === "string" ? TEXT : undefined);
}

/** A text, or an expression that makes one. */
export type TextInput = string | YieldsOver<unknown, unknown>;

/** Calls a function; texts among the arguments are paths. */
export function call<Value, Path extends string>(
  name: FunctionName,
  args: readonly unknown[],
  type: ResultType,
): Expression<Value, Path> {
  return new Expression({ kind: "call", name, args: args.map(nodeOfPath), type });
}

/** Calls a function of one path and further nodes. */
export function callWith<Value, Path extends string>(
  name: FunctionName | { readonly custom: string },
  first: PathInput<Path>,
  rest: readonly Expressible[],
  type: ResultType,
): Expression<Value, Path> {
  return new Expression({ kind: "call", name, args: [nodeOfPath(first), ...rest], type });
}
