// Describes an extension: tags that parse themselves into nodes, and the functions these nodes run.
import type { TemplateCall, TemplateOptions } from "./definitions.ts";
import type { Arguments, Body, Expression, Statement, Target } from "./syntax/nodes.ts";

/** Types of the tokens inside a tag: operators are their own type, such as `","` or `"=="`. */
export type TokenType = string;

/** One token inside a tag. */
export interface TagToken {
  /** `name`, `string`, `integer`, `float`, an operator itself, or `end` for the end of the tag. */
  readonly type: TokenType;
  readonly value: string;
  readonly at: number;
}

/** What an extension's tag gets to read itself and what follows it. */
export interface TagParser {
  /** The tag's name, which is read already. */
  readonly tag: string;
  /** Offset of the tag's name, for the `at` of nodes. */
  readonly at: number;
  /** The next token, unread; type `end` at the end of the tag. */
  readonly current: TagToken;
  /** The token after the next. */
  readonly following: TagToken;
  /** Whether the tag ends here. */
  readonly atEnd: boolean;
  /** Reads one token. */
  next(): TagToken;
  /** Whether the next token is of this type (and value). */
  is(type: TokenType, value?: string): boolean;
  /** Reads the next token if it is of this type (and value). */
  accept(type: TokenType, value?: string): boolean;
  /** Reads the next token, which must be of this type (and value). */
  expect(type: TokenType, value?: string): TagToken;
  /** Reads a name. */
  name(): string;
  /** Reads an expression. */
  expression(): Expression;
  /** Reads one operand with its attributes, calls and filters, so that several may stand side by side: `{% cycle "a" b|upper %}`. */
  operand(): Expression;
  /** Reads what can be assigned to. */
  target(): Target;
  /** Reads operands and `name=value` to the end of the tag (or to `as`), separated by spaces or commas. */
  arguments(): Arguments;
  /** Reads `as name`, if it stands here. */
  alias(): Target | null;
  /** Reads the end of the tag. */
  end(): void;
  /**
   * Reads the end of the tag and statements up to one of `endTags`, whose name is read and returned. Read that tag's own end with
   * `end()`, or go on with `body()`.
   */
  body(...endTags: readonly string[]): { readonly body: Body; readonly end: string };
  /** Throws a TemplateSyntaxError at a token or the current one. */
  fail(message: string, cure?: string, at?: number): never;
  /** Makes a node that runs `run[method]` of this extension. */
  run(method: string, parts?: RunParts): Statement;
  /** Makes one statement of several; with `scope`, what they set stays inside. */
  group(body: Body, scope?: boolean): Statement;
  /** Parses the text of an expression, such as `"loop.changed(x)"`, for building nodes. */
  parseExpression(source: string): Expression;
}

/** What a custom node hands to its function. */
export interface RunParts {
  readonly args?: readonly Expression[];
  readonly kwargs?: Arguments["kwargs"];
  readonly bodies?: Readonly<Record<string, Body>>;
  /** Assigns the result instead of printing it. */
  readonly target?: Target | null | undefined;
}

/** What a tag's function gets at render time. */
export interface TagCall extends TemplateCall {
  /** Values of `args`. */
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** Renders a body, as text that is HTML already where escaping is on. A promise only when the template is rendered by `await`. */
  body(name: string): string | Promise<string>;
  hasBody(name: string): boolean;
  /** Runs `render`, which renders a body, with other options, such as another time zone. */
  withOptions<T>(options: Partial<TemplateOptions>, render: () => T): T;
  /** The names of the render's context and what they stand for. */
  variables(): Readonly<Record<string, unknown>>;
  /** Memory of this very tag for the length of one render. */
  readonly memory: Record<string, unknown>;
  /** Memory shared by all tags of the extension for the length of one render. */
  readonly shared: Record<string, unknown>;
}

/**
 * A set of tags.
 *
 * A run function's result is printed like a value: text is escaped where escaping is on, `Safe` passes.
 *
 * @example
 * ```ts
 * import { Templates, type TemplateExtension } from "demijohn/templates";
 * const shout: TemplateExtension = {
 *   name: "shout",
 *   tags: ["shout"],
 *   parse(parser) {
 *     const { body } = parser.body("endshout");
 *     parser.end();
 *     return parser.run("shout", { bodies: { body } });
 *   },
 *   run: { shout: (call) => String(call.body("body")).toUpperCase() },
 * };
 * console.log(await new Templates({ extensions: [shout] }).renderString("{% shout %}hi{% endshout %}", {})); // HI
 * ```
 */
export interface TemplateExtension {
  readonly name: string;
  readonly tags: readonly string[];
  parse(parser: TagParser): Statement | readonly Statement[];
  readonly run?: Readonly<Record<string, (call: TagCall) => unknown>>;
}
