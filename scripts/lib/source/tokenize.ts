// Splits TypeScript source into tokens, well enough to find imports, exports, literals and comments without a compiler.

/**
 * One token. `text` is as written, except that a string's quotes are left out.
 *
 * A template literal is one "template" token a piece of text; what stands in `${}` comes as tokens of its own.
 */
export interface Token {
  readonly kind: "word" | "string" | "template" | "number" | "regex" | "punctuation" | "comment";
  readonly text: string;
  /** From 1 on. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const word = /[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*/uy;
const number = /(?:0[xob][\da-f_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:e[+-]?\d+)?)n?/iy;

// After these words an expression follows, so that a slash begins a regular expression.
const beforeExpression = new Set(
  "return typeof instanceof in of new delete void throw case do else await yield extends default".split(" "),
);

/** Returns the tokens of `source`; comments only when `comments` is true. Broken source gives tokens as far as it goes. */
export function tokenize(source: string, { comments = false }: { comments?: boolean } = {}): Token[] {
  return new Tokenizer(source, comments).run();
}

class Tokenizer {
  readonly #source: string;
  readonly #comments: boolean;
  readonly #tokens: Token[] = [];
  // For each open brace: whether it is the `${` of a template literal.
  readonly #braces: boolean[] = [];
  // For each open parenthesis: whether what follows its closing one is a statement, as in `if (x) /y/.test(z)`.
  readonly #parentheses: boolean[] = [];
  #at = 0;
  #line = 1;
  #last: Token | undefined;
  #lastParenthesisWasHead = false;

  constructor(source: string, comments: boolean) {
    this.#source = source;
    this.#comments = comments;
  }

  run(): Token[] {
    const source = this.#source;
    if (source.startsWith("#!")) this.#at = lineEnd(source, 0);
    while (this.#at < source.length) {
      const character = source[this.#at]!;
      const next = source[this.#at + 1];
      if (/\s/.test(character)) this.#skip(this.#at + 1);
      else if (character === "/" && next === "/") this.#comment(lineEnd(source, this.#at));
      else if (character === "/" && next === "*") this.#comment(after(source, "*/", this.#at + 2));
      else if (character === '"' || character === "'") this.#string(character);
      else if (character === "`") this.#template();
      else if (character === "}" && this.#braces.at(-1) === true) this.#template();
      else if (character === "/" && this.#mayBeginRegex()) this.#regex();
      else this.#plain(character, next);
    }
    return this.#tokens;
  }

  #plain(character: string, next: string | undefined): void {
    const end = this.#wordOrNumberEnd(character, next);
    if (end !== undefined) {
      this.#add(/[\d.]/.test(character) ? "number" : "word", end);
      return;
    }
    if (character === "{") this.#braces.push(false);
    if (character === "}") this.#braces.pop();
    if (character === "(") this.#parentheses.push(/^(?:if|while|for|with)$/.test(this.#last?.text ?? ""));
    if (character === ")") this.#lastParenthesisWasHead = this.#parentheses.pop() ?? false;
    this.#add("punctuation", this.#at + 1);
  }

  #wordOrNumberEnd(character: string, next: string | undefined): number | undefined {
    word.lastIndex = this.#at;
    const name = word.exec(this.#source);
    if (name !== null) return this.#at + name[0].length;
    if (!/\d/.test(character) && !(character === "." && /\d/.test(next ?? ""))) return undefined;
    number.lastIndex = this.#at;
    return this.#at + number.exec(this.#source)![0].length;
  }

  #string(quote: string): void {
    let end = this.#at + 1;
    while (end < this.#source.length && this.#source[end] !== quote && this.#source[end] !== "\n") {
      end += this.#source[end] === "\\" ? 2 : 1;
    }
    this.#push("string", this.#source.slice(this.#at + 1, end), Math.min(end + 1, this.#source.length));
  }

  // Reads one text piece of a template literal, from "`" or "}" to "${" or "`".
  #template(): void {
    if (this.#source[this.#at] === "}") this.#braces.pop();
    let end = this.#at + 1;
    while (end < this.#source.length) {
      if (this.#source[end] === "\\") end += 2;
      else if (this.#source[end] === "`") break;
      else if (this.#source[end] === "$" && this.#source[end + 1] === "{") break;
      else end++;
    }
    const opens = this.#source[end] === "$";
    if (opens) this.#braces.push(true);
    const text = this.#source.slice(this.#at + 1, end);
    this.#push("template", text, Math.min(end + (opens ? 2 : 1), this.#source.length));
    // What follows "${" is an expression.
    if (opens) this.#last = undefined;
  }

  #regex(): void {
    let end = this.#at + 1;
    let inClass = false;
    while (end < this.#source.length && this.#source[end] !== "\n") {
      const character = this.#source[end];
      if (character === "\\") end++;
      else if (character === "[") inClass = true;
      else if (character === "]") inClass = false;
      else if (character === "/" && !inClass) break;
      end++;
    }
    end++;
    while (/[a-z]/i.test(this.#source[end] ?? "")) end++;
    this.#add("regex", end);
  }

  #mayBeginRegex(): boolean {
    const last = this.#last;
    if (last === undefined) return true;
    if (last.kind === "word") return beforeExpression.has(last.text);
    if (last.kind === "punctuation") {
      if (last.text === ")") return this.#lastParenthesisWasHead;
      if (last.text === "!" || last.text === "+" || last.text === "-") return !this.#isPostfix(last);
      return last.text !== "]" && last.text !== "}";
    }
    return false;
  }

  // `value! / 2` and `count++ / 2` divide.
  #isPostfix(last: Token): boolean {
    const previous = this.#tokens.findLast((token) => token.start < last.start);
    if (previous === undefined || previous.end !== last.start) return false;
    if (last.text !== "!") return previous.text === last.text;
    return previous.kind === "word" ? !beforeExpression.has(previous.text) : /^[)\]]$/.test(previous.text);
  }

  #comment(end: number): void {
    if (this.#comments) this.#tokens.push(this.#token("comment", this.#source.slice(this.#at, end), end));
    this.#skip(end);
  }

  #add(kind: Token["kind"], end: number): void {
    this.#push(kind, this.#source.slice(this.#at, end), end);
  }

  #push(kind: Token["kind"], text: string, end: number): void {
    this.#last = this.#token(kind, text, end);
    this.#tokens.push(this.#last);
    this.#skip(end);
  }

  #token(kind: Token["kind"], text: string, end: number): Token {
    return { kind, text, line: this.#line, start: this.#at, end };
  }

  #skip(end: number): void {
    for (; this.#at < end; this.#at++) if (this.#source[this.#at] === "\n") this.#line++;
  }
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  return end < 0 ? source.length : end;
}

function after(source: string, text: string, from: number): number {
  const found = source.indexOf(text, from);
  return found < 0 ? source.length : found + text.length;
}
