// Makes the middleware that answers each request within a transaction, which an error rolls back.
import type { Request, Response } from "#http";
import type { IsolationLevel } from "../drivers/driver.ts";
import { atomic, setRollback } from "./atomic.ts";

declare global {
  namespace Demijohn {
    interface RouteExtensions {
      /** False: {@link atomicRequests} makes no transaction for this route. */
      readonly atomic?: boolean | undefined;
    }
  }
}

/** What {@link atomicRequests} puts into a transaction. */
export interface AtomicRequestOptions {
  /** The aliases of the databases; `default` alone where not given. */
  readonly using?: string | readonly string[] | undefined;
  readonly isolation?: IsolationLevel | undefined;
  /** The requests that it is asked about are left without a transaction. */
  readonly except?: ((request: Request) => boolean) | undefined;
}

/**
 * Answers each request within a transaction, as middleware.
 *
 * The transaction ends when the handler has answered. What the handler throws rolls it back, also where an error handler
 * makes a page of it; an answer that was returned commits, whatever its status. A body that is streamed is sent afterwards,
 * outside of it. The route option `atomic: false` leaves a route out.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { atomicRequests, connection, defineDatabases } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * const app = new App();
 * app.use(atomicRequests());
 * app.get("/in", () => String(connection().inTransaction));
 * app.get("/out", { atomic: false }, () => String(connection().inTransaction));
 * console.log(await (await app.request("/in")).text(), await (await app.request("/out")).text()); // true false
 * ```
 */
export function atomicRequests(
  options: AtomicRequestOptions = {},
): (request: Request, next: () => Response | Promise<Response>) => Promise<Response> | Response {
  const { using = "default", isolation, except = () => false } = options;
  const aliases = typeof using === "string" ? [using] : using;
  return function atomicRequest(request, next) {
    if (routeSaysNo(request) || except(request)) return next();
    const answer = aliases.reduceRight<() => Promise<Response>>(
      (inner, alias) => () => atomic(inner, { using: alias, isolation }),
      async () => {
        const response = await next();
        if (request.error !== undefined) for (const alias of aliases) setRollback(alias);
        return response;
      },
    );
    return answer();
  };
}

// The routes of an app are unknown to this room; what they say of themselves stands on the request.
function routeSaysNo(request: Request): boolean {
  const { route } = request as { readonly route?: { readonly extensions?: Demijohn.RouteExtensions } };
  return route?.extensions?.atomic === false;
}
