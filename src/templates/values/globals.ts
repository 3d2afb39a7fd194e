// Defines the global functions of every engine: range, dict, namespace, cycler, joiner and lipsum.
import { escapeHtml, type Safe, safe } from "#kernel";
import { defineGlobal, type GlobalDefinition, type TemplateCall } from "../definitions.ts";
import { loremParagraph, randomBetween } from "../format/lorem.ts";
import { isPlain } from "./python-spelling.ts";

/**
 * An object whose attributes `{% set ns.name = value %}` may change, so that a loop can hand a value out of itself.
 *
 * Attributes are own properties. Names that begin with an underscore, and `constructor`, are never made.
 */
export class Namespace {
  [name: string]: unknown;
}

/** The globals that every engine has. */
export const builtinGlobals: Readonly<Record<string, GlobalDefinition>> = {
  cycler: defineGlobal(cycler, { call: true, rest: true }),
  dict: defineGlobal(dict, { call: true, rest: true, keywords: true }),
  joiner: defineGlobal(joiner, { params: ["sep"] }),
  lipsum: defineGlobal(lipsum, { call: true, params: ["n", "html", "min", "max"] }),
  namespace: defineGlobal(namespace, { call: true, rest: true, keywords: true }),
  range: defineGlobal(range, { call: true, rest: true }),
};

function range(call: TemplateCall, ...args: readonly unknown[]): number[] {
  if (args.length === 0 || args.length > 3)
    throw call.error("range takes one to three numbers.", "Write range(10) or range(1, 11).");
  const numbers = args.map((arg) => {
    const number = typeof arg === "bigint" || (typeof arg === "object" && arg !== null) ? Number(arg) : arg;
    if (typeof number === "number" && Number.isInteger(number)) return number;
    throw call.error(`range takes whole numbers, not ${call.text(arg) || "nothing"}.`, "Write range(value|int).");
  });
  const [start, stop] = numbers.length === 1 ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!];
  const step = numbers[2] ?? 1;
  if (step === 0) throw call.error("The step of range must not be zero.");
  const length = Math.max(0, Math.ceil((stop - start) / step));
  const limit = call.options.maxRange;
  if (length > limit)
    throw call.error(
      `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${limit}).`,
      "Raise the engine's option maxRange if the template is trusted.",
    );
  return Array.from({ length }, (_, i) => start + i * step);
}

function dict(call: TemplateCall, ...args: readonly unknown[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const source of args) for (const [key, value] of pairsOf(call, source, "dict")) setOwn(made, key, value);
  return made;
}

function namespace(call: TemplateCall, ...args: readonly unknown[]): Namespace {
  const made = new Namespace();
  for (const source of args)
    for (const [key, value] of pairsOf(call, source, "namespace")) {
      const name = call.text(key);
      if (name.startsWith("_") || name === "constructor")
        throw call.error(`namespace cannot have an attribute named "${name}".`);
      setOwn(made, name, value);
    }
  return made;
}

function pairsOf(call: TemplateCall, source: unknown, name: string): Iterable<readonly [unknown, unknown]> {
  if (source instanceof Map) return source;
  if (isPlain(source) || source instanceof Namespace) return Object.entries(source);
  const pairs = typeof source === "object" && source !== null ? call.items(source) : [undefined];
  if (pairs.every((pair) => Array.isArray(pair) && pair.length === 2))
    return pairs as readonly (readonly [unknown, unknown])[];
  throw call.error(`${name} takes a mapping or a list of pairs.`, `Write ${name}(a=1) or ${name}([["a", 1]]).`);
}

function setOwn(target: object, key: unknown, value: unknown): void {
  Object.defineProperty(target, String(key), { value, writable: true, enumerable: true, configurable: true });
}

/** What `cycler` makes: values in turn, again and again. */
export interface Cycler {
  readonly current: unknown;
  next(): unknown;
  reset(): void;
}

function cycler(call: TemplateCall, ...items: readonly unknown[]): Cycler {
  if (items.length === 0) throw call.error("cycler needs at least one value.", "Write cycler('odd', 'even').");
  let position = 0;
  return {
    get current() {
      return items[position];
    },
    next() {
      const item = items[position];
      position = (position + 1) % items.length;
      return item;
    },
    reset() {
      position = 0;
    },
  };
}

function joiner(separator: unknown = ", "): () => unknown {
  let isUsed = false;
  return function join() {
    if (isUsed) return separator;
    isUsed = true;
    return "";
  };
}

function lipsum(call: TemplateCall, ...args: readonly unknown[]): string | Safe {
  const [count = 5, html = true, min = 20, max = 100] = args;
  const [paragraphs, least, most] = [Number(count), Number(min), Number(max)];
  if (!(paragraphs * most <= call.options.maxRange))
    throw call.error(`lipsum would make up to ${paragraphs * most} words; the limit is ${call.options.maxRange}.`);
  const texts = Array.from({ length: paragraphs }, () =>
    loremParagraph(randomBetween(least, Math.max(most, least + 1))),
  );
  return html ? safe(texts.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")) : texts.join("\n\n");
}
