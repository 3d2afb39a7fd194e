// Turns the values of options into plain data that a state can keep, back into what the ORM takes, and compares them.
import { Expression, Q } from "#orm";
import { Param, temporal } from "#orm/internals";
import { computed } from "./field-state.ts";

/** An expression of the ORM as data. */
interface PlainExpression {
  readonly "~expression": unknown;
}
/** A condition of the ORM as data, where it is more than a record of lookups. */
interface PlainCondition {
  readonly "~condition": unknown;
}

export function isPlainExpression(value: unknown): value is PlainExpression {
  return isRecord(value) && "~expression" in value;
}

export function isPlainCondition(value: unknown): value is PlainCondition {
  return isRecord(value) && "~condition" in value;
}

/** A record made with braces, whatever its realm; no instance of a class. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value as plain frozen data: expressions and conditions as their trees, functions by name. */
export function toPlain(value: unknown): unknown {
  if (value instanceof Expression) return Object.freeze({ "~expression": toPlain(value.node) });
  if (value instanceof Q) {
    const { input } = value;
    return input.kind === "where" ? toPlain(input.where) : Object.freeze({ "~condition": toPlain(input) });
  }
  if (value instanceof Param) return Object.freeze({ "~param": toPlain(value.value) });
  if (typeof value === "function") return computed(value.name);
  if (Array.isArray(value)) return Object.freeze(value.map(toPlain));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.freeze(Object.fromEntries(entries.map(([key, each]) => [key, toPlain(each)])));
}

/** The value as the ORM takes it. */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (!isRecord(value)) return value;
  if ("~param" in value) return new Param(fromPlain(value["~param"]));
  const revived = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fromPlain(each)]));
  if ("~expression" in revived) return new Expression(revived["~expression"] as never);
  if ("~condition" in revived) return new Q(revived["~condition"] as never);
  return revived;
}

/** Whether two values say the same, whatever the order of their keys. */
export function sameValue(left: unknown, right: unknown): boolean {
  return left === right || plainText(left) === plainText(right);
}

/** A text that equal values share and different ones do not. */
export function plainText(value: unknown): string {
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "object") return objectText(value);
  return typeof value === "function" ? plainText(computed(value.name)) : String(value);
}

function objectText(value: object): string {
  if (Array.isArray(value)) return `[${value.map(plainText).join()}]`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof Uint8Array) return `Bytes(${Buffer.from(value).toString("base64")})`;
  if (value instanceof RegExp) return `RegExp(${value})`;
  if (value instanceof Set) return `Set(${[...value].map(plainText).sort().join()})`;
  const tag = temporalTag(value);
  if (tag !== undefined) return `${tag}(${value})`;
  if (value instanceof Expression || value instanceof Q || value instanceof Param) return plainText(toPlain(value));
  const keys = Object.keys(value).sort();
  const entries = keys.map((key) => [key, (value as Record<string, unknown>)[key]] as const);
  return `{${entries.flatMap(([key, each]) => (each === undefined ? [] : [`${JSON.stringify(key)}:${plainText(each)}`])).join()}}`;
}

/** `Temporal.PlainDate` and the like for such values; undefined for others. */
export function temporalTag(
  value: unknown,
): "Temporal.PlainDate" | "Temporal.PlainTime" | "Temporal.Duration" | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const tag = Reflect.get(value, Symbol.toStringTag);
  return tag === "Temporal.PlainDate" || tag === "Temporal.PlainTime" || tag === "Temporal.Duration" ? tag : undefined;
}

/** A value of Temporal from its text. */
export function temporalFrom(tag: string, text: string): unknown {
  const found = temporal();
  if (tag === "Temporal.PlainDate") return found.PlainDate.from(text);
  return tag === "Temporal.PlainTime" ? found.PlainTime.from(text) : found.Duration.from(text);
}
