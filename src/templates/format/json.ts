// Writes values as JSON that may stand in HTML: in a script element, an attribute or a page's text.
import { printJson } from "../print-value.ts";
import { isPlain, PythonFloat } from "../python-spelling.ts";

/** How JSON is written. */
export interface JsonOptions {
  readonly indent?: number | string | undefined;
  /** Writes `{"a": 1, "b": [1, 2]}` with spaces and ASCII only, as Python does. */
  readonly pythonSpelling?: boolean;
  readonly sortKeys?: boolean;
  /** Writes the escapes with upper case digits, as Django does: `\u003C`. */
  readonly isUpperCase?: boolean;
}

const dangerous = /[<>&'\u2028\u2029]/g;

/** JSON in which nothing can end a script element, an attribute or a line of a script. */
export function htmlSafeJson(value: unknown, options: JsonOptions = {}): string {
  const sorted = options.sortKeys ? sortKeys(value, 0) : value;
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

function sortKeys(value: unknown, depth: number): unknown {
  if (depth > 100) return value;
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, depth + 1));
  const entries = value instanceof Map ? [...value] : isPlain(value) ? Object.entries(value) : undefined;
  if (entries === undefined) return value;
  const sorted = entries.map(([key, item]) => [String(key), sortKeys(item, depth + 1)] as const);
  return Object.fromEntries(sorted.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

const notAscii = /[\u007f-\uffff]/g;

function pythonJson(value: unknown, indent: number | string | undefined): string {
  const json = indent === undefined ? spaced(JSON.parse(printJson(value)), value) : printJson(value, indent);
  return json.replace(notAscii, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// `data` is the parsed JSON of `original`, which still knows the floats.
function spaced(data: unknown, original: unknown): string {
  if (original instanceof PythonFloat) return original.toString();
  if (Array.isArray(data)) {
    const items = Array.isArray(original) ? original : [];
    return `[${data.map((item, i) => spaced(item, items[i])).join(", ")}]`;
  }
  if (typeof data === "object" && data !== null) {
    const source = original as Record<string, unknown> | undefined;
    const pairs = Object.entries(data).map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item, source?.[key])}`);
    return `{${pairs.join(", ")}}`;
  }
  return JSON.stringify(data);
}
