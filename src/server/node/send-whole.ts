// Sends a small text answer as one string: head and body in a single write, which node:http makes two of.
import type { ServerResponse } from "node:http";
import { type SharedHeaders, STATUS_TEXT } from "#http";

// ServerResponse keeps the head it is about to send in `_header` and sends it with the first chunk. Laid in from outside,
// it carries the body as well. That name is not documented, so canSendWhole() looks before anything relies on it,
// and a test compares the bytes with those of writeHead() and end(). See docs/decisions/0003-one-write-per-answer.md.
interface Innards {
  _header: string | null;
  _contentLength: number | null;
  _keepAliveTimeout: number;
  shouldKeepAlive: boolean;
}

/** A text answer whose characters are all ASCII, and whose headers are its content type and shared ones. */
export interface WholeAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly shared?: SharedHeaders | undefined;
}

/** True where this version of Node has the parts that {@link sendWhole} uses. */
export function canSendWhole(): boolean {
  const { ServerResponse } = process.getBuiltinModule("node:http");
  const out = new ServerResponse({
    method: "GET",
    httpVersionMajor: 1,
    httpVersionMinor: 1,
  } as never) as unknown as Innards;
  return (
    out._header === null &&
    "_contentLength" in out &&
    typeof out._keepAliveTimeout === "number" &&
    out.shouldKeepAlive === true
  );
}

const heads = new Map<string, string>();
let dateLine = "";

/** Sends the answer; false where the connection is not an ordinary kept-alive one, and nothing was sent. */
export function sendWhole(out: ServerResponse, { status, type, body, shared }: WholeAnswer): boolean {
  const innards = out as unknown as Innards;
  if (!innards.shouldKeepAlive || status === 204 || status === 304 || out.req.httpVersionMinor !== 1) return false;
  const key = status === 200 ? type : `${status} ${type}`;
  const known = shared === undefined ? heads : (shared.made as Map<string, string>);
  const head = known.get(key) ?? makeHead(known, key, { status, type, shared });
  const alive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(innards._keepAliveTimeout / 1000)}\r\n\r\n`;
  out.statusCode = status;
  innards._header = `${head}${body.length}\r\n${currentDateLine()}${alive}${body}`;
  innards._contentLength = body.length;
  out.end();
  return true;
}

function makeHead(
  known: Map<string, string>,
  key: string,
  { status, type, shared }: Omit<WholeAnswer, "body">,
): string {
  const lines = shared?.text ?? "";
  const head = `HTTP/1.1 ${status} ${STATUS_TEXT[status] ?? "unknown"}\r\nContent-Type: ${type}\r\n${lines}Content-Length: `;
  // Types come from the program, but a program may build them: the map must not grow without end.
  if (known.size < 100) known.set(key, head);
  return head;
}

function currentDateLine(): string {
  if (dateLine === "") {
    dateLine = `Date: ${new Date().toUTCString()}\r\n`;
    setTimeout(forgetDate, 1000 - (Date.now() % 1000)).unref();
  }
  return dateLine;
}

function forgetDate(): void {
  dateLine = "";
}
