// Composes a route's middleware, hooks and handler into one function, once, when the app is frozen.

import { type Request, Response } from "#http";
import { SetupError } from "#kernel";
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
  return run;
}

function wrap(middleware: Middleware, inner: Runner, { routeName, rescue }: Layers): Runner {
  return (request) => {
    let called = false;
    const next: Next = () => {
      if (called) throw calledTwice(middleware);
      called = true;
      return inner(request);
    };
    try {
      const result = middleware(request, next);
      if (result instanceof Response) return result;
      if (isThenable(result)) {
        return (result as Promise<unknown>).then(
          (value) => (value instanceof Response ? value : convert(value, routeName, rescue, request)),
          (error: unknown) => rescue(error, request),
        );
      }
      return toResponse(result, routeName);
    } catch (error) {
      return rescue(error, request);
    }
  };
}

function convert(value: unknown, routeName: string, rescue: Rescue, request: Request): Response | Promise<Response> {
  try {
    return toResponse(value, routeName);
  } catch (error) {
    return rescue(error, request);
  }
}

function composeCore(handler: Handler, layers: Layers): Runner {
  const { routeName, before, rescue } = layers;
  const plain: Runner = (request) => {
    try {
      const result = handler(request);
      if (typeof result === "string") return new Response(result);
      if (isThenable(result)) {
        return (result as Promise<unknown>).then(
          (value) => convert(value, routeName, rescue, request),
          (error: unknown) => rescue(error, request),
        );
      }
      return toResponse(result, routeName);
    } catch (error) {
      return rescue(error, request);
    }
  };
  const guarded = before.length === 0 ? plain : withBefore(plain, layers);
  return withAfter(guarded, layers);
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

function withAfter(inner: Runner, layers: Layers): Runner {
  const { after, teardown, rescue } = layers;
  const finish = (request: Request, response: Response): Response | Promise<Response> => {
    const own = request.takeResponseHooks();
    if (own === undefined && after.length === 0) return response;
    return runAfter(request, response, own === undefined ? after : [...own, ...after], rescue);
  };
  const finalize =
    teardown.length === 0
      ? finish
      : (request: Request, response: Response): Response | Promise<Response> => {
          response.onClose(() => runTeardown(request, teardown));
          const result = finish(request, response);
          if (result === response) return response;
          return isThenable(result)
            ? (result as Promise<Response>).then((other) => moveClosers(request, response, other, teardown))
            : moveClosers(request, response, result as Response, teardown);
        };
  return (request) => {
    const response = inner(request);
    return response instanceof Response
      ? finalize(request, response)
      : response.then((value) => finalize(request, value));
  };
}

// A hook may return another response than the one that teardown was tied to.
function moveClosers(request: Request, old: Response, other: Response, teardown: readonly TeardownHook[]): Response {
  if (other !== old) other.onClose(() => runTeardown(request, teardown));
  return other;
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
      current = result as Response;
    }
  } catch (error) {
    return rescue(error, request);
  }
  return current;
}

async function resumeAfter(
  request: Request,
  response: Response,
  hooks: readonly AfterHook[],
  { from, pending, rescue }: { from: number; pending: Promise<unknown>; rescue: Rescue },
): Promise<Response> {
  try {
    let current = ((await pending) as Response | undefined) ?? response;
    for (let i = from; i < hooks.length; i++)
      current = ((await hooks[i]!(request, current)) as Response | undefined) ?? current;
    return current;
  } catch (error) {
    return rescue(error, request);
  }
}

async function runTeardown(request: Request, teardown: readonly TeardownHook[]): Promise<void> {
  for (const hook of teardown) await hook(request, request.error);
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
