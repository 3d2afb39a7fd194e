// Gathers the events of one test file's run into counts, the texts of its failures and a line about the file.
import { relative } from "node:path";
import type { TestEvent } from "node:test/reporters";
import { inspect } from "node:util";

interface ReportedTest {
  readonly name: string;
  readonly nesting: number;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly skip?: string | boolean | undefined;
  readonly todo?: string | boolean | undefined;
  readonly details: {
    readonly duration_ms: number;
    readonly type?: string | undefined;
    readonly error?: Error & { readonly failureType?: string | undefined };
  };
}

/** What came of one test file: leaf tests are counted, suites and parents are not. */
export class FileOutcome {
  passed = 0;
  /** The reason of each skipped test. */
  readonly skipped: string[] = [];
  /** One text a failed test: its place and name on the first line. */
  readonly failures: string[] = [];
  readonly #file: string;
  readonly #path: string;
  readonly #partial: boolean;
  readonly #limit: number;
  readonly #started = performance.now();
  readonly #childrenSeen: number[] = [];
  readonly #names: string[] = [];
  // Begun and not ended; the file itself is the first.
  readonly #running: string[] = [];
  #output = "";
  #lastCause = "";

  /** `file` is the path for people, `path` the absolute one; `partial` says that a file may well run no test. */
  constructor(file: string, path: string, options: { readonly partial: boolean; readonly limit: number }) {
    this.#file = file;
    this.#path = path;
    this.#partial = options.partial;
    this.#limit = options.limit;
  }

  take(event: TestEvent): void {
    switch (event.type) {
      case "test:stdout":
      case "test:stderr":
        this.#output += event.data.message;
        break;
      case "test:start":
        this.#names[event.data.nesting] = event.data.name;
        this.#names.length = event.data.nesting + 1;
        break;
      case "test:dequeue":
        this.#running.push(event.data.name);
        break;
      case "test:complete":
        this.#running.splice(this.#running.lastIndexOf(event.data.name), 1);
        break;
      case "test:pass":
      case "test:fail":
        this.#finish(event.data as unknown as ReportedTest, event.type === "test:fail");
        break;
    }
  }

  /** The innermost test that has begun and not ended. */
  get runningTest(): string | undefined {
    const name = this.#running.at(-1);
    return name === this.#path ? undefined : name;
  }

  /** One line, with the time from the start until now: `ok    tests/http/headers.test.ts  32 tests, 1 skipped  0.42 s`. */
  describe(): string {
    const tests = this.passed + this.failures.length;
    const skipped = this.skipped.length > 0 ? `, ${this.skipped.length} skipped` : "";
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(2);
    const word = this.failures.length > 0 ? "FAIL" : "ok";
    return `${word.padEnd(5)} ${this.#file}  ${tests} ${tests === 1 ? "test" : "tests"}${skipped}  ${seconds} s`;
  }

  #finish(test: ReportedTest, failed: boolean): void {
    if (test.nesting === 0 && test.name === this.#path) {
      this.#finishFile(test, failed);
      return;
    }
    const children = this.#childrenSeen[test.nesting + 1] ?? 0;
    this.#childrenSeen[test.nesting + 1] = 0;
    this.#childrenSeen[test.nesting] = (this.#childrenSeen[test.nesting] ?? 0) + 1;
    if (failed && test.todo === undefined) {
      if (test.details.error?.failureType !== "subtestsFailed") this.failures.push(this.#describeFailure(test));
    } else if (children > 0 || test.details.type === "suite") {
      // Its children were counted.
    } else if (test.skip !== undefined) {
      this.skipped.push(typeof test.skip === "string" && test.skip !== "" ? test.skip : "no reason given");
    } else if (test.todo !== undefined) {
      this.skipped.push(`to do: ${test.name}`);
    } else {
      this.passed++;
    }
  }

  // The file itself is reported as a test when it fails as a whole, or passes and holds no test.
  #finishFile(test: ReportedTest, failed: boolean): void {
    if (failed) {
      if (test.details.error?.failureType === "testAborted") {
        const running = this.runningTest;
        const where = running === undefined ? "" : ` in "${running}"`;
        this.#failFile(`did not finish within ${this.#limit / 1000} s and was ended${where}`);
      } else if (this.failures.length === 0) {
        this.#failFile("failed as a whole");
      }
    } else if (!this.#partial && this.passed + this.skipped.length + this.failures.length === 0) {
      this.#failFile("ran no test");
    }
  }

  #failFile(what: string): void {
    const output = this.#output.trimEnd();
    this.failures.push(`${this.#file}: ${what}${output === "" ? "" : `\n${indent(output)}`}`);
  }

  #describeFailure(test: ReportedTest): string {
    const file = test.file === undefined ? this.#file : relative(process.cwd(), test.file);
    const parents = this.#names.slice(0, test.nesting).map((name) => `${name} > `);
    const place = `${file}:${test.line ?? 1}:${test.column ?? 1}`;
    const error = test.details.error;
    const cause = error?.cause ?? error;
    const text = describeCause(cause);
    // One fault in a hook fails each test of its file.
    const isRepeated = text === this.#lastCause;
    this.#lastCause = text;
    return `${place}  ${parents.join("")}${test.name}\n${indent(isRepeated ? "The same as above." : text)}`;
  }
}

function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return inspect(cause);
  // The message and stack are enough for an assertion or an ended program: the fields say the same again at great length.
  if (cause.name.startsWith("AssertionError") || "stderr" in cause) return ownFrames(cause.stack ?? cause.message);
  return ownFrames(inspect(cause, { depth: 4 }));
}

function ownFrames(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s+at .*\(?node:internal\//.test(line))
    .join("\n");
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
