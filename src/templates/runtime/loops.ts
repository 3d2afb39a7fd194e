// Turns what a loop goes over into a list or a source of items, and keeps what `loop` tells.
import { Safe } from "#kernel";
import { valuesEqual } from "../values/compare-values.ts";
import { Namespace } from "../values/globals.ts";
import { isPlain } from "../values/python-spelling.ts";
import { isAsyncIterable, isThenable } from "./awaiting.ts";
import { CallableObject, markResult } from "./calls.ts";
import type { RenderState } from "./context.ts";
import { describeType } from "./describe-type.ts";
import { failType, failUndefined, failValue, NeedsAwait } from "./faults.ts";

/** Lists the items of a value: of arrays themselves, of mappings the keys, of texts the characters. */
export function listItems(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (value === undefined) return [];
  if (typeof value === "string") return Array.from(value);
  if (typeof value === "object" && value !== null) {
    if (value instanceof Map) return [...value.keys()];
    if (value instanceof Safe) return Array.from(value.toString());
    if (isThenable(value)) throw new NeedsAwait();
    if (Symbol.iterator in value) return [...(value as Iterable<unknown>)];
    if (isPlain(value) || value instanceof Namespace) return Object.keys(value);
    if (isAsyncIterable(value)) throw new NeedsAwait();
  }
  return failType(`"\u0000" is ${describeType(value)}, which is not iterable.`);
}

/** The items of a `for`; what can be read once only is kept for an awaiting attempt. */
export function items(state: RenderState, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value !== "object" || value === null || typeof (value as { next?: unknown }).next !== "function")
    return listItems(value);
  const { session } = state;
  const known = session.replay?.[session.replayed];
  if (known !== undefined && known.fn === value) {
    session.replayed++;
    return known.result as readonly unknown[];
  }
  const list = listItems(value);
  session.log?.push({ fn: value, result: list });
  return list;
}

/** As {@link items}, for async iterables too. */
export function itemsLater(state: RenderState, value: unknown): readonly unknown[] | Promise<readonly unknown[]> {
  return isAsyncIterable(value) && !(Symbol.iterator in value) ? Array.fromAsync(value) : items(state, value);
}

/** Items one after another, the next of which may have to be awaited. */
export interface ItemSource {
  readonly value: unknown;
  next(): boolean | Promise<boolean>;
  close(): unknown;
}

/** Opens a source of the items of a value. */
export function source(state: RenderState, value: unknown): ItemSource {
  return isAsyncIterable(value) && !(Symbol.iterator in value)
    ? new AsyncSource(value)
    : new ListSource(items(state, value));
}

class ListSource implements ItemSource {
  readonly #list: readonly unknown[];
  #index = 0;
  value: unknown;

  constructor(list: readonly unknown[]) {
    this.#list = list;
  }

  next(): boolean {
    if (this.#index >= this.#list.length) return false;
    this.value = this.#list[this.#index++];
    return true;
  }

  close(): void {}
}

class AsyncSource implements ItemSource {
  readonly #iterator: AsyncIterator<unknown>;
  #isDone = false;
  value: unknown;

  constructor(iterable: AsyncIterable<unknown>) {
    this.#iterator = iterable[Symbol.asyncIterator]();
  }

  async next(): Promise<boolean> {
    const result = await this.#iterator.next();
    this.#isDone = result.done === true;
    this.value = result.value;
    return !this.#isDone;
  }

  /** Ends the iteration after `break`. */
  close(): unknown {
    return this.#isDone ? undefined : this.#iterator.return?.();
  }
}

/** Takes a value apart for `{% for a, b in … %}`. */
export function unpack(value: unknown, count: number): readonly unknown[] {
  if (value === undefined) failUndefined();
  const list = listItems(value);
  if (list.length !== count)
    failValue(
      list.length < count
        ? `Not enough values to unpack: expected ${count}, got ${list.length}.`
        : `Too many values to unpack: expected ${count}, got ${list.length}.`,
    );
  return list;
}

/** Takes a value apart for `f(*values)`. */
export function spread(value: unknown): readonly unknown[] {
  return value === undefined ? failUndefined() : listItems(value);
}

/** What `loop` and `forloop` are, where more is asked of them than the compiler writes inline. */
export class Loop extends CallableObject {
  readonly #list: readonly unknown[];
  readonly #depth: number;
  readonly #parent: Loop | undefined;
  readonly #recurse: ((list: unknown, depth: number) => unknown) | undefined;
  #last: readonly unknown[] | undefined;
  index0 = 0;

  constructor(
    list: readonly unknown[],
    depth: number,
    parent: Loop | undefined,
    recurse: ((list: unknown, depth: number) => unknown) | undefined,
  ) {
    super();
    this.#list = list;
    this.#depth = depth;
    this.#parent = parent;
    this.#recurse = recurse;
  }

  override attribute(name: string): unknown {
    const { index0 } = this;
    const { length } = this.#list;
    switch (name) {
      case "index":
      case "counter":
        return index0 + 1;
      case "index0":
      case "counter0":
        return index0;
      case "revindex":
      case "revcounter":
        return length - index0;
      case "revindex0":
      case "revcounter0":
        return length - index0 - 1;
      case "first":
        return index0 === 0;
      case "last":
        return index0 === length - 1;
      case "length":
        return length;
      case "depth":
        return this.#depth + 1;
      case "depth0":
        return this.#depth;
      case "previtem":
        return index0 > 0 ? this.#list[index0 - 1] : undefined;
      case "nextitem":
        return this.#list[index0 + 1];
      case "parentloop":
        return this.#parent;
      case "cycle":
        return this.#cycle;
      case "changed":
        return this.#changed;
      default:
        return undefined;
    }
  }

  readonly #cycle = (...values: unknown[]): unknown =>
    values.length === 0 ? failType("No items for cycling given.") : values[this.index0 % values.length];

  readonly #changed = (...values: unknown[]): boolean => {
    const isSame = this.#last !== undefined && valuesEqual(this.#last, values);
    this.#last = values;
    return !isSame;
  };

  override invoke(_state: RenderState, escapes: boolean, [list]: readonly unknown[]): unknown {
    if (this.#recurse === undefined)
      failType("The loop is not recursive.", 'Write "recursive" at the end: {% for item in items recursive %}.');
    return markResult(this.#recurse!(list, this.#depth + 1), escapes);
  }

  override toString(): string {
    return `<loop ${this.index0 + 1}/${this.#list.length}>`;
  }
}
