// Appends lines to a log, many at a time: to a file that can be reopened after it was rotated, or to standard output.

// A burst is written at once when it has this many characters, else after a moment.
const fullSize = 32_768;
const flushTime = 100;

/** A log that lines are appended to. Several processes may append to one file. */
export class LogFile {
  readonly #path: string | undefined;
  #fd: number;
  #lines = "";
  #timer: NodeJS.Timeout | undefined;

  /** Opens a file, or standard output where `path` is undefined. */
  constructor(path: string | undefined) {
    this.#path = path;
    this.#fd = path === undefined ? 1 : process.getBuiltinModule("node:fs").openSync(path, "a");
  }

  write(line: string): void {
    this.#lines += line;
    if (this.#lines.length >= fullSize) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), flushTime).unref();
  }

  /** Writes what has gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = "";
    if (lines === "") return;
    if (this.#path === undefined) process.stdout.write(lines);
    // Synchronous: a line that was taken is in the file when the process ends, however it ends.
    else process.getBuiltinModule("node:fs").writeSync(this.#fd, lines);
  }

  /** Closes the file and opens the one that has its name now. */
  reopen(): void {
    this.flush();
    if (this.#path === undefined) return;
    const { openSync, closeSync } = process.getBuiltinModule("node:fs");
    const fd = openSync(this.#path, "a");
    closeSync(this.#fd);
    this.#fd = fd;
  }
}
