// Encodes server-sent events: the text that an EventSource in the browser understands.
import { DemijohnError, quoteValue } from "#kernel";

/** One event of a `text/event-stream`. */
export interface ServerSentEvent {
  /** Text, sent as it is; any other value is sent as JSON. */
  readonly data?: unknown;
  /** The event's type; `message` if not given. */
  readonly event?: string | undefined;
  /** What the browser sends as `Last-Event-ID` when it reconnects. */
  readonly id?: string | number | undefined;
  /** Milliseconds until the browser reconnects. */
  readonly retry?: number | undefined;
  /** A line that clients ignore; keeps proxies from closing an idle connection. */
  readonly comment?: string | undefined;
}

/**
 * Encodes one event (WHATWG HTML section 9.2). Lines of `data` and `comment` may end in any way.
 *
 * @throws DemijohnError `HTTP_BAD_EVENT` where `event` or `id` has a line break, or `id` a NUL.
 * @example
 * ```ts
 * import { formatServerSentEvent } from "demijohn/http";
 * console.log(JSON.stringify(formatServerSentEvent({ event: "jar", data: { full: true } })));
 * // "event: jar\ndata: {\"full\":true}\n\n"
 * ```
 */
export function formatServerSentEvent(event: ServerSentEvent): string {
  let out = "";
  if (event.comment !== undefined) for (const line of splitLines(event.comment)) out += `: ${line}\n`;
  if (event.event !== undefined) out += `event: ${singleLine("event", event.event)}\n`;
  if (event.id !== undefined) out += `id: ${singleLine("id", String(event.id))}\n`;
  if (event.retry !== undefined) out += `retry: ${Math.max(0, Math.round(event.retry))}\n`;
  if (event.data !== undefined) {
    const text = typeof event.data === "string" ? event.data : (JSON.stringify(event.data) ?? "null");
    for (const line of splitLines(text)) out += `data: ${line}\n`;
  }
  return `${out}\n`;
}

function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

// A line break would begin a field of its own, and a NUL makes browsers ignore the id.
function singleLine(field: "event" | "id", text: string): string {
  if (!/[\r\n\0]/.test(text)) return text;
  throw new DemijohnError("HTTP_BAD_EVENT", `The ${field} of a server-sent event has a line break.`, {
    wrote: quoteValue(text),
    cure: `Write a single line: { ${field}: "jar-7" }.`,
  });
}
