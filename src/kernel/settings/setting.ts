// Declares the kinds of setting: each reads what code, the environment or a file gives into one typed value.
import { quoteValue } from "../errors.ts";
import { Secret } from "../signing/secret.ts";
import { suggest } from "../suggest.ts";
import { describeByteSize, parseByteSize } from "./byte-size.ts";
import { describeDuration, parseDuration } from "./duration.ts";
import type { Mode } from "./mode.ts";

/** What a setting may ask while it reads a value. */
export interface SettingContext {
  readonly mode: Mode;
  /** The folder that relative paths start from. */
  readonly root: string;
}

/** Why a value cannot be used: follows the quoted value in a sentence, such as `is not a duration.` */
export interface SettingProblem {
  readonly problem: string;
  readonly cure?: string | undefined;
}

export type SettingReading<Value> = { readonly value: Value } | SettingProblem;

/** What every kind of setting can be told. */
export interface SettingOptions<Value, Input = Value> {
  /** One sentence for the reference and `demijohn settings`. */
  readonly help?: string | undefined;
  /** The value where none is given, or a function that chooses it by mode. */
  readonly default?: Input | ((mode: Mode) => Input) | undefined;
  /** Whether a value must be given: always, or in production only. */
  readonly required?: boolean | "production" | undefined;
  /** Further variables that give it, such as `"SECRET_KEY"`; the section's own name comes first. */
  readonly env?: string | readonly string[] | undefined;
  /** What to do when it is required and missing, as a sentence or a command. */
  readonly cure?: string | undefined;
  /** Says what is wrong with a value of the right type; nothing when it is right. */
  readonly check?: ((value: Value, context: SettingContext) => SettingProblem | undefined) | undefined;
}

/** One declared setting. `Value` is what the program gets, `Input` what code may give for it. */
export interface Setting<Value, Input = Value> {
  /** The kind in words, such as `duration` or `list of text`. */
  readonly kind: string;
  readonly isSecret: boolean;
  readonly options: SettingOptions<unknown, unknown>;
  /** Reads text of the environment or a value of code. */
  read(value: unknown, context: SettingContext): SettingReading<Value>;
  /** Writes a value for people, as one would write it in a .env file; secrets and passwords are masked. */
  describe(value: unknown): string;
  /** Carries the type of `Input`; never set. */
  readonly accepts?: (input: Input) => void;
}

/** `Value`, or also undefined where neither a default nor a requirement guarantees one. */
type Guaranteed<Value, Options> = Options extends { readonly default: {} } | { readonly required: true }
  ? Value
  : Value | undefined;

interface Kind<Value> {
  readonly kind: string;
  readonly isSecret?: boolean;
  read(value: unknown, context: SettingContext): SettingReading<Value>;
  describe?(value: Value): string;
}

function makeSetting<Value, Input>(
  { kind, isSecret = false, read, describe = String }: Kind<Value>,
  options: SettingOptions<Value, Input>,
): Setting<Value, Input> {
  return Object.freeze({
    kind,
    isSecret,
    options: Object.freeze({ ...options }) as SettingOptions<unknown, unknown>,
    read(value: unknown, context: SettingContext): SettingReading<Value> {
      const reading = read(value, context);
      return ("value" in reading && options.check?.(reading.value, context)) || reading;
    },
    describe: (value: unknown) => (value === undefined ? "" : describe(value as Value)),
  });
}

function stringSetting<const O extends SettingOptions<string>>(options?: O): Setting<Guaranteed<string, O>, string> {
  return makeSetting(textKind("text"), options ?? {}) as Setting<Guaranteed<string, O>, string>;
}

function textKind(kind: string): Kind<string> {
  return { kind, read: (value) => (typeof value === "string" ? { value } : { problem: "is not text." }) };
}

/** Bounds of a numeric setting, both inclusive. */
export interface NumberBounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function integerSetting<const O extends SettingOptions<number> & NumberBounds>(
  options?: O,
): Setting<Guaranteed<number, O>, number> {
  return makeSetting(numberKind("integer", options), options ?? {}) as Setting<Guaranteed<number, O>, number>;
}

function numberSetting<const O extends SettingOptions<number> & NumberBounds>(
  options?: O,
): Setting<Guaranteed<number, O>, number> {
  return makeSetting(numberKind("number", options), options ?? {}) as Setting<Guaranteed<number, O>, number>;
}

function numberKind(kind: "integer" | "number", { min, max }: NumberBounds = {}): Kind<number> {
  const isWanted = kind === "integer" ? Number.isSafeInteger : Number.isFinite;
  const range =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? ` of at least ${min}`
        : max !== undefined
          ? ` of at most ${max}`
          : "";
  const cure = `Write ${kind === "integer" ? "a whole number" : "a number"}${range}.`;
  return {
    kind,
    read(given) {
      const value = typeof given === "string" && numberText.test(given.trim()) ? Number(given) : given;
      if (typeof value !== "number" || !isWanted(value)) {
        return { problem: `is not ${kind === "integer" ? "a whole number" : "a number"}.`, cure };
      }
      if (value < (min ?? -Infinity) || value > (max ?? Infinity)) return { problem: "is out of range.", cure };
      return { value };
    },
  };
}

const numberText = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function booleanSetting<const O extends SettingOptions<boolean>>(
  options?: O,
): Setting<Guaranteed<boolean, O>, boolean> {
  return makeSetting(booleanKind, options ?? {}) as Setting<Guaranteed<boolean, O>, boolean>;
}

const booleanKind: Kind<boolean> = {
  kind: "boolean",
  read(given) {
    const word = typeof given === "string" ? given.trim().toLowerCase() : given;
    if (word === true || word === "true" || word === "1" || word === "yes" || word === "on") return { value: true };
    if (word === false || word === "false" || word === "0" || word === "no" || word === "off") return { value: false };
    return { problem: "is neither true nor false.", cure: "Write true or false (1, 0, yes, no, on and off do, too)." };
  },
};

function durationSetting<const O extends SettingOptions<number, number | string> & NumberBounds>(
  options?: O,
): Setting<Guaranteed<number, O>, number | string> {
  const kind = measureKind("duration", { parse: parseDuration, describe: describeDuration }, options);
  return makeSetting(kind, options ?? {}) as Setting<Guaranteed<number, O>, number | string>;
}

function bytesSetting<const O extends SettingOptions<number, number | string> & NumberBounds>(
  options?: O,
): Setting<Guaranteed<number, O>, number | string> {
  const kind = measureKind("size", { parse: parseByteSize, describe: describeByteSize }, options);
  return makeSetting(kind, options ?? {}) as Setting<Guaranteed<number, O>, number | string>;
}

function measureKind(
  kind: "duration" | "size",
  form: { parse(text: string): number | undefined; describe(value: number): string },
  { min = 0, max = Infinity }: NumberBounds = {},
): Kind<number> {
  const cure =
    kind === "duration"
      ? 'Write seconds, or a text such as "14 days", "1h 30m" or "500ms".'
      : 'Write bytes, or a text such as "16 MB" (million bytes) or "16 MiB" (1024 × 1024 bytes).';
  return {
    kind,
    read(given) {
      const value = typeof given === "string" ? form.parse(given) : given;
      if (typeof value !== "number" || Number.isNaN(value)) return { problem: `is not a ${kind}.`, cure };
      if (value < min) return { problem: `is less than ${form.describe(min)}.`, cure };
      if (value > max) return { problem: `is more than ${form.describe(max)}.`, cure };
      return { value };
    },
    describe: form.describe,
  };
}

function choiceSetting<const C extends string, const O extends SettingOptions<C>>(
  choices: readonly C[],
  options?: O,
): Setting<Guaranteed<C, O>, C> {
  const kind: Kind<C> = {
    kind: `one of ${choices.join(", ")}`,
    read(given) {
      const word = typeof given === "string" ? given.trim().toLowerCase() : undefined;
      const value = choices.find((choice) => choice.toLowerCase() === word);
      if (value !== undefined) return { value };
      const near = word === undefined ? undefined : suggest(word, choices);
      const cure = near === undefined ? `Write one of: ${choices.join(", ")}.` : `Did you mean "${near}"?`;
      return { problem: `is none of ${choices.join(", ")}.`, cure };
    },
  };
  return makeSetting(kind, options ?? {}) as Setting<Guaranteed<C, O>, C>;
}

function urlSetting<const O extends SettingOptions<string> & { readonly protocols?: readonly string[] }>(
  options?: O,
): Setting<Guaranteed<string, O>, string> {
  const protocols = options?.protocols;
  const cure = `Write a whole address, such as "${protocols?.[0] ?? "https:"}//user:password@host/path".`;
  const kind: Kind<string> = {
    kind: "url",
    read(given) {
      const value = typeof given === "string" ? given.trim() : "";
      if (!URL.canParse(value)) return { problem: "is not an address.", cure };
      if (protocols && !protocols.includes(new URL(value).protocol)) {
        return { problem: `does not begin with ${protocols.join(" or ")}.`, cure };
      }
      return { value };
    },
    describe: maskUrl,
  };
  return makeSetting(kind, options ?? {}) as Setting<Guaranteed<string, O>, string>;
}

/** Hides the password of an address, also of one that cannot be parsed. */
function maskUrl(url: string): string {
  return url.replace(/^([^/?#]*\/\/[^/?#:@]*):[^/?#]*@/, "$1:***@");
}

function secretSetting<const O extends SettingOptions<Secret, Secret | string>>(
  options?: O,
): Setting<Guaranteed<Secret, O>, Secret | string> {
  return makeSetting(secretKind, options ?? {}) as Setting<Guaranteed<Secret, O>, Secret | string>;
}

const secretKind: Kind<Secret> = {
  kind: "secret",
  isSecret: true,
  read(given) {
    const text = given instanceof Secret ? given.reveal() : given;
    if (typeof text !== "string") return { problem: "is not text." };
    return text === "" ? { problem: "is empty." } : { value: given instanceof Secret ? given : new Secret(text) };
  },
};

function pathSetting<const O extends SettingOptions<string>>(options?: O): Setting<Guaranteed<string, O>, string> {
  const kind: Kind<string> = {
    kind: "path",
    read(given, { root }) {
      if (typeof given !== "string" || given === "" || given.includes("\0")) return { problem: "is not a path." };
      return { value: process.getBuiltinModule("node:path").resolve(root, given) };
    },
  };
  return makeSetting(kind, options ?? {}) as Setting<Guaranteed<string, O>, string>;
}

function listSetting<V, I, const O extends SettingOptions<readonly NonNullable<V>[], readonly I[]>>(
  item: Setting<V, I>,
  options?: O,
): Setting<Guaranteed<readonly NonNullable<V>[], O>, readonly I[]> {
  const kind: Kind<readonly NonNullable<V>[]> = {
    kind: `list of ${item.kind}`,
    isSecret: item.isSecret,
    read(given, context) {
      const items = typeof given === "string" ? splitList(given) : given;
      if (!Array.isArray(items)) {
        return { problem: "is not a list.", cure: 'Write the items between commas, or as JSON: ["a", "b"].' };
      }
      const values: NonNullable<V>[] = [];
      for (const [i, element] of items.entries()) {
        const reading = item.read(element, context);
        if (!("value" in reading)) return itemProblem(`item ${i + 1}`, element, { item, reading });
        values.push(reading.value as NonNullable<V>);
      }
      return { value: Object.freeze(values) };
    },
    describe: (values) => values.map((value) => item.describe(value)).join(","),
  };
  return makeSetting(kind, options ?? {}) as Setting<Guaranteed<readonly NonNullable<V>[], O>, readonly I[]>;
}

function splitList(text: string): unknown {
  if (!text.trimStart().startsWith("[")) return text.split(",").flatMap((part) => part.trim() || []);
  return parseJson(text);
}

function recordSetting<
  V,
  I,
  const O extends SettingOptions<Readonly<Record<string, NonNullable<V>>>, Readonly<Record<string, I>>>,
>(
  item: Setting<V, I>,
  options?: O,
): Setting<Guaranteed<Readonly<Record<string, NonNullable<V>>>, O>, Readonly<Record<string, I>>> {
  const kind: Kind<Readonly<Record<string, NonNullable<V>>>> = {
    kind: `record of ${item.kind}`,
    isSecret: item.isSecret,
    read(given, context) {
      const record = typeof given === "string" ? parseJson(given) : given;
      if (typeof record !== "object" || record === null || Array.isArray(record)) {
        return { problem: "is not a record.", cure: 'Write a JSON object, such as {"name": "value"}.' };
      }
      const values: Record<string, NonNullable<V>> = Object.create(null);
      for (const [key, element] of Object.entries(record)) {
        const reading = item.read(element, context);
        if (!("value" in reading)) return itemProblem(JSON.stringify(key), element, { item, reading });
        values[key] = reading.value as NonNullable<V>;
      }
      return { value: Object.freeze(values) };
    },
    describe: (values) =>
      JSON.stringify(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, item.describe(value)]))),
  };
  return makeSetting(kind, options ?? {}) as Setting<
    Guaranteed<Readonly<Record<string, NonNullable<V>>>, O>,
    Readonly<Record<string, I>>
  >;
}

function itemProblem(
  name: string,
  element: unknown,
  { item, reading }: { readonly item: Setting<unknown, never>; readonly reading: SettingProblem },
): SettingProblem {
  return {
    problem: `cannot be used: ${name}, ${describeGiven(item, element)}, ${reading.problem}`,
    cure: reading.cure,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Quotes what the user gave for a setting, with secrets and passwords masked. */
export function describeGiven(setting: Setting<unknown, never>, value: unknown): string {
  if (setting.isSecret) return "***";
  return quoteValue(typeof value === "string" ? maskUrl(value) : value);
}

/**
 * The kinds of setting that a section can declare.
 *
 * @example
 * ```ts
 * import { defineSettings, loadSettings, setting } from "demijohn";
 * const shop = defineSettings("shop", {
 *   currency: setting.choice(["EUR", "USD"], { default: "EUR", help: "What prices are in." }),
 *   offerLifetime: setting.duration({ default: "14 days" }),
 * });
 * const { currency, offerLifetime } = loadSettings([shop], { files: [] }).get(shop);
 * console.log(currency, offerLifetime); // EUR 1209600
 * ```
 */
export const setting: {
  readonly string: typeof stringSetting;
  readonly integer: typeof integerSetting;
  readonly number: typeof numberSetting;
  readonly boolean: typeof booleanSetting;
  /** Seconds; text such as `"14 days"` is read, too. */
  readonly duration: typeof durationSetting;
  /** Bytes; text such as `"16 MB"` is read, too. */
  readonly bytes: typeof bytesSetting;
  readonly choice: typeof choiceSetting;
  readonly url: typeof urlSetting;
  /** A {@link Secret}, which prints as `***`. */
  readonly secret: typeof secretSetting;
  /** An absolute path; a relative one starts at the app's root. */
  readonly path: typeof pathSetting;
  /** Items of one kind, between commas or as a JSON array. */
  readonly list: typeof listSetting;
  /** Values of one kind by name, as a JSON object. */
  readonly record: typeof recordSetting;
} = Object.freeze({
  string: stringSetting,
  integer: integerSetting,
  number: numberSetting,
  boolean: booleanSetting,
  duration: durationSetting,
  bytes: bytesSetting,
  choice: choiceSetting,
  url: urlSetting,
  secret: secretSetting,
  path: pathSetting,
  list: listSetting,
  record: recordSetting,
});
