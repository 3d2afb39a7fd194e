// Keeps one value for the current request reachable from anything it calls, through AsyncLocalStorage.
import type { AsyncLocalStorage } from "node:async_hooks";

/** A value that is set for the length of a call and all that it awaits. */
export interface ContextVariable<T> {
  /** Runs `call` with `value` as the current one. */
  run<R>(value: T, call: () => R): R;
  /** The current value, or undefined outside of any `run`. */
  find(): T | undefined;
}

/** Makes a context variable; the platform's storage is created at its first `run`, so that an unused one costs nothing. */
export function createContext<T>(): ContextVariable<T> {
  let storage: AsyncLocalStorage<T> | undefined;
  return {
    run(value, call) {
      storage ??= new (process.getBuiltinModule("node:async_hooks").AsyncLocalStorage)<T>();
      return storage.run(value, call);
    },
    find() {
      return storage?.getStore();
    },
  };
}
