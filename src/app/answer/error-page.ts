// Renders the page for an HTTP error: small HTML, or JSON for clients that ask for it; says only what the public may read.

import { type HttpError, type Request, Response } from "#http";
import { escapeHtml } from "#kernel";

const style =
  ":root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;margin:0;display:grid;min-height:100vh;place-content:center;padding:1.5rem;box-sizing:border-box}" +
  "main{max-width:34rem}p.status{font-size:.875rem;opacity:.65;margin:0;letter-spacing:.08em}h1{font-size:1.75rem;line-height:1.25;margin:.25rem 0 .75rem}p{margin:.5rem 0;overflow-wrap:anywhere}";

/** Renders an error for the client: JSON when it prefers that to HTML, else a page with status, name and text. */
export function renderErrorPage(error: HttpError, request: Request): Response {
  const { status, publicText } = error;
  const title = error.phrase;
  const response = wantsJson(request)
    ? Response.typed(JSON.stringify({ status, error: title, message: publicText }), "application/json", { status })
    : Response.typed(page(status, title, publicText), "text/html; charset=utf-8", { status });
  for (const [name, value] of error.headers) response.headers.set(name, value);
  return response;
}

function page(status: number, title: string, text: string): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${status} ${escapeHtml(title)}</title><style>${style}</style></head>` +
    `<body><main><p class="status">${status}</p><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></main></body></html>\n`
  );
}

function wantsJson(request: Request): boolean {
  const accept = request.header("accept");
  if (accept === undefined || accept === "*/*")
    return request.header("content-type")?.startsWith("application/json") ?? false;
  return accept.includes("json") && request.accepts("text/html", "application/json") === "application/json";
}
