// Makes the functions of the database: of text, numbers, dates and windows. A text argument is a path.
import type { ColumnType } from "../column-type.ts";
import type { DatePart, FunctionName, TruncUnit } from "../sql/node.ts";
import type { PathType, YieldsOver } from "../types/expression-type.ts";
import type { PathInput } from "./aggregates.ts";
import { Expression, nodeOfPath, nodeOfValue } from "./expression.ts";
import type { ResultType } from "./expression-node.ts";

/** The null of a path's value: what most functions make of null. */
type NullAt<Path> = PathType<Path, "null">;

const TEXT: ColumnType = { kind: "text" };
const FLOAT: ColumnType = { kind: "float" };
const INTEGER: ColumnType = { kind: "integer" };

/** A whole number of the size that positions and counts have. */
function whole(number: number): Expression<number> {
  return new Expression(nodeOfValue(number, INTEGER));
}

function call<Value, Path extends string>(
  name: FunctionName,
  args: readonly unknown[],
  type: ResultType,
): Expression<Value, Path> {
  return new Expression({ kind: "call", name, args: args.map(nodeOfPath), type });
}

// -------------------------------------------------------------------------------- any value

type Argument<Path extends string> = PathInput<Path> | number | bigint | boolean;
type ValueOfArgument<Input> = Input extends string
  ? PathType<Input>
  : Input extends YieldsOver<infer Value, unknown>
    ? Value
    : Input extends number
      ? number
      : Input;
type PathsOf<Input> = Input extends string
  ? Input
  : Input extends YieldsOver<unknown, infer Paths extends string>
    ? Paths
    : never;
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
export function nullIf<const First extends string, const Second extends string = never>(
  first: PathInput<First>,
  second: Argument<Second>,
): Expression<PathType<First> | null, First | Second> {
  return call("nullIf", [first, second], "first");
}

// -------------------------------------------------------------------------------- text

/** Text in lower case. */
export function lower<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("lower", [text], TEXT);
}
/** Text in upper case. */
export function upper<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("upper", [text], TEXT);
}
/** How many characters a text has. */
export function length<const Path extends string>(text: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("length", [text], INTEGER);
}
/** Texts one after the other; null counts as empty. */
export function concat<const Inputs extends readonly PathInput<string>[]>(
  ...texts: Inputs
): Expression<string, PathsOf<Inputs[number]>> {
  return call("concat", texts, TEXT);
}
/** Text without the blanks around it. */
export function trim<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("trim", [text], TEXT);
}
/** Text without the blanks before it. */
export function ltrim<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("ltrim", [text], TEXT);
}
/** Text without the blanks after it. */
export function rtrim<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("rtrim", [text], TEXT);
}
/** Part of a text: `size` characters from `start` on, which counts from 1. */
export function substr<const Path extends string>(
  text: PathInput<Path>,
  start: number,
  size?: number,
): Expression<string | NullAt<Path>, Path> {
  return call("substr", size === undefined ? [text, whole(start)] : [text, whole(start), whole(size)], TEXT);
}
/** The first `size` characters. */
export function left<const Path extends string>(
  text: PathInput<Path>,
  size: number,
): Expression<string | NullAt<Path>, Path> {
  return call("left", [text, whole(size)], TEXT);
}
/** The last `size` characters. */
export function right<const Path extends string>(
  text: PathInput<Path>,
  size: number,
): Expression<string | NullAt<Path>, Path> {
  return call("right", [text, whole(size)], TEXT);
}

// -------------------------------------------------------------------------------- numbers

/** The number without its sign. */
export function abs<const Path extends string>(number: PathInput<Path>): Expression<PathType<Path>, Path> {
  return call("abs", [number], "first");
}
/** The nearest whole number, or the nearest with `places` digits after the point. */
export function round<const Path extends string>(
  number: PathInput<Path>,
  places = 0,
): Expression<number | NullAt<Path>, Path> {
  return call("round", [number, whole(places)], FLOAT);
}
/** The next whole number above. */
export function ceil<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("ceil", [number], FLOAT);
}
/** The next whole number below. */
export function floor<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("floor", [number], FLOAT);
}
/** The square root. */
export function sqrt<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("sqrt", [number], FLOAT);
}
/** A random number from 0 to 1. */
export function random(): Expression<number> {
  return call("random", [], FLOAT);
}

// -------------------------------------------------------------------------------- dates

/** The time of the statement. */
export function now(): Expression<Date> {
  return call("now", [], { kind: "dateTime" });
}
/** One part of a date, time or instant, as a number. */
export function extract<const Path extends string>(
  part: DatePart,
  of: PathInput<Path>,
  options: { readonly timeZone?: string } = {},
): Expression<number | NullAt<Path>, Path> {
  return new Expression({ kind: "extract", part, operand: nodeOfPath(of), timeZone: options.timeZone });
}
/** The start of the unit in which a date or instant lies. */
export function trunc<const Path extends string>(
  unit: TruncUnit,
  of: PathInput<Path>,
  options: { readonly timeZone?: string } = {},
): Expression<PathType<Path>, Path> {
  return new Expression({ kind: "trunc", unit, operand: nodeOfPath(of), to: undefined, timeZone: options.timeZone });
}
/** The day of an instant. */
export function truncDate<const Path extends string>(
  of: PathInput<Path>,
  options: { readonly timeZone?: string } = {},
): Expression<Temporal.PlainDate | NullAt<Path>, Path> {
  return new Expression({
    kind: "trunc",
    unit: "day",
    operand: nodeOfPath(of),
    to: "date",
    timeZone: options.timeZone,
  });
}

// -------------------------------------------------------------------------------- windows, for over()

/** The number of the row in its partition, from 1. */
export function rowNumber(): Expression<number> {
  return call("rowNumber", [], INTEGER);
}
/** The place of the row, equal ones sharing theirs, with gaps after them. */
export function rank(): Expression<number> {
  return call("rank", [], INTEGER);
}
/** The place of the row, equal ones sharing theirs, without gaps. */
export function denseRank(): Expression<number> {
  return call("denseRank", [], INTEGER);
}
/** The value `offset` rows before. */
export function lag<const Path extends string>(
  path: PathInput<Path>,
  offset = 1,
): Expression<PathType<Path> | null, Path> {
  return call("lag", [path, whole(offset)], "first");
}
/** The value `offset` rows after. */
export function lead<const Path extends string>(
  path: PathInput<Path>,
  offset = 1,
): Expression<PathType<Path> | null, Path> {
  return call("lead", [path, whole(offset)], "first");
}
/** The first value of the frame. */
export function firstValue<const Path extends string>(path: PathInput<Path>): Expression<PathType<Path> | null, Path> {
  return call("firstValue", [path], "first");
}
/** The last value of the frame. */
export function lastValue<const Path extends string>(path: PathInput<Path>): Expression<PathType<Path> | null, Path> {
  return call("lastValue", [path], "first");
}
