// Makes a Response of whatever a handler returned: the only place where that happens.

import { HttpError, Response, type ResponseOptions } from "#http";
import { quoteValue, Safe, SetupError } from "#kernel";

const htmlType = "text/html; charset=utf-8";

/**
 * Turns a handler's result into a response.
 *
 * @throws SetupError `APP_NO_REPLY` for undefined, null, numbers and booleans, naming the route; a returned HttpError is thrown.
 */
export function toResponse(result: unknown, routeName: string): Response {
  if (typeof result === "string") return new Response(result);
  if (result instanceof Response) return result;
  if (typeof result !== "object" || result === null) throw noReply(result, routeName);
  const prototype = Object.getPrototypeOf(result) as unknown;
  if (prototype === Object.prototype || prototype === null || Array.isArray(result))
    return jsonResponse(result, routeName);
  return convertObject(result, routeName);
}

function jsonResponse(value: object, routeName: string): Response {
  const body = JSON.stringify(value) as string | undefined;
  if (body === undefined) throw noReply(undefined, routeName);
  return Response.typed(body, "application/json");
}

function convertObject(value: object, routeName: string): Response {
  if (value instanceof Safe) return Response.typed(value.toString(), htmlType);
  if (value instanceof Uint8Array) return new Response(value);
  if (value instanceof HttpError) throw value;
  if (value instanceof Error) throw value;
  if (value instanceof globalThis.Response) return fromWebResponse(value);
  if (value instanceof ArrayBuffer) return new Response(new Uint8Array(value));
  if (value instanceof Blob) {
    const response = new Response(value.stream() as ReadableStream<Uint8Array>);
    response.contentType = value.type || "application/octet-stream";
    response.headers.set("Content-Length", value.size);
    return response;
  }
  if (isStream(value)) return Response.typed(value, htmlType);
  return jsonResponse(value, routeName);
}

function isStream(value: object): value is AsyncIterable<string | Uint8Array> {
  if (Symbol.asyncIterator in value) return true;
  return Symbol.iterator in value && typeof (value as { next?: unknown }).next === "function";
}

/** Takes over a platform response: status, headers and body stream. */
export function fromWebResponse(response: globalThis.Response): Response {
  const headers: [string, string][] = [];
  for (const [name, value] of response.headers) if (name !== "set-cookie") headers.push([name, value]);
  for (const cookie of response.headers.getSetCookie()) headers.push(["set-cookie", cookie]);
  if (response.status < 200) {
    throw new SetupError(
      "APP_BAD_WEB_RESPONSE",
      "A handler returned a platform response that is an error or a protocol switch.",
      {
        wrote: `a Response with status ${response.status}`,
        cure: "Throw an HttpError, or return a response with a status from 200 to 599.",
      },
    );
  }
  return new Response(response.body as ReadableStream<Uint8Array> | null, { status: response.status, headers });
}

/**
 * Sends any reply with a status and headers. For example: `reply({ id: 7 }, 201, { Location: "/jars/7" })`.
 *
 * @example
 * ```ts
 * import { App, reply } from "demijohn";
 * const app = new App();
 * app.post("/jars", () => reply({ id: 7 }, 201, { Location: "/jars/7" }));
 * console.log((await app.request("/jars", { method: "POST" })).status); // 201
 * ```
 */
export function reply(body: string | object, status = 200, headers?: ResponseOptions["headers"]): Response {
  const response = toResponse(body, "reply()");
  response.status = new Response(null, { status }).status;
  if (headers !== undefined) {
    for (const [name, value] of new Response(null, { headers }).headers) {
      if (name.toLowerCase() === "set-cookie") response.headers.append(name, value);
      else response.headers.set(name, value);
    }
  }
  return response;
}

function noReply(result: unknown, routeName: string): SetupError {
  const isNothing = result === undefined || result === null;
  return new SetupError(
    "APP_NO_REPLY",
    `The handler of "${routeName}" returned ${isNothing ? String(result) : quoteValue(result)}, which is no reply.`,
    {
      cure: isNothing
        ? 'End it with a return, such as return "Done."; an empty answer is return new Response(null, { status: 204 }).'
        : "Return text, an object, an array or a Response; a bare value goes through text(String(value)) or json(value).",
    },
  );
}
