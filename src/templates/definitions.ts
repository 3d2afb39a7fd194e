// Describes filters, tests and globals as data: a function, and how a template's arguments reach it.

/** Settings of an engine that filters, tests and globals may read. */
export interface TemplateOptions {
  /** True when values print as Python spells them: `True`, `None`, `[1, 'a']`, `1.0`. */
  readonly pythonSpelling: boolean;
  /** Jinja's policies by name, such as `urlize.rel` or `json.dumps_kwargs`, and own ones. */
  readonly policies: Readonly<Record<string, unknown>>;
  /** The clock that `now`, `timesince` and their kind read. */
  readonly now: () => Date;
  /** IANA name of the zone in which dates print, such as `Europe/Berlin`. */
  readonly timezone: string;
  /** BCP 47 name of the language in which numbers and dates print, such as `en` or `de-CH`. */
  readonly locale: string;
  /** The longest sequence that `range` and repeating filters may make. */
  readonly maxRange: number;
  /** The longest text, in UTF-16 units, that one filter or one render may make. */
  readonly maxOutputLength: number;
}

/** What of the engine a filter, test or global may see. */
export interface EngineView {
  readonly options: TemplateOptions;
  hasFilter(name: string): boolean;
  hasTest(name: string): boolean;
}

/** What a filter, test or global gets about the place of its call. It asks for it with `call: true`. */
export interface TemplateCall {
  /** Whether `{{ }}` escapes at this place. */
  readonly autoescape: boolean;
  readonly engine: EngineView;
  readonly options: TemplateOptions;
  /** Reads a variable of the render's context; undefined when there is none. */
  lookup(name: string): unknown;
  /** Applies another filter by name. */
  filter(
    name: string,
    value: unknown,
    args?: readonly unknown[],
    kwargs?: Readonly<Record<string, unknown>> | undefined,
  ): unknown;
  /** Applies a test by name. */
  test(name: string, value: unknown, args?: readonly unknown[]): boolean;
  /** Reads `value.name` or `value[name]` as `{{ value.name }}` does, with the sandbox's refusals. */
  attribute(value: unknown, name: unknown): unknown;
  /** Calls a function value as `{{ fn(…) }}` does, with the sandbox's refusals. */
  call(fn: unknown, args: readonly unknown[]): unknown;
  /** The text that `{{ value }}` prints, before escaping. */
  text(value: unknown): string;
  /** Iterates over a value as `{% for %}` does: arrays, strings by character, keys of mappings, iterables. */
  items(value: unknown): readonly unknown[];
  /** Whether `value` is the engine's undefined, or null's sibling `undefined`. Strict undefined values do not throw here. */
  isUndefined(value: unknown): boolean;
  /** Makes a TemplateRuntimeError with the place of this call, to be thrown. */
  error(message: string, cure?: string): Error;
  /** Makes an UndefinedError with the place of this call, to be thrown. */
  undefinedError(message: string, cure?: string): Error;
}

/** How a template's arguments become those of a function. */
export interface CallShape {
  /** Names of the parameters after the value, so that `f(width=3)` reaches its place. */
  readonly params?: readonly string[] | undefined;
  /** True when arguments beyond `params` are handed on. */
  readonly rest?: boolean | undefined;
  /** True when keyword arguments that are not in `params` arrive as one object, the last argument. */
  readonly keywords?: boolean | undefined;
  /** True when the function gets a {@link TemplateCall} as its first argument. */
  readonly call?: boolean | undefined;
  /** True when it returns a promise; the template is then rendered by the awaiting variant. */
  readonly async?: boolean | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: argument types are the author's own and are checked where the function is written.
type AnyFunction = (...args: any[]) => unknown;

/** A filter: `{{ value|name(args) }}` calls `fn(value, ...args)`. */
export interface FilterDefinition extends CallShape {
  readonly fn: AnyFunction;
}

/** A test: `{% if value is name(args) %}` calls `fn(value, ...args)`. */
export interface TestDefinition extends CallShape {
  readonly fn: AnyFunction;
}

/** A global function: `{{ name(args) }}` calls `fn(...args)`. */
export interface GlobalDefinition extends CallShape {
  readonly fn: AnyFunction;
}

const definitions = new WeakSet<object>();

/**
 * Describes a filter with named arguments, or one that reads its call's place.
 *
 * @example
 * ```ts
 * import { defineFilter, Templates } from "demijohn/templates";
 * const repeat = defineFilter((value: unknown, times = 2) => String(value).repeat(times), { params: ["times"] });
 * console.log(await new Templates({ filters: { repeat } }).renderString("{{ 'ab'|repeat(times=3) }}", {})); // ababab
 * ```
 */
export function defineFilter(fn: AnyFunction, shape: CallShape = {}): FilterDefinition {
  return define(fn, shape);
}

/** Describes a test; see {@link defineFilter}. */
export function defineTest(fn: AnyFunction, shape: CallShape = {}): TestDefinition {
  return define(fn, shape);
}

/** Describes a global function; see {@link defineFilter}. */
export function defineGlobal(fn: AnyFunction, shape: CallShape = {}): GlobalDefinition {
  return define(fn, shape);
}

/** Whether a value was made by `defineFilter`, `defineTest` or `defineGlobal`. */
export function isDefinition(value: unknown): value is FilterDefinition {
  return typeof value === "object" && value !== null && definitions.has(value);
}

function define(fn: AnyFunction, shape: CallShape): FilterDefinition {
  const definition = Object.freeze({ ...shape, fn });
  definitions.add(definition);
  return definition;
}
