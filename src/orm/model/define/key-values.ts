// Compares the values of keys: dates and the tuples of several fields are objects, and equal when what they hold is.

/** A key as a value that is equal for equal keys. */
export function comparable(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? JSON.stringify(value.map((part) => String(part))) : String(value);
}

/** Whether two keys are the same; a number and its text are, as databases and forms give them. */
export function sameKey(left: unknown, right: unknown): boolean {
  if (left === right || (left ?? null) === (right ?? null)) return true;
  return String(comparable(left)) === String(comparable(right));
}

/** A map whose keys are found by what they hold: `map.get([1, 2])`. */
export class KeyMap<Key, Value> extends Map<Key, Value> {
  // The key that stands in the map for all that are equal to it.
  readonly #keys = new Map<unknown, Key>();

  constructor(entries: Iterable<readonly [Key, Value]>) {
    // The map's own constructor would add them before there is a private field.
    super();
    for (const [key, value] of entries) this.set(key, value);
  }

  #known(key: Key): Key {
    return this.#keys.get(comparable(key)) ?? key;
  }
  override get(key: Key): Value | undefined {
    return super.get(this.#known(key));
  }
  override has(key: Key): boolean {
    return super.has(this.#known(key));
  }
  override set(key: Key, value: Value): this {
    const known = this.#known(key);
    this.#keys.set(comparable(key), known);
    return super.set(known, value);
  }
  override delete(key: Key): boolean {
    const known = this.#known(key);
    this.#keys.delete(comparable(key));
    return super.delete(known);
  }
  override clear(): void {
    this.#keys.clear();
    super.clear();
  }
}
