// Prints values as Python spells them, for templates that are shared with Jinja: True, None, 1.0, 'x', [1, 2], (1,), {'a': 1}.
import { Safe } from "#kernel";

/** The most levels of nested values that are spelled out; deeper ones print as `...`. */
const deepest = 100;
/** The most values that one text spells out: lists that share lists can stand for more than any memory holds. */
const largest = 1_000_000;

interface Spelling {
  readonly ancestors: object[];
  left: number;
}

/**
 * A float whose value is a whole number, which Python prints as `1.0`.
 *
 * Other floats are ordinary numbers. Only engines with `pythonSpelling` make these; make them with {@link pythonFloat}.
 */
export class PythonFloat {
  readonly #number: number;
  constructor(number: number) {
    this.#number = number;
  }
  valueOf(): number {
    return this.#number;
  }
  toJSON(): number {
    return this.#number;
  }
  toString(): string {
    return spellFloat(this.#number);
  }
}

/** Marks a number as a float where that shows: whole numbers are wrapped, others pass. */
export function pythonFloat(number: number): number | PythonFloat {
  return Number.isInteger(number) ? new PythonFloat(number) : number;
}

/** An array that prints as a Python tuple: `(1, 2)`. In every other respect it is an array. */
export class Tuple<T = unknown> extends Array<T> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** Makes a tuple of its arguments. */
export function tuple<T>(...items: readonly T[]): Tuple<T> {
  const made = new Tuple<T>();
  for (const item of items) made.push(item);
  return made;
}

/** The text of Python's `str(value)`, with undefined as an empty text. */
export function printPython(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === undefined) return "";
  if (value instanceof Safe) return value.toString();
  if (value instanceof Date) return spellDate(value);
  return spell(value, { ancestors: [], left: largest });
}

/** The text of Python's `repr(value)`: as {@link printPython}, but strings are quoted. */
export function reprPython(value: unknown): string {
  return spell(value, { ancestors: [], left: largest });
}

function spell(value: unknown, state: Spelling): string {
  if (--state.left < 0) return "...";
  switch (typeof value) {
    case "string":
      return quotePython(value);
    case "number":
      return Number.isInteger(value) ? spellInteger(value) : spellFloat(value);
    case "boolean":
      return value ? "True" : "False";
    case "bigint":
      return String(value);
    case "undefined":
      return "Undefined";
    case "function":
      return `<function ${value.name || "<lambda>"}>`;
    case "symbol":
      return `<symbol ${value.description ?? ""}>`;
    default:
      return value === null ? "None" : spellObject(value as object, state);
  }
}

function spellObject(value: object, state: Spelling): string {
  if (value instanceof PythonFloat) return value.toString();
  if (value instanceof Safe) return `Markup(${quotePython(value.toString())})`;
  if (value instanceof Date) return reprDate(value);
  const isContainer =
    Array.isArray(value) || value instanceof Map || value instanceof Set || isPlain(value) || ArrayBuffer.isView(value);
  if (!isContainer) return spellInstance(value);
  const { ancestors } = state;
  if (ancestors.includes(value) || ancestors.length >= deepest)
    return value instanceof Tuple ? "(...)" : Array.isArray(value) ? "[...]" : "{...}";
  ancestors.push(value);
  const text = spellContainer(value, state);
  ancestors.pop();
  return text;
}

function spellContainer(value: object, state: Spelling): string {
  const list = (items: Iterable<unknown>) => Array.from(items, (item) => spell(item, state)).join(", ");
  if (value instanceof Tuple) return value.length === 1 ? `(${list(value)},)` : `(${list(value)})`;
  if (Array.isArray(value)) return `[${list(value)}]`;
  if (value instanceof Set) return value.size === 0 ? "set()" : `{${list(value)}}`;
  if (ArrayBuffer.isView(value))
    return Symbol.iterator in value ? `[${list(value as unknown as Iterable<unknown>)}]` : "<memory>";
  const pairs = value instanceof Map ? value : Object.entries(value);
  return `{${Array.from(pairs, ([key, item]) => `${spell(key, state)}: ${spell(item, state)}`).join(", ")}}`;
}

function spellInstance(value: object): string {
  const { toString } = value;
  if (typeof toString === "function" && toString !== Object.prototype.toString) return String(value);
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  return `<${typeof name === "string" && name !== "" ? name : "object"} object>`;
}

/** Whether a value is an object that stands for a mapping: made by `{}`, JSON or with no prototype. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function spellInteger(value: number): string {
  return Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : String(BigInt(value));
}

/** Python writes exponents from 1e16 upwards and below 1e-4, with two digits at least. */
function spellFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e16 || size < 1e-4) {
    const [digits, exponent] = value.toExponential().split("e") as [string, string];
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  const text = String(value);
  return Number.isInteger(value) ? `${text}.0` : text;
}

const unprintable = /[\\'\p{C}\p{Z}]/u;
const unprintables = /[\\\p{C}\p{Z}]/gu;

function quotePython(text: string): string {
  if (!unprintable.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(unprintables, escapePython);
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}

function escapePython(character: string): string {
  switch (character) {
    case " ":
      return " ";
    case "\\":
      return "\\\\";
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
  }
  const code = character.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

function spellDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return "Invalid Date";
  const [day, time] = date.toISOString().slice(0, -1).split("T") as [string, string];
  return `${day} ${time.endsWith(".000") ? time.slice(0, -4) : `${time}000`}+00:00`;
}

function reprDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return "Invalid Date";
  const parts = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
  ];
  const [second, milli] = [date.getUTCSeconds(), date.getUTCMilliseconds()];
  if (second || milli) parts.push(second);
  if (milli) parts.push(milli * 1000);
  return `datetime.datetime(${parts.join(", ")}, tzinfo=datetime.timezone.utc)`;
}
