// Defines Jinja's filters about any value: default, attr, string and pprint.
import { Safe } from "#kernel";
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import { prettyPython } from "../format/pretty-python.ts";
import { isTrue } from "../values/compare-values.ts";
import { printJson } from "../values/print-value.ts";
import { textOf } from "./text-of.ts";

const orDefault = defineFilter(defaultTo, { call: true, params: ["default_value", "boolean"] });

/** Jinja's filters about any value. */
export const valueFilters: Readonly<Record<string, FilterDefinition>> = {
  attr: defineFilter(attribute, { call: true, params: ["name"] }),
  d: orDefault,
  default: orDefault,
  pprint: defineFilter(prettyPrint, { call: true, params: [] }),
  string: defineFilter(string, { call: true, params: [] }),
};

function attribute(call: TemplateCall, value: unknown, name: unknown): unknown {
  return call.attribute(value, name instanceof Safe ? name.toString() : name);
}

function defaultTo(call: TemplateCall, value: unknown, fallback: unknown, boolean: unknown): unknown {
  const isMissing = call.isUndefined(value) || (boolean && !isTrue(value));
  return isMissing ? (fallback === undefined ? "" : fallback) : value;
}

function string(call: TemplateCall, value: unknown): string | Safe {
  return value instanceof Safe ? value : textOf(call, value);
}

function prettyPrint(call: TemplateCall, value: unknown): string {
  if (call.options.pythonSpelling) return prettyPython(value);
  if (typeof value === "string" || value instanceof Safe) return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return value === null ? "null" : textOf(call, value) || "undefined";
  const line = printJson(value);
  return line.length <= 80 ? line : printJson(value, 2);
}
