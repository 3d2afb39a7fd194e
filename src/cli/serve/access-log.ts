// Formats the line that an access log has for a request: common, combined (both as Apache's) or JSON.

/** The formats of access logs. */
export const accessLogFormats = ["none", "common", "combined", "json"] as const;
export type AccessLogFormat = (typeof accessLogFormats)[number];

/** What is known of an answered request. */
export interface AccessRecord {
  readonly address: string | undefined;
  readonly method: string;
  readonly target: string;
  readonly host: string | undefined;
  readonly status: number;
  /** Bytes of the body; undefined where it was streamed. */
  readonly length: number | undefined;
  readonly referer: string | undefined;
  readonly userAgent: string | undefined;
  readonly time: Date;
  /** In milliseconds. */
  readonly duration: number;
}

/** Writes one line, with its end. */
export function formatAccess(record: AccessRecord, format: Exclude<AccessLogFormat, "none">): string {
  const { address, method, target, host, status, length, referer, userAgent, time, duration } = record;
  if (format === "json") {
    const rounded = Math.round(duration * 1000) / 1000;
    return `${JSON.stringify({ time: time.toISOString(), address, method, host, target, status, length, duration: rounded, referer, userAgent })}\n`;
  }
  const common = `${address ?? "-"} - - [${clfTime(time)}] "${quoted(`${method} ${target} HTTP/1.1`)}" ${status} ${length ?? "-"}`;
  return format === "common" ? `${common}\n` : `${common} "${quoted(referer ?? "-")}" "${quoted(userAgent ?? "-")}"\n`;
}

// As Apache does: quotes, backslashes and what is not printable are escaped, so that no client can forge a line.
function quoted(text: string): string {
  return text.replace(/["\\]/g, "\\$&").replace(/[^\x20-\x7e]/g, (char) => {
    const hex = [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`);
    return hex.join("");
  });
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `10/Oct/2000:13:55:36 +0000`: always in UTC. */
function clfTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const date = `${two(time.getUTCDate())}/${months[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  return `${date}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`;
}
