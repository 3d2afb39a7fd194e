// Writes the line that development prints for a request: time, status, method, path and duration.

/** What is known of an answered request. */
export interface AnsweredRequest {
  readonly method: string;
  readonly target: string;
  readonly status: number;
  /** In milliseconds. */
  readonly duration: number;
}

/** `14:03:07 200 GET /hello/Ada 1.4 ms`; the status is coloured where `stream` is a terminal and NO_COLOR is not set. */
export function requestLine(answered: AnsweredRequest, now: Date, stream: NodeJS.WritableStream): string {
  const { styleText } = process.getBuiltinModule("node:util");
  const { method, target, status, duration } = answered;
  const colour = status >= 500 ? "red" : status >= 400 ? "yellow" : status >= 300 ? "cyan" : "green";
  const time = now.toTimeString().slice(0, 8);
  const took = duration < 10 ? duration.toFixed(1) : String(Math.round(duration));
  return `${styleText("dim", time, { stream })} ${styleText(colour, String(status), { stream })} ${method} ${printable(target)} ${styleText("dim", `${took} ms`, { stream })}\n`;
}

// No request may move the cursor of the terminal or forge a line.
function printable(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
