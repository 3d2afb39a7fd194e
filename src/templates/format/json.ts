// Writes values as JSON that may stand in HTML: in a script element, an attribute or a page's text.
import { Safe } from "#kernel";
import { printJson } from "../values/print-value.ts";
import { isPlain, PythonFloat, reprPython } from "../values/python-spelling.ts";

/** How JSON is written. */
export interface JsonOptions {
  readonly indent?: number | string | undefined;
  /** Writes `{"a": 1, "b": [1, 2]}` with spaces and ASCII only, as Python does. */
  readonly pythonSpelling?: boolean;
  readonly sortKeys?: boolean;
  /** Writes the escapes with upper case digits, as Django does: `\u003C`. */
  readonly isUpperCase?: boolean;
}

/** Deeper objects keep the order of their keys. */
const deepestSorted = 20;

const dangerous = /[<>&'\u2028\u2029]/g;

/** JSON in which nothing can end a script element, an attribute or a line of a script. */
export function htmlSafeJson(value: unknown, options: JsonOptions = {}): string {
  const sorted = options.sortKeys ? sortKeys(value, []) : value;
  const json = options.pythonSpelling ? pythonJson(sorted, options.indent) : printJson(sorted, options.indent);
  return escapeJson(json, options.isUpperCase);
}

/** Escapes JSON that is written already for use in HTML. */
export function escapeJson(json: string, isUpperCase = false): string {
  return json.replace(dangerous, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${isUpperCase ? code.toUpperCase() : code}`;
  });
}

function sortKeys(value: unknown, ancestors: readonly unknown[]): unknown {
  if (ancestors.length > deepestSorted || ancestors.includes(value)) return value;
  const inside = [...ancestors, value];
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, inside));
  const entries = value instanceof Map ? [...value] : isPlain(value) ? Object.entries(value) : undefined;
  if (entries === undefined) return value;
  const sorted = entries.map(([key, item]) => [String(key), sortKeys(item, inside)] as const);
  return Object.fromEntries(sorted.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

const notAscii = /[\u007f-\uffff]/g;
const deepest = 200;
/** The most values that one JSON text has. */
const largest = 1_000_000;

interface Writing {
  readonly step: string | undefined;
  readonly ancestors: object[];
  left: number;
}

function pythonJson(value: unknown, indent: number | string | undefined): string {
  const step = typeof indent === "number" ? " ".repeat(Math.min(indent, 100)) : indent;
  const json = writePython(value, { step, ancestors: [], left: largest });
  return json.replace(notAscii, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function writePython(value: unknown, writing: Writing): string {
  if (--writing.left < 0) return "null";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" || value instanceof PythonFloat) return writeNumber(reprPython(value));
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof Safe)
    return printJson(value);
  const { ancestors } = writing;
  if (ancestors.includes(value) || ancestors.length > deepest) return '"[circular]"';
  ancestors.push(value);
  const text = writeContainer(value, writing);
  ancestors.pop();
  return text;
}

function writeNumber(text: string): string {
  return { inf: "Infinity", "-inf": "-Infinity", nan: "NaN" }[text] ?? text;
}

function writeContainer(value: object, writing: Writing): string {
  const items = Array.isArray(value) ? value : value instanceof Set ? [...value] : undefined;
  if (items !== undefined) {
    const lines = items.map((item) => writePython(item, writing));
    return writeLines("[]", lines, writing);
  }
  const entries = value instanceof Map ? [...value] : isPlain(value) ? Object.entries(value) : undefined;
  if (entries === undefined) return printJson(value);
  const lines = entries.map(([key, item]) => `${JSON.stringify(String(key))}: ${writePython(item, writing)}`);
  return writeLines("{}", lines, writing);
}

function writeLines(brackets: string, lines: readonly string[], { step, ancestors }: Writing): string {
  if (step === undefined || lines.length === 0) return brackets[0] + lines.join(", ") + brackets[1];
  const line = `\n${step.repeat(ancestors.length)}`;
  return `${brackets[0]}${line}${lines.join(`,${line}`)}\n${step.repeat(ancestors.length - 1)}${brackets[1]}`;
}
