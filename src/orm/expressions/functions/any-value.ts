// Makes the functions of any value: the first that is there, the least, the greatest, identifiers, and functions by name.
import type { ColumnType } from "../../column-type.ts";
import type { PathType, YieldsOver } from "../../types/expression-type.ts";
import type { PathInput } from "../aggregates.ts";
import { Expression, nodeOfPath } from "../expression.ts";
import { type NamedType, typeNamed, type ValueOfType } from "../named-type.ts";
import { call } from "./call.ts";

export type Argument<Path extends string> = PathInput<Path> | number | bigint | boolean;
type ValueOfArgument<Input> = Input extends string
  ? PathType<Input>
  : Input extends YieldsOver<infer Value, unknown>
    ? Value
    : Input extends number
      ? number
      : Input;
export type PathsOf<Input> = Input extends string
  ? Input
  : Input extends YieldsOver<unknown, infer Paths extends string>
    ? Paths
    : never;
/** The null of the values at the paths that an argument names. */
export type NullOf<Input> = [PathsOf<Input>] extends [never] ? never : PathType<PathsOf<Input>, "null">;
type Unnulled<Value> = Value extends PathType<infer Path> ? PathType<Path, "nonNull"> : NonNullable<Value>;

/** The first argument that is not null. */
export function coalesce<const Inputs extends readonly Argument<string>[]>(
  ...args: Inputs
): Expression<Unnulled<ValueOfArgument<Inputs[number]>>, PathsOf<Inputs[number]>> {
  return call("coalesce", args, "first");
}
/** The greatest argument. */
export function greatest<const Inputs extends readonly Argument<string>[]>(
  ...args: Inputs
): Expression<ValueOfArgument<Inputs[number]>, PathsOf<Inputs[number]>> {
  return call("greatest", args, "first");
}
/** The least argument. */
export function least<const Inputs extends readonly Argument<string>[]>(
  ...args: Inputs
): Expression<ValueOfArgument<Inputs[number]>, PathsOf<Inputs[number]>> {
  return call("least", args, "first");
}
/** Null where both are equal, else the first. */
export function nullIf<const First extends string, const Second extends Argument<string>>(
  first: PathInput<First>,
  second: Second,
): Expression<PathType<First> | null, First | PathsOf<Second>> {
  return call("nullIf", [first, second], "first");
}
/** A random identifier (RFC 9562, version 4). */
export function uuid4(): Expression<string> {
  return call("uuid4", [], UUID);
}
/** An identifier that begins with the time (RFC 9562, version 7). Later ones are greater. */
export function uuid7(): Expression<string> {
  return call("uuid7", [], UUID);
}
const UUID: ColumnType = { kind: "uuid" };

/**
 * A function of the database by its own name. Texts among the arguments are paths: `func("soundex", ["name"], "text")`.
 *
 * The name must be letters, digits, `_` and `.`; it is written as it is.
 */
export function func<const Path extends string, const Type extends NamedType | ColumnType>(
  name: string,
  args: readonly (PathInput<Path> | number | bigint | boolean)[],
  type: Type,
): Expression<ValueOfType<Type> | null, Path> {
  return new Expression({ kind: "call", name: { custom: name }, args: args.map(nodeOfPath), type: typeNamed(type) });
}
