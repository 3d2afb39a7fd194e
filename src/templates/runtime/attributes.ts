// Reads attributes and items of values for templates, and refuses all that leads out of the sandbox.
import { Safe } from "#kernel";
import { Namespace } from "../values/globals.ts";
import { isPlain, PythonFloat } from "../values/python-spelling.ts";
import { awaitsFor, isThenable } from "./awaiting.ts";
import { describeType } from "./describe-type.ts";
import { failRefused, failType, failUndefined, failValue, NeedsAwait } from "./faults.ts";
import { findMethod, type MethodEnvironment } from "./methods.ts";
import { isRefusedName } from "./names.ts";

/** Objects of the run time that say themselves what templates may read. */
export abstract class TemplateObject {
  /** The attribute of this name, or undefined. */
  abstract attribute(name: string): unknown;
}

const marker: unique symbol = Symbol.for("demijohn.templateCallable") as never;

/**
 * Marks a method as one that templates may call.
 *
 * Methods of classes cannot be called in templates, unless they are marked, or named in the class's `static templateCallable`.
 *
 * @example
 * ```ts
 * import { Templates, templateCallable } from "demijohn/templates";
 * class User {
 *   getName() { return "Ada"; }
 * }
 * templateCallable(User.prototype.getName);
 * console.log(await new Templates().renderString("{{ user.getName() }}", { user: new User() })); // Ada
 * ```
 */
export function templateCallable<F extends (...args: never[]) => unknown>(method: F): F {
  Object.defineProperty(method, marker, { value: true });
  return method;
}

/** Whether a function may be called that was read from an object under a name. */
export function isCallable(owner: object, name: string, fn: Function): boolean {
  if (Object.prototype.propertyIsEnumerable.call(owner, name)) return true;
  const marked = fn as { [marker]?: boolean; templateCallable?: unknown };
  if (marked[marker] === true || marked.templateCallable === true) return true;
  const kind: unknown = (owner as { constructor?: unknown }).constructor;
  const names: unknown =
    typeof kind === "function" ? (kind as { templateCallable?: unknown }).templateCallable : undefined;
  return Array.isArray(names) && names.includes(name);
}

/** How attributes are read. */
export interface AttributeSettings extends MethodEnvironment {
  /** Attributes of undefined values are undefined instead of an error. */
  readonly chainable: boolean;
}

/** The helpers that read attributes and items. */
export interface Attributes {
  get(value: unknown, name: string, place?: number): unknown;
  getOptional(value: unknown, name: string, place?: number): unknown;
  item(value: unknown, key: unknown, place?: number): unknown;
  itemOptional(value: unknown, key: unknown, place?: number): unknown;
  slice(value: unknown, start: unknown, stop: unknown, step: unknown, place?: number): unknown;
  sliceOptional(value: unknown, start: unknown, stop: unknown, step: unknown, place?: number): unknown;
  refuse(value: unknown, name: string): never;
  setNamespace(object: unknown, name: string, value: unknown): void;
}

/** Makes the helpers of one engine. */
export function makeAttributes(settings: AttributeSettings): Attributes {
  const missing = (): undefined => (settings.chainable ? undefined : failUndefined());

  function get(value: unknown, name: string): unknown {
    if (value === undefined) return missing();
    if (value === null) return undefined;
    if (isRefusedName(name)) refuse(value, name);
    if (typeof value !== "object") return typeof value === "function" ? undefined : getPrimitive(value, name);
    const own = getOwn(value, name);
    if (own !== undefined) return own;
    if (awaitsFor(value, name)) throw new NeedsAwait();
    const method = findMethod(value, name);
    return method === undefined ? undefined : (...args: unknown[]) => method(value, args, settings, {});
  }

  function getPrimitive(value: unknown, name: string): unknown {
    if (typeof value === "string" && name === "length") return value.length;
    const method = findMethod(value, name);
    return method === undefined ? undefined : (...args: unknown[]) => method(value, args, settings, {});
  }

  function item(value: unknown, key: unknown): unknown {
    if (value === undefined) return missing();
    if (isThenable(value)) throw new NeedsAwait();
    if (value === null || key === undefined) return undefined;
    if (typeof key === "number" || key instanceof PythonFloat) {
      const index = Number(key);
      if (typeof value === "string") return characterAt(value, index);
      if (Array.isArray(value) || ArrayBuffer.isView(value))
        return (value as unknown as readonly unknown[])[
          index < 0 ? (value as unknown as { length: number }).length + index : index
        ];
      if (value instanceof Safe) return characterAt(value.toString(), index);
      if (value instanceof Map && value.has(index)) return value.get(index);
    }
    if (value instanceof Map) return value.get(key) ?? value.get(String(key));
    if (typeof key === "object" && !(key instanceof Safe)) return undefined;
    if (typeof key === "symbol" || typeof key === "function") return refuse(value, describeType(key));
    return get(value, String(key));
  }

  function slice(value: unknown, start: unknown, stop: unknown, step: unknown): unknown {
    if (value === undefined) return missing();
    if (isThenable(value)) throw new NeedsAwait();
    if (value === null) return failType("none cannot be sliced.");
    if (typeof value === "string") return sliceList(Array.from(value), start, stop, step).join("");
    if (value instanceof Safe) return new Safe(sliceList(Array.from(value.toString()), start, stop, step).join(""));
    if (Array.isArray(value)) return sliceList(value, start, stop, step);
    if (typeof value === "object" && Symbol.iterator in value)
      return sliceList([...(value as Iterable<unknown>)], start, stop, step);
    return failType(`${describeType(value)} cannot be sliced.`);
  }

  return {
    get,
    getOptional: (value, name) => (value === undefined || value === null ? undefined : get(value, name)),
    item,
    itemOptional: (value, key) => (value === undefined || value === null ? undefined : item(value, key)),
    slice,
    sliceOptional: (value, start, stop, step) =>
      value === undefined || value === null ? undefined : slice(value, start, stop, step),
    refuse,
    setNamespace,
  };
}

function refuse(value: unknown, name: string): never {
  return failRefused(
    `Access to attribute "${name}" of ${describeType(value)} is unsafe.`,
    "Templates never read names that start with an underscore or lead to code. Pass the value under another name.",
  );
}

function getOwn(value: object, name: string): unknown {
  if (value instanceof TemplateObject) return value.attribute(name);
  if (value instanceof Safe) return name === "length" ? value.length : undefined;
  if (value instanceof Map) return value.has(name) ? value.get(name) : name === "size" ? value.size : undefined;
  if (name === "stack" && value instanceof Error) return undefined;
  const found = (value as Record<string, unknown>)[name];
  if (found === undefined) return undefined;
  if (typeof found === "function") {
    if (!isCallable(value, name, found)) return undefined;
    return Object.prototype.propertyIsEnumerable.call(value, name) ? found : found.bind(value);
  }
  // What every object has from its prototype is no attribute of a mapping.
  return name in Object.prototype && !Object.hasOwn(value, name) ? undefined : found;
}

function setNamespace(object: unknown, name: string, value: unknown): void {
  if (object === undefined) failUndefined();
  if (!(object instanceof Namespace))
    failType(
      "Cannot assign an attribute on a non-namespace object.",
      "Make one: {% set ns = namespace(found=false) %}.",
    );
  if (isRefusedName(name)) refuse(object, name);
  object[name] = value;
}

/** The character at an index, counted in characters as Python does. */
function characterAt(text: string, index: number): string | undefined {
  const isPlainText = !/[\ud800-\udbff]/.test(text);
  const characters = isPlainText ? text : Array.from(text);
  return characters[index < 0 ? characters.length + index : index];
}

function sliceList<T>(list: readonly T[], start: unknown, stop: unknown, step: unknown): T[] {
  const stride = step === null || step === undefined ? 1 : toIndex(step);
  if (stride === 0) failValue("The step of a slice must not be zero.");
  const { length } = list;
  const clamp = (bound: unknown, standard: number): number => {
    if (bound === null || bound === undefined) return standard;
    const index = toIndex(bound);
    const least = stride < 0 ? -1 : 0;
    const most = stride < 0 ? length - 1 : length;
    return Math.min(Math.max(index < 0 ? index + length : index, least), most);
  };
  const from = clamp(start, stride < 0 ? length - 1 : 0);
  const to = clamp(stop, stride < 0 ? -1 : length);
  if (stride === 1) return list.slice(from, to);
  const out: T[] = [];
  for (let i = from; stride < 0 ? i > to : i < to; i += stride) out.push(list[i]!);
  return out;
}

function toIndex(value: unknown): number {
  const number = typeof value === "boolean" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number)) return number;
  if (value instanceof PythonFloat || typeof value !== "number")
    return failType(`The bounds of a slice are whole numbers, not ${describeType(value)}.`);
  return failType(`The bounds of a slice are whole numbers, not ${value}.`);
}

/** Whether a value is a mapping whose entries templates may list. */
export function isMapping(value: unknown): value is Map<unknown, unknown> | Record<string, unknown> {
  return value instanceof Map || value instanceof Namespace || isPlain(value);
}
