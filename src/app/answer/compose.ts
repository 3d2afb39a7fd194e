// Composes a route's middleware, hooks and handler into one function, once, when the app is frozen.

import { type Request, Response } from "#http";
import { closersOf, lateResponseOf, noteLateResponse } from "#http/internals";
import { SetupError } from "#kernel";
import { keepingRequest } from "../current-request.ts";
import type { AfterHook, BeforeHook, Handler, Middleware, Next, TeardownHook } from "../declare/handler.ts";
import { toResponse } from "./reply.ts";

/** Answers one request; never throws and never rejects. */
export type Runner = (request: Request) => Response | Promise<Response>;

/** Makes a response of an error; the last resort, so it never fails itself. */
export type Rescue = (error: unknown, request: Request) => Response | Promise<Response>;

/** What is composed around a handler. */
export interface Layers {
  /** For error texts. */
  readonly routeName: string;
  readonly middleware: readonly Middleware[];
  readonly before: readonly BeforeHook[];
  /** In the order in which they run: innermost scope first. */
  readonly after: readonly AfterHook[];
  readonly teardown: readonly TeardownHook[];
  readonly rescue: Rescue;
}

// Invariant: every function here stays synchronous as long as what it calls does; a promise is only made where one came in.

/** Composes handler and layers; the result converts every reply and error into a response. */
export function compose(handler: Handler, layers: Layers): Runner {
  let run = composeCore(handler, layers);
  for (let i = layers.middleware.length - 1; i >= 0; i--) run = wrap(layers.middleware[i]!, run, layers);
  return layers.middleware.length === 0 ? run : withShortWay(run, layers);
}

// A middleware that answers by itself never reaches the core: what the request has asked for at its end, and the teardown
// hooks, are tied to its answer here. The hooks declared with after() lie inside the middleware and do not run.
function withShortWay(inner: Runner, { teardown, rescue }: Layers): Runner {
  const finish = (request: Request, response: Response): Response | Promise<Response> => {
    if (request.reachedCore) return response;
    if (teardown.length > 0) response.onClose(keepingRequest(() => runTeardown(request, teardown)));
    const own = request.takeResponseHooks();
    return own === undefined ? response : runAfter(request, response, own, rescue);
  };
  return (request) => {
    const response = inner(request);
    return response instanceof Response ? finish(request, response) : response.then((value) => finish(request, value));
  };
}

function wrap(middleware: Middleware, inner: Runner, layers: Layers): Runner {
  const finish = finishers.get(middleware);
  if (finish !== undefined) return withFinish(finish, inner, layers);
  const { routeName, rescue } = layers;
  return (request) => {
    let called = false;
    let given: Response | undefined;
    let coming: Promise<Response> | undefined;
    const next: Next = () => {
      if (called) throw calledTwice(middleware);
      called = true;
      const response = inner(request);
      if (response instanceof Response) given = response;
      else coming = response;
      return response;
    };
    // What came of next(), if that has come; a promise notes it before anybody who awaits goes on.
    const first = (): Response | undefined => (coming === undefined ? given : lateResponseOf(request));
    const rescued = (error: unknown): Response | Promise<Response> => {
      const response = rescue(error, request);
      return response instanceof Response
        ? passClosers(first(), response)
        : response.then((value) => passClosers(first(), value));
    };
    const settled = (value: unknown): Response | Promise<Response> => {
      try {
        return passClosers(first(), value instanceof Response ? value : toResponse(value, routeName));
      } catch (error) {
        return rescued(error);
      }
    };
    try {
      const result = middleware(request, next);
      // What next() gave never rejects: a middleware that hands it on adds no promise.
      if (coming !== undefined && result === coming) return coming;
      if (isThenable(result)) {
        return (result instanceof Promise ? result : Promise.resolve(result)).then(
          (value) => noted(request, settled(value)),
          (error) => noted(request, rescued(error)),
        );
      }
      return passClosers(first(), result instanceof Response ? result : toResponse(result, routeName));
    } catch (error) {
      return settle(request, rescued(error));
    }
  };
}

const finishers = new WeakMap<Middleware, Finisher>();

/** Changes each response on its way out, or replaces it. */
export type Finisher = (request: Request, response: Response) => Response;

/** A middleware that only finishes what came of next(): it is composed without what other middleware needs. */
export function finishing(finish: Finisher): Middleware {
  const middleware: Middleware = (request, next) => {
    const response = next();
    return response instanceof Promise ? response.then((value) => finish(request, value)) : finish(request, response);
  };
  finishers.set(middleware, finish);
  return middleware;
}

function withFinish(finish: Finisher, inner: Runner, { rescue }: Layers): Runner {
  const apply = (request: Request, response: Response): Response | Promise<Response> => {
    try {
      return passClosers(response, finish(request, response));
    } catch (error) {
      return afterFailed(error, request, response, rescue);
    }
  };
  return (request) => {
    const response = inner(request);
    return response instanceof Response
      ? settle(request, apply(request, response))
      : response.then((value) => noted(request, apply(request, value)));
  };
}

// A promise of a response notes what it gives, so that whoever awaits it knows which response it was.
function noted(request: Request, response: Response | Promise<Response>): Response | Promise<Response> {
  return response instanceof Response
    ? noteLateResponse(request, response)
    : response.then((value) => noteLateResponse(request, value));
}

function unnoted(_request: Request, response: Response | Promise<Response>): Response | Promise<Response> {
  return response;
}

// Teardown and the deletion of uploads are tied to the first response; another one in its place takes them over.
function passClosers(from: Response | undefined, to: Response): Response {
  if (from === undefined || from === to) return to;
  for (const close of closersOf(from) ?? []) to.onClose(close);
  return to;
}

function convert(value: unknown, routeName: string, rescue: Rescue, request: Request): Response | Promise<Response> {
  try {
    return toResponse(value, routeName);
  } catch (error) {
    return rescue(error, request);
  }
}

function composeCore(handler: Handler, layers: Layers): Runner {
  const end = endingOf(layers);
  if (layers.before.length === 0) return runnerOf(handler, layers, end);
  const guarded = withBefore(
    runnerOf(handler, layers, (_request, response) => response),
    layers,
  );
  return (request) => {
    request.reachedCore = true;
    return end(request, guarded(request));
  };
}

function runnerOf(handler: Handler, { routeName, rescue, middleware }: Layers, end: Ending): Runner {
  // Only a middleware asks which response came.
  const note = middleware.length === 0 ? unnoted : noted;
  return (request) => {
    request.reachedCore = true;
    let response: Response | Promise<Response>;
    try {
      const result = handler(request);
      if (isThenable(result)) {
        // One promise for conversion and ending.
        return (result as Promise<unknown>).then(
          (value) => note(request, end(request, convert(value, routeName, rescue, request))),
          (error: unknown) => note(request, end(request, rescue(error, request))),
        );
      }
      response = typeof result === "string" ? new Response(result) : toResponse(result, routeName);
    } catch (error) {
      response = rescue(error, request);
    }
    return end(request, response);
  };
}

function withBefore(inner: Runner, { before, routeName, rescue }: Layers): Runner {
  const resume = async (request: Request, from: number, pending: Promise<unknown>): Promise<Response> => {
    try {
      let result = await pending;
      for (let i = from; result === undefined && i < before.length; i++) result = await before[i]!(request);
      return result === undefined ? await inner(request) : toResponse(result, routeName);
    } catch (error) {
      return rescue(error, request);
    }
  };
  return (request) => {
    try {
      for (let i = 0; i < before.length; i++) {
        const result = before[i]!(request);
        if (result === undefined) continue;
        return isThenable(result) ? resume(request, i + 1, result as Promise<unknown>) : toResponse(result, routeName);
      }
    } catch (error) {
      return rescue(error, request);
    }
    return inner(request);
  };
}

// What follows a response of the core, or the promise of one: hooks, and the teardown that is tied to it.
type Ending = (request: Request, response: Response | Promise<Response>) => Response | Promise<Response>;

function endingOf({ after, teardown, rescue }: Layers): Ending {
  const finish = (request: Request, response: Response): Response | Promise<Response> => {
    if (teardown.length > 0) response.onClose(keepingRequest(() => runTeardown(request, teardown)));
    const own = request.takeResponseHooks();
    if (own === undefined && after.length === 0) return response;
    return runAfter(request, response, own === undefined ? after : [...own, ...after], rescue);
  };
  return (request, response) =>
    response instanceof Response
      ? settle(request, finish(request, response))
      : response.then((value) => noted(request, finish(request, value)));
}

function settle(request: Request, response: Response | Promise<Response>): Response | Promise<Response> {
  return response instanceof Response ? response : noted(request, response);
}

function runAfter(
  request: Request,
  response: Response,
  hooks: readonly AfterHook[],
  rescue: Rescue,
): Response | Promise<Response> {
  let current = response;
  try {
    for (let i = 0; i < hooks.length; i++) {
      const result = hooks[i]!(request, current);
      if (result === undefined) continue;
      if (isThenable(result))
        return resumeAfter(request, current, hooks, { from: i + 1, pending: result as Promise<unknown>, rescue });
      current = passClosers(current, result as Response);
    }
  } catch (error) {
    return afterFailed(error, request, current, rescue);
  }
  return current;
}

async function resumeAfter(
  request: Request,
  response: Response,
  hooks: readonly AfterHook[],
  { from, pending, rescue }: { from: number; pending: Promise<unknown>; rescue: Rescue },
): Promise<Response> {
  let current = response;
  try {
    current = passClosers(current, ((await pending) as Response | undefined) ?? current);
    for (let i = from; i < hooks.length; i++)
      current = passClosers(current, ((await hooks[i]!(request, current)) as Response | undefined) ?? current);
    return current;
  } catch (error) {
    return afterFailed(error, request, current, rescue);
  }
}

function afterFailed(
  error: unknown,
  request: Request,
  response: Response,
  rescue: Rescue,
): Response | Promise<Response> {
  const page = rescue(error, request);
  return page instanceof Response ? passClosers(response, page) : page.then((value) => passClosers(response, value));
}

async function runTeardown(request: Request, teardown: readonly TeardownHook[]): Promise<void> {
  let failed: { readonly error: unknown } | undefined;
  for (const hook of teardown) {
    // One that fails must not keep the others from giving back what they hold.
    try {
      await hook(request, request.error);
    } catch (error) {
      failed ??= { error };
    }
  }
  if (failed !== undefined) throw failed.error;
}

/** True for promises and whatever else can be awaited. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

function calledTwice(middleware: Middleware): SetupError {
  return new SetupError(
    "APP_NEXT_TWICE",
    `The middleware ${middleware.name || "(unnamed)"} called next() twice for one request.`,
    {
      cure: "Keep its result: const response = await next();",
    },
  );
}
