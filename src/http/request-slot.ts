// Lets rooms keep something of their own on a request, out of the sight of handlers.
import { findSlots, makeSlots, type Request } from "./request.ts";

let count = 0;

/**
 * A place for one value on every request. It is made when a module is loaded, and there are as many as modules make.
 *
 * A map by request does the same, and costs the collector of memory more than all that is kept.
 */
export class RequestSlot<Value> {
  readonly #index: number = count++;

  /** What is kept for a request; undefined where nothing is. */
  find(request: Request): Value | undefined {
    return findSlots(request)?.[this.#index] as Value | undefined;
  }

  /** Keeps a value until the request is forgotten. */
  keep(request: Request, value: Value): void {
    makeSlots(request, count)[this.#index] = value;
  }
}
