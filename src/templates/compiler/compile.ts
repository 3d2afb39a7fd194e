// Compiles the nodes of a template into the JavaScript of its functions: root, blocks and partials.
import { suggest } from "#kernel";
import { TemplateAssertionError, TemplateSyntaxError } from "../errors.ts";
import type {
  BlockNode,
  ExtendsNode,
  PartialDefinitionNode,
  PartialNode,
  Statement,
  TemplateNode,
} from "../syntax/nodes.ts";
import { bodiesOf, someStatement } from "../syntax/walk.ts";
import type { Frame } from "./frame.ts";
import { type Code, FunctionFrame, hint, quote, quoteKey } from "./function-frame.ts";
import { LoopCompiler } from "./loop-compiler.ts";
import { Scope } from "./scope.ts";
import { type CompileSettings, describeNode, type Mode, type Position, Unit, type Vocabulary } from "./unit.ts";

/** A template as code. */
export interface CompiledSource {
  /** The body of a function of `r` (helpers) and `u` (the template), which returns the template's functions. */
  readonly code: string;
  /** The places that the code's run-time errors refer to. */
  readonly positions: readonly Position[];
}

/** What is compiled, and how. */
export interface CompileInput {
  readonly name: string;
  readonly source: string;
  readonly mode: Mode;
  readonly settings: CompileSettings;
  readonly vocabulary: Vocabulary;
}

/**
 * Compiles nodes into code.
 *
 * @throws TemplateAssertionError for filters and tests that do not exist, TemplateSyntaxError for misplaced tags.
 */
export function compileTemplate(template: TemplateNode, input: CompileInput): CompiledSource {
  const positions: Position[] = [[0, null, null]];
  const { name, source, mode, settings, vocabulary } = input;
  const unit = new Unit(template, mode, settings, vocabulary, positions, (message, at, kind, missing) => {
    const choices = kind === "filter" ? vocabulary.filterNames() : vocabulary.testNames();
    const near = suggest(missing, choices);
    throw new TemplateAssertionError(
      kind === "filter" ? "TEMPLATES_UNKNOWN_FILTER" : "TEMPLATES_UNKNOWN_TEST",
      message,
      {
        template: name,
        source,
        at,
        cure:
          near === undefined ? `Add it with new Templates({ ${kind}s: { ${missing} } }).` : `Did you mean "${near}"?`,
      },
    );
  });
  return { code: new TemplateCompiler(unit, input).compile(), positions };
}

/** The constant name of the parent, if a template always extends the same one. */
export function findParent(template: TemplateNode): string | undefined {
  const node = template.body.find((item) => item.type === "extends");
  const name = node?.type === "extends" ? node.template : undefined;
  return name?.type === "constant" && typeof name.value === "string" ? name.value : undefined;
}

class TemplateCompiler extends LoopCompiler {
  readonly #input: CompileInput;
  readonly #functions: string[] = [];
  readonly #blocks = new Map<string, string>();
  readonly #partials = new Map<string, string>();
  readonly #isConditional: boolean;
  #extended: string | undefined;

  constructor(unit: Unit, input: CompileInput) {
    super(unit);
    this.#input = input;
    const isExtends = (node: Statement): boolean => node.type === "extends";
    let count = 0;
    someStatement(unit.template.body, (node) => {
      if (isExtends(node)) count++;
      return false;
    });
    this.#isConditional = count > 0 && !(count === 1 && unit.template.body.some(isExtends));
  }

  compile(): string {
    const { template } = this.unit;
    this.#namePartials(template.body);
    const root = this.#root();
    const list = (map: ReadonlyMap<string, string>): string =>
      `{__proto__:null${Array.from(map, ([name, id]) => `,${quoteKey(name)}:${id}`).join("")}}`;
    const functions = [root, ...this.#functions].join("\n");
    return `${this.unit.preamble()}${functions}\nreturn{root,blocks:${list(this.#blocks)},partials:${list(this.#partials)}};`;
  }

  #frame(scope: Scope, autoescape: boolean | string, block?: string): Frame {
    const yields = this.unit.mode === "stream";
    return {
      fn: new FunctionFrame(undefined, yields),
      scope,
      buffer: "o",
      flushes: yields,
      autoescape,
      toplevel: false,
      soft: false,
      block,
      mute: false,
    };
  }

  get #functionWord(): string {
    return { sync: "function", async: "async function", stream: "async function*" }[this.unit.mode];
  }

  #root(): string {
    const frame = {
      ...this.#frame(new Scope(), this.unit.settings.autoescape),
      toplevel: true,
    };
    const place = this.#isConditional ? { ...frame, flushes: false } : frame;
    const { body } = this.unit.template;
    const write = (inner: Frame): string => {
      const code = this.declared(body, inner) + this.body(body, inner);
      return this.#isConditional ? `let parent=null,before="";${code}${this.#conditionalEnd()}` : code;
    };
    return this.function(`${this.#functionWord} root(s,c)`, place, (inner) => {
      const code = write(inner);
      return this.#extended === undefined ? code : code + this.#parentCall(this.#extended);
    });
  }

  #parentCall(parent: string): string {
    const run = `${parent}.root(s,c)`;
    if (this.unit.mode === "stream") return `if(o!==""){yield o;o="";}yield* ${run};return;`;
    return `return o+${this.unit.awaits ? "await " : ""}${run};`;
  }

  #conditionalEnd(): string {
    const run = "parent.root(s,c)";
    if (this.unit.mode === "stream") return `if(parent!==null){if(before!=="")yield before;yield* ${run};return;}`;
    return `if(parent!==null)return before+${this.unit.awaits ? "await " : ""}${run};`;
  }

  // --- inheritance ------------------------------------------------------------------------------------------------------

  protected override mutesAfterExtends(_frame: Frame): boolean {
    return !this.#isConditional;
  }

  protected override extend(node: ExtendsNode, frame: Frame): string {
    if (!frame.toplevel)
      this.#fail(
        '"extends" stands inside of a block, loop or macro.',
        node.at,
        "Move it to the start of the template.",
      );
    const name = this.settled(this.expression(node.template, frame), frame).code;
    const place = this.unit.position(node.at, `${describeNode(node.template)} is undefined.`, "extended");
    const run = `${this.unit.helper("extend")}(s,u,${name},${place})`;
    const load = this.unit.awaits ? `(await ${run})` : run;
    if (this.#isConditional)
      return `if(parent!==null)${this.unit.helper("extendsTwice")}(${place});parent=${load};before=${frame.buffer};\n`;
    this.#extended = this.unit.id("parent");
    return `const ${this.#extended}=${load};\n`;
  }

  protected override block(node: BlockNode, frame: Frame): string {
    this.#defineBlock(node, frame);
    if (frame.mute) return "";
    const context = node.scoped ? this.contextHere(frame) : "c";
    const run = `s.blocks[${quote(node.name)}][0](s,${context},0)`;
    const place = `${this.unit.position(node.at, null, "shown")};`;
    const code = place + this.addCall(run, frame) + this.counted(frame);
    return this.#isConditional && frame.block === undefined ? `if(parent===null){${code}}\n` : code;
  }

  #defineBlock(node: BlockNode, outer: Frame): void {
    const id = this.unit.id("b", node.name);
    this.#blocks.set(node.name, id);
    const scope = new Scope();
    const place = this.unit.position(node.at);
    const isFixed = typeof outer.autoescape !== "string";
    const autoescape = isFixed ? outer.autoescape : this.unit.settings.autoescape;
    const parent = `${this.unit.helper("superOf")}(s,c,${quote(node.name)},n,${String(autoescape)})`;
    scope.define("super", { code: parent, hidden: true });
    const frame = this.#frame(scope, autoescape, node.name);
    const required = node.required ? `${this.unit.helper("requiredBlock")}(${quote(node.name)},${place});` : "";
    this.#functions.push(
      this.function(`${this.#functionWord} ${id}(s,c,n)`, frame, (inner) => {
        const innermost = { ...inner, scope: new Scope(scope) };
        return required + this.declared(node.body, innermost) + this.body(node.body, innermost);
      }),
    );
  }

  protected override callSuper(frame: Frame): Code {
    const block = frame.block!;
    const place = this.unit.position(0, `There is no parent block called "${block}".`);
    const run = `${this.unit.helper("superBlock")}(s,c,${quote(block)},n,${place})`;
    if (this.unit.mode === "sync") return this.marked(run, frame);
    const later = this.unit.mode === "stream" ? `${this.unit.helper("collect")}(${run})` : run;
    return this.marked(`(await ${later})`, frame);
  }

  // --- partials ---------------------------------------------------------------------------------------------------------

  #namePartials(body: readonly Statement[]): void {
    for (const node of body) {
      if (node.type === "partialdef") this.#partials.set(node.name, `f_${this.#partials.size}${hint(node.name)}`);
      for (const inner of bodiesOf(node)) this.#namePartials(inner);
    }
  }

  protected override partial(node: PartialNode | PartialDefinitionNode, frame: Frame): string {
    const id = this.#partials.get(node.name);
    if (id === undefined) {
      const near = suggest(node.name, this.#partials.keys());
      this.#fail(
        `No partial named "${node.name}" is defined in this template.`,
        node.at,
        near === undefined
          ? `Define it: {% partialdef ${node.name} %}…{% endpartialdef %}.`
          : `Did you mean "${near}"?`,
      );
    }
    if (node.type === "partialdef") {
      const scope = new Scope();
      const inner = this.#frame(
        scope,
        typeof frame.autoescape === "string" ? this.unit.settings.autoescape : frame.autoescape,
      );
      this.#functions.push(
        this.function(
          `${this.#functionWord} ${id}(s,c)`,
          inner,
          (place) => this.declared(node.body, place) + this.body(node.body, place),
        ),
      );
      if (!node.inline) return "";
    }
    return frame.mute ? "" : this.addCall(`${id}(s,${this.contextHere(frame)})`, frame) + this.counted(frame);
  }

  #fail(message: string, at: number, cure?: string): never {
    const { name, source } = this.#input;
    throw new TemplateSyntaxError("TEMPLATES_SYNTAX", message, { template: name, source, at, cure });
  }
}
