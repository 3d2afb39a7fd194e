// Renders one template: at once, awaiting, in chunks, or a block of it alone.
import { type CompiledSource, compileTemplate, findParent } from "../compiler/compile.ts";
import type { PrecompiledTemplate, TemplateFactory } from "../compiler/precompiled.ts";
import type { CompileSettings, Mode, Position, Vocabulary } from "../compiler/unit.ts";
import { TemplateError, TemplateNotFound, TemplateRuntimeError } from "../errors.ts";
import type { LinkedBlocks, RuntimeEngine, RuntimeTemplate, TemplateFunctions } from "../runtime/composition.ts";
import { type Module, runModule } from "../runtime/composition.ts";
import {
  type BlockFunction,
  Context,
  type LoggedCall,
  type Rendered,
  type RenderSession,
  RenderState,
  startSession,
} from "../runtime/context.ts";
import { NeedsAwait, placeError } from "../runtime/faults.ts";
import type { TemplateNode } from "../syntax/nodes.ts";

/** What a template needs of its engine. */
export interface TemplateHost extends RuntimeEngine {
  readonly vocabulary: Vocabulary;
  readonly helpers: unknown;
  /** Builds the names of a render. */
  contextOf(context: object | undefined): Record<string, unknown>;
}

/** What a template is made from. */
export interface TemplateInput {
  readonly name: string;
  readonly source: string;
  readonly file?: string | undefined;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly precompiled?: PrecompiledTemplate | undefined;
}

/** A template's functions before they are bound to an engine, and the places of their errors. */
export interface CompiledFactory {
  readonly factory: TemplateFactory;
  readonly positions: readonly Position[];
}

/** The parts of a template that do not depend on its name, kept by source. */
export class TemplateCode {
  readonly #compiled = new Map<Mode, CompiledFactory>();
  readonly nodes: TemplateNode;
  readonly #source: string;
  readonly #settings: CompileSettings;

  constructor(nodes: TemplateNode, source: string, settings: CompileSettings) {
    this.nodes = nodes;
    this.#source = source;
    this.#settings = settings;
  }

  /** The JavaScript of one mode. */
  source(mode: Mode, name: string, vocabulary: Vocabulary): CompiledSource {
    return compileTemplate(this.nodes, { name, source: this.#source, mode, settings: this.#settings, vocabulary });
  }

  compile(mode: Mode, name: string, vocabulary: Vocabulary): CompiledFactory {
    let known = this.#compiled.get(mode);
    if (known === undefined) {
      const { code, positions } = this.source(mode, name, vocabulary);
      known = { factory: new Function("r", "u", code) as TemplateFactory, positions };
      this.#compiled.set(mode, known);
    }
    return known;
  }
}

/**
 * A compiled template.
 *
 * @example
 * ```ts
 * import { Templates } from "demijohn/templates";
 * const template = new Templates().compile("Hello {{ name }}!");
 * console.log(template.renderSync({ name: "<Ada>" })); // Hello &lt;Ada&gt;!
 * ```
 */
export class Template implements RuntimeTemplate {
  readonly name: string;
  readonly source: string;
  /** The file that it was loaded from. */
  readonly file: string | undefined;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly #host: TemplateHost;
  readonly #code: TemplateCode | undefined;
  readonly #precompiled: PrecompiledTemplate | undefined;
  readonly #functions = new Map<Mode, TemplateFunctions>();
  readonly #linked = new Map<Mode, { readonly generation: number; readonly linked: LinkedBlocks }>();
  #positions: readonly Position[] = [];
  #awaits = false;

  constructor(host: TemplateHost, input: TemplateInput, code: TemplateCode | undefined) {
    this.#host = host;
    this.#code = code;
    this.#precompiled = input.precompiled;
    this.name = input.name;
    this.source = input.source;
    this.file = input.file;
    this.globals = input.globals;
  }

  /** Places that run-time errors refer to. */
  get positions(): readonly Position[] {
    return this.#positions;
  }

  /** The nodes; undefined for a precompiled template. */
  get nodes(): TemplateNode | undefined {
    return this.#code?.nodes;
  }

  /** The JavaScript of the template, for reading and for precompiling. */
  code(mode: Mode = "sync"): CompiledSource {
    if (this.#code === undefined)
      throw new TemplateError(
        "TEMPLATES_SETUP",
        `The template "${this.name}" was compiled beforehand; its code is in its module.`,
      );
    return this.#code.source(mode, this.name, this.#host.vocabulary);
  }

  /** The constant name of the template that this one extends. */
  get parent(): string | undefined {
    return this.#precompiled === undefined ? findParent(this.#code!.nodes) : this.#precompiled.parent;
  }

  functions(mode: Mode): TemplateFunctions {
    let functions = this.#functions.get(mode);
    if (functions === undefined) {
      functions = this.#link(mode);
      this.#functions.set(mode, functions);
    }
    return functions;
  }

  #link(mode: Mode): TemplateFunctions {
    const found =
      this.#precompiled === undefined
        ? this.#code!.compile(mode, this.name, this.#host.vocabulary)
        : { factory: this.#precompiled.factories[mode], positions: this.#precompiled.positions[mode] };
    const unit = { name: this.name, source: this.source, positions: found.positions, globals: this.globals };
    this.#positions = found.positions;
    try {
      return found.factory(this.#host.helpers, unit) as TemplateFunctions;
    } catch (error) {
      throw placeError(error, 0, unit);
    }
  }

  link(mode: Mode): LinkedBlocks {
    const { generation } = this.#host;
    const known = this.#linked.get(mode);
    if (known !== undefined && known.generation === generation) return known.linked;
    const linked = this.#linkBlocks(mode);
    this.#linked.set(mode, { generation: this.#host.generation, linked });
    return linked;
  }

  #linkBlocks(mode: Mode): LinkedBlocks {
    const chain: Template[] = [];
    for (let template: Template | undefined = this; template !== undefined && !chain.includes(template); ) {
      chain.push(template);
      template = template.#findParent(mode);
    }
    return { blocks: joinBlocks(chain, mode), chain };
  }

  // A parent that is missing or faulty is found again when the child extends it, which then says where.
  #findParent(mode: Mode): Template | undefined {
    const { parent } = this;
    if (parent === undefined) return undefined;
    try {
      const template = this.#host.resolve(parent, this.name);
      template.functions(mode);
      return template instanceof Template ? template : undefined;
    } catch (error) {
      if (error instanceof TemplateError) return undefined;
      throw error;
    }
  }

  // --- rendering ----------------------------------------------------------------------------------------------------

  /**
   * Renders the template: a string at once where nothing has to be awaited, else a promise of it; `await` takes both.
   *
   * @throws TemplateRuntimeError and its kinds.
   */
  render(context?: object): string | Promise<string> {
    return this.#render((template, state, names) => template.functions(state.session.mode).root(state, names), context);
  }

  /** Renders the template without awaiting. @throws TemplateRuntimeError when a promise is met. */
  renderSync(context?: object): string {
    const session = startSession(this.#host, "sync");
    try {
      return this.functions("sync").root(new RenderState(session, this), this.#context(context)) as string;
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** Renders in chunks, the first of which is early: before includes, blocks and whatever has to be awaited. */
  async *stream(context?: object): AsyncGenerator<string, void> {
    const session = startSession(this.#host, "stream");
    const state = new RenderState(session, this);
    yield* this.functions("stream").root(state, this.#context(context)) as AsyncGenerator<string, void>;
  }

  /**
   * Renders one block or partial alone, for pages that exchange a part of themselves.
   *
   * @throws TemplateNotFound when neither this template nor its parents have it.
   */
  block(name: string, context?: object): string | Promise<string> {
    return this.#render((template, state, names) => {
      const { mode } = state.session;
      const partial = template.functions(mode).partials[name];
      if (partial !== undefined) return partial(state, names);
      const prepared = template.#prepare(state, names);
      const run = (): Rendered => {
        const fn = state.blocks[name]?.[0];
        if (fn === undefined) throw template.#noBlock(name, state);
        return fn(state, names, 0);
      };
      return prepared instanceof Promise ? prepared.then(() => run() as Promise<string>) : run();
    }, context);
  }

  // What templates set at their top level, and which parents they choose, decides what blocks show: it runs with empty blocks.
  #prepare(state: RenderState, names: Context): void | Promise<void> {
    const { mode } = state.session;
    const prepared = new RenderState(state.session, this);
    prepared.blocks = Object.fromEntries(Object.keys(state.blocks).map((name) => [name, [() => ""]]));
    const finish = (): void => {
      state.chain = prepared.chain;
      state.blocks = joinBlocks(prepared.chain, mode);
    };
    const result = this.functions(mode).root(prepared, names);
    return result instanceof Promise ? result.then(finish) : finish();
  }

  #noBlock(name: string, state: RenderState): TemplateError {
    const names = [...Object.keys(state.blocks), ...Object.keys(this.functions(state.session.mode).partials)];
    return new TemplateNotFound(
      "TEMPLATES_NOT_FOUND",
      `The template "${this.name}" has no block or partial "${name}".`,
      {
        template: this.name,
        facts: [names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`],
      },
    );
  }

  /** Runs the template for what it defines: its macros as functions, and the values set at its top level. */
  async module(context?: object): Promise<Readonly<Record<string, unknown>>> {
    return (await this.#module("async", context)).exports;
  }

  /** As {@link module}, without awaiting. */
  moduleSync(context?: object): Readonly<Record<string, unknown>> {
    return (this.#module("sync", context) as Module).exports;
  }

  #module(mode: "sync" | "async", context: object | undefined): Module | Promise<Module> {
    return runModule(this, startSession(this.#host, mode), this.#context(context));
  }

  #context(context: object | undefined): Context {
    return new Context(this.#host.contextOf(context));
  }

  #render(
    run: (template: Template, state: RenderState, context: Context) => Rendered,
    context: object | undefined,
  ): string | Promise<string> {
    if (this.#awaits) return this.#renderLater(run, context, undefined);
    const session: RenderSession = startSession(this.#host, "sync");
    session.log = [];
    try {
      return run(this, new RenderState(session, this), this.#context(context)) as string;
    } catch (error) {
      if (!(error instanceof NeedsAwait)) throw error;
      // Functions that were called already are not called again: their results are used in order.
      this.#awaits = true;
      return this.#renderLater(run, context, session.log);
    }
  }

  async #renderLater(
    run: (template: Template, state: RenderState, context: Context) => Rendered,
    context: object | undefined,
    log: readonly LoggedCall[] | undefined,
  ): Promise<string> {
    const session = startSession(this.#host, "async");
    session.replay = log;
    return (await run(this, new RenderState(session, this), this.#context(context))) as string;
  }

  #explain(error: unknown): unknown {
    if (!(error instanceof NeedsAwait)) return error;
    return new TemplateRuntimeError(
      "TEMPLATES_NEEDS_AWAIT",
      `The template "${this.name}" meets a promise or an async iterable, but is rendered synchronously.`,
      { template: this.name, cure: "Write await template.render(context) instead of renderSync." },
    );
  }
}

/** The blocks of several templates by name, the child's first. */
function joinBlocks(chain: readonly RuntimeTemplate[], mode: Mode): Readonly<Record<string, readonly BlockFunction[]>> {
  const blocks: Record<string, BlockFunction[]> = Object.create(null) as Record<string, BlockFunction[]>;
  for (const template of chain)
    for (const [name, fn] of Object.entries(template.functions(mode).blocks)) (blocks[name] ??= []).push(fn);
  return blocks;
}
