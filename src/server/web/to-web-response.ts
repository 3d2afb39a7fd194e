// Turns a Response into the platform's, for Bun, Deno, edge runtimes and `app.fetch`.
import { bodyChunks, FileBody, type Response } from "#http";
import { closersOf, flatHeaders, plainTypeOf, sharedHeadersOf } from "#http/internals";
import { runClosers } from "../node/node-send.ts";

/** Makes a platform response; a stream is read at the pace of whoever reads it. */
export function toWebResponse(
  response: Response,
  method: string,
  report: (error: unknown) => void,
): globalThis.Response {
  const { status } = response;
  const closers = closersOf(response);
  const close = closers === undefined ? undefined : (): void => void runClosers(closers, report);
  const isEmpty = method === "HEAD" || status === 204 || status === 304 || response.body === null;
  // Asking for the header map takes in the shared headers.
  if (sharedHeadersOf(response) !== undefined) void response.headers;
  const type = plainTypeOf(response);
  const { body } = response;
  if (typeof type === "string" && typeof body === "string" && !isEmpty) {
    close?.();
    return new globalThis.Response(body, plainInit(status, type));
  }
  if (type !== null && (typeof body === "string" || isEmpty)) {
    close?.();
    const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
    if (isEmpty && typeof body === "string" && status !== 204 && status !== 304)
      headers["content-length"] = String(Buffer.byteLength(body));
    return new globalThis.Response(isEmpty ? null : (body as string), { status, headers });
  }
  const headers = new Headers();
  const flat = flatHeaders(response.headers);
  for (let i = 0; i < flat.length; i += 2) headers.append(flat[i]!, flat[i + 1]!);
  if (isEmpty || typeof body === "string" || body instanceof Uint8Array) {
    close?.();
    return new globalThis.Response(isEmpty ? null : (body as string | Uint8Array<ArrayBuffer>), { status, headers });
  }
  if (body instanceof FileBody && !headers.has("content-length")) headers.set("content-length", String(body.length));
  return new globalThis.Response(toReadable(body!, report, close), { status, headers });
}

function toReadable(
  body: Parameters<typeof bodyChunks>[0],
  report: (error: unknown) => void,
  close: (() => void) | undefined,
): ReadableStream<Uint8Array> {
  const chunks = bodyChunks(body);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const step = await chunks.next();
        if (step.done !== true) return controller.enqueue(step.value);
        controller.close();
      } catch (error) {
        report(error);
        controller.error(error);
      }
      close?.();
    },
    async cancel() {
      await chunks.return().catch(report);
      close?.();
    },
  });
}

// A Response copies the Headers it is given, so that one may serve for all answers of a kind; making them costs more than the rest.
const inits = new Map<string, ResponseInit>();

function plainInit(status: number, type: string): ResponseInit {
  const key = status === 200 ? type : `${status} ${type}`;
  let init = inits.get(key);
  if (init === undefined) {
    init = { status, headers: new Headers({ "content-type": type }) };
    if (inits.size < 100) inits.set(key, init);
  }
  return init;
}
