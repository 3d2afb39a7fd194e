// Holds keys that may repeat, in the order they came: the query, the form, its files, the cookies.
import { MissingKey } from "./http-error.ts";
import { formatQueryString } from "./urls/format-query-string.ts";

/**
 * How {@link MultiMap.get} turns text into a value. It is a known type, or a function that refuses by throwing or
 * giving undefined.
 */
export type Converter<Value = string> = "int" | "number" | "boolean" | ((value: Value) => unknown);

/**
 * What a {@link Converter} makes of a value. It is the value itself where none is given, which TypeScript infers as any
 * of them.
 */
export type Converted<Convert, Value = string> = [Converter<Value>] extends [Convert]
  ? Value
  : Convert extends "int" | "number"
    ? number
    : Convert extends "boolean"
      ? boolean
      : Convert extends (value: Value) => infer Result
        ? Exclude<Result, undefined>
        : Value;

/** The options of {@link MultiMap.get}. */
export interface GetOptions<Convert, Default> {
  readonly type?: Convert | undefined;
  /** Given where the key is missing and where its value cannot be converted. */
  readonly default?: Default | undefined;
}

let adoptFlat: <Value>(flat: (string | Value)[], source: string) => MultiMap<Value>;

/**
 * An immutable map whose keys may repeat. `request.query`, `request.form`, `request.files` and `request.cookies` are
 * such maps.
 *
 * @example
 * ```ts
 * import { MultiMap } from "demijohn/http";
 * const query = new MultiMap([["tag", "red"], ["tag", "dry"], ["page", "2"]]);
 * console.log(query.get("tag"), query.getAll("tag")); // red ["red", "dry"]
 * console.log(query.get("page", { type: "int", default: 1 })); // 2
 * console.log(query.with({ page: "3" }).toString()); // tag=red&tag=dry&page=3
 * ```
 */
export class MultiMap<Value = string> implements Iterable<[string, Value]> {
  #flat: readonly (string | Value)[];
  readonly #source: string;

  /** `source` is what {@link require} calls the map: `The form has no "name".` */
  constructor(pairs: Iterable<readonly [string, Value]> = [], source = "form") {
    const flat: (string | Value)[] = [];
    for (const [key, value] of pairs) flat.push(key, value);
    this.#flat = flat;
    this.#source = source;
  }

  static {
    adoptFlat = <Adopted>(flat: (string | Adopted)[], source: string): MultiMap<Adopted> => {
      const map = new MultiMap<Adopted>([], source);
      map.#flat = flat;
      return map;
    };
  }

  /** The number of pairs; a key that came twice counts twice. */
  get size(): number {
    return this.#flat.length / 2;
  }

  /**
   * The first value of a key, or undefined (or `default`) where there is none.
   *
   * With `type`, the value is converted: `int`, `number`, `boolean` or a function. A value that cannot be converted
   * counts as missing.
   */
  get<Convert extends Converter<Value>, Default = undefined>(
    key: string,
    options?: GetOptions<Convert, Default>,
  ): Converted<NoInfer<Convert>, Value> | NoInfer<Default> {
    const flat = this.#flat;
    for (let i = 0; i < flat.length; i += 2) {
      if (flat[i] !== key) continue;
      const value = flat[i + 1] as Value;
      if (options === undefined) return value as Converted<Convert, Value>;
      const converted = options.type === undefined ? value : convert(value, options.type);
      return (converted === undefined ? options.default : converted) as Converted<Convert, Value> | Default;
    }
    return options?.default as Default;
  }

  /** All values of a key, in order; empty where there is none. With `type`, those that convert. */
  getAll<Convert extends Converter<Value>>(
    key: string,
    options?: { readonly type?: Convert | undefined },
  ): Converted<Convert, Value>[] {
    const flat = this.#flat;
    const type = options?.type;
    const values: unknown[] = [];
    for (let i = 0; i < flat.length; i += 2) {
      if (flat[i] !== key) continue;
      const value = type === undefined ? flat[i + 1] : convert(flat[i + 1] as Value, type);
      if (value !== undefined) values.push(value);
    }
    return values as Converted<Convert, Value>[];
  }

  /**
   * The first value of a key that must be there.
   *
   * @throws MissingKey, a 400 that names the key.
   */
  require(key: string): Value {
    const flat = this.#flat;
    for (let i = 0; i < flat.length; i += 2) if (flat[i] === key) return flat[i + 1] as Value;
    throw new MissingKey(key, this.#source, this.keys());
  }

  has(key: string): boolean {
    const flat = this.#flat;
    for (let i = 0; i < flat.length; i += 2) if (flat[i] === key) return true;
    return false;
  }

  /** Each key once, in the order of its first value. */
  keys(): IterableIterator<string> {
    const keys = new Set<string>();
    for (let i = 0; i < this.#flat.length; i += 2) keys.add(this.#flat[i] as string);
    return keys.values();
  }

  /** Every value, in order. */
  *values(): Generator<Value> {
    for (let i = 1; i < this.#flat.length; i += 2) yield this.#flat[i] as Value;
  }

  /** Every key and value, in order. */
  *entries(): Generator<[string, Value]> {
    for (let i = 0; i < this.#flat.length; i += 2) yield [this.#flat[i] as string, this.#flat[i + 1] as Value];
  }

  [Symbol.iterator](): Generator<[string, Value]> {
    return this.entries();
  }

  /** The first value of each key, in an object without a prototype: `__proto__` is a key like any other. */
  toObject(): Record<string, Value> {
    const object: Record<string, Value> = Object.create(null);
    for (const [key, value] of this) if (!(key in object)) object[key] = value;
    return object;
  }

  /** All values of each key, in an object without a prototype. */
  toLists(): Record<string, Value[]> {
    const object: Record<string, Value[]> = Object.create(null);
    for (const [key, value] of this) {
      const list = object[key];
      if (list === undefined) object[key] = [value];
      else list.push(value);
    }
    return object;
  }

  toJSON(): Record<string, Value[]> {
    return this.toLists();
  }

  /** A copy in which each named key has this value (or these), and an undefined one is gone. */
  with(changes: Readonly<Record<string, Value | readonly Value[] | undefined>>): MultiMap<Value> {
    const flat: (string | Value)[] = [];
    for (const [key, value] of this) if (!Object.hasOwn(changes, key)) flat.push(key, value);
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? (value as Value[]) : [value as Value]) flat.push(key, one);
    }
    return adoptFlat(flat, this.#source);
  }

  /** The pairs as a query string. */
  toString(): string {
    const pairs: [string, string][] = [];
    for (const [key, value] of this) pairs.push([key, String(value)]);
    return formatQueryString(pairs);
  }
}

/** Wraps `[key, value, key, value …]` without copying: for parsers that have just filled the array. */
export function multiMapFromFlat<Value>(flat: (string | Value)[], source: string): MultiMap<Value> {
  return adoptFlat(flat, source);
}

const truths = new Set(["1", "true", "on", "yes", "t", "y"]);
const falsehoods = new Set(["0", "false", "off", "no", "f", "n", ""]);

function convert<Value>(value: Value, type: Converter<Value>): unknown {
  if (typeof type === "function") {
    try {
      return type(value);
    } catch {
      // A converter refuses by throwing, as parsers do; the caller then gets the default.
      return undefined;
    }
  }
  const text = String(value).trim();
  if (type === "boolean") {
    const word = text.toLowerCase();
    return truths.has(word) ? true : falsehoods.has(word) ? false : undefined;
  }
  const pattern = type === "int" ? /^[+-]?\d{1,16}$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  if (!pattern.test(text)) return undefined;
  const number = Number(text);
  return type === "int"
    ? Number.isSafeInteger(number)
      ? number
      : undefined
    : Number.isFinite(number)
      ? number
      : undefined;
}
