// Parses tokens into the nodes of a template: Jinja's tags, Django's spellings of them, and those of extensions.
import { suggest } from "#kernel";
import { TemplateSyntaxError } from "../errors.ts";
import type { TemplateExtension } from "../extension.ts";
import { ExpressionParser } from "./expression-parser.ts";
import type { LexedSource, SyntaxOptions, Token } from "./lexer.ts";
import type {
  Body,
  CallNode,
  DataNode,
  Expression,
  KeywordArgument,
  Parameter,
  Statement,
  Target,
  TemplateNode,
} from "./nodes.ts";
import { noArguments } from "./nodes.ts";
import { describeToken } from "./token-stream.ts";
import { namesOf } from "./walk.ts";

/** What the parser needs besides the source. */
export interface ParseOptions {
  /** Name of the template, for errors. */
  readonly template?: string | undefined;
  readonly syntax?: SyntaxOptions | undefined;
  /** Extensions by tag. */
  readonly extensions?: ReadonlyMap<string, TemplateExtension> | undefined;
  /** Whether `{% trans %}` joins lines without `trimmed`. */
  readonly transTrimmed?: boolean | undefined;
}

/** Readers of tags that stand in files of their own. */
export interface TagReaders {
  trans(parser: Parser, at: number): Statement;
  extension(parser: Parser, extension: TemplateExtension, token: Token): readonly Statement[];
}

/** One open tag and the tags that may follow inside of it. */
interface OpenTag {
  readonly name: string;
  readonly wanted: readonly string[];
}

/** Reads statements; `Parser` and the parsers of single tags work on the same tokens. */
export class Parser extends ExpressionParser {
  readonly options: ParseOptions;
  readonly #open: OpenTag[] = [];
  readonly #blocks = new Set<string>();
  readonly #partials = new Set<string>();
  #tag = "";
  #loops = 0;

  readonly #readers: TagReaders;

  constructor(lexed: LexedSource, options: ParseOptions, readers: TagReaders) {
    super(lexed, options.template);
    this.options = options;
    this.#readers = readers;
  }

  whole(): TemplateNode {
    return { type: "template", body: this.#statements([]) };
  }

  // --- bodies -------------------------------------------------------------------------------------------------------

  /** Reads statements up to a tag of `wanted`, whose name is the current token then; with none, to the end. */
  #statements(wanted: readonly string[]): Body {
    const body: Statement[] = [];
    for (;;) {
      const { type, at, value } = this.current;
      if (type === "data") {
        this.next();
        addData(body, at, value);
      } else if (type === "variable_begin") {
        this.next();
        const node = this.tuple();
        if (!this.is("variable_end")) this.failExpected("end of print statement");
        this.next();
        body.push({ type: "print", at: node.at, value: node });
      } else if (type === "block_begin") {
        this.next();
        if (this.isName(...wanted)) return body;
        addStatements(body, this.#statement());
      } else if (wanted.length > 0) this.#failAtEnd();
      else return body;
    }
  }

  /** Reads the end of a tag and a body; the tag that ends the body stays open, its name is returned. */
  body(...wanted: readonly string[]): { readonly body: Body; readonly end: string } {
    this.accept(":");
    this.expect("block_end");
    const depth = this.deepen(this.current.at);
    this.#open.push({ name: this.#tag, wanted });
    const body = this.#statements(wanted);
    this.#open.pop();
    this.surface(depth);
    return { body, end: this.next().value };
  }

  /** Reads a body and its end tag, which may repeat a name. */
  #wholeBody(end: string, repeats?: string): Body {
    const { body } = this.body(end);
    if (repeats !== undefined) this.accept("name", repeats);
    this.end();
    return body;
  }

  end(): void {
    this.expect("block_end");
  }

  #failAtEnd(): never {
    const open = this.#open.at(-1)!;
    throw new TemplateSyntaxError(
      "TEMPLATES_SYNTAX",
      `Unexpected end of template. ${describeWanted(open)}`,
      this.details(undefined),
    );
  }

  #failUnknownTag(token: Token): never {
    const open = this.#open.at(-1);
    const known = [...statements.keys(), ...(this.options.extensions?.keys() ?? []), ...(open?.wanted ?? [])];
    const near = suggest(token.value, known);
    const wanted = open === undefined ? "" : ` ${describeWanted(open)}`;
    const cure = near === undefined || open?.wanted.includes(token.value) ? undefined : `Did you mean "${near}"?`;
    throw new TemplateSyntaxError(
      "TEMPLATES_UNKNOWN_TAG",
      `Encountered unknown tag "${token.value}".${wanted}`,
      this.details(cure, token.at),
    );
  }

  // --- tags ---------------------------------------------------------------------------------------------------------

  #statement(): Statement | readonly Statement[] {
    const token = this.current;
    if (token.type !== "name") this.fail(`Expected the name of a tag, got "${describeToken(token)}".`);
    const extension = this.options.extensions?.get(token.value);
    const read = statements.get(token.value);
    if (extension === undefined && read === undefined) this.#failUnknownTag(token);
    this.next();
    const outer = this.#tag;
    this.#tag = token.value;
    const node = extension !== undefined ? this.#readers.extension(this, extension, token) : read!(this, token.at);
    this.#tag = outer;
    return node;
  }

  print(): readonly Statement[] {
    const nodes: Statement[] = [];
    while (!this.is("block_end")) {
      if (nodes.length > 0) this.expect(",");
      const value = this.expression();
      nodes.push({ type: "print", at: value.at, value });
    }
    this.end();
    return nodes;
  }

  for_(at: number): Statement {
    const target = this.target(["in"]);
    if (namesOf(target).includes("loop"))
      this.failAssertion(
        "Cannot assign to the special variable loop in the target of a for loop.",
        "Give the item another name.",
        target.at,
      );
    this.expect("name", "in");
    let iterable = this.tuple({ conditional: false, until: ["recursive", "reversed"] });
    if (this.is("name", "reversed"))
      iterable = { type: "filter", at: this.next().at, value: iterable, name: "reverse", ...noArguments };
    const test = this.accept("name", "if") ? this.expression() : null;
    const recursive = this.accept("name", "recursive");
    this.#loops++;
    const { body, end } = this.body("endfor", "else", "empty");
    this.#loops--;
    let otherwise: Body = [];
    if (end === "endfor") this.end();
    else otherwise = this.#wholeBody("endfor");
    return { type: "for", at, target, iterable, test, recursive, body, otherwise };
  }

  if_(at: number): Statement {
    const branches: { readonly test: Expression; readonly body: Body }[] = [];
    for (;;) {
      const test = this.tuple({ conditional: false });
      const { body, end } = this.body("elif", "else", "endif");
      branches.push({ test, body });
      if (end === "elif") continue;
      if (end === "endif") {
        this.end();
        return { type: "if", at, branches, otherwise: null };
      }
      return { type: "if", at, branches, otherwise: this.#wholeBody("endif") };
    }
  }

  jump(type: "break" | "continue", at: number): Statement {
    if (this.#loops === 0) this.fail(`"${type}" stands outside of a loop.`, undefined, at);
    this.end();
    return { type, at };
  }

  macro(at: number): Statement {
    const { name } = this.nameTarget();
    const params = this.#parameters();
    return { type: "macro", at, name, params, body: this.#functionBody("endmacro", name) };
  }

  callBlock(at: number): Statement {
    const params = this.is("(") ? this.#parameters() : [];
    const call = this.expression();
    if (call.type !== "call") this.fail("Expected a call, such as {% call dialog() %}.", undefined, call.at);
    return { type: "call-block", at, params, call: call as CallNode, body: this.#functionBody("endcall") };
  }

  // A macro's body is a function of its own: the loops around it cannot be left from there.
  #functionBody(end: string, repeats?: string): Body {
    const loops = this.#loops;
    this.#loops = 0;
    const body = this.#wholeBody(end, repeats);
    this.#loops = loops;
    return body;
  }

  #parameters(): readonly Parameter[] {
    const params: { name: string; value: Expression | null }[] = [];
    this.expect("(");
    while (!this.is(")")) {
      if (params.length > 0) this.expect(",");
      if (this.is(")")) break;
      const { at, name } = this.nameTarget();
      if (params.some((param) => param.name === name))
        this.fail(`The parameter "${name}" is named twice.`, undefined, at);
      const value = this.accept("=") ? this.expression() : null;
      if (value === null && params.at(-1)?.value)
        this.fail("A non-default argument follows a default argument.", `Give "${name}" a default too.`, at);
      params.push({ name, value });
    }
    this.expect(")");
    return params;
  }

  filterBlock(at: number): Statement {
    const filter = this.filter(null, true)!;
    return { type: "filter-block", at, filter, body: this.#wholeBody("endfilter") };
  }

  with_(at: number): Statement {
    const values: { readonly target: Target; readonly value: Expression }[] = [];
    while (!this.is("block_end")) {
      if (values.length > 0) this.accept(",");
      if (this.#isAssignment()) {
        const target = this.target();
        this.expect("=");
        values.push({ target, value: this.expression() });
      } else {
        const value = this.expression();
        this.expect("name", "as");
        values.push({ target: this.nameTarget(), value });
      }
    }
    return { type: "with", at, values, body: this.#wholeBody("endwith") };
  }

  // `a = 1` and `a, b = pair` against Django's `value as a`.
  #isAssignment(): boolean {
    let i = 0;
    while (isTargetToken(this.peek(i)) && !(this.peek(i).type === "name" && this.peek(i + 1).type === "name")) i++;
    return this.peek(i).type === "=";
  }

  set(at: number): Statement {
    const target = this.target([], true);
    if (this.accept("=")) {
      const value = this.tuple();
      this.end();
      return { type: "set", at, target, value };
    }
    const filter = this.filter(null);
    return { type: "set-block", at, target, filter, body: this.#wholeBody("endset") };
  }

  extends_(at: number): Statement {
    const template = this.expression();
    this.end();
    return { type: "extends", at, template };
  }

  block(at: number): Statement {
    const { value: name, at: nameAt } = this.expect("name");
    if (this.#blocks.has(name))
      this.failAssertion(
        `The block "${name}" is defined twice.`,
        "Rename one, or show it again with {{ self.name() }}.",
        nameAt,
      );
    this.#blocks.add(name);
    const scoped = this.accept("name", "scoped");
    const required = this.accept("name", "required");
    if (this.is("-"))
      this.fail(
        "Block names have to be identifiers and may not contain hyphens.",
        `Use an underscore instead: ${name}_…`,
      );
    const loops = this.#loops;
    this.#loops = 0;
    const { body } = this.body("endblock");
    this.#loops = loops;
    if (required && !body.every((node) => node.type === "data" && node.text.trim() === ""))
      this.fail("Required blocks can only contain comments or whitespace.", undefined, at);
    this.accept("name", name);
    this.end();
    return { type: "block", at, name, scoped, required, body };
  }

  include(at: number): Statement {
    const template = this.expression();
    let ignoreMissing = false;
    if (this.is("name", "ignore") && this.following.value === "missing") {
      this.next();
      this.next();
      ignoreMissing = true;
    }
    let context = this.#contextRule(true);
    const values: KeywordArgument[] = [];
    if (this.accept("name", "with"))
      do {
        const name = this.nameTarget().name;
        this.expect("=");
        values.push({ name, value: this.expression() });
        this.accept(",");
      } while (this.is("name") && this.following.type === "=");
    if (this.accept("name", "only")) context = false;
    this.end();
    return { type: "include", at, template, ignoreMissing, context, values };
  }

  #contextRule(standard: boolean): boolean {
    if (!this.isName("with", "without") || this.following.value !== "context") return standard;
    const isWith = this.next().value === "with";
    this.next();
    return isWith;
  }

  import_(at: number): Statement {
    const template = this.expression();
    this.expect("name", "as");
    const target = this.nameTarget().name;
    const context = this.#contextRule(false);
    this.end();
    return { type: "import", at, template, target, context };
  }

  fromImport(at: number): Statement {
    const template = this.expression();
    this.expect("name", "import");
    const names: { readonly name: string; readonly alias: string }[] = [];
    do {
      if (names.length > 0 && this.#isContextRule()) break;
      const token = this.current;
      const { name } = this.nameTarget();
      if (name.startsWith("_"))
        this.failAssertion("Names that start with an underscore cannot be imported.", undefined, token.at);
      const alias = this.accept("name", "as") ? this.nameTarget().name : name;
      names.push({ name, alias });
    } while (!this.#isContextRule() && this.accept(","));
    const context = this.#contextRule(false);
    this.end();
    return { type: "from-import", at, template, names, context };
  }

  #isContextRule(): boolean {
    return this.isName("with", "without") && this.following.value === "context";
  }

  autoescape(at: number): Statement {
    const { at: valueAt, value: word } = this.current;
    const isWord = this.isName("on", "off") && this.following.type === "block_end";
    if (isWord) this.next();
    const value: Expression = isWord ? { type: "constant", at: valueAt, value: word === "on" } : this.expression();
    return { type: "autoescape", at, value, body: this.#wholeBody("endautoescape") };
  }

  do_(at: number): Statement {
    const value = this.tuple();
    this.end();
    return { type: "do", at, value };
  }

  partialDefinition(at: number): Statement {
    const { value: name, at: nameAt } = this.expect("name");
    if (this.#partials.has(name)) this.failAssertion(`The partial "${name}" is defined twice.`, undefined, nameAt);
    this.#partials.add(name);
    const inline = this.accept("name", "inline");
    return { type: "partialdef", at, name, inline, body: this.#functionBody("endpartialdef", name) };
  }

  trans(at: number): Statement {
    return this.#readers.trans(this, at);
  }

  partial(at: number): Statement {
    const { value: name } = this.expect("name");
    this.end();
    return { type: "partial", at, name };
  }
}

type StatementReader = (parser: Parser, at: number) => Statement | readonly Statement[];

const statements: ReadonlyMap<string, StatementReader> = new Map<string, StatementReader>([
  ["print", (parser) => parser.print()],
  ["for", (parser, at) => parser.for_(at)],
  ["if", (parser, at) => parser.if_(at)],
  ["break", (parser, at) => parser.jump("break", at)],
  ["continue", (parser, at) => parser.jump("continue", at)],
  ["macro", (parser, at) => parser.macro(at)],
  ["call", (parser, at) => parser.callBlock(at)],
  ["filter", (parser, at) => parser.filterBlock(at)],
  ["with", (parser, at) => parser.with_(at)],
  ["set", (parser, at) => parser.set(at)],
  ["extends", (parser, at) => parser.extends_(at)],
  ["block", (parser, at) => parser.block(at)],
  ["include", (parser, at) => parser.include(at)],
  ["import", (parser, at) => parser.import_(at)],
  ["from", (parser, at) => parser.fromImport(at)],
  ["autoescape", (parser, at) => parser.autoescape(at)],
  ["do", (parser, at) => parser.do_(at)],
  ["trans", (parser, at) => parser.trans(at)],
  ["partialdef", (parser, at) => parser.partialDefinition(at)],
  ["partial", (parser, at) => parser.partial(at)],
]);

function isTargetToken({ type }: Token): boolean {
  return type === "name" || type === "," || type === "(" || type === ")";
}

function describeWanted(open: OpenTag): string {
  const wanted = open.wanted.map((name) => `"${name}"`).join(" or ");
  return `Looking for ${wanted}. The innermost block that needs to be closed is "${open.name}".`;
}

// Text on both sides of a comment or raw tag is one text.
function addData(body: Statement[], at: number, text: string): void {
  const last = body.at(-1);
  if (last?.type === "data") body[body.length - 1] = { ...last, text: last.text + text } satisfies DataNode;
  else body.push({ type: "data", at, text });
}

function addStatements(body: Statement[], nodes: Statement | readonly Statement[]): void {
  if (!Array.isArray(nodes)) body.push(nodes as Statement);
  else
    for (const node of nodes as readonly Statement[])
      if (node.type === "data") addData(body, node.at, node.text);
      else body.push(node);
}
