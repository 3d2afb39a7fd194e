// Answers for a path that led to no handler: a redirect, OPTIONS, or the error that says why.
import { HttpError, MethodNotAllowed, NotFound, type Request, Response } from "#http";
import { type Place, type RouteMatch, redirectLocation } from "#routing";
import type { Plan, RouteTarget } from "../plan.ts";

/** Turns every match but "found" into a response or an error. */
export function answerMiss(
  match: Exclude<RouteMatch<RouteTarget>, { kind: "found" }>,
  request: Request,
  plan: Plan,
  place?: Place | undefined,
): Response | HttpError {
  switch (match.kind) {
    case "redirect": {
      const location = redirectLocation(match, {
        scheme: request.scheme,
        host: request.host,
        query: request.queryString,
        scriptName: request.basePath + (request.app.options.basePath ?? ""),
      });
      const response = new Response(null, { status: match.status });
      response.headers.set("Location", location);
      return response;
    }
    case "method-not-allowed": {
      const automatic = answersOptions(match.allow, request, plan, place);
      const allow = allowedMethods(match.allow, automatic);
      if (request.method === "OPTIONS" && automatic)
        return new Response(null, { headers: { Allow: allow.join(", ") } });
      return new MethodNotAllowed(allow);
    }
    case "websocket-mismatch":
      return new HttpError(426, "This address speaks WebSocket.", { headers: [["Upgrade", "websocket"]] });
    default:
      return request.target === "*" && request.method === "OPTIONS" ? new Response(null) : new NotFound();
  }
}

function allowedMethods(raw: readonly string[], automatic: boolean): string[] {
  const methods = new Set(raw);
  if (methods.has("GET")) methods.add("HEAD");
  if (automatic) methods.add("OPTIONS");
  return [...methods].sort();
}

// A route can refuse the automatic answer; the first of its methods leads to it.
function answersOptions(allow: readonly string[], request: Request, plan: Plan, place: Place | undefined): boolean {
  const match = plan.routes.match(request.path, allow[0] ?? "GET", place);
  return match.kind !== "found" || match.route.target.automaticOptions;
}
