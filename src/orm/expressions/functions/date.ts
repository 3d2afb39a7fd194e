// Makes the functions of dates, times and instants. A text argument is a path.
import type { DatePart, TruncUnit } from "../../sql/node.ts";
import type { PathType } from "../../types/expression-type.ts";
import type { PathInput } from "../aggregates.ts";
import { Expression, nodeOfPath } from "../expression.ts";
import { call, type NullAt } from "./call.ts";

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
/** The time of day of an instant, to the second. */
export function truncTime<const Path extends string>(
  of: PathInput<Path>,
  options: { readonly timeZone?: string } = {},
): Expression<Temporal.PlainTime | NullAt<Path>, Path> {
  return new Expression({
    kind: "trunc",
    unit: "second",
    operand: nodeOfPath(of),
    to: "time",
    timeZone: options.timeZone,
  });
}
