// Defines the fields of text: any text, e-mail and web addresses, slugs, patterns, UUIDs, IP addresses and JSON.
import { findJsonFault, parseJsonText } from "#http";
import {
  type AsyncValidator,
  type MessageText,
  maxLengthValidator,
  minLengthValidator,
  normalizeIpv6,
  prohibitNullCharactersValidator,
  regexValidator,
  urlValidator,
  validateEmail,
  validateIpv4Address,
  validateIpv6Address,
  validateIpv46Address,
  validateSlug,
  validateUnicodeSlug,
} from "#validate";
import type { Attributes } from "../widgets/attributes.ts";
import { EmailInput, Textarea, TextInput, UrlInput } from "../widgets/inputs.ts";
import type { Widget } from "../widgets/widget.ts";
import { Field, type FieldContext, type FieldOptions, isEmpty } from "./field.ts";

/** Options of {@link CharField}. */
export interface CharFieldOptions extends FieldOptions {
  /** In characters. */
  readonly maxLength?: number | undefined;
  readonly minLength?: number | undefined;
  /** Whether blanks at both ends are cut; true unless given. */
  readonly strip?: boolean | undefined;
  /** The clean value of an empty control: the empty text unless given. */
  readonly emptyValue?: string | null | undefined;
}

/** Text. */
export class CharField<Value = string, Options extends CharFieldOptions = CharFieldOptions> extends Field<
  Value,
  Options
> {
  protected override ownValidators(): readonly AsyncValidator[] {
    const { maxLength, minLength } = this.options;
    return [
      ...(minLength === undefined ? [] : [minLengthValidator(minLength)]),
      ...(maxLength === undefined ? [] : [maxLengthValidator(maxLength)]),
      prohibitNullCharactersValidator(),
    ];
  }

  toValue(raw: unknown, _context: FieldContext): Value {
    const { emptyValue = "", strip = true } = this.options;
    if (raw === undefined || raw === null) return emptyValue as Value;
    const text = typeof raw === "string" ? raw : Array.isArray(raw) && raw.length === 0 ? "" : String(raw);
    const cut = strip ? text.trim() : text;
    return (cut === "" ? emptyValue : cut) as Value;
  }

  override widgetAttributes(widget: Widget): Attributes {
    const { maxLength, minLength } = this.options;
    if (widget.isHidden || !(widget instanceof TextInput || widget instanceof Textarea || widget.template === "input"))
      return {};
    return {
      ...(maxLength === undefined ? {} : { maxlength: maxLength }),
      ...(minLength === undefined ? {} : { minlength: minLength }),
    };
  }
}

/** Text of many lines. */
export class TextField extends CharField {
  protected override defaultWidget(): Widget {
    return new Textarea();
  }
}

/** An e-mail address of at most 320 characters. */
export class EmailField extends CharField {
  constructor(options: CharFieldOptions = {}) {
    super({ maxLength: 320, ...options });
  }
  protected override defaultWidget(): Widget {
    return new EmailInput();
  }
  protected override ownValidators(): readonly AsyncValidator[] {
    return [validateEmail, ...super.ownValidators()];
  }
}

/** Options of {@link UrlField}. */
export interface UrlFieldOptions extends CharFieldOptions {
  /** What goes before an address that is typed without a scheme: `https` unless given. */
  readonly assumeScheme?: "https" | "http" | undefined;
  readonly schemes?: readonly string[] | undefined;
}

/** A web address. */
export class UrlField extends CharField<string, UrlFieldOptions> {
  protected override defaultWidget(): Widget {
    return new UrlInput();
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a valid URL." };
  }

  protected override ownValidators(): readonly AsyncValidator[] {
    return [urlValidator({ schemes: this.options.schemes }), ...super.ownValidators()];
  }

  override toValue(raw: unknown, context: FieldContext): string {
    const text = super.toValue(raw, context);
    if (text === "" || text === null) return text;
    if (hasOpenBracket(text)) throw this.error("invalid");
    return completeUrl(text, this.options.assumeScheme ?? "https");
  }
}

// "[" without "]" makes a host that no parser takes.
function hasOpenBracket(text: string): boolean {
  const host = text.replace(/^[a-z][a-z0-9+.-]*:/i, "").match(/^\/\/([^/?#]*)/)?.[1] ?? "";
  return host.includes("[") !== host.includes("]");
}

function completeUrl(text: string, scheme: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  if (text.startsWith("//")) return `${scheme}:${text}`;
  // "localhost:8000" has a port, while "mailto:ann" has a scheme and is for the validator to refuse.
  if (/^[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:[/?#]|$))/i.test(text)) return text;
  return `${scheme}://${text.replace(/^\/+/, "")}`;
}

/** Options of {@link SlugField}. */
export interface SlugFieldOptions extends CharFieldOptions {
  readonly allowUnicode?: boolean | undefined;
}

/** Letters, digits, hyphens and underscores. */
export class SlugField extends CharField<string, SlugFieldOptions> {
  protected override ownValidators(): readonly AsyncValidator[] {
    return [this.options.allowUnicode === true ? validateUnicodeSlug : validateSlug, ...super.ownValidators()];
  }
}

/** Options of {@link RegexField}. */
export interface RegexFieldOptions extends CharFieldOptions {
  /** Anchor it with `^` and `$` to match the whole text. */
  readonly pattern: RegExp;
}

/** Text that a pattern is found in. Blanks at its ends count unless `strip` is true. */
export class RegexField extends CharField<string, RegexFieldOptions> {
  constructor(options: RegexFieldOptions) {
    super({ strip: false, ...options });
  }
  protected override ownValidators(): readonly AsyncValidator[] {
    return [...super.ownValidators(), regexValidator(this.options.pattern)];
  }
}

const uuid = /^(?:urn:)?(?:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

/** A UUID, in lower case with hyphens. */
export class UuidField<Value = string | null> extends Field<Value> {
  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a valid UUID." };
  }

  toValue(raw: unknown): Value {
    const text = isEmpty(raw) ? "" : String(raw).trim();
    if (text === "") return null as Value;
    const found = uuid.exec(text);
    if (found === null) throw this.error("invalid");
    return found.slice(1).join("-").toLowerCase() as Value;
  }
}

/** Options of {@link IpAddressField}. */
export interface IpAddressFieldOptions extends CharFieldOptions {
  /** `both` unless given. */
  readonly protocol?: "both" | "ipv4" | "ipv6" | undefined;
  /** Write `::ffff:1.2.3.4` as `1.2.3.4`. */
  readonly unpackIpv4?: boolean | undefined;
}

const ipValidators = { both: validateIpv46Address, ipv4: validateIpv4Address, ipv6: validateIpv6Address } as const;
const longestAddress = 39;

/** An IP address, IPv6 in its normal form. */
export class IpAddressField extends CharField<string, IpAddressFieldOptions> {
  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "This is not a valid IPv6 address." };
  }

  protected override ownValidators(): readonly AsyncValidator[] {
    return [ipValidators[this.options.protocol ?? "both"], ...super.ownValidators()];
  }

  override toValue(raw: unknown, context: FieldContext): string {
    const text = super.toValue(raw, context).trim();
    const { maxLength = longestAddress, unpackIpv4 } = this.options;
    if (!text.includes(":")) return text;
    const normal = text.length > maxLength ? undefined : normalizeIpv6(text, { unpackIpv4 });
    if (normal === undefined) throw this.error("invalid", { value: text });
    return normal;
  }
}

/** Options of {@link JsonField}. */
export interface JsonFieldOptions extends FieldOptions {
  /** Blanks before each level of the text that the control shows. */
  readonly indent?: number | undefined;
}

/** A JSON document. Its type is for the program to say: `field.json<Settings>()`. */
export class JsonField<Value = unknown> extends Field<Value, JsonFieldOptions> {
  protected override defaultWidget(): Widget {
    return new Textarea();
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a valid JSON." };
  }

  toValue(raw: unknown): Value {
    if (this.disabled) return raw as Value;
    if (isEmpty(raw)) return null as Value;
    if (typeof raw !== "string") return raw as Value;
    if (raw.trim() === "") return null as Value;
    try {
      return parseJsonText(raw) as Value;
    } catch {
      throw this.error("invalid", { value: raw, ...placeOfFault(raw) });
    }
  }

  override prepare(value: unknown): unknown {
    if (value instanceof InvalidJson) return value.text;
    return value === undefined ? undefined : JSON.stringify(value, bigIntText, this.options.indent);
  }

  // What was typed is shown again as it was, even where it is no JSON.
  override boundValue(raw: unknown, initial: unknown): unknown {
    if (this.disabled) return initial;
    if (raw === undefined || raw === null) return null;
    try {
      return typeof raw === "string" ? (parseJsonText(raw) as unknown) : raw;
    } catch {
      return new InvalidJson(String(raw));
    }
  }

  override hasChanged(initial: unknown, raw: unknown): boolean {
    if (this.disabled) return false;
    try {
      return sortedJson(initial ?? null) !== sortedJson(this.toValue(raw) ?? null);
    } catch {
      return true;
    }
  }
}

// For texts of one's own: "Line {line}, column {column} is not JSON."
function placeOfFault(text: string): { readonly line: number; readonly column: number } {
  const at = findJsonFault(text);
  const before = text.slice(0, at);
  return { line: before.split("\n").length, column: at - before.lastIndexOf("\n") };
}

// JSON has no bigints; their digits lose nothing.
function bigIntText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

class InvalidJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : bigIntText("", item),
  );
}
