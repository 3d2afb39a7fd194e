// Checks texts: patterns, slugs, whole numbers, lists of them, lengths and null characters.
import { SetupError } from "#kernel";
import type { Issue, MessageText } from "./issue.ts";
import { defineValidator, type RuleValidator, type ValidatorOptions } from "./validator.ts";

/** Options of {@link regexValidator}. */
export interface RegexOptions extends ValidatorOptions {
  /** Refuse what matches, instead of what does not. */
  readonly inverse?: boolean | undefined;
}

/**
 * Makes a validator that looks for a pattern anywhere in a text.
 *
 * Anchor it with `^` and `$` to match the whole.
 *
 * @throws SetupError `VALIDATE_BAD_RULE` for a pattern that remembers its place (`g` or `y`).
 */
export function regexValidator(pattern: RegExp, options: RegexOptions = {}): RuleValidator<unknown> {
  if (pattern.global || pattern.sticky)
    throw new SetupError("VALIDATE_BAD_RULE", "A pattern that remembers its place would match every other time.", {
      wrote: String(pattern),
      cure: `Leave out its flags g and y: /${pattern.source}/${pattern.flags.replace(/[gy]/g, "")}.`,
    });
  const { message = "Enter a valid value.", code = "invalid", inverse = false } = options;
  return defineValidator({ kind: "regex", pattern: String(pattern), inverse, message, code }, (value) =>
    pattern.test(textOf(value)) === inverse ? { code, message, params: { value } } : undefined,
  );
}

/** Letters of the Latin alphabet, digits, underscores and hyphens. */
export const validateSlug: RuleValidator<unknown> = regexValidator(/^[-a-zA-Z0-9_]+$/, {
  message: "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
});

/** Letters and digits of any script, underscores and hyphens. */
export const validateUnicodeSlug: RuleValidator<unknown> = regexValidator(/^[-\p{L}\p{N}_]+$/u, {
  message: "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.",
});

/** A whole number, with or without a minus. */
export const validateInteger: RuleValidator<unknown> = regexValidator(/^-?\d+$/, { message: "Enter a valid integer." });

/** A hardware address of six bytes (EUI-48). `08:00:2b:01:02:03`, also with hyphens. */
export const validateMacAddress: RuleValidator<unknown> = regexValidator(
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$|^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/i,
  { message: "Enter a valid MAC address." },
);

/** Makes a validator that refuses some values. Texts are compared without regard to case and width. */
export function noneOfValidator(values: readonly unknown[], options: ValidatorOptions = {}): RuleValidator<unknown> {
  const { message = "This value is not allowed.", code = "not_allowed" } = options;
  const refused = new Set(values.map(comparable));
  return defineValidator({ kind: "noneOf", values, message, code }, (value) =>
    refused.has(comparable(value)) ? { code, message, params: { value } } : undefined,
  );
}

function comparable(value: unknown): unknown {
  return typeof value === "string" ? value.normalize("NFKC").toLowerCase() : value;
}

/** Options of {@link integerListValidator}. */
export interface IntegerListOptions extends ValidatorOptions {
  /** What stands between the numbers: a comma unless given. */
  readonly separator?: string | undefined;
  readonly allowNegative?: boolean | undefined;
}

/** Makes a validator of texts such as `1,2,3`. */
export function integerListValidator(options: IntegerListOptions = {}): RuleValidator<unknown> {
  const { separator = ",", allowNegative = false, message, code } = options;
  const number = allowNegative ? "-?\\d+" : "\\d+";
  return regexValidator(new RegExp(`^${number}(?:${RegExp.escape(separator)}${number})*$`), { message, code });
}

/** Whole numbers with commas between them. */
export const validateCommaSeparatedIntegerList: RuleValidator<unknown> = integerListValidator({
  message: "Enter only digits separated by commas.",
});

/** Something that has a length. Texts are counted in characters, lists in items. */
export type Measured = string | { readonly length: number } | { readonly size: number };

/** Makes a validator that wants at least so many characters or items. */
export function minLengthValidator(
  limit: number | (() => number),
  options: ValidatorOptions = {},
): RuleValidator<Measured> {
  const message: MessageText = options.message ?? {
    one: "Ensure this value has at least {limit} character (it has {length}).",
    other: "Ensure this value has at least {limit} characters (it has {length}).",
    count: "limit",
  };
  const code = options.code ?? "min_length";
  return lengthValidator("minLength", limit, { message, code }, (length, least) => length < least);
}

/** Makes a validator that wants at most so many characters or items. */
export function maxLengthValidator(
  limit: number | (() => number),
  options: ValidatorOptions = {},
): RuleValidator<Measured> {
  const message: MessageText = options.message ?? {
    one: "Ensure this value has at most {limit} character (it has {length}).",
    other: "Ensure this value has at most {limit} characters (it has {length}).",
    count: "limit",
  };
  const code = options.code ?? "max_length";
  return lengthValidator("maxLength", limit, { message, code }, (length, most) => length > most);
}

function lengthValidator(
  kind: string,
  limit: number | (() => number),
  { message, code }: { readonly message: MessageText; readonly code: string },
  fails: (length: number, limit: number) => boolean,
): RuleValidator<Measured> {
  return defineValidator({ kind, limit, message, code }, (value): Issue | undefined => {
    const bound = typeof limit === "function" ? limit() : limit;
    const length = lengthOf(value);
    return fails(length, bound) ? { code, message, params: { limit: bound, length, value } } : undefined;
  });
}

/** The length of a text in characters (code points), of a list in items. */
export function lengthOf(value: Measured): number {
  if (typeof value !== "string") return "length" in value ? value.length : value.size;
  let length = value.length;
  for (let i = 0; i < value.length - 1; i++) {
    const isPair = (value.charCodeAt(i) & 0xfc00) === 0xd800 && (value.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    if (isPair) {
      length--;
      i++;
    }
  }
  return length;
}

/** Makes a validator that refuses null characters. Databases do not take them in texts. */
export function prohibitNullCharactersValidator(options: ValidatorOptions = {}): RuleValidator<unknown> {
  const { message = "Null characters are not allowed.", code = "null_characters_not_allowed" } = options;
  return defineValidator({ kind: "noNullCharacters", message, code }, (value) =>
    textOf(value).includes("\0") ? { code, message, params: { value } } : undefined,
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : String(value);
}
