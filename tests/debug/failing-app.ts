// Makes apps that fail, in development, and asks them for what they show.

import { App, type Handler, type RequestOptions, type Response } from "demijohn";
import { renderDebugPage } from "#debug";

/** A logger that keeps quiet about the faults that are meant. */
export const silent: { debug(): void; info(): void; warn(): void; error(): void } = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/** The answer of an app whose only handler is this one. */
export async function failWith(handler: Handler, options: RequestOptions = {}): Promise<Response> {
  const app = new App({ mode: "development", logger: silent });
  app.get("/", handler);
  return app.request("/", options);
}

/** The answer of an app that throws this value. */
export function failThrowing(thrown: unknown, options: RequestOptions = {}): Promise<Response> {
  return failWith(() => {
    throw thrown;
  }, options);
}

/** What the room makes of a value for a request, without the app's own handling of errors. */
export function renderDirectly(thrown: unknown, options: RequestOptions = {}): Promise<Response> {
  return failWith(async (request) => {
    const response = await renderDebugPage(thrown, request as never, request.app);
    return response ?? "nothing";
  }, options);
}

/** What curl sends. */
export const curl: RequestOptions = { headers: { "User-Agent": "curl/8.5.0", Accept: "*/*" } };
