// Finds the request that is being answered from anything its handler calls, without passing it along.

import type { Request } from "#http";
import { type ContextVariable, createContext, SetupError } from "#kernel";

/** Holds the current request of every app that keeps it: `new App({ asyncContext: true })`. */
export const currentContext: ContextVariable<Request> = createContext<Request>();

/**
 * The request that is being answered. It survives awaits, timers and queues that the handler started.
 * @throws SetupError outside of a request; pass the request along, or ask {@link findCurrentRequest}.
 */
export function currentRequest(): Request {
  const request = currentContext.find();
  if (request === undefined) {
    throw new SetupError("APP_NO_REQUEST", "currentRequest() was called while no request is being answered.", {
      cure: "Make the app with new App({ asyncContext: true }), and call it from what a handler, hook or middleware calls. Scripts have no request: pass what they need.",
    });
  }
  return request;
}

/** The request that is being answered, or undefined outside of one. */
export function findCurrentRequest(): Request | undefined {
  return currentContext.find();
}

/** `call` for later, as if the request were still being answered then; `call` itself where no current one is kept. */
export function keepingRequest<R>(call: () => R): () => R {
  const request = currentContext.find();
  return request === undefined ? call : () => currentContext.run(request, call);
}
