// Renders the page for an HTTP error: small HTML, or JSON for clients that ask for it; says only what the public may read.

import { type HttpError, type Request, Response } from "#http";
import { escapeHtml } from "#kernel";

// The content stands above the middle, where the eye looks for it, and begins at the same left edge for every text.
const style =
  ":root{color-scheme:light dark}*{box-sizing:border-box}" +
  "body{margin:0;min-height:100vh;display:grid;grid-template-rows:2fr auto 3fr;padding:1.5rem;background:light-dark(#faf8f4,#171513);color:light-dark(#1f1b16,#ece7df);font:1.0625rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}" +
  "main{grid-row:2;width:100%;max-width:36rem;margin:0 auto;padding-left:clamp(1rem,4vw,1.75rem);border-left:4px solid light-dark(#a3200d,#ff9d8a)}" +
  "p{margin:0}.status{font-size:clamp(2.75rem,2rem + 5vw,4.5rem);font-weight:250;line-height:1;letter-spacing:-.03em;font-variant-numeric:lining-nums;color:light-dark(#a3200d,#ff9d8a)}" +
  "h1{margin:.6rem 0 .4rem;font-size:clamp(1.375rem,1.2rem + 1vw,1.75rem);line-height:1.25;font-weight:650;text-wrap:balance}h1+p{color:light-dark(#5d554b,#b3aa9d)}";

/** Renders an error for the client: JSON when it prefers that to HTML, else a page with status, name and text. */
export function renderErrorPage(error: HttpError, request: Request): Response {
  const { status, publicText } = error;
  const title = error.phrase;
  const response = wantsJson(request)
    ? Response.typed(JSON.stringify({ status, error: title, message: publicText }), "application/json", { status })
    : Response.typed(page(status, title, publicText), "text/html; charset=utf-8", { status });
  addErrorHeaders(response, error);
  return response;
}

/** Puts an error's headers on its response; one that occurs twice, such as `WWW-Authenticate`, stays two lines. */
export function addErrorHeaders(response: Response, error: HttpError): void {
  const seen = new Set<string>();
  for (const [name, value] of error.headers) {
    const key = name.toLowerCase();
    if (seen.has(key)) response.headers.append(name, value);
    else response.headers.set(name, value);
    seen.add(key);
  }
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
