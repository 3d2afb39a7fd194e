// Hands out rows one by one from chunks that arrive one after another.
//
// Not an async generator: those make several promises for each row, and the garbage of a long reading is what V8 keeps
// room for.

/** Rows one by one, from an iteration of chunks. */
export class RowIterator<Row> implements AsyncGenerator<Row, void, undefined> {
  readonly #chunks: AsyncIterator<readonly Row[], void, undefined>;
  #rows: readonly Row[] = [];
  #at = 0;
  // Calls that wait for a chunk, or for those before them.
  #waiting = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(chunks: AsyncGenerator<readonly Row[], void, undefined>) {
    this.#chunks = chunks;
  }

  next(): Promise<IteratorResult<Row, void>> {
    if (this.#waiting === 0 && this.#at < this.#rows.length)
      return Promise.resolve({ value: this.#rows[this.#at++]!, done: false });
    return this.#inTurn(() => this.#advance());
  }

  async #advance(): Promise<IteratorResult<Row, void>> {
    while (this.#at >= this.#rows.length) {
      // What was read is let go before the next chunk comes.
      this.#rows = [];
      const { value, done } = await this.#chunks.next();
      if (done === true) return { value: undefined, done: true };
      this.#rows = value as readonly Row[];
      this.#at = 0;
    }
    return { value: this.#rows[this.#at++]!, done: false };
  }

  return(): Promise<IteratorResult<Row, void>> {
    return this.#inTurn(async () => {
      this.#rows = [];
      this.#at = 0;
      await this.#chunks.return?.();
      return { value: undefined, done: true };
    });
  }

  throw(error: unknown): Promise<IteratorResult<Row, void>> {
    return this.return().then(() => {
      throw error;
    });
  }

  #inTurn(step: () => Promise<IteratorResult<Row, void>>): Promise<IteratorResult<Row, void>> {
    this.#waiting++;
    const turn = this.#queue.then(step);
    const over = (): void => {
      this.#waiting--;
    };
    this.#queue = turn.then(over, over);
    return turn;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
