// Reads the text of a .env file into variables with their lines, and reports what it could not read; runs nothing.
import type { Environment } from "./mode.ts";

/** One variable of a file. */
export interface EnvFileVariable {
  readonly value: string;
  /** The line of its name, counted from 1. */
  readonly line: number;
}

/** A line that could not be read. */
export interface EnvFileFault {
  readonly line: number;
  readonly problem: string;
  readonly cure: string;
}

export interface EnvFile {
  readonly variables: ReadonlyMap<string, EnvFileVariable>;
  readonly faults: readonly EnvFileFault[];
}

/**
 * Reads `NAME=value` lines.
 *
 * - `export NAME=value` is the same; blank lines and lines that begin with `#` are passed over.
 * - A bare value ends at the line's end or at ` #`. In `'single quotes'` and `` `backticks` `` all characters stand for
 *   themselves; in `"double quotes"` `\n \r \t \" \\ \$` are escapes. Quoted values may span lines.
 * - `${NAME}` and `${NAME:-text if missing or empty}` are replaced in bare and double-quoted values: from `environment`
 *   first, then from the lines above. A `$` without a brace stands for itself.
 * - Of two lines with one name, the later wins.
 */
export function parseEnvFile(text: string, environment: Environment = {}): EnvFile {
  return new EnvFileReader(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"), environment).read();
}

const assignment = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=/y;
const openingQuote = /[ \t]*(["'`])/y;
const skippable = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const bareValue = /(?:(?!\s#)[^\n])*/y;

class EnvFileReader {
  readonly #text: string;
  readonly #environment: Environment;
  readonly #variables = new Map<string, EnvFileVariable>();
  readonly #faults: EnvFileFault[] = [];
  #at = 0;
  #line = 1;

  constructor(text: string, environment: Environment) {
    this.#text = text;
    this.#environment = environment;
  }

  read(): EnvFile {
    while (this.#at < this.#text.length) {
      if (this.#take(skippable) === undefined) this.#readAssignment();
    }
    return { variables: this.#variables, faults: this.#faults };
  }

  #readAssignment(): void {
    const line = this.#line;
    const name = this.#take(assignment)?.[1];
    if (name === undefined) {
      // The line itself is not quoted here: it may be the rest of a secret.
      this.#restOfLine();
      this.#fault(line, "This is not a NAME=value line.", "Write NAME=value, or begin the line with #.");
      return;
    }
    const quote = this.#take(openingQuote)?.[1];
    if (quote !== undefined) this.#readQuoted(name, quote, line);
    else {
      const bare = this.#take(bareValue)![0].trim();
      this.#restOfLine();
      this.#set(name, { value: this.#expand(bare, { name, line, hasEscapes: false }), line });
    }
  }

  #readQuoted(name: string, quote: string, line: number): void {
    const end = this.#closingQuote(quote);
    if (end < 0) {
      this.#restOfLine();
      this.#fault(line, `The value of ${name} begins with ${quote} and never ends.`, `Close it with ${quote}.`);
      return;
    }
    const inner = this.#text.slice(this.#at, end);
    this.#moveTo(end + 1);
    const after = this.#restOfLine();
    if (!/^\s*(#|$)/.test(after)) {
      this.#fault(
        line,
        `Text follows the closing quote of ${name}.`,
        "Put the whole value in quotes, and a comment after # only.",
      );
      return;
    }
    const value = quote === '"' ? this.#expand(inner, { name, line, hasEscapes: true }) : inner;
    this.#set(name, { value, line });
  }

  #closingQuote(quote: string): number {
    for (let i = this.#at; i < this.#text.length; i++) {
      if (quote === '"' && this.#text[i] === "\\") i++;
      else if (this.#text[i] === quote) return i;
    }
    return -1;
  }

  #expand(text: string, from: { readonly name: string; readonly line: number; readonly hasEscapes: boolean }): string {
    const pattern = from.hasEscapes ? /\\([\s\S])|\$\{([^}\n]*)\}/g : /()\$\{([^}\n]*)\}/g;
    return text.replace(pattern, (whole: string, escaped: string | undefined, inner: string | undefined) => {
      if (escaped) return escapes[escaped] ?? whole;
      const [, name, fallback] = /^([A-Za-z_][A-Za-z0-9_.-]*)(?::-(.*))?$/s.exec(inner!) ?? [];
      if (name === undefined) {
        this.#fault(
          from.line,
          `${whole} in ${from.name} names no variable.`,
          `Write \${NAME}, or '…' in single quotes for the text itself.`,
        );
        return whole;
      }
      const value = this.#environment[name] ?? this.#variables.get(name)?.value;
      if (value !== undefined && (value !== "" || fallback === undefined)) return value;
      if (fallback !== undefined) return fallback;
      this.#fault(
        from.line,
        `${from.name} uses ${whole}, and ${name} is not set.`,
        `Set ${name} above, or write \${${name}:-default}.`,
      );
      return "";
    });
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#moveTo(pattern.lastIndex);
    return match;
  }

  #restOfLine(): string {
    const newline = this.#text.indexOf("\n", this.#at);
    const end = newline < 0 ? this.#text.length : newline;
    const rest = this.#text.slice(this.#at, end);
    this.#moveTo(Math.min(end + 1, this.#text.length));
    return rest;
  }

  #moveTo(position: number): void {
    for (let i = this.#at; i < position; i++) if (this.#text[i] === "\n") this.#line++;
    this.#at = position;
  }

  #set(name: string, variable: EnvFileVariable): void {
    this.#variables.set(name, variable);
  }

  #fault(line: number, problem: string, cure: string): void {
    this.#faults.push({ line, problem, cure });
  }
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", $: "$" };
