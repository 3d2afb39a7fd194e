// Escapes text for HTML, and marks text that is HTML already, so that nothing is escaped twice or not at all.

const special = /["&'<>]/;

/** Text that is HTML already and is not escaped again. Made by {@link html}, {@link safe} and templates. */
export class Safe {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  get length(): number {
    return this.#text.length;
  }
  toString(): string {
    return this.#text;
  }
  toJSON(): string {
    return this.#text;
  }
}

/**
 * An object that writes itself where HTML is wanted.
 *
 * `{{ form }}` prints what its `toHtml` returns, which has escaped what it shows.
 */
export interface HtmlSource {
  toHtml(): Safe;
}

/** The HTML of an object that writes itself; undefined for every other value. */
export function findHtml(value: unknown): Safe | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { toHtml } = value as Partial<HtmlSource>;
  if (typeof toHtml !== "function") return undefined;
  // Only what says that it is safe is taken for it: the name alone proves nothing.
  const made: unknown = toHtml.call(value);
  return made instanceof Safe ? made : undefined;
}

/** Marks trusted text as HTML. Never call it with text that came from outside. */
export function safe(text: string): Safe {
  return new Safe(text);
}

/** Escapes `& < > " '` in a value for use in HTML text and quoted attributes. `Safe` values pass unchanged; null and undefined are empty. */
export function escapeHtml(value: unknown): string {
  if (typeof value !== "string") {
    if (value instanceof Safe) return value.toString();
    if (value === null || value === undefined) return "";
    const made = findHtml(value);
    if (made !== undefined) return made.toString();
    value = String(value);
  }
  const text = value as string;
  const first = text.search(special);
  return first < 0 ? text : escapeFrom(text, first);
}

function escapeFrom(text: string, first: number): string {
  let out = "";
  let last = 0;
  for (let i = first; i < text.length; i++) {
    let entity: string;
    switch (text.charCodeAt(i)) {
      case 34:
        entity = "&#34;";
        break;
      case 38:
        entity = "&amp;";
        break;
      case 39:
        entity = "&#39;";
        break;
      case 60:
        entity = "&lt;";
        break;
      case 62:
        entity = "&gt;";
        break;
      default:
        continue;
    }
    if (last !== i) out += text.slice(last, i);
    out += entity;
    last = i + 1;
  }
  return last < text.length ? out + text.slice(last) : out;
}

/**
 * Builds HTML from a template literal. Interpolated values are escaped, arrays are joined, `Safe` values pass
 * unchanged.
 *
 * `null`, `undefined`, `true` and `false` are empty, so that `${condition && html`…`}` reads well.
 *
 * @example
 * ```ts
 * import { html } from "demijohn";
 * console.log(String(html`<p>${"<b>"}</p>`)); // <p>&lt;b&gt;</p>
 * ```
 */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Safe {
  let out = strings[0]!;
  for (let i = 0; i < values.length; i++) out += renderValue(values[i]) + strings[i + 1]!;
  return new Safe(out);
}

function renderValue(value: unknown): string {
  if (Array.isArray(value)) {
    let out = "";
    for (const item of value) out += renderValue(item);
    return out;
  }
  return typeof value === "boolean" ? "" : escapeHtml(value);
}
