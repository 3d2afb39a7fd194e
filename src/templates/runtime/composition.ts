// Brings templates together while they render: includes, parents, blocks, modules, translations and tags of extensions.
import { Safe } from "#kernel";
import type { TemplateCall, TemplateOptions } from "../definitions.ts";
import { TemplateRuntimeError } from "../errors.ts";
import type { TagCall, TemplateExtension } from "../extension.ts";
import { TemplateObject } from "./attributes.ts";
import { CallableObject, markResult } from "./calls.ts";
import {
  type BlockFunction,
  Context,
  type Rendered,
  type RenderSession,
  RenderState,
  type RootFunction,
  startSession,
} from "./context.ts";
import { escapeText } from "./escape-text.ts";
import { Fault, failType, failUndefined, type PlacedUnit } from "./faults.ts";

/** The functions of a compiled template. */
export interface TemplateFunctions {
  readonly root: RootFunction;
  readonly blocks: Readonly<Record<string, BlockFunction>>;
  readonly partials: Readonly<Record<string, RootFunction>>;
}

/** What the run time needs of a template. */
export interface RuntimeTemplate extends PlacedUnit {
  readonly globals: Readonly<Record<string, unknown>>;
  functions(mode: RenderSession["mode"]): TemplateFunctions;
  /** The blocks of the template and of the parents that it always has. */
  link(mode: RenderSession["mode"]): LinkedBlocks;
}

/** Blocks by name, and the templates they come from. */
export interface LinkedBlocks {
  readonly blocks: Readonly<Record<string, readonly BlockFunction[]>>;
  readonly chain: readonly RuntimeTemplate[];
}

/** What the run time needs of the engine. */
export interface RuntimeEngine {
  readonly limits: { readonly maxSteps: number; readonly maxOutputLength: number };
  readonly isLimited: boolean;
  /** Finds a template by a name, or the first of several; a template passes. */
  resolve(name: unknown, from: string): RuntimeTemplate;
  /** As resolve, undefined when there is none. */
  find(name: unknown, from: string): RuntimeTemplate | undefined;
  extension(name: string): TemplateExtension | undefined;
  /** Warns about a value that is undefined where it is printed. */
  warn(unit: PlacedUnit, position: number): void;
  /** Changes whenever a template is loaded anew. */
  readonly generation: number;
}

/** Renders another template in place. */
export function include(
  state: RenderState,
  unit: PlacedUnit,
  context: Context,
  name: unknown,
  ignoreMissing: boolean,
): Rendered {
  const { session } = state;
  const { engine, mode } = session;
  const template = ignoreMissing ? engine.find(name, unit.name) : engine.resolve(name, unit.name);
  if (template === undefined) return mode === "stream" ? nothing() : "";
  return template.functions(mode).root(new RenderState(session, template, state.globals), context);
}

async function* nothing(): AsyncGenerator<string, void> {}

/** Joins chunks into a text. */
export async function collect(rendered: unknown): Promise<string> {
  if (typeof rendered === "string" || rendered instanceof Promise) return rendered as string | Promise<string>;
  let out = "";
  for await (const chunk of rendered as AsyncGenerator<string>) out += chunk;
  return out;
}

/** Finds the parent of a template and adds its blocks behind those of the children. */
export function extend(state: RenderState, unit: PlacedUnit, name: unknown): TemplateFunctions {
  const { engine, mode } = state.session;
  const parent = engine.resolve(name, unit.name);
  if (state.chain.includes(parent)) {
    const at = state.chain.indexOf(parent);
    if (at <= state.chain.findIndex((template) => template.name === unit.name))
      throw new Fault(TemplateRuntimeError, "TEMPLATES_RUNTIME", `The template "${parent.name}" extends itself.`);
    return parent.functions(mode);
  }
  const linked = parent.link(mode);
  const blocks: Record<string, readonly BlockFunction[]> = Object.assign(Object.create(null), state.blocks) as Record<
    string,
    readonly BlockFunction[]
  >;
  for (const [block, functions] of Object.entries(linked.blocks))
    blocks[block] = [...(blocks[block] ?? []), ...functions];
  state.blocks = blocks;
  state.chain = [...state.chain, ...linked.chain];
  return parent.functions(mode);
}

export function extendsTwice(): never {
  throw new Fault(TemplateRuntimeError, "TEMPLATES_RUNTIME", "The template extends two templates.");
}

export function requiredBlock(name: string): never {
  throw new Fault(
    TemplateRuntimeError,
    "TEMPLATES_RUNTIME",
    `The required block "${name}" is not filled.`,
    `Define it in the template that extends this one: {% block ${name} %}…{% endblock %}.`,
  );
}

/** Renders the block of the parent. */
export function superBlock(state: RenderState, context: Context, name: string, depth: number): Rendered {
  const fn = state.blocks[name]?.[depth + 1];
  return fn === undefined ? failUndefined() : fn(state, context, depth + 1);
}

/** A block as a value: `super`, `self.title`. */
class BlockReference extends CallableObject {
  readonly #state: RenderState;
  readonly #context: Context;
  readonly #name: string;
  readonly #depth: number;

  constructor(state: RenderState, context: Context, name: string, depth: number) {
    super();
    this.#state = state;
    this.#context = context;
    this.#name = name;
    this.#depth = depth;
  }

  override attribute(name: string): unknown {
    if (name === "super") return findBlock(this.#state, this.#context, this.#name, this.#depth + 1);
    return name === "name" ? this.#name : undefined;
  }

  override invoke(_state: RenderState, escapes: boolean): unknown {
    const fn = this.#state.blocks[this.#name]![this.#depth]!;
    const result = fn(this.#state, this.#context, this.#depth);
    const isStream = typeof result !== "string" && !(result instanceof Promise);
    return markResult(isStream ? collect(result) : result, escapes);
  }
}

function findBlock(state: RenderState, context: Context, name: string, depth: number): BlockReference | undefined {
  return state.blocks[name]?.[depth] === undefined ? undefined : new BlockReference(state, context, name, depth);
}

/** The value of `super` without brackets. */
export function superOf(state: RenderState, context: Context, name: string, depth: number): BlockReference | undefined {
  return findBlock(state, context, name, depth + 1);
}

class SelfReference extends TemplateObject {
  readonly #state: RenderState;
  readonly #context: Context;

  constructor(state: RenderState, context: Context) {
    super();
    this.#state = state;
    this.#context = context;
  }

  override attribute(name: string): unknown {
    return findBlock(this.#state, this.#context, name, 0);
  }
}

/** The value of `self`: the blocks of the template. */
export function selfOf(state: RenderState, context: Context): TemplateObject {
  return new SelfReference(state, context);
}

/** What a template exports to importers. */
export class Module extends TemplateObject {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;

  constructor(name: string, context: Context) {
    super();
    this.name = name;
    const exports: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const key of context.exported) exports[key] = context.data[key];
    this.exports = exports;
  }

  override attribute(name: string): unknown {
    return this.exports[name];
  }
}

const modules = new WeakMap<RuntimeTemplate, Map<string, { generation: number; module: Module | Promise<Module> }>>();

/** Runs a template for what it exports; without a context the result is kept. */
export function importModule(
  state: RenderState,
  unit: PlacedUnit,
  name: unknown,
  context: Context | null,
): Module | Promise<Module> {
  const { session } = state;
  const { engine } = session;
  const template = engine.resolve(name, unit.name);
  const mode = session.mode === "sync" ? "sync" : "async";
  if (context !== null || engine.isLimited || state.globals !== template.globals)
    return runModule(
      template,
      { ...session, mode },
      context ?? new Context(Object.create(null) as Record<string, unknown>),
      state.globals,
    );
  let known = modules.get(template);
  if (known === undefined) modules.set(template, (known = new Map()));
  const entry = known.get(mode);
  if (entry !== undefined && entry.generation === engine.generation) return entry.module;
  const own = new Context(Object.create(null) as Record<string, unknown>);
  const module = runModule(template, startSession(engine, mode), own);
  known.set(mode, { generation: engine.generation, module });
  if (module instanceof Promise) module.catch(() => known.delete(mode));
  return module;
}

/** Runs the top level of a template and gathers its exports. */
export function runModule(
  template: RuntimeTemplate,
  session: RenderSession,
  context: Context,
  globals: Readonly<Record<string, unknown>> = template.globals,
): Module | Promise<Module> {
  const result = template.functions(session.mode).root(new RenderState(session, template, globals), context);
  if (typeof result === "string") return new Module(template.name, context);
  return (result as Promise<string>).then(() => new Module(template.name, context));
}

// --- translations -------------------------------------------------------------------------------------------------------

/** How `{% trans %}` finds its functions and prints values. */
export interface TranslationSettings {
  find(state: RenderState, context: Context, name: string): unknown;
  text(value: unknown): string;
}

type AnyFunction = (...args: unknown[]) => unknown;

/** Makes the helper of `{% trans %}`. */
export function makeTranslate(settings: TranslationSettings) {
  return function translate(
    state: RenderState,
    context: Context,
    escapes: boolean,
    message: string | null,
    singular: string,
    plural: string | null,
    count: string | null,
    values: Readonly<Record<string, unknown>>,
  ): string | Promise<string> {
    const name = `${plural === null ? "" : "n"}${message === null ? "" : "p"}gettext`;
    const fn = settings.find(state, context, name);
    const number = count === null ? 0 : Number(values[count]);
    const args = [...(message === null ? [] : [message]), singular, ...(plural === null ? [] : [plural, number])];
    const standard = plural === null || number === 1 ? singular : plural;
    const found = typeof fn === "function" ? (fn as AnyFunction)(...args) : standard;
    const fill = (text: unknown): string => fillPlaces(String(text ?? standard), values, escapes, settings.text);
    return found instanceof Promise ? found.then(fill) : fill(found);
  };
}

function fillPlaces(
  text: string,
  values: Readonly<Record<string, unknown>>,
  escapes: boolean,
  print: (value: unknown) => string,
): string {
  return text.replace(/%%|%\(([^)]*)\)s/g, (whole, name?: string) => {
    if (name === undefined) return "%";
    if (!(name in values)) return whole;
    const value = values[name];
    return value instanceof Safe || !escapes ? print(value) : escapeText(print(value));
  });
}

// --- extensions ---------------------------------------------------------------------------------------------------------

type Bodies = Readonly<Record<string, () => string | Promise<string>>>;

/** Makes the helper that runs the functions of extensions. */
export function makeRunTag(callObject: (state: RenderState, context: Context, escapes: boolean) => TemplateCall) {
  return function runTag(
    state: RenderState,
    context: Context,
    escapes: boolean,
    unit: PlacedUnit,
    extension: string,
    method: string,
    id: string,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
    bodies: Bodies,
  ): unknown {
    const { session } = state;
    const run = session.engine.extension(extension)?.run?.[method];
    if (run === undefined) failType(`The extension "${extension}" has no function "${method}" to run.`);
    const call: TagCall = Object.assign(Object.create(callObject(state, context, escapes)) as TemplateCall, {
      args,
      kwargs,
      body: (name: string) => {
        const body = bodies[name];
        if (body === undefined) failType(`The tag has no body "${name}".`);
        return body!();
      },
      hasBody: (name: string) => name in bodies,
      withOptions: <T>(options: Partial<TemplateOptions>, render: () => T): T =>
        withOptions(session, { ...call.options, ...options }, render),
      variables: () => namesOf(context),
      memory: remember(session, `${unit.name}\u0000${id}`),
      shared: remember(session, `\u0000${extension}`),
    });
    return run!(call);
  };
}

function namesOf(context: Context): Readonly<Record<string, unknown>> {
  const names: Record<string, unknown> = {};
  for (const name in context.data) names[name] = context.data[name];
  return names;
}

// Options hold until the work is done, also where it has to be awaited.
function withOptions<T>(session: RenderSession, options: TemplateOptions, render: () => T): T {
  const outer = session.options;
  session.options = options;
  const restore = (): void => {
    session.options = outer;
  };
  let result: T;
  try {
    result = render();
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore) as T;
  restore();
  return result;
}

function remember(session: RenderSession, key: string): Record<string, unknown> {
  let memory = session.memory.get(key);
  if (memory === undefined) session.memory.set(key, (memory = {}));
  return memory;
}
