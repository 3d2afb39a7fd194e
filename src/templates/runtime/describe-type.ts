// Names the kind of a value in words for error texts.
import { Safe } from "#kernel";

/** Such as `a list`, `a text`, `none` or `an object of class Film`. */
export function describeType(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "a text";
    case "number":
    case "bigint":
      return "a number";
    case "boolean":
      return `${value}`;
    case "undefined":
      return "an undefined value";
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    default:
      return value === null ? "none" : describeObject(value as object);
  }
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return "a list";
  if (value instanceof Safe) return "a text";
  if (value instanceof Map) return "a mapping";
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  if (typeof name !== "string" || name === "Object") return "a mapping";
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}
