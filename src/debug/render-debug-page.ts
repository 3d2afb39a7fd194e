// Turns an error into the response that shows it to the developer, or into nothing where it must not be shown.
import type { App } from "#app";
import { HttpError, type Request, Response } from "#http";
import { isLocalRequest } from "#http/internals";
import { chooseFormat, type ReportFormat } from "./formats/choose-format.ts";
import { editorLink } from "./formats/editor-link.ts";
import { renderPage } from "./formats/page.ts";
import { renderText } from "./formats/text-report.ts";
import { renderMissingPage } from "./render-missing-page.ts";
import type { DebugReport } from "./report/debug-report.ts";
import { makeReport } from "./report/make-report.ts";

/**
 * Renders the development page for an error.
 *
 * It is shown in development only, to a client on this machine, for a host that is this machine; else the result is
 * undefined, and the app answers with its plain page. It never throws and never rejects.
 */
export async function renderDebugPage(error: unknown, request: Request, app: App): Promise<Response | undefined> {
  try {
    if (app.mode !== "development" || !isLocalRequest(request)) return undefined;
    if (error instanceof HttpError && error.status === 404) return renderMissingPage(error, request, app);
    const report = await makeReport(error, request, app);
    return respond(report, chooseFormat(request), error);
  } catch {
    return undefined;
  }
}

function respond(report: DebugReport, format: ReportFormat, error: unknown): Response {
  const nonce = process.getBuiltinModule("node:crypto").randomBytes(16).toString("base64");
  const response = makeBody(report, format, nonce);
  const { headers } = response;
  if (error instanceof HttpError) {
    for (const [name, value] of error.headers) if (!/^content-/i.test(name)) headers.set(name, value);
  }
  headers.set("Cache-Control", "no-store");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Referrer-Policy", "no-referrer");
  // The script that loads pages again after a change needs connect-src, and finds the nonce here.
  headers.set(
    "Content-Security-Policy",
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; connect-src 'self'; ` +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  return response.vary("Accept", "User-Agent");
}

function makeBody(report: DebugReport, format: ReportFormat, nonce: string): Response {
  const status = 500;
  if (format === "html") {
    const page = renderPage(report, { nonce, editor: editorLink() });
    return Response.typed(page, "text/html; charset=utf-8", { status });
  }
  if (format === "text") return Response.typed(renderText(report), "text/plain; charset=utf-8", { status });
  const [{ name, headline, message }] = report.errors as [DebugReport["errors"][number]];
  // The first three are those of every error that the app answers with JSON.
  const body = { status, error: "Internal Server Error", message: `${name}: ${message || headline}`, debug: report };
  return Response.typed(`${JSON.stringify(body, undefined, 2)}\n`, "application/json", { status });
}
