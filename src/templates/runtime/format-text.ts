// Fills `{0.name:>8}` in a text as Python's str.format does; attributes are read through the sandbox.
import { Safe } from "#kernel";
import { toExponential, toFixed } from "../format/round.ts";
import { PythonFloat } from "../values/python-spelling.ts";
import { escapeText } from "./escape-text.ts";
import { Fault, failLimit, failValue } from "./faults.ts";
import type { MethodEnvironment } from "./methods.ts";

/** How values are read and spelled, and whether the text is HTML, which values are escaped for. */
export interface FormatSettings extends MethodEnvironment {
  readonly isHtml: boolean;
}

/** Replaces each `{…}` of a text by the value it names. */
export function formatText(
  text: string,
  args: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
  settings: FormatSettings,
): string {
  let next = 0;
  let out = "";
  let last = 0;
  const mark = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    out += text.slice(last, match.index);
    last = mark.lastIndex;
    if (match[1] === undefined) {
      if (match[0].length === 1) failValue(`Single "${match[0]}" in the format text.`, "Double it to print it.");
      out += match[0][0];
      continue;
    }
    out += formatField(match[1], () => next++, args, keywords, settings);
    if (out.length > settings.maxLength) failLimit("The formatted text is too long.");
  }
  return out + text.slice(last);
}

const field = /^([^!:.[\]]*)((?:\.[^!:.[\]]+|\[[^\]]+\])*)(?:!([rsa]))?(?::(.*))?$/s;

function formatField(
  text: string,
  count: () => number,
  args: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
  settings: FormatSettings,
): string {
  const match = field.exec(text);
  if (match === null) return failValue(`The format field "{${text}}" cannot be read.`);
  const [, name, path, conversion, spec = ""] = match as unknown as [string, string, string, string?, string?];
  let value: unknown;
  if (name === "" || /^\d+$/.test(name)) {
    const at = name === "" ? count() : Number(name);
    if (at >= args.length) failValue(`The format text has no argument ${at}.`);
    value = args[at];
  } else {
    if (!Object.hasOwn(keywords, name)) failValue(`The format text has no argument "${name}".`);
    value = keywords[name];
  }
  for (const [, attribute, key] of path.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g))
    value = readPart(value, attribute ?? (/^\d+$/.test(key!) ? Number(key) : key!), settings);
  if (conversion === "r" || conversion === "a") value = settings.quote(value);
  const filled = formatValue(value, spec, settings);
  return settings.isHtml && !(value instanceof Safe) ? escapeText(filled) : filled;
}

// A refused attribute is empty, as in Jinja's sandbox.
function readPart(value: unknown, key: string | number, settings: FormatSettings): unknown {
  try {
    return value === undefined ? undefined : settings.attribute(value, key);
  } catch (error) {
    if (error instanceof Fault && error.code === "TEMPLATES_REFUSED") return undefined;
    throw error;
  }
}

const specification = /^(?:(.)?([<>=^]))?([-+ ])?#?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/s;

function formatValue(value: unknown, spec: string, settings: FormatSettings): string {
  if (spec === "") return settings.text(value);
  const match = specification.exec(spec);
  if (match === null) return failValue(`The format specification "${spec}" cannot be read.`);
  const [, fill, align, sign = "", zero, width = "0", group, precision, kind] = match;
  const size = Number(width);
  if (size > settings.maxLength || Number(precision ?? 0) > 1000) failLimit(`The width in "${spec}" is too large.`);
  const number = toNumber(value);
  let body: string;
  let mark = "";
  if (number === undefined || kind === "s") {
    body = settings.text(value);
    if (precision !== undefined) body = Array.from(body).slice(0, Number(precision)).join("");
  } else {
    body = formatNumber(Math.abs(number), kind ?? (value instanceof PythonFloat ? "f" : ""), precision);
    if (group !== undefined) body = body.replace(/^\d+/, (digits) => digits.replace(/\B(?=(?:\d{3})+$)/g, group));
    mark = number < 0 ? "-" : sign === "-" ? "" : sign;
  }
  const missing = Math.max(0, size - mark.length - Array.from(body).length);
  const filler = (fill ?? (zero === undefined ? " " : "0")).repeat(missing);
  switch (align ?? (zero !== undefined ? "=" : number === undefined ? "<" : ">")) {
    case "<":
      return mark + body + filler;
    case "=":
      return mark + filler + body;
    case "^": {
      const half = Math.floor(missing / 2);
      return filler.slice(0, half) + mark + body + filler.slice(half);
    }
    default:
      return filler + mark + body;
  }
}

function toNumber(value: unknown): number | undefined {
  if (value instanceof PythonFloat) return value.valueOf();
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined;
}

function formatNumber(number: number, kind: string, precision: string | undefined): string {
  const digits = precision === undefined ? 6 : Number(precision);
  switch (kind) {
    case "f":
    case "F":
      return toFixed(number, digits);
    case "%":
      return `${toFixed(number * 100, digits)}%`;
    case "e":
    case "E": {
      const text = toExponential(number, digits);
      return kind === "E" ? text.toUpperCase() : text;
    }
    case "x":
      return number.toString(16);
    case "X":
      return number.toString(16).toUpperCase();
    case "o":
      return number.toString(8);
    case "b":
      return number.toString(2);
    case "g":
    case "G":
      return String(Number(number.toPrecision(Math.max(1, digits))));
    case "":
      return precision === undefined ? String(number) : String(Number(number.toPrecision(Math.max(1, digits))));
    case "d":
    case "n":
      return String(number);
    default:
      return failValue(`Unknown format code "${kind}".`);
  }
}
