// Writes a Response to node:http's ServerResponse.
import type { IncomingMessage, ServerResponse } from "node:http";
import { bodyChunks, FileBody, type Response } from "#http";
import { closersOf, flatHeaders, plainTypeOf, sharedHeadersOf } from "#http/internals";
import { sendWhole } from "./send-whole.ts";

// Bytes of an unread request body that are still taken in after the answer, so that the client gets to read it.
const lingerBytes = 1024 * 1024;
const lingerTime = 5000;

/** What sending needs besides the three messages. */
export interface SendContext {
  /** True where {@link sendWhole} was seen to work on this version of Node. */
  readonly writesWhole: boolean;
  /** Connections are closed after their answer: while the server stops, and for a body that came too slowly. */
  readonly closing: boolean;
  reportFault(error: unknown): void;
}

/** Sends a response; text and bytes in one write, streams chunk by chunk at the client's pace. */
export function sendResponse(
  message: IncomingMessage,
  out: ServerResponse,
  response: Response,
  given: SendContext,
): void {
  const { status, body } = response;
  const isUnread = !message.complete && hasBody(message);
  // A client whose body came too slowly is not waited for again (RFC 9110, section 15.5.9).
  const context = isUnread && status === 408 ? { ...given, closing: true } : given;
  const closers = closersOf(response);
  if (closers !== undefined) runWhenClosed(out, closers, context);
  if (isUnread) linger(message);
  const isHead = message.method === "HEAD";
  if (typeof body === "string") {
    const length = Buffer.byteLength(body);
    const type = plainTypeOf(response);
    if (
      length === body.length &&
      typeof type === "string" &&
      !isHead &&
      context.writesWhole &&
      !context.closing &&
      sendWhole(out, { status, type, body, shared: sharedHeadersOf(response) })
    ) {
      return;
    }
    writeHead(out, response, length, context);
    // As many bytes as characters: all ASCII, which is written without being encoded.
    if (isHead || status === 204 || status === 304) out.end();
    else out.end(body, length === body.length ? "latin1" : "utf8");
  } else if (body === null || body instanceof Uint8Array) {
    writeHead(out, response, body === null ? 0 : body.length, context);
    if (isHead || body === null || status === 204 || status === 304) out.end();
    else out.end(body);
  } else if (isHead || status === 204 || status === 304) {
    writeHead(out, response, body instanceof FileBody ? body.length : undefined, context);
    out.end();
    if (!(body instanceof FileBody)) abandon(body);
  } else {
    writeHead(out, response, body instanceof FileBody ? body.length : undefined, context);
    void pump(out, body, context);
  }
}

function writeHead(out: ServerResponse, response: Response, length: number | undefined, context: SendContext): void {
  const { status } = response;
  // Asking for the header map takes in the shared headers.
  if (sharedHeadersOf(response) !== undefined) void response.headers;
  const type = plainTypeOf(response);
  let lines: (string | number)[];
  if (type === null) {
    const headers = response.headers;
    lines = [...flatHeaders(headers)];
    if (
      length !== undefined &&
      status !== 204 &&
      status !== 304 &&
      !headers.has("content-length") &&
      !headers.has("transfer-encoding")
    ) {
      lines.push("Content-Length", length);
    }
  } else if (length === undefined || status === 204 || status === 304) {
    lines = type === undefined ? [] : ["Content-Type", type];
  } else {
    lines = type === undefined ? ["Content-Length", length] : ["Content-Type", type, "Content-Length", length];
  }
  if (context.closing) lines.push("Connection", "close");
  out.writeHead(status, lines as string[]);
}

async function pump(out: ServerResponse, body: Parameters<typeof bodyChunks>[0], context: SendContext): Promise<void> {
  const chunks = bodyChunks(body);
  // One waiter at a time instead of Promise.race: a race leaves something behind in a promise that stays pending,
  // and a stream may have millions of chunks.
  let begun = false;
  let stopWaiting: ((gone: undefined) => void) | undefined;
  const onDrain = (): void => stopWaiting?.(undefined);
  out.on("close", onDrain).on("drain", onDrain);
  try {
    // The head goes out at once: a client of a slow stream knows that it was heard.
    out.flushHeaders();
    while (!isGone(out)) {
      const step = await new Promise<IteratorResult<Uint8Array, void> | undefined>((resolve, reject) => {
        stopWaiting = (none) => isGone(out) && resolve(none);
        begun = true;
        chunks.next().then(resolve, reject);
      });
      if (step === undefined || step.done === true) break;
      if (!out.write(step.value) && !isGone(out))
        await new Promise<undefined>((resolve) => {
          stopWaiting = resolve;
        });
    }
    if (!out.destroyed) out.end();
  } catch (error) {
    // The status is sent already: breaking the connection is the only way to say that the body is not whole.
    context.reportFault(error);
    out.destroy();
  }
  await chunks.return().catch((error: unknown) => context.reportFault(error));
  // A body that was never begun does not see the end of what reads it.
  if (!begun && !(body instanceof FileBody)) abandon(body);
}

function abandon(body: Exclude<Response["body"], string | Uint8Array | FileBody | null>): void {
  if (body instanceof ReadableStream) void body.cancel().catch(() => undefined);
  else if (Symbol.asyncIterator in body)
    void (body[Symbol.asyncIterator]() as AsyncIterator<unknown>).return?.()?.catch(() => undefined);
  else (body[Symbol.iterator]() as Iterator<unknown>).return?.();
}

function runWhenClosed(
  out: ServerResponse,
  closers: readonly (() => void | Promise<void>)[],
  context: SendContext,
): void {
  const run = (): void => void runClosers(closers, (error) => context.reportFault(error));
  // A client that left while the handler was busy has had its close event already.
  if (isGone(out)) run();
  else out.once("close", run);
}

function isGone(out: ServerResponse): boolean {
  return out.destroyed || out.closed || out.req.socket.destroyed;
}

/** Runs the closers of a response in order; a failing one is reported and the next one runs. */
export async function runClosers(
  closers: readonly (() => void | Promise<void>)[],
  report: (error: unknown) => void,
): Promise<void> {
  for (const close of closers) {
    try {
      await close();
    } catch (error) {
      report(error);
    }
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

// A body that nobody reads is taken in up to a bound after the answer; a client that sends more is cut off.
function linger(message: IncomingMessage): void {
  let length = 0;
  message.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > lingerBytes) message.socket.destroy();
  });
  const timer = setTimeout(() => {
    if (!message.complete) message.socket.destroy();
  }, lingerTime);
  timer.unref();
  message.once("close", () => clearTimeout(timer));
}
