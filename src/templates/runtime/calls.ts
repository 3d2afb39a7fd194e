// Calls functions, macros and definitions for templates, with arguments bound by name, and refuses dangerous ones.
import { Safe } from "#kernel";
import type { CallShape, FilterDefinition, TemplateCall } from "../definitions.ts";
import { UndefinedError } from "../errors.ts";
import { isPlain } from "../values/python-spelling.ts";
import { type AttributeSettings, type Attributes, isCallable, TemplateObject } from "./attributes.ts";
import { isThenable } from "./awaiting.ts";
import type { Context, RenderState } from "./context.ts";
import { describeType } from "./describe-type.ts";
import { Fault, failRefused, failType, NeedsAwait } from "./faults.ts";
import { findMethod } from "./methods.ts";
import { isRefusedName } from "./names.ts";

type Keywords = Readonly<Record<string, unknown>>;
type AnyFunction = (...args: unknown[]) => unknown;

/** How a function of the run time wants to be called; kept on the function itself. */
interface Callable {
  invoke(
    state: RenderState,
    context: Context,
    escapes: boolean,
    args: readonly unknown[],
    keywords: Keywords | null,
  ): unknown;
}

const callable: unique symbol = Symbol("callable");

/** Objects that templates call: a loop, a block. */
export abstract class CallableObject extends TemplateObject {
  abstract invoke(state: RenderState, escapes: boolean, args: readonly unknown[]): unknown;
}

// Functions that make or run code, or reach prototypes: refused even when an application passes them.
const dangerous: ReadonlySet<unknown> = new Set<unknown>([
  Function,
  // biome-ignore lint/security/noGlobalEval: refused, not used.
  eval,
  Proxy,
  Function.prototype.call,
  Function.prototype.apply,
  Function.prototype.bind,
  (async () => {}).constructor,
  function* () {}.constructor,
  async function* () {}.constructor,
  globalThis.setTimeout,
  globalThis.setInterval,
  globalThis.setImmediate,
  globalThis.queueMicrotask,
  ...ownFunctions(Object),
  ...ownFunctions(Reflect),
]);

function ownFunctions(holder: object): unknown[] {
  return [
    holder,
    ...Object.getOwnPropertyNames(holder).map((name) => (holder as Record<string, unknown>)[name]),
  ].filter((value) => typeof value === "function");
}

/** The helpers that call. */
export interface Calls {
  call(
    state: RenderState,
    context: Context,
    escapes: boolean,
    fn: unknown,
    args: readonly unknown[],
    keywords: Keywords | null,
    place?: number,
  ): unknown;
  callMethod(
    state: RenderState,
    context: Context,
    escapes: boolean,
    object: unknown,
    name: string,
    args: readonly unknown[],
    keywords: Keywords | null,
    place?: number,
  ): unknown;
  /** As callMethod, of an object that may be missing. */
  callMethodOptional: Calls["callMethod"];
}

/** Makes the helpers of one engine. */
export function makeCalls(settings: AttributeSettings, attributes: Attributes): Calls {
  function call(
    state: RenderState,
    context: Context,
    escapes: boolean,
    fn: unknown,
    args: readonly unknown[],
    keywords: Keywords | null,
  ): unknown {
    if (typeof fn === "function") {
      const own = (fn as { [callable]?: Callable })[callable];
      if (own !== undefined) return own.invoke(state, context, escapes, args, keywords);
      return callHost(state, fn as AnyFunction, undefined, args, keywords);
    }
    if (fn instanceof CallableObject) return fn.invoke(state, escapes, args);
    if (fn === undefined) throw new Fault(UndefinedError, "TEMPLATES_UNDEFINED", undefined);
    if (isThenable(fn)) throw new NeedsAwait();
    return failType(`"\u0000" is ${describeType(fn)}, which cannot be called.`);
  }

  function callMethod(
    state: RenderState,
    context: Context,
    escapes: boolean,
    object: unknown,
    name: string,
    args: readonly unknown[],
    keywords: Keywords | null,
  ): unknown {
    if (isRefusedName(name)) attributes.refuse(object, name);
    if (object === undefined) {
      if (settings.chainable) return undefined;
      throw new Fault(UndefinedError, "TEMPLATES_UNDEFINED", undefined);
    }
    if (typeof object === "object" && object !== null) {
      const own =
        object instanceof TemplateObject
          ? object.attribute(name)
          : object instanceof Map
            ? object.get(name)
            : (object as Record<string, unknown>)[name];
      if (typeof own === "function" && isOwnFunction(object, name, own)) {
        if ((own as { [callable]?: Callable })[callable] === undefined)
          return callHost(state, own as AnyFunction, object, args, keywords);
        return call(state, context, escapes, own, args, keywords);
      }
      if (own instanceof CallableObject) return call(state, context, escapes, own, args, keywords);
      const method = findMethod(object, name);
      if (method !== undefined) return method(object, args, settings, keywords ?? {});
      if (isThenable(object)) throw new NeedsAwait();
      if (typeof own === "function")
        return failRefused(
          `The method "${name}" of ${describeType(object)} is not marked as callable in templates.`,
          `Mark it: templateCallable(${Object.getPrototypeOf(object)?.constructor?.name ?? "Class"}.prototype.${name}), or pass its result.`,
        );
      if (own !== undefined) return failType(`"\u0000" is ${describeType(own)}, which cannot be called.`);
    } else if (object !== null && typeof object !== "function") {
      const method = findMethod(object, name);
      if (method !== undefined) return method(object, args, settings, keywords ?? {});
    }
    throw new Fault(
      UndefinedError,
      "TEMPLATES_UNDEFINED",
      `${describeType(object).replace(/^./, (c) => c.toUpperCase())} has no method "${name}".`,
    );
  }

  const callMethodOptional: Calls["callMethod"] = (state, context, escapes, object, name, args, keywords) =>
    object === undefined || object === null
      ? undefined
      : callMethod(state, context, escapes, object, name, args, keywords);

  return { call, callMethod, callMethodOptional };
}

function isOwnFunction(object: object, name: string, fn: Function): boolean {
  if (object instanceof TemplateObject || object instanceof Map) return true;
  return isCallable(object, name, fn) && !(name in Object.prototype && !Object.hasOwn(object, name));
}

// Functions that were looked at before: reading a function's text is slow.
const harmless = new WeakSet<AnyFunction>();

function checkFunction(fn: AnyFunction): void {
  if (dangerous.has(fn)) failRefused(`Calling ${fn.name || "this function"} is refused.`);
  if (/^class[\s{]/.test(Function.prototype.toString.call(fn)))
    failRefused(`The class ${fn.name} cannot be called in templates.`);
  harmless.add(fn);
}

/** Calls a function of the application; the calls of a synchronous attempt are kept for the awaiting one. */
function callHost(
  state: RenderState,
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
  keywords: Keywords | null,
): unknown {
  if (!harmless.has(fn)) checkFunction(fn);
  return logged(state, fn, () => fn.apply(self, keywords === null ? [...args] : [...args, { ...keywords }]));
}

function logged(state: RenderState, fn: unknown, run: () => unknown): unknown {
  const { session } = state;
  const { replay } = session;
  if (replay !== undefined) {
    const entry = replay[session.replayed];
    if (entry !== undefined && entry.fn === fn) {
      session.replayed++;
      return entry.result;
    }
    session.replay = undefined;
  }
  const result = run();
  session.log?.push({ fn, result });
  return result;
}

// --- definitions --------------------------------------------------------------------------------------------------------

/** Binds a template's arguments to the order that a definition's function asks for. */
export function bindArguments(
  name: string,
  shape: CallShape,
  first: readonly unknown[],
  args: readonly unknown[],
  keywords: Keywords | null,
): unknown[] {
  const { params } = shape;
  const given = keywords ?? {};
  if (params === undefined && shape.rest !== true && shape.keywords !== true)
    return keywords === null ? [...first, ...args] : [...first, ...args, { ...given }];
  const names = params ?? [];
  const bound: unknown[] = args.slice(0, names.length);
  const extra: Record<string, unknown> = {};
  for (const key of Object.keys(given)) {
    const at = names.indexOf(key);
    if (at >= 0) {
      if (at < args.length) failType(`"${name}" got two values for "${key}".`);
      while (bound.length < at) bound.push(undefined);
      bound[at] = given[key];
    } else if (shape.keywords === true)
      Object.defineProperty(extra, key, { value: given[key], enumerable: true, writable: true, configurable: true });
    else
      failType(
        `"${name}" takes no argument "${key}".`,
        names.length === 0 ? undefined : `It takes ${names.join(", ")}.`,
      );
  }
  const beyond = args.slice(names.length);
  if (beyond.length > 0 && shape.rest !== true)
    failType(
      `"${name}" takes ${names.length} arguments at most, not ${args.length}.`,
      names.length === 0 ? undefined : `They are ${names.join(", ")}.`,
    );
  if (beyond.length > 0 || shape.keywords === true) while (bound.length < names.length) bound.push(undefined);
  bound.push(...beyond);
  if (shape.keywords === true) bound.push(extra);
  return [...first, ...bound];
}

/** Makes a function of a global's definition, which calls in templates see through. */
export function makeGlobal(
  name: string,
  definition: FilterDefinition,
  callObject: (state: RenderState, context: Context, escapes: boolean) => TemplateCall,
): AnyFunction {
  const fn = definition.fn as AnyFunction;
  // A new function, as the same definition may serve several engines.
  const global: AnyFunction = { [name]: (...args: unknown[]) => fn(...args) }[name]!;
  return setCallable(global, {
    invoke: (state, context, escapes, args, keywords) => {
      const first = definition.call === true ? [callObject(state, context, escapes)] : [];
      const bound = bindArguments(name, definition, first, args, keywords);
      return logged(state, fn, () => fn(...bound));
    },
  });
}

function setCallable(fn: AnyFunction, how: Callable): AnyFunction {
  Object.defineProperty(fn, callable, { value: how });
  return fn;
}

// --- macros -------------------------------------------------------------------------------------------------------------

/** Makes the value of a macro: a function that can also be called outside of templates. */
export function macro(
  name: string,
  params: readonly string[],
  catchesRest: boolean,
  catchesKeywords: boolean,
  usesCaller: boolean,
  run: AnyFunction,
): AnyFunction {
  const bind = (args: readonly unknown[], keywords: Keywords | null): unknown[] => {
    const bound: unknown[] = args.slice(0, params.length);
    while (bound.length < params.length) bound.push(undefined);
    const extra: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    let caller: unknown;
    for (const key of Object.keys(keywords ?? {})) {
      const at = params.indexOf(key);
      const value = keywords![key];
      if (at >= 0) {
        if (at < args.length) failType(`The macro "${name}" got two values for "${key}".`);
        bound[at] = value;
      } else if (key === "caller" && usesCaller) caller = value;
      else if (catchesKeywords) extra[key] = value;
      else if (key === "caller")
        failType(
          `The macro "${name}" was called with a call block but does not use it.`,
          `Print {{ caller() }} in the macro "${name}".`,
        );
      else
        failType(
          `The macro "${name}" takes no keyword argument "${key}".`,
          params.length === 0 ? undefined : `It takes ${params.join(", ")}.`,
        );
    }
    if (args.length > params.length && !catchesRest)
      failType(`The macro "${name}" takes not more than ${params.length} argument(s).`);
    return [...bound, args.slice(params.length), extra, caller];
  };
  const value: AnyFunction = { [name]: (...args: unknown[]) => run(...bind(args, null)) }[name]!;
  Object.assign(value, { arguments_: params });
  return setCallable(value, {
    invoke: (_state, _context, escapes, args, keywords) => markResult(run(...bind(args, keywords)), escapes),
  });
}

/** Marks text that a macro or block made as HTML, where escaping is on. */
export function markResult(result: unknown, escapes: boolean): unknown {
  if (!escapes) return result;
  if (typeof result === "string") return new Safe(result);
  return (result as Promise<string>).then((text) => new Safe(text));
}

/** Merges `**keywords` with the named arguments of a call. */
export function mergeKeywords(own: Keywords, more: unknown): Keywords {
  if (more === undefined || more === null) return own;
  const entries: Iterable<readonly [unknown, unknown]> =
    more instanceof Map
      ? more
      : isPlain(more)
        ? Object.entries(more)
        : failType(`** needs a mapping, not ${describeType(more)}.`);
  const merged: Record<string, unknown> = Object.assign(Object.create(null), own) as Record<string, unknown>;
  for (const [key, value] of entries) {
    if (Object.hasOwn(own, String(key))) failType(`The argument "${String(key)}" is given twice.`);
    merged[String(key)] = value;
  }
  return merged;
}
