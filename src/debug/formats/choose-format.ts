// Chooses in which form a client reads the report: a page, JSON, or plain text.
import type { Request } from "#http";

/** The forms of a report. */
export type ReportFormat = "html" | "json" | "text";

const terminalClient = /^(?:curl|wget|httpie|xh|hurl|lwp-request|powershell|http_?get)\b/i;

/** Chooses by the `Accept` header; for those that take anything, by who asks. */
export function chooseFormat(request: Request): ReportFormat {
  const accept = request.header("accept");
  if (accept === undefined || accept.trim() === "*/*") {
    if (terminalClient.test(request.userAgent ?? "")) return "text";
    if (request.isJson) return "json";
    // A script's fetch: its developer reads the answer among the browser's network requests.
    return request.header("sec-fetch-dest") === "empty" ? "text" : "html";
  }
  const best = request.accepts("text/html", "application/json", "text/plain");
  return best === "application/json" ? "json" : best === "text/plain" ? "text" : "html";
}
