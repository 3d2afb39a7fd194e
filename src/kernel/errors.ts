// Builds every error that Demijohn throws: a permanent code, what happened, where, and the cure, in one readable text.

/** What an error says besides its first sentence: place, facts and cure. */
export interface ErrorDetails {
  /** The value the user wrote, or the line it stands in. Quote it with {@link quoteValue}. */
  readonly wrote?: string | undefined;
  /** The place: `file:line:column`, `Model.field`, `METHOD /path`. */
  readonly where?: string | undefined;
  /** Further facts, one line each, such as the list of valid names. */
  readonly facts?: readonly string[] | undefined;
  /** What to do next, preferably as code to paste. */
  readonly cure?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The root of every error class in Demijohn.
 *
 * `message` is the whole report: `CODE: what happened.` and, indented below it, what was written, where, facts and cure.
 *
 * @example
 * ```ts
 * import { DemijohnError } from "demijohn";
 * const error = new DemijohnError("APP_EXAMPLE", "The jar is full.", { cure: "Pour some out." });
 * console.log(error.code, error.summary);
 * ```
 */
export class DemijohnError extends Error {
  /** Permanent, documented in `docs/errors.md`: safe to match on. */
  readonly code: string;
  /** The first sentence alone, without the code. */
  readonly summary: string;
  readonly details: ErrorDetails;

  constructor(code: string, summary: string, details: ErrorDetails = {}) {
    super(describeError(code, summary, details), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.summary = summary;
    this.details = details;
  }
}

/**
 * Thrown when an app, blueprint or battery is put together wrongly. It is a fault of the program, found before it
 * serves.
 */
export class SetupError extends DemijohnError {}

/** One setting or variable that is missing or wrong. Secrets are masked in all parts. */
export interface SettingFault {
  /** As the user wrote it: `sessions.lifetime`, `DEMIJOHN_SESSIONS_LIFETIM`, or a file. */
  readonly name: string;
  readonly problem: string;
  /** Where it was written: a variable and the line of its file, or the code. */
  readonly where?: string | undefined;
  readonly cure?: string | undefined;
}

/** Thrown when settings are missing or wrong. It lists all faults at once. */
export class SettingsError extends DemijohnError {
  readonly faults: readonly SettingFault[];

  constructor(
    code: string,
    summary: string,
    details: ErrorDetails & { readonly faults?: readonly SettingFault[] | undefined } = {},
  ) {
    super(code, summary, details);
    this.faults = details.faults ?? [];
  }
}

function describeError(code: string, summary: string, details: ErrorDetails): string {
  const lines = [`${code}: ${summary}`];
  if (details.wrote !== undefined)
    lines.push(`You wrote ${details.wrote}${details.where ? `  at ${details.where}` : ""}`);
  else if (details.where) lines.push(`At ${details.where}`);
  for (const fact of details.facts ?? []) lines.push(fact);
  if (details.cure) lines.push(details.cure);
  return lines.map((line, i) => (i === 0 ? line : line.replace(/^/gm, "  "))).join("\n");
}

/** Quotes a value for an error text, cut to `limit` characters. Never calls code of the value's own. */
export function quoteValue(value: unknown, limit = 60): string {
  let text: string;
  if (typeof value === "string") text = JSON.stringify(value);
  else if (typeof value === "bigint") text = `${value}n`;
  else if (typeof value === "function") text = `function ${value.name || "(anonymous)"}`;
  else if (typeof value === "symbol") text = value.toString();
  else if (value === null || typeof value !== "object") text = String(value);
  else if (Array.isArray(value)) text = `an array of ${value.length}`;
  else text = `an object of class ${Object.getPrototypeOf(value)?.constructor?.name ?? "null"}`;
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/** One row of a room's error table, from which `docs/errors.md` is generated. */
export interface ErrorRow {
  /** When it is thrown, as one sentence. */
  readonly when: string;
  /** What to do about it, as one sentence. */
  readonly cure: string;
}

/** Declares a room's error codes, so that each can be documented and is known to a test. */
export function defineErrorTable<const T extends Readonly<Record<string, ErrorRow>>>(table: T): T {
  return Object.freeze(table);
}
