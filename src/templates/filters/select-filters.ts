// Defines Jinja's filters that apply a filter or a test to each item: map, select, reject and their attribute forms.

import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import { isThenable } from "../runtime/awaiting.ts";
import { isTrue } from "../values/compare-values.ts";
import { reprPython } from "../values/python-spelling.ts";
import { attributeReader } from "./attribute-path.ts";
import { allResults, overItems } from "./over-items.ts";
import { textOf } from "./text-of.ts";

const shape = { call: true, rest: true, keywords: true };

/** Jinja's filters that choose and change items. */
export const selectFilters: Readonly<Record<string, FilterDefinition>> = {
  map: defineFilter(overItems(map), shape),
  reject: defineFilter(overItems(choose(false, false)), shape),
  rejectattr: defineFilter(overItems(choose(true, false)), shape),
  select: defineFilter(overItems(choose(false, true)), shape),
  selectattr: defineFilter(overItems(choose(true, true)), shape),
};

type Keywords = Readonly<Record<string, unknown>>;

function map(call: TemplateCall, items: readonly unknown[], ...args: unknown[]): unknown {
  const kwargs = args.pop() as Keywords;
  if (args.length === 0 && "attribute" in kwargs) {
    const unexpected = Object.keys(kwargs).find((name) => name !== "attribute" && name !== "default");
    if (unexpected !== undefined)
      throw call.error(
        `Unexpected keyword argument ${reprPython(unexpected)}`,
        "map takes attribute= and default=, or a filter's name and its arguments.",
      );
    return allResults(items.map(attributeReader(call, kwargs["attribute"], kwargs["default"])));
  }
  if (args.length === 0)
    throw call.error("map requires a filter argument", "Write items|map('upper') or items|map(attribute='name').");
  const [name, ...rest] = args;
  const filter = textOf(call, name);
  return allResults(items.map((item) => call.filter(filter, item, rest, kwargs)));
}

function choose(byAttribute: boolean, wanted: boolean) {
  return (call: TemplateCall, items: readonly unknown[], ...args: unknown[]): unknown => {
    args.pop();
    if (byAttribute && args.length === 0)
      throw call.error("Missing parameter for attribute name", "Write items|selectattr('published').");
    const read = byAttribute ? attributeReader(call, args.shift()) : (item: unknown) => item;
    const [name, ...rest] = args;
    const test = name === undefined ? isTrue : testByName(call, textOf(call, name), rest);
    const verdicts = allResults(items.map((item) => test(read(item))));
    const keep = (results: readonly unknown[]) => items.filter((_, i) => Boolean(results[i]) === wanted);
    return isThenable(verdicts) ? verdicts.then(keep) : keep(verdicts as readonly unknown[]);
  };
}

function testByName(call: TemplateCall, name: string, args: readonly unknown[]): (value: unknown) => unknown {
  return (value) => call.test(name, value, args);
}
