// Makes the functions of numbers. A text argument is a path.
import type { PathType } from "../../types/expression-type.ts";
import type { PathInput } from "../aggregates.ts";
import type { Expression } from "../expression.ts";
import type { NullOf, PathsOf } from "./any-value.ts";
import { call, FLOAT, type NullAt, whole } from "./call.ts";

/** A path, an expression, or a plain number. */
export type NumberInput<Path extends string> = PathInput<Path> | number;

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
/** The rest of a division. */
export function mod<const First extends NumberInput<string>, const Second extends NumberInput<string>>(
  number: First,
  by: Second,
): Expression<number | NullOf<First> | NullOf<Second>, PathsOf<First> | PathsOf<Second>> {
  return call("mod", [number, by], FLOAT);
}
/** π. */
export function pi(): Expression<number> {
  return call("pi", [], FLOAT);
}
/** −1, 0 or 1: the sign of a number. */
export function sign<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("sign", [number], FLOAT);
}
/** e to the power of a number. */
export function exp<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("exp", [number], FLOAT);
}
/** The natural logarithm. */
export function ln<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("ln", [number], FLOAT);
}
/** An angle in degrees. */
export function degrees<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("degrees", [number], FLOAT);
}
/** An angle in radians. */
export function radians<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("radians", [number], FLOAT);
}
/** The sine of an angle in radians. */
export function sin<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("sin", [number], FLOAT);
}
/** The cosine of an angle in radians. */
export function cos<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("cos", [number], FLOAT);
}
/** The tangent of an angle in radians. */
export function tan<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("tan", [number], FLOAT);
}
/** The cotangent of an angle in radians. */
export function cot<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("cot", [number], FLOAT);
}
/** The angle whose sine is the number, in radians. */
export function asin<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("asin", [number], FLOAT);
}
/** The angle whose cosine is the number, in radians. */
export function acos<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("acos", [number], FLOAT);
}
/** The angle whose tangent is the number, in radians. */
export function atan<const Path extends string>(number: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("atan", [number], FLOAT);
}
/** A number to the power of another. */
export function power<const First extends NumberInput<string>, const Second extends NumberInput<string>>(
  base: First,
  exponent: Second,
): Expression<number | NullOf<First> | NullOf<Second>, PathsOf<First> | PathsOf<Second>> {
  return call("power", [base, exponent], FLOAT);
}
/** The logarithm of a number to a base. */
export function log<const First extends NumberInput<string>, const Second extends NumberInput<string>>(
  base: First,
  number: Second,
): Expression<number | NullOf<First> | NullOf<Second>, PathsOf<First> | PathsOf<Second>> {
  return call("log", [base, number], FLOAT);
}
/** The angle of the point (x, y), in radians. */
export function atan2<const First extends NumberInput<string>, const Second extends NumberInput<string>>(
  y: First,
  x: Second,
): Expression<number | NullOf<First> | NullOf<Second>, PathsOf<First> | PathsOf<Second>> {
  return call("atan2", [y, x], FLOAT);
}
