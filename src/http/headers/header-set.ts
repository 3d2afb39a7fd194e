// Holds the items of a header that is a set: each once, compared in any case, in the order they came.
import { dumpHeader, parseListHeader } from "./header-value.ts";

/**
 * The items of a header such as `Vary` or `Allow`. They are case-insensitive, ordered, each once.
 *
 * @example
 * ```ts
 * import { parseSetHeader } from "demijohn/http";
 * const vary = parseSetHeader("Accept, Cookie");
 * vary.add("cookie");
 * console.log(vary.has("ACCEPT"), vary.toString()); // true Accept, Cookie
 * ```
 */
export class HeaderSet implements Iterable<string> {
  readonly #items = new Map<string, string>();

  constructor(items: Iterable<string> = []) {
    for (const item of items) this.add(item);
  }

  get size(): number {
    return this.#items.size;
  }

  has(item: string): boolean {
    return this.#items.has(item.toLowerCase());
  }

  /** Adds an item, unless it is there in any case. */
  add(item: string): this {
    const key = item.toLowerCase();
    if (!this.#items.has(key)) this.#items.set(key, item);
    return this;
  }

  /** Removes an item; true where it was there. */
  delete(item: string): boolean {
    return this.#items.delete(item.toLowerCase());
  }

  clear(): void {
    this.#items.clear();
  }

  /** The items as they were first written. */
  values(): IterableIterator<string> {
    return this.#items.values();
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.values();
  }

  /** The header's value. */
  toString(): string {
    return dumpHeader(this);
  }
}

/** Parses a header whose items are a set. `Vary`, `Allow` and `Connection` are such headers; case does not count. */
export function parseSetHeader(value: string | undefined): HeaderSet {
  return new HeaderSet(value === undefined ? [] : parseListHeader(value));
}
