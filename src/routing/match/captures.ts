// Keeps where the values of parameters lie in the text, without making anything for a path that fails in the end.

/** A stack of spans that is used again for each search. */
export class Captures {
  /** How many spans there are. Set it back to forget the last ones. */
  count = 0;
  // Starts and ends in turn. Never shortened, as that would give the storage away.
  readonly #bounds: number[] = [0, 0, 0, 0];

  add(start: number, end: number): void {
    this.#bounds[2 * this.count] = start;
    this.#bounds[2 * this.count + 1] = end;
    this.count++;
  }

  start(index: number): number {
    return this.#bounds[2 * index]!;
  }

  end(index: number): number {
    return this.#bounds[2 * index + 1]!;
  }
}
