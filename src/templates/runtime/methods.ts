// Lists the methods of texts, lists, mappings, numbers and dates that templates may call, in Python's and JavaScript's names.
import { Safe } from "#kernel";
import { toFixed } from "../format/round.ts";
import { splitLines } from "../format/split-lines.ts";
import { compareValues, valuesEqual } from "../values/compare-values.ts";
import { isPlain, PythonFloat, tuple } from "../values/python-spelling.ts";
import { describeType } from "./describe-type.ts";
import { failLimit, failRefused, failType, failValue } from "./faults.ts";
import { formatText } from "./format-text.ts";
import { textMethods } from "./text-methods.ts";

/** What methods need of the engine. */
export interface MethodEnvironment {
  readonly pythonSpelling: boolean;
  /** Refuses methods that change a list or mapping. */
  readonly immutable: boolean;
  readonly maxLength: number;
  text(value: unknown): string;
  quote(value: unknown): string;
  attribute(value: unknown, name: unknown): unknown;
}

/** A method: its object, arguments, environment and keyword arguments. */
export type Method = (
  self: never,
  args: readonly unknown[],
  environment: MethodEnvironment,
  keywords: Readonly<Record<string, unknown>>,
) => unknown;

type AnyMethod = (
  self: unknown,
  args: readonly unknown[],
  environment: MethodEnvironment,
  keywords: Readonly<Record<string, unknown>>,
) => unknown;

/** Finds a method that templates may call on a value. */
export function findMethod(value: unknown, name: string): AnyMethod | undefined {
  const table = findTable(value);
  return table !== undefined && Object.hasOwn(table, name) ? (table[name] as AnyMethod) : undefined;
}

function findTable(value: unknown): Readonly<Record<string, Method>> | undefined {
  if (typeof value === "string" || value instanceof Safe) return stringMethods;
  if (typeof value === "number" || typeof value === "bigint" || value instanceof PythonFloat) return numberMethods;
  if (Array.isArray(value)) return listMethods;
  if (value instanceof Map || isPlain(value)) return mappingMethods;
  if (value instanceof Set) return setMethods;
  return value instanceof Date ? dateMethods : undefined;
}

function format(
  self: string | Safe,
  args: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
  environment: MethodEnvironment,
): unknown {
  const text = formatText(self.toString(), args, keywords, { ...environment, isHtml: self instanceof Safe });
  return self instanceof Safe ? new Safe(text) : text;
}

const stringMethods: Readonly<Record<string, Method>> = {
  ...textMethods,
  format: (self: string | Safe, args, environment, keywords) => format(self, args, keywords, environment),
  format_map: (self: string | Safe, [values], environment) => format(self, [], toRecord(values), environment),
  splitlines: (self: string | Safe, [keepEnds]) => {
    const lines = splitLines(self.toString());
    return keepEnds === true ? self.toString().split(/(?<=\n)/) : lines;
  },
};

const numberMethods: Readonly<Record<string, Method>> = {
  is_integer: (self: number | PythonFloat) => Number.isInteger(Number(self)),
  toFixed: (self: number | PythonFloat, [digits]) => toFixed(Number(self), toCount(digits, 100)),
  toPrecision: (self: number | PythonFloat, [digits]) => Number(self).toPrecision(Math.max(1, toCount(digits, 100))),
};

function changing(method: Method): Method {
  return (self, args, environment, keywords) => {
    if (environment.immutable)
      failRefused(`Changing ${describeType(self)} is refused.`, "Build a new value instead, such as list + [item].");
    return method(self, args, environment, keywords);
  };
}

function position(list: readonly unknown[], item: unknown): number {
  const at = list.findIndex((other) => valuesEqual(other, item));
  return at < 0 ? failValue("The value is not in the list.") : at;
}

const listMethods: Readonly<Record<string, Method>> = {
  append: changing((self: unknown[], [item]) => add(self, [item])),
  extend: changing((self: unknown[], [items]) => add(self, toList(items))),
  insert: changing((self: unknown[], [at, item]) => {
    self.splice(Number(at), 0, item);
    return null;
  }),
  pop: changing((self: unknown[], [at]) => {
    if (self.length === 0) failValue("Cannot take an item from an empty list.");
    return self.splice(at === undefined ? -1 : Number(at), 1)[0];
  }),
  remove: changing((self: unknown[], [item]) => {
    self.splice(position(self, item), 1);
    return null;
  }),
  clear: changing((self: unknown[]) => {
    self.length = 0;
    return null;
  }),
  reverse: changing((self: unknown[]) => {
    self.reverse();
    return null;
  }),
  sort: changing((self: unknown[], _, __, { reverse }) => {
    const direction = reverse ? -1 : 1;
    self.sort((a, b) => direction * (compareValues(a, b) ?? failType("The items have no order.")));
    return null;
  }),
  push: changing((self: unknown[], args) => {
    add(self, args);
    return self.length;
  }),
  copy: (self: unknown[]) => [...self],
  count: (self: unknown[], [item]) => self.filter((other) => valuesEqual(other, item)).length,
  index: (self: unknown[], [item]) => position(self, item),
  indexOf: (self: unknown[], [item]) => self.findIndex((other) => valuesEqual(other, item)),
  includes: (self: unknown[], [item]) => self.some((other) => valuesEqual(other, item)),
  at: (self: unknown[], [at]) => self.at(Number(at)),
  slice: (self: unknown[], [from, to]) => self.slice(optional(from), optional(to)),
  concat: (self: unknown[], args) => [...self, ...args.flatMap((arg) => (Array.isArray(arg) ? arg : [arg]))],
  join: (self: unknown[], [separator], environment) =>
    self.map((item) => environment.text(item)).join(separator === undefined ? "," : environment.text(separator)),
};

function add(list: unknown[], items: readonly unknown[]): null {
  if (list.length + items.length > 10_000_000) failLimit("The list became too long.");
  for (const item of items) list.push(item);
  return null;
}

type Mapping = Map<unknown, unknown> | Record<string, unknown>;

function entries(self: Mapping): [unknown, unknown][] {
  return self instanceof Map ? [...self] : Object.entries(self);
}

function has(self: Mapping, key: unknown): boolean {
  return self instanceof Map ? self.has(key) : Object.hasOwn(self, String(key));
}

function put(self: Mapping, key: unknown, value: unknown): void {
  if (self instanceof Map) self.set(key, value);
  else Object.defineProperty(self, String(key), { value, writable: true, enumerable: true, configurable: true });
}

function read(self: Mapping, key: unknown): unknown {
  if (!has(self, key)) return undefined;
  return self instanceof Map ? self.get(key) : self[String(key)];
}

function remove(self: Mapping, key: unknown): void {
  if (self instanceof Map) self.delete(key);
  else if (Object.hasOwn(self, String(key))) delete self[String(key)];
}

const mappingMethods: Readonly<Record<string, Method>> = {
  items: (self: Mapping, _, { pythonSpelling }) =>
    pythonSpelling ? entries(self).map((entry) => tuple(...entry)) : entries(self),
  entries: (self: Mapping) => entries(self),
  keys: (self: Mapping) => entries(self).map(([key]) => key),
  values: (self: Mapping) => entries(self).map(([, value]) => value),
  get: (self: Mapping, [key, standard]) => read(self, key) ?? (standard === undefined ? null : standard),
  has: (self: Mapping, [key]) => has(self, key),
  copy: (self: Mapping) => (self instanceof Map ? new Map(self) : { ...self }),
  update: changing((self: Mapping, [other], _, keywords) => {
    for (const [key, value] of [...entries(toRecord(other)), ...Object.entries(keywords)]) put(self, key, value);
    return null;
  }),
  set: changing((self: Mapping, [key, value]) => {
    put(self, key, value);
    return null;
  }),
  setdefault: changing((self: Mapping, [key, value]) => {
    if (!has(self, key)) put(self, key, value ?? null);
    return read(self, key);
  }),
  clear: changing((self: Mapping) => {
    for (const [key] of entries(self)) remove(self, key);
    return null;
  }),
  popitem: changing((self: Mapping) => {
    const last = entries(self).at(-1) ?? failValue("Cannot take a pair from an empty mapping.");
    remove(self, last[0]);
    return tuple(...last);
  }),
  pop: changing((self: Mapping, [key, standard]) => {
    const value = read(self, key) ?? standard ?? null;
    remove(self, key);
    return value;
  }),
};

const setMethods: Readonly<Record<string, Method>> = {
  has: (self: Set<unknown>, [item]) => self.has(item),
  values: (self: Set<unknown>) => [...self],
  add: changing((self: Set<unknown>, [item]) => {
    self.add(item);
    return null;
  }),
};

const dateParts = [
  "getTime",
  "getFullYear",
  "getMonth",
  "getDate",
  "getDay",
  "getHours",
  "getMinutes",
  "getSeconds",
  "getMilliseconds",
  "getUTCFullYear",
  "getUTCMonth",
  "getUTCDate",
  "getUTCDay",
  "getUTCHours",
  "getUTCMinutes",
  "getUTCSeconds",
  "toISOString",
] as const;

const dateMethods: Readonly<Record<string, Method>> = {
  ...Object.fromEntries(dateParts.map((name) => [name, (self: Date) => self[name]()])),
  isoformat: (self: Date) => self.toISOString(),
};

function optional(value: unknown): number | undefined {
  return value === undefined || value === null ? undefined : Number(value);
}

function toCount(value: unknown, most: number): number {
  const count = value === undefined ? 0 : Number(value);
  if (!Number.isInteger(count) || count < 0 || count > most) failValue(`Expected a whole number from 0 to ${most}.`);
  return count;
}

function toList(value: unknown): readonly unknown[] {
  if (typeof value === "string") return Array.from(value);
  if (typeof value === "object" && value !== null && Symbol.iterator in value) return [...(value as Iterable<unknown>)];
  return failType(`${describeType(value)} is not iterable.`);
}

function toRecord(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (value instanceof Map) return Object.fromEntries(value) as Record<string, unknown>;
  return isPlain(value) ? value : failType(`Expected a mapping, not ${describeType(value)}.`);
}
