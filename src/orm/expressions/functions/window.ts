// Makes the functions that stand in over(): places among rows, and values of the rows around.
import type { PathType, YieldsOver } from "../../types/expression-type.ts";
import type { PathInput } from "../aggregates.ts";
import type { Expression } from "../expression.ts";
import { call, FLOAT, INTEGER, whole } from "./call.ts";

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
/** The value `offset` rows before. Where there is no such row it is `otherwise`, or null. */
export function lag<const Path extends string>(
  path: PathInput<Path>,
  offset = 1,
  otherwise?: number | YieldsOver<unknown, unknown>,
): Expression<PathType<Path> | null, Path> {
  return call("lag", otherwise === undefined ? [path, whole(offset)] : [path, whole(offset), otherwise], "first");
}
/** The value `offset` rows after. Where there is no such row it is `otherwise`, or null. */
export function lead<const Path extends string>(
  path: PathInput<Path>,
  offset = 1,
  otherwise?: number | YieldsOver<unknown, unknown>,
): Expression<PathType<Path> | null, Path> {
  return call("lead", otherwise === undefined ? [path, whole(offset)] : [path, whole(offset), otherwise], "first");
}
/** The first value of the frame. */
export function firstValue<const Path extends string>(path: PathInput<Path>): Expression<PathType<Path> | null, Path> {
  return call("firstValue", [path], "first");
}
/** The last value of the frame. */
export function lastValue<const Path extends string>(path: PathInput<Path>): Expression<PathType<Path> | null, Path> {
  return call("lastValue", [path], "first");
}
/** The value of row number `n` of the frame, from 1. */
export function nthValue<const Path extends string>(
  path: PathInput<Path>,
  n: number,
): Expression<PathType<Path> | null, Path> {
  return call("nthValue", [path, whole(n)], "first");
}
/** The number of the part that the row lies in. Its partition is cut into `parts` equal ones. */
export function ntile(parts: number): Expression<number> {
  return call("ntile", [whole(parts)], INTEGER);
}
/** The rank as a fraction from 0 to 1. */
export function percentRank(): Expression<number> {
  return call("percentRank", [], FLOAT);
}
/** The share of the rows that come before the row or are equal to it, from 0 to 1. */
export function cumeDist(): Expression<number> {
  return call("cumeDist", [], FLOAT);
}
