// Holds what one render works with: the context's names, and the state that templates of a render share.
import type { TemplateOptions } from "../definitions.ts";
import type { RuntimeEngine, RuntimeTemplate } from "./composition.ts";
import { failLimit } from "./faults.ts";

/** The names that a template can read, inside of those it was given. */
export class Context {
  /** Names and values; assignments go to an object of this template's own. */
  data: Record<string, unknown>;
  /** What was assigned at the top level, for importers. */
  readonly exported: string[] = [];
  #isOwn = false;

  constructor(data: Record<string, unknown>) {
    this.data = data;
  }

  /** Assigns a name at the top level of a template. */
  set(name: string, value: unknown): void {
    if (!this.#isOwn) {
      this.data = Object.create(this.data) as Record<string, unknown>;
      this.#isOwn = true;
    }
    Object.defineProperty(this.data, name, { value, writable: true, enumerable: true, configurable: true });
    if (!name.startsWith("_")) this.exported.push(name);
  }
}

/** A call of an application's function during the synchronous attempt, so that the awaiting one need not repeat it. */
export interface LoggedCall {
  readonly fn: unknown;
  readonly result: unknown;
}

/** What all templates of one render share. */
export interface RenderSession {
  readonly engine: RuntimeEngine;
  readonly mode: "sync" | "async" | "stream";
  steps: number;
  /** Calls that are recorded, or undefined. */
  log: LoggedCall[] | undefined;
  /** Calls of an earlier attempt and how many of them are used up. */
  replay: readonly LoggedCall[] | undefined;
  replayed: number;
  /** Options that a tag has changed for its body, such as the time zone. */
  options: TemplateOptions | undefined;
  /** Memory of tags by extension and place. */
  readonly memory: Map<string, Record<string, unknown>>;
}

/** A function of a compiled template: text, a promise of it, or chunks, as the mode says. */
export type Rendered = string | Promise<string> | AsyncGenerator<string, void>;
export type RootFunction = (state: RenderState, context: Context) => Rendered;
export type BlockFunction = (state: RenderState, context: Context, depth: number) => Rendered;

/** What one template and its parents share during a render. */
export class RenderState {
  readonly session: RenderSession;
  readonly globals: Readonly<Record<string, unknown>>;
  /** Blocks by name, from the child's to the farthest parent's. */
  blocks: Readonly<Record<string, readonly BlockFunction[]>>;
  /** The templates whose blocks are linked. */
  chain: readonly RuntimeTemplate[];

  constructor(
    session: RenderSession,
    template: RuntimeTemplate,
    globals: Readonly<Record<string, unknown>> = template.globals,
  ) {
    const linked = template.link(session.mode);
    this.session = session;
    this.globals = globals;
    this.blocks = linked.blocks;
    this.chain = linked.chain;
  }
}

/** Starts a render. */
export function startSession(engine: RuntimeEngine, mode: RenderSession["mode"]): RenderSession {
  return {
    engine,
    mode,
    steps: 0,
    log: undefined,
    replay: undefined,
    replayed: 0,
    options: undefined,
    memory: new Map(),
  };
}

/** Counts a step and the length of the output. */
export function step(state: RenderState, length: number): void {
  const { session } = state;
  const { maxSteps, maxOutputLength } = session.engine.limits;
  if (++session.steps > maxSteps) failLimit(`The template took more than ${maxSteps} rounds of loops and calls.`);
  if (length > maxOutputLength) failLimit(`The output passed the limit of ${maxOutputLength} characters.`);
}
