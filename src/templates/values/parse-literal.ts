// Reads a literal of Python or JSON from text: numbers, strings, lists, tuples, mappings, and the words for true, false and nothing.
import { Tuple, tuple } from "./python-spelling.ts";

/** A literal that was found. */
export interface Literal {
  readonly value: unknown;
}

/** The value that the whole of a text spells; undefined where it spells none. With `pythonOnly`, `true` and `null` are no words. */
export function parseLiteral(text: string, pythonOnly = false): Literal | undefined {
  try {
    return { value: new LiteralReader(text, pythonOnly ? pythonWords : words).readAll() };
  } catch (error) {
    if (error instanceof NoLiteral) return undefined;
    throw error;
  }
}

class NoLiteral extends Error {}

const deepest = 100;
const space = /[ \t\n\r]*/y;
const number = /(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:e[+-]?[0-9]+)?/iy;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["True", true],
  ["true", true],
  ["False", false],
  ["false", false],
  ["None", null],
  ["null", null],
]);
const pythonWords: ReadonlyMap<string, unknown> = new Map([...words].filter(([name]) => /^[A-Z]/.test(name)));
const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"' };

class LiteralReader {
  readonly #text: string;
  readonly #names: ReadonlyMap<string, unknown>;
  #at = 0;
  #depth = 0;

  constructor(text: string, names: ReadonlyMap<string, unknown>) {
    this.#text = text;
    this.#names = names;
  }

  readAll(): unknown {
    // Python sees a block where a line begins with a space.
    if (this.#text === "" || this.#text[0] === " " || this.#text[0] === "\t") throw new NoLiteral();
    const value = this.#readItems("");
    if (this.#at < this.#text.length) throw new NoLiteral();
    return value;
  }

  #skip(): void {
    space.lastIndex = this.#at;
    space.exec(this.#text);
    this.#at = space.lastIndex;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at = pattern.lastIndex;
    return found;
  }

  #accept(character: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  // One value, or several with commas, which are a tuple.
  #readItems(close: string): unknown {
    const items: unknown[] = [this.#readValue()];
    let isTuple = false;
    while (this.#accept(",")) {
      isTuple = true;
      this.#skip();
      if (this.#at >= this.#text.length || this.#text[this.#at] === close) break;
      items.push(this.#readValue());
    }
    this.#skip();
    return isTuple ? tuple(...items) : items[0];
  }

  #readValue(): unknown {
    this.#skip();
    if (++this.#depth > deepest) throw new NoLiteral();
    const value = this.#readOne();
    this.#depth--;
    return value;
  }

  #readOne(): unknown {
    const character = this.#text[this.#at] ?? "";
    if (character === "'" || character === '"') return this.#readStrings();
    if (character === "-" || character === "+") {
      this.#at++;
      const value = this.#readValue();
      if (typeof value !== "number" && typeof value !== "bigint") throw new NoLiteral();
      return character === "-" ? -value : value;
    }
    if (this.#accept("[")) return this.#readList();
    if (this.#accept("{")) return this.#readMapping();
    if (this.#accept("(")) return this.#readGroup();
    const digits = this.#match(number);
    if (digits !== undefined) return readNumber(digits);
    const name = this.#match(word);
    if (name === undefined || !this.#names.has(name)) throw new NoLiteral();
    return this.#names.get(name);
  }

  #readGroup(): unknown {
    if (this.#accept(")")) return new Tuple();
    const value = this.#readItems(")");
    if (!this.#accept(")")) throw new NoLiteral();
    return value;
  }

  #readList(): unknown[] {
    const items: unknown[] = [];
    while (!this.#accept("]")) {
      items.push(this.#readValue());
      if (this.#accept(",")) continue;
      if (!this.#accept("]")) throw new NoLiteral();
      break;
    }
    return items;
  }

  #readMapping(): unknown {
    const pairs: [string, unknown][] = [];
    while (!this.#accept("}")) {
      const key = this.#readValue();
      if (!this.#accept(":")) throw new NoLiteral();
      pairs.push([String(key), this.#readValue()]);
      if (this.#accept(",")) continue;
      if (!this.#accept("}")) throw new NoLiteral();
      break;
    }
    return Object.fromEntries(pairs);
  }

  // Strings that stand beside each other are one.
  #readStrings(): string {
    let text = "";
    for (;;) {
      const quote = this.#text[this.#at];
      if (quote !== "'" && quote !== '"') return text;
      this.#at++;
      text += this.#readString(quote);
      const end = this.#at;
      this.#skip();
      if (this.#text[this.#at] !== "'" && this.#text[this.#at] !== '"') {
        this.#at = end;
        return text;
      }
    }
  }

  #readString(quote: string): string {
    let text = "";
    for (;;) {
      const character = this.#text[this.#at++];
      if (character === undefined || character === "\n") throw new NoLiteral();
      if (character === quote) return text;
      if (character !== "\\") {
        text += character;
        continue;
      }
      const escape = escapes[this.#text[this.#at++] ?? ""];
      if (escape === undefined) throw new NoLiteral();
      text += escape;
    }
  }
}

function readNumber(text: string): number | bigint {
  const digits = text.replaceAll("_", "");
  if (/^0[0-9]/.test(digits) && !/[.e]/i.test(digits)) {
    if (/[1-9]/.test(digits)) throw new NoLiteral();
    return 0;
  }
  const value = Number(digits);
  return /^[0-9]+$/.test(digits) && !Number.isSafeInteger(value) ? BigInt(digits) : value;
}
