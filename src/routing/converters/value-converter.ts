// Defines how the matcher sees a converter, built-in or own: it scans text in place and makes values only at the end.

/** The interval of possible ends of a value that starts at some index. */
export interface Ends {
  least: number;
  most: number;
}

export interface ValueConverter {
  /** Equal signatures accept the same texts, so that routes share a branch of the trie. */
  readonly signature: string;
  readonly weight: number;
  /** False for values that may contain slashes. */
  readonly isolating: boolean;
  /** Whether a value takes as much text as it can where several lengths would do. */
  readonly greedy: boolean;
  /** A regular expression that accepts at least the texts that `accepts` does; for parts that hold an own converter. */
  readonly regex: string;
  /** How the scanner finds ends; undefined where only `regex` can tell. */
  readonly scan: Scan | undefined;
  /** Completes "must be …" in an error text. */
  readonly expects: string;
  /** Whether text[start, end) is a whole value, as far as its spelling tells. */
  accepts(text: string, start: number, end: number): boolean;
  /** The value of an accepted text, or undefined where it does not count after all, such as a number out of range. */
  read(text: string, start: number, end: number): unknown;
  /** The text of a value, not yet percent-encoded, or undefined where the value has none. */
  write(value: unknown): string | undefined;
}

/** Finds the ends of a value in constant time, given how far each index's run of member characters goes. */
export type Scan =
  | { readonly kind: "items"; readonly items: readonly string[] }
  | {
      readonly kind: "run";
      /** Whether a UTF-16 code unit belongs to the run. */
      member(code: number): boolean;
      /** Sets `ends` for a value that starts at `start`; false where there is none. `runs[i]` is where the run at `i` stops. */
      find(text: string, start: number, runs: Int32Array, ends: Ends): boolean;
    };
