// Makes middleware that gives answers an entity tag, and sends 304 to clients that have the same answer already.
import { HeaderMap } from "../../header-map.ts";
import type { Request } from "../../request.ts";
import { Response } from "../../response.ts";
import { parseHttpDate } from "../http-date.ts";
import { evaluateConditions } from "./conditions.ts";
import { generateETag, quoteETag, unquoteETag } from "./etags.ts";

type Next = () => Response | Promise<Response>;

/**
 * Answers 304 where the client has the same page already (RFC 9110 section 13).
 *
 * Text and bytes get an entity tag of their content, unless they have one or may not be stored. The handler runs all the
 * same: this saves the way, not the work.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { conditionalGet } from "demijohn/http";
 * const app = new App({ mode: "test" });
 * app.use(conditionalGet());
 * app.get("/", () => "Hello, World!");
 * const etag = (await app.request("/")).headers.get("etag") ?? "";
 * console.log((await app.request("/", { headers: { "If-None-Match": etag } })).status); // 304
 * ```
 */
export function conditionalGet(): (request: Request, next: Next) => Response | Promise<Response> {
  return function conditionalGet(request, next) {
    const response = next();
    if (request.method !== "GET") return response;
    return response instanceof Promise ? response.then((value) => answer(request, value)) : answer(request, response);
  };
}

function answer(request: Request, response: Response): Response {
  if (response.status !== 200) return response;
  const { headers, body } = response;
  if (!headers.has("etag") && !/no-store/i.test(headers.get("cache-control") ?? "")) {
    if (typeof body === "string") headers.set("ETag", quoteETag(generateETag(Buffer.from(body))));
    else if (body instanceof Uint8Array) headers.set("ETag", quoteETag(generateETag(body)));
  }
  const state = { etag: unquoteETag(headers.get("etag")), lastModified: parseHttpDate(headers.get("last-modified")) };
  if (evaluateConditions("GET", { get: (name) => request.header(name) }, state) !== "not-modified") return response;
  return notModified(headers);
}

// Whatever describes the body stays away: the client keeps what it has of that.
function notModified(headers: HeaderMap): Response {
  const kept = new HeaderMap();
  for (const [name, value] of headers)
    if (!/^(content-|transfer-)(?!location|security)/i.test(name)) kept.append(name, value);
  return new Response(null, { status: 304, headers: kept });
}
