// Parses the Accept family of headers, and chooses what the client likes best of what the server has.
import { DemijohnError, quoteValue } from "#kernel";
import { dumpOptionsHeader, parseListHeader, parseOptionsHeader } from "./header-value.ts";

/** One entry of an Accept header. */
export interface AcceptItem {
  readonly value: string;
  /** 0 (never) to 1. */
  readonly quality: number;
}

// Compared position by position: a wildcard is less specific than a name, a longer list more than its own beginning.
type Specificity = readonly number[];

/**
 * An `Accept-…` header: what the client takes. The most specific entries come first, each with its quality.
 *
 * Where the header is absent (`provided` is false) the client takes everything (RFC 9110 section 12.5).
 *
 * @example
 * ```ts
 * import { parseMimeAccept } from "demijohn/http";
 * const accept = parseMimeAccept("text/html, application/json;q=0.9, *\/*;q=0.1");
 * console.log(accept.bestMatch(["application/json", "text/html"])); // text/html
 * console.log(accept.quality("image/png")); // 0.1
 * ```
 */
export class Accept implements Iterable<AcceptItem> {
  readonly items: readonly AcceptItem[];
  readonly provided: boolean;

  constructor(items?: Iterable<AcceptItem>) {
    this.provided = items !== undefined;
    const ranked = Array.from(items ?? [], (item) => ({ item, rank: this.specificity(item.value) }));
    ranked.sort((a, b) => compare(b.rank, a.rank) || b.item.quality - a.item.quality);
    this.items = ranked.map((entry) => entry.item);
  }

  /** True where a choice of the server fits an entry of the client. */
  protected matches(choice: string, entry: string): boolean {
    return entry === "*" || entry.toLowerCase() === choice.toLowerCase();
  }

  protected specificity(entry: string): Specificity {
    return [entry === "*" ? 0 : 1];
  }

  /** The quality of the entry that stands for a choice where none names it: undefined for "not acceptable". */
  protected unlisted(_choice: string): number | undefined {
    return undefined;
  }

  #find(choice: string): AcceptItem | undefined {
    // Sorted by specificity, so the first that fits is the most specific one (RFC 9110 section 12.5.1).
    return this.items.find((item) => this.matches(choice, item.value));
  }

  /** How much the client likes a choice: 0 for not at all, 1 for best. */
  quality(choice: string): number {
    if (!this.provided) return 1;
    return this.#find(choice)?.quality ?? this.unlisted(choice) ?? 0;
  }

  /** True where the client takes a choice. */
  has(choice: string): boolean {
    return this.quality(choice) > 0;
  }

  /** The client's first entry. */
  get best(): string | undefined {
    return this.items[0]?.value;
  }

  /** The choice that the client likes best, by quality and then by specificity; of equals the first. Undefined for none. */
  bestMatch<Choice extends string>(choices: readonly Choice[]): Choice | undefined {
    if (!this.provided) return choices[0];
    let best: Choice | undefined;
    let bestQuality = 0;
    let bestRank: Specificity = [];
    for (const choice of choices) {
      const item = this.#find(choice);
      const quality = item?.quality ?? this.unlisted(choice) ?? 0;
      if (quality <= 0 || quality < bestQuality) continue;
      const rank = item === undefined ? [] : this.specificity(item.value);
      if (best === undefined || quality > bestQuality || compare(rank, bestRank) > 0) {
        best = choice;
        bestQuality = quality;
        bestRank = rank;
      }
    }
    return best;
  }

  values(): string[] {
    return this.items.map((item) => item.value);
  }

  [Symbol.iterator](): IterableIterator<AcceptItem> {
    return this.items[Symbol.iterator]();
  }

  /** The header's value. */
  toString(): string {
    return this.items.map((item) => (item.quality === 1 ? item.value : `${item.value};q=${item.quality}`)).join(",");
  }
}

function compare(a: Specificity, b: Specificity): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: string;
}

/** The `Accept` header: media types, with `*` for a type or a subtype. */
export class MimeAccept extends Accept {
  protected override specificity(entry: string): Specificity {
    return entry.split(/[/;]/).map((part) => (part.trim() === "*" ? 0 : 1));
  }

  protected override matches(choice: string, entry: string): boolean {
    const wanted = parseMediaRange(entry);
    if (wanted === undefined) return false;
    const offered = parseMediaRange(choice);
    if (offered === undefined) throw badMediaType(choice);
    if (wanted.type === "*" || offered.type === "*") return true;
    if (wanted.type !== offered.type) return false;
    if (wanted.subtype === "*" || offered.subtype === "*") return true;
    return wanted.subtype === offered.subtype && wanted.parameters === offered.parameters;
  }

  /** True where the client takes JSON. */
  get acceptsJson(): boolean {
    return this.has("application/json");
  }

  /** True where the client takes HTML or XHTML. */
  get acceptsHtml(): boolean {
    return this.has("text/html") || this.has("application/xhtml+xml");
  }
}

// Undefined where the text is no media range; of "*/x" as well, which no client may send.
function parseMediaRange(text: string): MediaRange | undefined {
  const lower = text.toLowerCase();
  const slash = lower.indexOf("/");
  if (slash < 0) return undefined;
  const semicolon = lower.indexOf(";", slash);
  const end = semicolon < 0 ? lower.length : semicolon;
  const type = lower.slice(0, slash);
  const subtype = lower.slice(slash + 1, end).trim();
  if (type === "*" && subtype !== "*") return undefined;
  const parameters =
    semicolon < 0
      ? ""
      : lower
          .slice(semicolon + 1)
          .split(";")
          .map((part) => part.trim())
          .sort()
          .join(";");
  return { type, subtype, parameters };
}

function badMediaType(choice: string): DemijohnError {
  return new DemijohnError("HTTP_BAD_MEDIA_TYPE", `${quoteValue(choice)} is not a media type.`, {
    cure: 'Write bestMatch(["application/json", "text/html"]).',
  });
}

/** The `Accept-Language` header: language tags. They are compared without regard to case and to `-` or `_`. */
export class LanguageAccept extends Accept {
  protected override matches(choice: string, entry: string): boolean {
    return entry === "*" || normalizeTag(choice) === normalizeTag(entry);
  }

  /**
   * The best language: an exact match, else by the primary subtags of the client, else by those of the choices.
   *
   * `en-US` thus falls back to `en`, and `en` to `en-GB`, but `en-US` never becomes `en-GB` while `en` is offered.
   */
  override bestMatch<Choice extends string>(choices: readonly Choice[]): Choice | undefined {
    const exact = super.bestMatch(choices);
    if (exact !== undefined) return exact;
    const primaries = new Accept(this.items.map(({ value, quality }) => ({ value: primaryTag(value), quality })));
    const offered = choices.filter((choice) => !this.#refuses(choice));
    const wide = primaries.bestMatch(offered);
    if (wide !== undefined) return wide;
    const primary = super.bestMatch(offered.map(primaryTag));
    return primary === undefined ? undefined : offered.find((choice) => primaryTag(choice) === primary);
  }

  // "en-GB;q=0" must not come back through "en".
  #refuses(choice: string): boolean {
    return this.items.some((item) => item.quality === 0 && item.value !== "*" && this.matches(choice, item.value));
  }
}

function normalizeTag(tag: string): string {
  return tag.toLowerCase().replaceAll("_", "-");
}

function primaryTag(tag: string): string {
  return tag.split(/[_-]/, 1)[0]!;
}

/** The `Accept-Charset` header: charsets, by any of their usual names. */
export class CharsetAccept extends Accept {
  protected override matches(choice: string, entry: string): boolean {
    return entry === "*" || charsetName(choice) === charsetName(entry);
  }
}

const charsetAliases: ReadonlyMap<string, string> = new Map([
  ["utf8", "utf-8"],
  ["u8", "utf-8"],
  ["utf", "utf-8"],
  ["utf16", "utf-16"],
  ["u16", "utf-16"],
  ["latin1", "iso-8859-1"],
  ["latin-1", "iso-8859-1"],
  ["l1", "iso-8859-1"],
  ["iso8859-1", "iso-8859-1"],
  ["8859", "iso-8859-1"],
  ["cp819", "iso-8859-1"],
  ["us-ascii", "ascii"],
  ["646", "ascii"],
  ["windows-1252", "cp1252"],
]);

function charsetName(text: string): string {
  const name = text.toLowerCase().replaceAll("_", "-");
  return charsetAliases.get(name) ?? name;
}

/** The `Accept-Encoding` header: content codings (RFC 9110 section 12.5.3). `identity` fits unless it is refused. */
export class EncodingAccept extends Accept {
  protected override unlisted(choice: string): number | undefined {
    // Below anything a client would write, so that any listed coding is preferred.
    return choice.toLowerCase() === "identity" ? 0.0001 : undefined;
  }

  /** The best coding; without the header `identity` where it is among the choices. */
  override bestMatch<Choice extends string>(choices: readonly Choice[]): Choice | undefined {
    if (this.provided) return super.bestMatch(choices);
    return choices.find((choice) => choice.toLowerCase() === "identity");
  }
}

/** Parses a header of the family without rules of its own. Entries with an invalid quality are skipped. */
export function parseAccept(header: string | undefined): Accept {
  return new Accept(parseItems(header));
}

/** Parses `Accept`. */
export function parseMimeAccept(header: string | undefined): MimeAccept {
  return new MimeAccept(parseItems(header));
}

/** Parses `Accept-Language`. */
export function parseLanguageAccept(header: string | undefined): LanguageAccept {
  return new LanguageAccept(parseItems(header));
}

/** Parses `Accept-Charset`. */
export function parseCharsetAccept(header: string | undefined): CharsetAccept {
  return new CharsetAccept(parseItems(header));
}

/** Parses `Accept-Encoding`. */
export function parseEncodingAccept(header: string | undefined): EncodingAccept {
  return new EncodingAccept(parseItems(header));
}

// Longer headers are read up to here: no client has more preferences than that.
const mostItems = 200;

function parseItems(header: string | undefined): AcceptItem[] | undefined {
  if (header === undefined) return undefined;
  const items: AcceptItem[] = [];
  for (const part of parseListHeader(header).slice(0, mostItems)) {
    const { value, options } = parseOptionsHeader(part);
    const { q, ...parameters } = options;
    if (q !== undefined && !/^\d+(?:\.\d+)?$/.test(q.trim())) continue;
    const quality = q === undefined ? 1 : Number(q);
    if (quality > 1) continue;
    items.push({ value: dumpOptionsHeader(value, parameters), quality });
  }
  return items;
}
