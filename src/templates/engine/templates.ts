// Finds, compiles, keeps and renders templates: the engine that applications make one of.
import { type CheckMessage, didYouMean, suggest, traceChannel } from "#kernel";
import { findUndeclared } from "../compiler/scope.ts";
import type { Vocabulary } from "../compiler/unit.ts";
import { type EngineView, type FilterDefinition, isDefinition, type TemplateOptions } from "../definitions.ts";
import { findPlace, TemplateError, TemplateNotFound, TemplateRuntimeError, TemplatesNotFound } from "../errors.ts";
import type { TemplateExtension } from "../extension.ts";
import { builtinFilters } from "../filters/index.ts";
import { Context, RenderState, startSession } from "../runtime/context.ts";
import { Fault, failUndefined, type PlacedUnit } from "../runtime/faults.ts";
import { type Helpers, makeHelpers } from "../runtime/runtime.ts";
import type { TemplateNode } from "../syntax/nodes.ts";
import { parseTemplate } from "../syntax/parser.ts";
import { builtinTags } from "../tags/index.ts";
import { builtinTests } from "../tests/index.ts";
import { builtinGlobals } from "../values/globals.ts";
import { checkTemplates } from "./check.ts";
import type { TemplateReference } from "./define-template.ts";
import { choiceLoader, folderLoader } from "./loaders/index.ts";
import type { LoadedTemplate, TemplateLoader } from "./loaders/loader.ts";
import {
  compileSettings,
  type EngineSettings,
  readOptions,
  type TemplatesOptions,
  type TemplateWarning,
} from "./options.ts";
import { checkFingerprint, fingerprint, type TemplateModule, writeTemplateModules } from "./precompile.ts";
import { Template, TemplateCode, type TemplateHost } from "./template.ts";

// Names that the compiler gives: they need no context.
const coreNames = ["caller", "varargs", "kwargs", "loop", "forloop", "super", "self", "block"];

/** What is published for each render while somebody listens on `demijohn:templates:render`. */
export interface RenderMessage {
  readonly template: string;
  /** Milliseconds. */
  readonly duration: number;
}

const renders = traceChannel<RenderMessage>("templates:render");

/** A name, several names, or what `defineTemplate` made. Of several, the first that exists is taken. */
export type TemplateName<C extends object = object> = string | readonly string[] | TemplateReference<C>;

/**
 * The template engine.
 *
 * @example
 * ```ts
 * import { memoryLoader, Templates } from "demijohn/templates";
 * const templates = new Templates({ loader: memoryLoader({ "hello.html": "<p>Hello {{ name }}!</p>" }) });
 * console.log(await templates.render("hello.html", { name: "<World>" })); // <p>Hello &lt;World&gt;!</p>
 * ```
 */
export class Templates {
  readonly #options: TemplatesOptions;
  readonly #settings: EngineSettings;
  readonly #loader: TemplateLoader;
  readonly #host: TemplateHost;
  readonly #globals: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  readonly #filters: Map<string, FilterDefinition>;
  readonly #tests: Map<string, FilterDefinition>;
  readonly #extensions = new Map<string, TemplateExtension>();
  readonly #tags = new Map<string, TemplateExtension>();
  readonly #cache = new Map<string, { readonly template: Template; readonly version: unknown }>();
  readonly #codes = new Map<string, TemplateCode>();
  readonly #helpers: Helpers;
  #generation = 0;

  constructor(options: TemplatesOptions = {}) {
    this.#options = options;
    this.#settings = readOptions(options);
    this.#filters = gatherDefinitions("filter", builtinFilters, options.filters);
    this.#tests = gatherDefinitions("test", builtinTests, options.tests);
    for (const extension of [...builtinTags, ...(options.extensions ?? [])]) this.#useExtension(extension);
    const loaders = [
      ...(options.folders === undefined ? [] : [folderLoader(options.folders)]),
      ...(options.loader === undefined ? [] : [options.loader]),
    ];
    this.#loader = loaders.length === 1 ? loaders[0]! : choiceLoader(...loaders);
    this.#helpers = makeHelpers({
      engine: this.#view(),
      options: this.#settings.templateOptions,
      chainable: this.#settings.undefined === "chainable",
      immutable: options.immutable ?? false,
      findFilter: (name) => this.#filters.get(name),
      findTest: (name) => this.#tests.get(name),
    });
    this.#addGlobals(builtinGlobals);
    this.#addGlobals(options.globals ?? {});
    this.#host = this.#makeHost();
  }

  #useExtension(extension: TemplateExtension): void {
    this.#extensions.set(extension.name, extension);
    for (const tag of extension.tags) this.#tags.set(tag, extension);
  }

  #addGlobals(globals: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(globals))
      this.#globals[name] = isDefinition(value) ? this.#helpers.makeGlobal(name, value) : value;
  }

  #view(): EngineView {
    return {
      options: this.#settings.templateOptions,
      hasFilter: (name) => this.#filters.has(name),
      hasTest: (name) => this.#tests.has(name),
    };
  }

  #makeHost(): TemplateHost {
    const engine = this;
    const vocabulary: Vocabulary = {
      filter: (name) => this.#filters.get(name),
      test: (name) => this.#tests.get(name),
      filterNames: () => this.#filters.keys(),
      testNames: () => this.#tests.keys(),
      isBuiltin: (name) => Object.hasOwn(builtinFilters, name) && this.#filters.get(name) === builtinFilters[name],
    };
    return {
      limits: this.#settings.limits,
      isLimited: this.#settings.isLimited,
      vocabulary,
      helpers: this.#helpers,
      get generation() {
        return engine.#generation;
      },
      resolve: (name, from) => this.#resolve(name, from),
      find: (name, from) => this.#find(name, from),
      extension: (name) => this.#extensions.get(name),
      warn: (unit, position) => this.#warn(unit, position),
      contextOf: (context) => this.#contextOf(context),
    };
  }

  /** The options that filters and tags see. */
  get options(): TemplateOptions {
    return this.#settings.templateOptions;
  }

  // --- rendering --------------------------------------------------------------------------------------------------------

  /**
   * Renders a template: a string at once where nothing has to be awaited, else a promise of it; `await` takes both.
   *
   * @throws TemplateNotFound, TemplateSyntaxError, TemplateRuntimeError and its kinds.
   */
  render<C extends object>(name: TemplateName<C>, context?: C): string | Promise<string> {
    const template = this.#getNamed(name);
    if (!renders.hasSubscribers) return template.render(context);
    const start = performance.now();
    const publish = (text: string): string => {
      renders.publish({ template: template.name, duration: performance.now() - start });
      return text;
    };
    const result = template.render(context);
    return typeof result === "string" ? publish(result) : result.then(publish);
  }

  /** Renders a template without awaiting. @throws TemplateRuntimeError when a promise is met. */
  renderSync<C extends object>(name: TemplateName<C>, context?: C): string {
    return this.#getNamed(name).renderSync(context);
  }

  /** Renders a source. */
  renderString(source: string, context?: object): string | Promise<string> {
    return this.compile(source).render(context);
  }

  /** Renders a template in chunks. */
  stream<C extends object>(name: TemplateName<C>, context?: C): AsyncGenerator<string, void> {
    return this.#getNamed(name).stream(context);
  }

  /** Renders one block or partial of a template. */
  renderBlock<C extends object>(name: TemplateName<C>, block: string, context?: C): string | Promise<string> {
    return this.#getNamed(name).block(block, context);
  }

  #getNamed(name: TemplateName<never> | TemplateName): Template {
    return this.get(
      typeof name === "string" || Array.isArray(name)
        ? (name as string | readonly string[])
        : (name as TemplateReference<object>).name,
    );
  }

  // --- templates --------------------------------------------------------------------------------------------------------

  /**
   * Gets a template by its name, or the first that exists of several. `page.html#part` is a partial of a template.
   *
   * @throws TemplateNotFound, TemplatesNotFound, TemplateSyntaxError.
   */
  get(name: string | readonly string[]): Template {
    return this.#resolve(name, "") as Template;
  }

  /**
   * Compiles a source.
   *
   * `name` is for errors and decides about escaping; `globals` are names that this template has besides the engine's.
   */
  compile(
    source: string,
    options: {
      readonly name?: string | undefined;
      readonly globals?: Readonly<Record<string, unknown>> | undefined;
    } = {},
  ): Template {
    const { name, globals } = options;
    const template = this.#make(name ?? "<template>", { source }, this.#settings.escapes(name), globals);
    template.functions("sync");
    return template;
  }

  /** Compiles an expression into a function of a context, which returns its value. */
  compileExpression(source: string): (context?: object) => unknown {
    const template = this.#compileResult(source);
    return (context) => template.moduleSync(context)["result"];
  }

  /** The value of an expression, with all that it needs awaited. */
  async evaluate(source: string, context?: object): Promise<unknown> {
    const { result } = await this.#compileResult(source).module(context);
    return result;
  }

  #compileResult(expression: string): Template {
    const { blockStart, blockEnd } = this.#settings.syntax;
    return this.compile(`${blockStart} set result = (${expression}) ${blockEnd}`, { name: "<expression>" });
  }

  /** The nodes of a source. @throws TemplateSyntaxError. */
  parse(source: string, name = "<template>"): TemplateNode {
    return this.#parse(source, name);
  }

  /** The names of all templates that the loaders can list. */
  list(): readonly string[] {
    return this.#loader.list?.() ?? [];
  }

  /**
   * Checks every template that the loaders can list, and those that `defineTemplate` declares.
   *
   * Reports what does not compile, templates and blocks that do not exist, and variables that the declared context lacks.
   */
  check(references: readonly TemplateReference<object>[] = []): readonly CheckMessage[] {
    return checkTemplates(
      {
        list: () => this.list(),
        get: (name) => this.get(name),
        has: (name) => this.#loader.load(name) !== undefined,
        globals: [...Object.keys(this.#globals), ...coreNames],
      },
      references,
    );
  }

  /** The names that a source reads and does not assign: what its context must have. */
  findUndeclaredVariables(source: string): readonly string[] {
    const names = findUndeclared(this.parse(source).body);
    return [...names].filter((name) => this.#globals[name] === undefined).sort();
  }

  /**
   * Writes all templates as JavaScript modules, for `moduleLoader`: nothing is compiled while the program runs.
   *
   * The engine that loads them needs the same options, filters and tests.
   */
  precompile(names: readonly string[] = this.list()): readonly TemplateModule[] {
    return writeTemplateModules(
      names.map((name) => this.get(name)),
      (name) => this.#fingerprint(this.#settings.escapes(name)),
    );
  }

  #fingerprint(escapes: boolean): string {
    const { filters = {}, tests = {} } = this.#options;
    return fingerprint(compileSettings(this.#settings, escapes), Object.keys(filters), Object.keys(tests));
  }

  /** Forgets compiled templates. */
  clear(): void {
    this.#cache.clear();
    this.#codes.clear();
    this.#generation++;
  }

  #parse(source: string, name: string): TemplateNode {
    return parseTemplate(source, {
      template: name,
      syntax: this.#settings.syntax,
      extensions: this.#tags,
      transTrimmed: this.#options.policies?.["ext.i18n.trimmed"] === true,
    });
  }

  #make(
    name: string,
    loaded: LoadedTemplate,
    escapes: boolean,
    globals?: Readonly<Record<string, unknown>> | undefined,
  ): Template {
    const own =
      globals === undefined
        ? this.#globals
        : (Object.assign(Object.create(null), this.#globals, globals) as Record<string, unknown>);
    if (loaded.precompiled !== undefined)
      checkFingerprint(name, loaded.precompiled.fingerprint, this.#fingerprint(escapes));
    const source = normalize(loaded.source, this.#settings.syntax.keepTrailingNewline);
    const input = { name, source, file: loaded.file, globals: own, precompiled: loaded.precompiled };
    return new Template(
      this.#host,
      input,
      loaded.precompiled === undefined ? this.#code(name, loaded.source, source, escapes) : undefined,
    );
  }

  #code(name: string, original: string, source: string, escapes: boolean): TemplateCode {
    const key = `${escapes ? "e" : "t"}${original}`;
    let code = this.#codes.get(key);
    if (code === undefined) {
      code = new TemplateCode(this.#parse(original, name), source, compileSettings(this.#settings, escapes));
      // The oldest source goes first, so that sources made by a program do not fill the memory.
      if (this.#codes.size >= 500) this.#codes.delete(this.#codes.keys().next().value!);
      this.#codes.set(key, code);
    }
    return code;
  }

  #resolve(name: unknown, from: string): Template {
    const template = this.#find(name, from);
    if (template !== undefined) return template;
    if (Array.isArray(name)) {
      if (name.length === 0)
        throw new TemplatesNotFound("TEMPLATES_NONE_FOUND", "An empty list of templates was given.");
      throw new TemplatesNotFound(
        "TEMPLATES_NONE_FOUND",
        `None of the templates given were found: ${name.map((item) => `"${String(item)}"`).join(", ")}.`,
        { facts: this.#describeLoader() },
      );
    }
    const text = joinName(String(name), from);
    const near = suggest(text, this.list());
    throw new TemplateNotFound("TEMPLATES_NOT_FOUND", `No template named "${text}".`, {
      facts: this.#describeLoader(),
      cure: near === undefined ? undefined : `Did you mean "${near}"?`,
    });
  }

  #describeLoader(): readonly string[] {
    const text = this.#loader.describe?.() ?? "";
    return text === "" ? ["The engine has no loader; give it folders or a loader."] : [`Looked in ${text}.`];
  }

  #find(name: unknown, from: string): Template | undefined {
    if (name instanceof Template) return name;
    if (Array.isArray(name)) {
      for (const item of name) {
        const found = this.#find(item, from);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    if (name === undefined) return failUndefined();
    if (typeof name !== "string" && !(typeof name === "object" && name !== null && "toString" in name))
      throw new Fault(TemplateRuntimeError, "TEMPLATES_TYPE", "The name of a template is a text.");
    return this.#load(joinName(String(name), from));
  }

  #load(name: string): Template | undefined {
    const known = this.#cache.get(name);
    if (known !== undefined && (this.#options.development !== true || this.#loader.version?.(name) === known.version))
      return known.template;
    const hash = name.indexOf("#");
    const loaded = this.#loader.load(name) ?? undefined;
    if (loaded === undefined) return hash > 0 ? this.#loadPartial(name, hash) : undefined;
    const template = this.#make(name, loaded, this.#settings.escapes(name));
    template.functions("sync");
    if (known !== undefined) this.#generation++;
    this.#cache.set(name, { template, version: this.#loader.version?.(name) ?? loaded.version });
    return template;
  }

  #loadPartial(name: string, hash: number): Template | undefined {
    const whole = this.#load(name.slice(0, hash));
    const partial = name.slice(hash + 1);
    if (whole === undefined || whole.functions("sync").partials[partial] === undefined) return undefined;
    return new PartialTemplate(this.#host, whole, name, partial);
  }

  #contextOf(context: object | undefined): Record<string, unknown> {
    const { contextProcessors } = this.#options;
    if (contextProcessors === undefined) return (context ?? {}) as Record<string, unknown>;
    const names: Record<string, unknown> = {};
    for (const process of contextProcessors) Object.assign(names, process(context ?? {}));
    return Object.assign(names, context);
  }

  #warn(unit: PlacedUnit, position: number): void {
    const [at, missing] = unit.positions[position] ?? [0, null];
    const { line, column } = findPlace(unit.source, at);
    const warning: TemplateWarning = {
      level: "warning",
      code: "TEMPLATES_UNDEFINED",
      message: `${missing ?? "A value is undefined."} It prints as nothing.`,
      where: `${unit.name}:${line}:${column}`,
      cure: 'Pass it to render, or write |default("") where it may be missing.',
      template: unit.name,
      line,
      column,
    };
    if (this.#options.onWarning !== undefined) this.#options.onWarning(warning);
    else console.warn(`${warning.code}: ${warning.message}\n  At ${warning.where}\n  ${warning.cure}`);
  }

  /** Makes the call object of filters outside of a render, for code that applies them itself. */
  filter(
    name: string,
    value: unknown,
    args: readonly unknown[] = [],
    kwargs?: Readonly<Record<string, unknown>>,
  ): unknown {
    const template = this.compile("", { name: "<filter>" });
    const state = new RenderState(startSession(this.#host, "sync"), template);
    return this.#helpers.callObject(state, new Context({}), false).filter(name, value, args, kwargs);
  }
}

/** A partial under its own name, `page.html#part`. */
class PartialTemplate extends Template {
  readonly #whole: Template;
  readonly #partial: string;

  constructor(host: TemplateHost, whole: Template, name: string, partial: string) {
    super(host, { name, source: whole.source, file: whole.file, globals: whole.globals }, undefined);
    this.#whole = whole;
    this.#partial = partial;
  }

  override get parent(): string | undefined {
    return undefined;
  }

  override functions(mode: "sync" | "async" | "stream"): ReturnType<Template["functions"]> {
    const functions = this.#whole.functions(mode);
    return { ...functions, root: functions.partials[this.#partial]! };
  }
}

// Offsets of nodes refer to the source as the lexer reads it.
function normalize(source: string, keepsNewline: boolean): string {
  const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
  return !keepsNewline && text.endsWith("\n") ? text.slice(0, -1) : text;
}

/** Names that begin with `./` or `../` are relative to the template that mentions them. */
function joinName(name: string, from: string): string {
  if (!name.startsWith("./") && !name.startsWith("../")) return name;
  const parts = from.split("/").slice(0, -1);
  for (const part of name.split("/"))
    if (part === "..") {
      if (parts.pop() === undefined) return name;
    } else if (part !== ".") parts.push(part);
  return parts.join("/");
}

function gatherDefinitions(
  kind: "filter" | "test",
  builtin: Readonly<Record<string, FilterDefinition>>,
  own: Readonly<Record<string, unknown>> | undefined,
): Map<string, FilterDefinition> {
  const all = new Map(Object.entries(builtin));
  for (const [name, value] of Object.entries(own ?? {})) {
    if (isDefinition(value)) all.set(name, value);
    else if (typeof value === "function") all.set(name, { fn: value as FilterDefinition["fn"] });
    else
      throw new TemplateError(
        "TEMPLATES_SETUP",
        `The ${kind} "${name}" is not a function.${didYouMean(name, Object.keys(builtin))}`,
        {
          cure: `Give a function (value, ...args) => …, or what define${kind === "filter" ? "Filter" : "Test"} makes.`,
        },
      );
  }
  return all;
}
