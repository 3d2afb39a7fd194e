// Gives an extension's tag its view of the parser, and builds the nodes that run the extension's functions.
import type { RunParts, TagParser, TagToken, TemplateExtension } from "../extension.ts";
import type { Token } from "./lexer.ts";
import type { Arguments, Body, Expression, KeywordArgument, Statement, Target } from "./nodes.ts";
import type { ParseOptions, Parser } from "./statement-parser.ts";
import { describeToken } from "./token-stream.ts";

type ExpressionReader = (source: string, options: ParseOptions) => Expression;

/** One reading of one tag of an extension. */
export class ExtensionTagParser implements TagParser {
  readonly tag: string;
  readonly at: number;
  readonly #parser: Parser;
  readonly #extension: TemplateExtension;
  readonly #written: (string | Body)[] = [];
  #writtenFrom: number;

  readonly #parseExpression: ExpressionReader;

  constructor(parser: Parser, extension: TemplateExtension, token: Token, parse: ExpressionReader) {
    this.#parser = parser;
    this.#parseExpression = parse;
    this.#extension = extension;
    this.tag = token.value;
    this.at = token.at;
    this.#writtenFrom = token.at;
  }

  /** Lets the extension read the tag. */
  read(): readonly Statement[] {
    const result = this.#extension.parse(this);
    const nodes = (Array.isArray(result) ? result : [result]) as readonly Statement[];
    const written = [...this.#written];
    // Nodes that print as other tags than they were written stand in a group that remembers how.
    const [only] = nodes;
    if (nodes.length === 1 && only !== undefined && (only.type === "custom" || only.type === "group"))
      return [{ ...only, written }];
    return [{ type: "group", at: this.at, body: nodes, scope: false, written }];
  }

  get current(): TagToken {
    return toTagToken(this.#parser.current);
  }

  get following(): TagToken {
    return toTagToken(this.#parser.following);
  }

  get atEnd(): boolean {
    return this.#parser.is("block_end");
  }

  next(): TagToken {
    if (this.atEnd) this.fail("The tag ends too early.");
    return toTagToken(this.#parser.next());
  }

  is(type: string, value?: string): boolean {
    return this.#parser.is(type === "end" ? "block_end" : type, value);
  }

  accept(type: string, value?: string): boolean {
    if (type === "end") this.fail('Read the end of a tag with "end()".');
    return this.#parser.accept(type, value);
  }

  expect(type: string, value?: string): TagToken {
    return toTagToken(this.#parser.expect(type, value));
  }

  name(): string {
    return this.#parser.expect("name").value;
  }

  expression(): Expression {
    return this.#parser.expression();
  }

  operand(): Expression {
    return this.#parser.operand();
  }

  target(): Target {
    return this.#parser.target(["in", "as"]);
  }

  arguments(): Arguments {
    const args: Expression[] = [];
    const kwargs: KeywordArgument[] = [];
    while (!this.atEnd && !this.is("name", "as")) {
      if (this.is("name") && this.#parser.following.type === "=") {
        const name = this.name();
        this.next();
        kwargs.push({ name, value: this.operand() });
      } else {
        if (kwargs.length > 0) this.fail("An argument without a name follows one with a name.");
        args.push(this.operand());
      }
      this.#parser.accept(",");
    }
    return { args, kwargs, rest: null, keywords: null };
  }

  alias(): Target | null {
    return this.#parser.accept("name", "as") ? this.#parser.nameTarget() : null;
  }

  end(): void {
    this.#write();
    this.#parser.end();
  }

  body(...endTags: readonly string[]): { readonly body: Body; readonly end: string } {
    this.#write();
    const result = this.#parser.body(...endTags);
    this.#written.push(result.body);
    this.#writtenFrom = this.#parser.peek(-1).at;
    return result;
  }

  fail(message: string, cure?: string, at?: number): never {
    this.#parser.fail(message, cure, at);
  }

  run(method: string, parts: RunParts = {}): Statement {
    return {
      type: "custom",
      at: this.at,
      extension: this.#extension.name,
      method,
      tag: this.tag,
      args: parts.args ?? [],
      kwargs: parts.kwargs ?? [],
      bodies: Object.entries(parts.bodies ?? {}).map(([name, body]) => ({ name, body })),
      target: parts.target ?? null,
      written: [],
    };
  }

  group(body: Body, scope = false): Statement {
    return { type: "group", at: this.at, body, scope, written: [] };
  }

  parseExpression(source: string): Expression {
    return this.#parseExpression(source, this.#parser.options);
  }

  #write(): void {
    const { source, current } = this.#parser;
    const text = source.slice(this.#writtenFrom, current.at).trim();
    if (current.type !== "block_end") this.fail(`Expected the end of the tag, got "${describeToken(current)}".`);
    this.#written.push(text);
  }
}

function toTagToken(token: Token): TagToken {
  return token.type === "block_end" ? { ...token, type: "end" } : token;
}
