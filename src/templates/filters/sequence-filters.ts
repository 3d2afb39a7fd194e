// Defines Jinja's filters over sequences and mappings: batch, slice, sort, group, join, first, last, sum and their kind.
import { escapeHtml, Safe, safe } from "#kernel";
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import { compareValues, identityKey, valuesEqual } from "../values/compare-values.ts";
import { isPlain, PythonFloat, pythonFloat, type Tuple, tuple } from "../values/python-spelling.ts";
import { type AttributeReader, attributeReader, attributeReaders, ignoreCase } from "./attribute-path.ts";
import { isAsyncIterable, later, overItems } from "./over-items.ts";
import { checkCount, countCharacters, textOf, wholeNumber } from "./text-of.ts";

const length = defineFilter(count, { call: true, params: [] });

/** Jinja's filters over sequences. */
export const sequenceFilters: Readonly<Record<string, FilterDefinition>> = {
  batch: defineFilter(overItems(batch), { call: true, params: ["linecount", "fill_with"] }),
  count: length,
  dictsort: defineFilter(dictSort, { call: true, params: ["case_sensitive", "by", "reverse"] }),
  first: defineFilter(first, { call: true, params: [] }),
  groupby: defineFilter(overItems(groupBy), { call: true, params: ["attribute", "default", "case_sensitive"] }),
  items: defineFilter(items, { call: true, params: [] }),
  join: defineFilter(overItems(join), { call: true, params: ["d", "attribute"] }),
  last: defineFilter(overItems(last), { call: true, params: [] }),
  length,
  list: defineFilter(overItems(list), { call: true, params: [] }),
  max: defineFilter(overItems(max), { call: true, params: ["case_sensitive", "attribute"] }),
  min: defineFilter(overItems(min), { call: true, params: ["case_sensitive", "attribute"] }),
  random: defineFilter(overItems(random), { call: true, params: [] }),
  reverse: defineFilter(reverse, { call: true, params: [] }),
  slice: defineFilter(overItems(slice), { call: true, params: ["slices", "fill_with"] }),
  sort: defineFilter(overItems(sort), { call: true, params: ["reverse", "case_sensitive", "attribute"] }),
  sum: defineFilter(overItems(sum), { call: true, params: ["attribute", "start"] }),
  unique: defineFilter(overItems(unique), { call: true, params: ["case_sensitive", "attribute"] }),
};

function list(_call: TemplateCall, items: readonly unknown[]): unknown[] {
  return [...items];
}

function count(call: TemplateCall, value: unknown): unknown {
  if (typeof value === "string" || value instanceof Safe) return countCharacters(value.toString());
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map || value instanceof Set) return value.size;
  if (isAsyncIterable(value)) return countLater(call, value);
  return call.items(value).length;
}

function first(call: TemplateCall, value: unknown): unknown {
  if (isAsyncIterable(value)) return later(() => firstLater(value));
  return Array.isArray(value) ? value[0] : call.items(value)[0];
}

async function firstLater(source: AsyncIterable<unknown>): Promise<unknown> {
  for await (const item of source) return item;
  return undefined;
}

const countLater = overItems((_call, items) => items.length);

function last(_call: TemplateCall, items: readonly unknown[]): unknown {
  return items.at(-1);
}

function random(_call: TemplateCall, items: readonly unknown[]): unknown {
  return items[Math.floor(Math.random() * items.length)];
}

const reverseLater = overItems((_call, items) => items.toReversed());

function reverse(call: TemplateCall, value: unknown): unknown {
  if (typeof value === "string") return Array.from(value).reverse().join("");
  if (value instanceof Safe) return safe(Array.from(value.toString()).reverse().join(""));
  return reverseLater(call, value);
}

function batch(call: TemplateCall, items: readonly unknown[], size: unknown, fill: unknown): unknown[][] {
  const columns = wholeNumber(call, size, Number.NaN, "The size of batch");
  if (!(columns > 0))
    throw call.error("batch needs the number of items in a batch, at least 1.", "Write items|batch(3).");
  const batches: unknown[][] = [];
  for (let i = 0; i < items.length; i += columns) batches.push(items.slice(i, i + columns));
  const tail = batches.at(-1);
  if (tail !== undefined && fill !== undefined && fill !== null) {
    checkCount(call, columns, "batch");
    while (tail.length < columns) tail.push(fill);
  }
  return batches;
}

function slice(call: TemplateCall, items: readonly unknown[], slices: unknown, fill: unknown): unknown[][] {
  const columns = wholeNumber(call, slices, Number.NaN, "The number of slices");
  if (!(columns > 0))
    throw call.error(
      "slice needs the number of slices, at least 1.",
      "Write items|slice(3), or items[:3] for the first three.",
    );
  checkCount(call, columns, "slice");
  const size = Math.floor(items.length / columns);
  const longer = items.length % columns;
  const made: unknown[][] = [];
  for (let i = 0, start = 0; i < columns; i++) {
    const end = start + size + (i < longer ? 1 : 0);
    const part = items.slice(start, end);
    if (fill !== undefined && fill !== null && i >= longer) part.push(fill);
    made.push(part);
    start = end;
  }
  return made;
}

function items(call: TemplateCall, value: unknown): Tuple[] {
  if (value instanceof Map) return Array.from(value, ([key, item]) => tuple<unknown>(key, item));
  if (isPlain(value)) return Object.entries(value).map(([key, item]) => tuple<unknown>(key, item));
  if (value === undefined || call.isUndefined(value)) return call.items(value).map((item) => tuple(item));
  throw call.error("Can only get item pairs from a mapping.", "Write mapping|items with an object or a Map.");
}

interface Keyed {
  readonly item: unknown;
  readonly keys: readonly unknown[];
}

function sortBy(
  call: TemplateCall,
  items: readonly unknown[],
  readers: readonly AttributeReader[],
  isReversed: boolean,
): unknown[] {
  const keyed = items.map((item): Keyed => ({ item, keys: readers.map((read) => read(item)) }));
  keyed.sort((a, b) => {
    for (let i = 0; i < a.keys.length; i++) {
      const order = compareOrThrow(call, a.keys[i], b.keys[i]);
      if (order !== 0) return isReversed ? -order : order;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}

function compareOrThrow(call: TemplateCall, a: unknown, b: unknown): number {
  const order = compareValues(a, b);
  if (order !== undefined) return order;
  throw call.error(
    `These have no order and cannot be sorted or compared: ${describe(call, a)} and ${describe(call, b)}.`,
    "Give items without a value one first, for example with map(attribute='x', default=0).",
  );
}

function describe(call: TemplateCall, value: unknown): string {
  if (call.isUndefined(value)) return "an undefined value";
  if (value === null) return "null";
  return `the ${typeof value} ${JSON.stringify(call.text(value).slice(0, 40))}`;
}

function withCase(reader: AttributeReader, caseSensitive: unknown): AttributeReader {
  return caseSensitive ? reader : (item) => ignoreCase(reader(item));
}

function sort(call: TemplateCall, items: readonly unknown[], ...args: readonly unknown[]): unknown[] {
  const [isReversed, caseSensitive, attribute] = args;
  const readers = attributeReaders(call, attribute).map((reader) => withCase(reader, caseSensitive));
  return sortBy(call, items, readers, Boolean(isReversed));
}

function dictSort(call: TemplateCall, value: unknown, ...args: readonly unknown[]): unknown[] {
  const [caseSensitive, by, isReversed] = args;
  const place = by === undefined || by === "key" ? 0 : by === "value" ? 1 : undefined;
  if (place === undefined)
    throw call.error('You can only sort by either "key" or "value"', "Write mapping|dictsort(by='value').");
  const read = withCase((pair) => (pair as Tuple)[place], caseSensitive);
  return sortBy(call, items(call, value), [read], Boolean(isReversed));
}

function unique(call: TemplateCall, items: readonly unknown[], caseSensitive: unknown, attribute: unknown): unknown[] {
  const read = withCase(attributeReader(call, attribute), caseSensitive);
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const key = identityKey(read(item));
    return !seen.has(key) && seen.add(key);
  });
}

function min(call: TemplateCall, items: readonly unknown[], caseSensitive: unknown, attribute: unknown): unknown {
  return extreme(call, items, withCase(attributeReader(call, attribute), caseSensitive), -1);
}

function max(call: TemplateCall, items: readonly unknown[], caseSensitive: unknown, attribute: unknown): unknown {
  return extreme(call, items, withCase(attributeReader(call, attribute), caseSensitive), 1);
}

function extreme(call: TemplateCall, items: readonly unknown[], read: AttributeReader, direction: 1 | -1): unknown {
  let best: unknown = items[0];
  let bestKey = items.length > 0 ? read(best) : undefined;
  for (let i = 1; i < items.length; i++) {
    const key = read(items[i]);
    if (compareOrThrow(call, key, bestKey) * direction > 0) {
      best = items[i];
      bestKey = key;
    }
  }
  return best;
}

/** A group of `groupby`: a pair that also answers to `group.grouper` and `group.list`. */
function group(grouper: unknown, members: readonly unknown[]): Tuple {
  return Object.defineProperties(tuple<unknown>(grouper, members), {
    grouper: { value: grouper },
    list: { value: members },
  });
}

function groupBy(call: TemplateCall, items: readonly unknown[], ...args: readonly unknown[]): Tuple[] {
  const [attribute, fallback, caseSensitive] = args;
  if (attribute === undefined)
    throw call.error("groupby needs the attribute to group by.", "Write items|groupby('city').");
  const read = attributeReader(call, attribute, fallback);
  const readKey = withCase(read, caseSensitive);
  const groups: { key: unknown; members: unknown[] }[] = [];
  for (const item of sortBy(call, items, [readKey], false)) {
    const key = readKey(item);
    const current = groups.at(-1);
    if (current !== undefined && valuesEqual(current.key, key)) current.members.push(item);
    else groups.push({ key, members: [item] });
  }
  return groups.map(({ members }) => group(read(members[0]), members));
}

function join(call: TemplateCall, items: readonly unknown[], separator: unknown, attribute: unknown): string | Safe {
  const between = separator === undefined ? "" : separator;
  const read = attributeReader(call, attribute);
  const parts = attribute === undefined || attribute === null ? items : items.map(read);
  if (!call.autoescape) return parts.map((part) => textOf(call, part)).join(textOf(call, between));
  const isHtml = between instanceof Safe || parts.some((part) => part instanceof Safe);
  if (!isHtml) return parts.map((part) => textOf(call, part)).join(textOf(call, between));
  const html = (part: unknown) => escapeHtml(part instanceof Safe ? part : textOf(call, part));
  return safe(parts.map(html).join(html(between)));
}

function sum(call: TemplateCall, items: readonly unknown[], attribute: unknown, start: unknown): unknown {
  const values = items.map(attributeReader(call, attribute));
  if (start !== undefined) values.unshift(start);
  let total: number | bigint = 0;
  let isFloat = false;
  for (const value of values) {
    const amount = value instanceof PythonFloat ? value.valueOf() : typeof value === "boolean" ? Number(value) : value;
    if (typeof amount !== "number" && typeof amount !== "bigint")
      throw call.error(
        `sum takes numbers, not ${describe(call, value)}.`,
        "Write items|map('float')|sum, or sum(attribute='price').",
      );
    isFloat ||= value instanceof PythonFloat || (typeof amount === "number" && !Number.isInteger(amount));
    total = add(total, amount);
  }
  return isFloat && typeof total === "number" && call.options.pythonSpelling ? pythonFloat(total) : total;
}

function add(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (Number.isInteger(Number(a)) && Number.isInteger(Number(b))) return BigInt(a) + BigInt(b);
  return Number(a) + Number(b);
}
