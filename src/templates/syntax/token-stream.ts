// Reads tokens one after another and throws syntax errors that name what was expected.
import { TemplateAssertionError, TemplateSyntaxError } from "../errors.ts";
import type { LexedSource, Token } from "./lexer.ts";

/** Deepest nesting of tags, brackets and operators; deeper trees could exhaust the stack. */
export const maxDepth = 400;

const words: Readonly<Record<string, string>> = {
  block_begin: "begin of statement block",
  block_end: "end of statement block",
  variable_begin: "begin of print statement",
  variable_end: "end of print statement",
  data: "template data / text",
  eof: "end of template",
};

/** The reading position in a list of tokens. */
export class TokenStream {
  readonly source: string;
  readonly template: string | undefined;
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(lexed: LexedSource, template: string | undefined) {
    this.source = lexed.source;
    this.#tokens = lexed.tokens;
    this.template = template;
  }

  get current(): Token {
    return this.#tokens[this.#index]!;
  }

  get following(): Token {
    return this.peek(1);
  }

  /** Position for {@link rewind}. */
  get index(): number {
    return this.#index;
  }

  peek(distance: number): Token {
    return this.#tokens[Math.min(this.#index + distance, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.current;
    if (token.type !== "eof") this.#index++;
    return token;
  }

  is(type: string, value?: string): boolean {
    const token = this.current;
    return token.type === type && (value === undefined || token.value === value);
  }

  isName(...values: readonly string[]): boolean {
    return this.current.type === "name" && values.includes(this.current.value);
  }

  accept(type: string, value?: string): boolean {
    if (!this.is(type, value)) return false;
    this.#index++;
    return true;
  }

  expect(type: string, value?: string): Token {
    if (!this.is(type, value)) this.failExpected(value ?? words[type] ?? type);
    return this.next();
  }

  /** Counts one more level of nesting; returns the level to go back to. */
  deepen(at: number): number {
    if (this.#depth >= maxDepth)
      this.fail(`Tags, brackets or operators are nested more than ${maxDepth} deep.`, undefined, at);
    return this.#depth++;
  }

  /** Goes back to a level that {@link deepen} returned. */
  surface(depth: number): void {
    this.#depth = depth;
  }

  failExpected(expected: string): never {
    const rewritten = this.#rewriteFilterColon();
    if (rewritten !== undefined)
      this.fail(`Expected "${expected}", got ":".`, `Arguments of filters stand in brackets: write ${rewritten}.`);
    this.fail(`Expected "${expected}", got "${describeToken(this.current)}".`);
  }

  /** Throws a TemplateSyntaxError. */
  fail(message: string, cure?: string, at?: number): never {
    throw new TemplateSyntaxError("TEMPLATES_SYNTAX", message, this.details(cure, at));
  }

  /** Throws a TemplateAssertionError. */
  failAssertion(message: string, cure?: string, at?: number): never {
    throw new TemplateAssertionError("TEMPLATES_SYNTAX", message, this.details(cure, at));
  }

  details(
    cure: string | undefined,
    at: number = this.current.at,
  ): { template: string | undefined; source: string; at: number; cure: string | undefined } {
    return { template: this.template, source: this.source, at, cure };
  }

  // Django writes `value|date:"Y"`; the colon is where the expression seems to end.
  #rewriteFilterColon(): string | undefined {
    if (!this.is(":") || this.#index < 2) return undefined;
    const filter = this.#tokens[this.#index - 1]!;
    const argument = this.following;
    if (filter.type !== "name" || this.#tokens[this.#index - 2]!.type !== "|") return undefined;
    let end = argument.at + argument.value.length;
    for (let i = 2; this.peek(i).type === "." && this.peek(i + 1).type === "name"; i += 2)
      end = this.peek(i + 1).at + this.peek(i + 1).value.length;
    return `|${filter.value}(${this.source.slice(argument.at, end)})`;
  }
}

/** Names a token in an error text. */
export function describeToken(token: Token): string {
  return words[token.type] ?? token.value;
}
