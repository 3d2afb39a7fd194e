// Gathers the helpers that compiled code calls, made for the options of one engine.
import { findHtml, Safe } from "#kernel";
import type { EngineView, FilterDefinition, TemplateCall, TemplateOptions } from "../definitions.ts";
import { TemplateRuntimeError, UndefinedError } from "../errors.ts";
import { isTrue } from "../values/compare-values.ts";
import { printValue } from "../values/print-value.ts";
import { printPython, pythonFloat, reprPython, tuple } from "../values/python-spelling.ts";
import { type AttributeSettings, makeAttributes } from "./attributes.ts";
import { awaitsFor, isThenable, noPromise, now } from "./awaiting.ts";
import { bindArguments, macro, makeCalls, makeGlobal, markResult, mergeKeywords } from "./calls.ts";
import {
  collect,
  extend,
  extendsTwice,
  importModule,
  include,
  makeRunTag,
  makeTranslate,
  requiredBlock,
  selfOf,
  superBlock,
  superOf,
} from "./composition.ts";
import { Context, type RenderState, step } from "./context.ts";
import { escapeText } from "./escape-text.ts";
import { Fault, failUndefined, NeedsAwait, type PlacedUnit, placeError } from "./faults.ts";
import { items, itemsLater, Loop, listItems, source, spread, unpack } from "./loops.ts";
import { makeOperators } from "./operators.ts";

/** What the helpers are made from. */
export interface HelperSettings {
  readonly engine: EngineView;
  readonly options: TemplateOptions;
  readonly chainable: boolean;
  readonly immutable: boolean;
  findFilter(name: string): FilterDefinition | undefined;
  findTest(name: string): FilterDefinition | undefined;
}

type AnyFunction = (...args: unknown[]) => unknown;

/** The helpers by name. */
export type Helpers = Readonly<Record<string, unknown>> & {
  readonly callObject: (state: RenderState, context: Context, escapes: boolean) => TemplateCall;
  readonly text: (value: unknown) => string;
  readonly makeGlobal: (name: string, definition: FilterDefinition) => unknown;
};

/** Makes the helpers of one engine. */
export function makeHelpers(settings: HelperSettings): Helpers {
  const { options } = settings;
  const print = options.pythonSpelling ? printPython : printValue;

  function textSlow(value: unknown): string {
    if (value === undefined) return "";
    if (typeof value === "function")
      throw new Fault(
        TemplateRuntimeError,
        "TEMPLATES_PRINTED_FUNCTION",
        `"\u0000" is a function; did you forget ()?`,
        "Call it: {{ \u0000() }}.",
      );
    if (isThenable(value)) throw new NeedsAwait();
    return print(value);
  }

  const text = (value: unknown): string => {
    if (typeof value === "string") return value;
    return typeof value === "number" && !options.pythonSpelling ? `${value}` : textSlow(value);
  };

  const escape = (value: unknown): string => {
    if (typeof value === "string") return escapeText(value);
    if (typeof value === "number" && !options.pythonSpelling) return `${value}`;
    if (value instanceof Safe) return value.toString();
    return findHtml(value)?.toString() ?? escapeText(textSlow(value));
  };

  const environment: AttributeSettings = {
    pythonSpelling: options.pythonSpelling,
    immutable: settings.immutable,
    chainable: settings.chainable,
    maxLength: options.maxOutputLength,
    text,
    quote: options.pythonSpelling
      ? reprPython
      : (value) => (typeof value === "string" ? JSON.stringify(value) : text(value)),
    attribute: (value, name) => attributes.item(value, name),
  };
  const attributes = makeAttributes(environment);
  const calls = makeCalls(environment, attributes);

  const find = (state: RenderState, context: Context, name: string): unknown => {
    const own = name in Object.prototype ? readOwn(context.data, name) : context.data[name];
    return own === undefined ? state.globals[name] : own;
  };

  const applyFound = (
    found: FilterDefinition | undefined,
    name: string,
    call: TemplateCall,
    value: unknown,
    args: readonly unknown[],
    keywords: Readonly<Record<string, unknown>> | undefined,
  ): unknown => {
    if (found === undefined) return unknown("filter", name);
    const first = found.call === true ? [call, value] : [value];
    return (found.fn as AnyFunction)(...bindArguments(name, found, first, args, keywords ?? null));
  };

  function callObject(state: RenderState, context: Context, escapes: boolean): TemplateCall {
    const call: TemplateCall = {
      autoescape: escapes,
      engine: settings.engine,
      get options() {
        return state.session.options ?? options;
      },
      lookup: (name) => find(state, context, name),
      filter: (name, value, args = [], kwargs) =>
        applyFound(settings.findFilter(name), name, call, value, args, kwargs),
      test: (name, value, args = []) => {
        const found = settings.findTest(name);
        if (found === undefined) unknown("test", name);
        return truth(applyFound(found, name, call, value, args, undefined));
      },
      attribute: (value, name) => attributes.item(value, name),
      call: (fn, args) => calls.call(state, context, escapes, fn, args, null),
      text,
      items: listItems,
      isUndefined: (value) => value === undefined,
      error: (message, cure) => new Fault(TemplateRuntimeError, "TEMPLATES_VALUE", message, cure),
      undefinedError: (message, cure) => new Fault(UndefinedError, "TEMPLATES_UNDEFINED", message, cure),
    };
    return call;
  }

  return {
    ...makeOperatorsOf(settings, text, environment.quote),
    ...attributes,
    ...calls,
    awaitsFor,
    isThenable,
    noPromise,
    now,
    truth,
    text,
    escape,
    print: (value: unknown, escapes: boolean) => (escapes ? escape(value) : text(value)),
    safe: (value: string) => new Safe(value),
    mark: markResult,
    need: (value: unknown) => (value === undefined ? failUndefined() : value),
    debug,
    warn,
    tuple: (values: readonly unknown[]) => tuple(...values),
    mapping,
    float: pythonFloat,
    keywords: mergeKeywords,
    noKeywords: () => Object.create(null) as object,
    spread,
    unpack,
    items,
    itemsLater,
    source,
    loop: (list: readonly unknown[], depth: number, parent: Loop | undefined, recurse: undefined) =>
      new Loop(list, depth, parent, recurse),
    macro,
    context: (data: Record<string, unknown>) => new Context(data),
    readOwn: (state: RenderState, data: Record<string, unknown>, name: string) =>
      readOwn(data, name) ?? state.globals[name],
    include,
    collect,
    extend,
    extendsTwice,
    requiredBlock,
    superBlock,
    superOf,
    selfOf,
    importModule,
    step,
    unknown,
    callObject,
    makeGlobal: (name: string, definition: FilterDefinition) => makeGlobal(name, definition, callObject),
    translate: makeTranslate({ find, text }),
    runTag: makeRunTag(callObject),
    run: (fn: AnyFunction, args: readonly unknown[]) => fn(...args),
    apply: (
      state: RenderState,
      context: Context,
      escapes: boolean,
      definition: FilterDefinition,
      name: string,
      value: unknown,
      args: readonly unknown[],
      keywords: Readonly<Record<string, unknown>> | null,
    ) => applyFound(definition, name, callObject(state, context, escapes), value, args, keywords ?? undefined),
    define: (kind: "filter" | "test", name: string) => linked(settings, kind, name),
    link: (kind: "filter" | "test", name: string) => linked(settings, kind, name).fn,
    fail: placeError,
  } as unknown as Helpers;
}

function makeOperatorsOf(
  settings: HelperSettings,
  text: (value: unknown) => string,
  quote: (value: unknown) => string,
) {
  const { pythonSpelling, maxOutputLength } = settings.options;
  return makeOperators({ pythonSpelling, maxLength: maxOutputLength, text, quote });
}

function linked(settings: HelperSettings, kind: "filter" | "test", name: string): FilterDefinition {
  return (kind === "filter" ? settings.findFilter(name) : settings.findTest(name)) ?? unknown(kind, name);
}

function unknown(kind: "filter" | "test", name: string): never {
  throw new Fault(
    TemplateRuntimeError,
    kind === "filter" ? "TEMPLATES_UNKNOWN_FILTER" : "TEMPLATES_UNKNOWN_TEST",
    `No ${kind} named "${name}" found.`,
  );
}

function truth(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return Boolean(value);
  if (isThenable(value)) throw new NeedsAwait();
  return isTrue(value);
}

// Mappings with other keys than texts are Maps, since an object's keys are texts.
function mapping(entries: readonly (readonly [unknown, unknown])[]): unknown {
  const isPlainObject = entries.every(([key]) => typeof key === "string" || key instanceof Safe);
  if (!isPlainObject) return new Map(entries);
  return Object.fromEntries(entries.map(([key, value]) => [String(key), value]));
}

// Names that every object has are read only where somebody put them.
function readOwn(data: Record<string, unknown>, name: string): unknown {
  for (let holder: object | null = data; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
    if (holder === Object.prototype) return undefined;
    if (Object.hasOwn(holder, name)) return (holder as Record<string, unknown>)[name];
  }
  return undefined;
}

function debug(value: unknown, position: number, unit: PlacedUnit, owner: () => unknown, name: string | null): unknown {
  if (value !== undefined) return value;
  const described = /^"(.*)" is undefined\.$/s.exec(unit.positions[position]?.[1] ?? "")?.[1] ?? "";
  if (name === null) return `{{ ${described} }}`;
  const holder = owner();
  const kind =
    typeof holder === "number"
      ? Number.isInteger(holder)
        ? "int"
        : "float"
      : typeof holder === "string"
        ? "str"
        : Array.isArray(holder)
          ? "list"
          : "dict";
  return `{{ no such element: ${kind} object['${name}'] }}`;
}

function warn(state: RenderState, unit: PlacedUnit, value: unknown, position: number): unknown {
  if (value === undefined) state.session.engine.warn(unit, position);
  return value;
}
