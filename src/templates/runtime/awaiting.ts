// Tells values that have to be awaited from others.
import { NeedsAwait } from "./faults.ts";

/** Whether a value is a promise or another thing to await. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

/** Passes a value that is there; refuses one that has to be awaited. */
export function now<T>(value: T): T {
  if (typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function")
    throw new NeedsAwait();
  return value;
}

/** As {@link now}, for places that hand on thenables such as query sets. */
export function noPromise<T>(value: T): T {
  if (value instanceof Promise) throw new NeedsAwait();
  return value;
}

/** Whether a value has to be awaited before `name` can be read from it: a query set has attributes of its own. */
export function awaitsFor(value: unknown, name: string | null): boolean {
  if (value instanceof Promise) return true;
  return isThenable(value) && (name === null || (value as unknown as Record<string, unknown>)[name] === undefined);
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
