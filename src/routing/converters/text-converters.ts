// Provides the built-in converters whose values are text: string, slug, path, any and uuid.
import type { ParsedArgument } from "../pattern/parse-arguments.ts";
import type { Ends, Scan, ValueConverter } from "./value-converter.ts";

const slash = 47;
const newline = 10;

/** One segment of any text, between `minlength` and `maxlength` code points long. */
export class StringConverter implements ValueConverter {
  readonly signature: string;
  readonly weight = 100;
  readonly isolating = true;
  readonly greedy = true;
  readonly regex: string;
  readonly scan: Scan;
  readonly expects: string;
  readonly #least: number;
  readonly #most: number;

  constructor(least: number, most: number) {
    this.#least = least;
    this.#most = most;
    this.regex = `[^/]{${least},${most === Infinity ? "" : most}}`;
    this.signature = `string(${least},${most})`;
    this.expects =
      least === most
        ? `text of ${least} characters without a slash`
        : most < Infinity
          ? `text of ${least} to ${most} characters without a slash`
          : least > 1
            ? `text of at least ${least} characters without a slash`
            : "text without a slash, and not empty";
    this.scan = {
      kind: "run",
      member: (code) => code !== slash,
      find: (text, start, runs, ends) => this.#find(text, start, runs[start]!, ends),
    };
  }

  accepts(text: string, start: number, end: number): boolean {
    if (this.#least === 1 && this.#most === Infinity) return end > start;
    if (end - start < this.#least) return false;
    let count = 0;
    for (let i = start; i < end; i++) {
      count++;
      if (text.codePointAt(i)! > 0xffff) i++;
      if (count > this.#most) return false;
    }
    return count >= this.#least;
  }

  #find(text: string, start: number, stop: number, ends: Ends): boolean {
    ends.least = skipCodePoints(text, start, this.#least, stop);
    ends.most = this.#most === Infinity ? stop : skipCodePoints(text, start, this.#most, stop);
    return this.accepts(text, start, ends.least);
  }

  read(text: string, start: number, end: number): string {
    return text.slice(start, end);
  }

  write(value: unknown): string | undefined {
    return writeText(value);
  }
}

// Stays linear in the count, which the pattern's author chose, whatever the text's length.
function skipCodePoints(text: string, start: number, count: number, stop: number): number {
  let at = start;
  for (; count > 0 && at < stop; count--) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return Math.min(at, stop);
}

/** Letters, digits, `-` and `_` of ASCII. */
export class SlugConverter implements ValueConverter {
  readonly signature = "slug";
  readonly weight = 90;
  readonly isolating = true;
  readonly greedy = true;
  readonly regex = "[-A-Za-z0-9_]+";
  readonly scan: Scan = { kind: "run", member: isSlugCharacter, find: wholeRun };
  readonly expects = "letters, digits, hyphens and underscores";

  accepts(text: string, start: number, end: number): boolean {
    if (end <= start) return false;
    for (let i = start; i < end; i++) if (!isSlugCharacter(text.charCodeAt(i))) return false;
    return true;
  }

  read(text: string, start: number, end: number): string {
    return text.slice(start, end);
  }

  write(value: unknown): string | undefined {
    return writeText(value);
  }
}

function isSlugCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 95
  );
}

function wholeRun(_text: string, start: number, runs: Int32Array, ends: Ends): boolean {
  ends.least = start + 1;
  ends.most = runs[start]!;
  return ends.most > start;
}

/** Any text with slashes, but not starting with one and without line feeds. */
export class PathConverter implements ValueConverter {
  readonly signature = "path";
  readonly weight = 200;
  readonly isolating = false;
  readonly greedy = false;
  readonly regex = "[^/\\n][^\\n]*?";
  readonly expects = "a path that is not empty and does not start with a slash";
  readonly scan: Scan = {
    kind: "run",
    member: (code) => code !== newline,
    find: (text, start, runs, ends) => text.charCodeAt(start) !== slash && wholeRun(text, start, runs, ends),
  };

  accepts(text: string, start: number, end: number): boolean {
    if (end <= start || text.charCodeAt(start) === slash) return false;
    const line = text.indexOf("\n", start);
    return line < 0 || line >= end;
  }

  read(text: string, start: number, end: number): string {
    return text.slice(start, end);
  }

  write(value: unknown): string | undefined {
    return writeText(value);
  }
}

/** One of a list of texts. */
export class AnyConverter implements ValueConverter {
  readonly signature: string;
  readonly weight = 60;
  readonly isolating: boolean;
  readonly greedy = true;
  readonly regex: string;
  readonly scan: Scan;
  readonly expects: string;
  readonly #items: ReadonlySet<string>;

  constructor(items: readonly string[]) {
    this.#items = new Set(items);
    this.isolating = !items.some((item) => item.includes("/"));
    this.signature = `any(${JSON.stringify(items)})`;
    this.regex = items.map((item) => RegExp.escape(item)).join("|");
    this.scan = { kind: "items", items };
    this.expects = `one of ${items.map((item) => JSON.stringify(item)).join(", ")}`;
  }

  accepts(text: string, start: number, end: number): boolean {
    return this.#items.has(text.slice(start, end));
  }

  read(text: string, start: number, end: number): string {
    return text.slice(start, end);
  }

  write(value: unknown): string | undefined {
    return writeText(value);
  }
}

const uuidLength = 36;

/** A UUID in its canonical form; the value is in lower case, so that equal ones are equal texts. */
export class UuidConverter implements ValueConverter {
  readonly signature = "uuid";
  readonly weight = 60;
  readonly isolating = true;
  readonly greedy = true;
  readonly regex = "[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}";
  readonly expects = "a UUID such as 9a1f0b3c-2d4e-4f60-8a7b-1c2d3e4f5a6b";
  readonly scan: Scan = {
    kind: "run",
    member: isSlugCharacter,
    find: (text, start, _runs, ends) => {
      ends.least = ends.most = start + uuidLength;
      return ends.most <= text.length && this.accepts(text, start, ends.most);
    },
  };

  accepts(text: string, start: number, end: number): boolean {
    if (end - start !== uuidLength) return false;
    for (let i = 0; i < uuidLength; i++) {
      const code = text.charCodeAt(start + i);
      const hyphen = i === 8 || i === 13 || i === 18 || i === 23;
      if (hyphen ? code !== 45 : !isHexDigit(code)) return false;
    }
    return true;
  }

  read(text: string, start: number, end: number): string {
    return text.slice(start, end).toLowerCase();
  }

  write(value: unknown): string | undefined {
    return writeText(value)?.toLowerCase();
  }
}

function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** Reads the items of `any(…)`: the texts as written. */
export function anyItems(parsed: readonly ParsedArgument[]): readonly string[] {
  return parsed.map((argument) => argument.text);
}

// Numbers and the like have an obvious spelling in a path; objects do not, and "[object Object]" in a link helps nobody.
function writeText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) ? String(value) : undefined;
    case "bigint":
    case "boolean":
      return String(value);
    default:
      return undefined;
  }
}
