// Lets a filter that works on a list take any sequence: one that must be awaited makes the result a promise.
import type { TemplateCall } from "../definitions.ts";
import { isThenable } from "../runtime/awaiting.ts";

type ItemsFilter = (call: TemplateCall, items: readonly unknown[], ...args: unknown[]) => unknown;

/** Wraps a filter of a list, so that it takes whatever `{% for %}` takes, async iterables included. */
export function overItems(filter: ItemsFilter): (call: TemplateCall, value: unknown, ...args: unknown[]) => unknown {
  return (call, value, ...args) =>
    isAsyncIterable(value)
      ? later(async () => filter(call, await collect(call, value), ...args))
      : filter(call, Array.isArray(value) ? value : call.items(value), ...args);
}

/** A promise whose work begins when somebody waits for it: an engine that cannot wait leaves the sequence as it is. */
export function later(work: () => Promise<unknown>): PromiseLike<unknown> {
  let started: Promise<unknown> | undefined;
  return {
    // biome-ignore lint/suspicious/noThenProperty: being awaited is what it is for.
    then(onFulfilled, onRejected) {
      started ??= work();
      return started.then(onFulfilled, onRejected);
    },
  };
}

/** Whether a value must be awaited item by item. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value && !(Symbol.iterator in value);
}

async function collect(call: TemplateCall, source: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of source) {
    items.push(item);
    if (items.length > call.options.maxRange)
      throw call.error(
        `A sequence has more than ${call.options.maxRange} items.`,
        "Slice it before it reaches the template.",
      );
  }
  return items;
}

/** Waits for all results if any of them is a promise; else gives them as they are. */
export function allResults<T>(results: readonly T[]): readonly T[] | Promise<readonly Awaited<T>[]> {
  return results.some(isThenable) ? Promise.all(results) : results;
}
