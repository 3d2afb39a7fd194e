// Makes a response of an error: the handler that was declared for it, or a plain page; the only place where that happens.

import { HttpError, InternalServerError, type Request, Response } from "#http";
import { DemijohnError, quoteValue } from "#kernel";
import type { ErrorClass, ErrorHandler } from "../declare/handler.ts";
import type { Rescue } from "./compose.ts";
import { isThenable } from "./compose.ts";
import { addErrorHeaders, renderErrorPage } from "./error-page.ts";
import { toResponse } from "./reply.ts";

/** The handlers of one scope. */
export type ErrorHandlers = ReadonlyMap<number | ErrorClass, ErrorHandler<never>>;

/** What happens with errors that nothing handles. */
export interface ErrorPolicy {
  /** Handlers by scope, innermost first. */
  readonly scopes: readonly ErrorHandlers[];
  /** Told of each error that becomes a 500. */
  readonly report: (error: unknown, request: Request) => void;
  /** The development page for an unhandled error, where there is one. */
  readonly debugPage: ((error: unknown, request: Request) => Promise<Response | undefined>) | undefined;
}

/** Composes the handlers of a route's scopes into one function that turns any error into a response. */
export function errorToResponse(policy: ErrorPolicy): Rescue {
  return (error, request) => {
    request.error = error;
    const handler = findHandler(policy.scopes, error);
    if (handler !== undefined) return runHandler(handler, error, request, policy);
    if (!(error instanceof HttpError) || error.status === 500) return unexpected(error, request, policy);
    // Where no route was found, a developer wants to know which there are.
    if (error.status === 404 && request.route === undefined && policy.debugPage !== undefined)
      return debugged(error, request, policy.debugPage(error, request));
    return errorPage(error, request);
  };
}

function unexpected(error: unknown, request: Request, policy: ErrorPolicy): Response | Promise<Response> {
  policy.report(error, request);
  const wrapped = error instanceof HttpError ? error : new InternalServerError(undefined, { cause: error });
  const handler = findHandler(policy.scopes, wrapped);
  if (handler !== undefined) return runHandler(handler, wrapped, request, { ...policy, scopes: [] });
  if (policy.debugPage === undefined) return errorPage(wrapped, request);
  return debugged(wrapped, request, policy.debugPage(error, request));
}

function debugged(error: HttpError, request: Request, page: Promise<Response | undefined>): Promise<Response> {
  return page.then(
    (found) => found ?? errorPage(error, request),
    () => errorPage(error, request),
  );
}

function runHandler(
  handler: ErrorHandler<never>,
  error: unknown,
  request: Request,
  policy: ErrorPolicy,
): Response | Promise<Response> {
  const status = error instanceof HttpError ? error.status : 500;
  const failed = (second: unknown): Response | Promise<Response> => {
    if (second instanceof HttpError && second !== error) return errorPage(second, request);
    if (second === error)
      return errorPage(
        error instanceof HttpError ? error : new InternalServerError(undefined, { cause: error }),
        request,
      );
    return unexpected(second, request, { ...policy, scopes: [] });
  };
  const convert = (result: unknown): Response => {
    const isResponse = isReadyResponse(result);
    const response = toResponse(result, `the error handler for ${status}`);
    if (!isResponse) {
      response.status = status;
      if (error instanceof HttpError) addErrorHeaders(response, error);
    }
    return response;
  };
  try {
    const result = handler(error as never, request);
    if (!isThenable(result)) return convert(result);
    return Promise.resolve(result).then(convert).catch(failed);
  } catch (second) {
    return failed(second);
  }
}

// What carries its own status keeps it; text and data get the error's.
function isReadyResponse(result: unknown): boolean {
  return result instanceof Response || result instanceof globalThis.Response;
}

// Status handlers of all scopes go before class handlers, and the inner scope before the outer; among classes the most specific wins.
function findHandler(scopes: readonly ErrorHandlers[], error: unknown): ErrorHandler<never> | undefined {
  if (error instanceof HttpError) {
    for (const scope of scopes) {
      const handler = scope.get(error.status);
      if (handler !== undefined) return handler;
    }
  }
  for (const scope of scopes) {
    let prototype: unknown = typeof error === "object" && error !== null ? Object.getPrototypeOf(error) : undefined;
    while (prototype !== undefined && prototype !== null) {
      const handler = scope.get((prototype as { constructor: ErrorClass }).constructor);
      if (handler !== undefined) return handler;
      prototype = Object.getPrototypeOf(prototype);
    }
  }
  return undefined;
}

function errorPage(error: HttpError, request: Request): Response {
  return renderErrorPage(error, request);
}

const longestChain = 8;
const longestReport = 20_000;

/** What goes to the log for an error that nothing handled: the request's line, the error and its causes. Never throws. */
export function describeUnhandled(error: unknown, request: Request): string {
  return `${request.method} ${request.rawPath} failed\n${describeThrown(error)}`;
}

/** Describes anything that was thrown, with its causes, in bounded length. Never throws. */
export function describeThrown(error: unknown): string {
  const parts: string[] = [];
  const seen = new Set<unknown>();
  let current: unknown = error;
  while (current !== undefined && !seen.has(current) && parts.length < longestChain) {
    seen.add(current);
    const [text, cause] = readThrown(current);
    parts.push(parts.length === 0 ? text : `caused by ${text}`);
    current = cause;
  }
  const report = parts.join("\n");
  return report.length > longestReport ? `${report.slice(0, longestReport)}…` : report;
}

// What is thrown may have getters that throw, or no prototype at all.
function readThrown(value: unknown): readonly [text: string, cause: unknown] {
  try {
    if (!(value instanceof Error)) return [typeof value === "object" ? quoteValue(value) : String(value), undefined];
    const stack = typeof value.stack === "string" ? value.stack : "";
    if (!(value instanceof DemijohnError)) return [stack || `${value.name}: ${value.message}`, value.cause];
    const at = stack.search(/^\s+at /m);
    return [at < 0 ? value.message : `${value.message}\n${stack.slice(at)}`, value.cause];
  } catch {
    return ["an error that cannot be described", undefined];
  }
}
