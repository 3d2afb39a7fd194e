// Renders the page for an address that leads nowhere, as a developer wants it: with the routes that there are.
import type { App } from "#app";
import { type HttpError, type Request, Response } from "#http";
import { didYouMean, escapeHtml } from "#kernel";

const mostRoutes = 300;

const style = `:root{color-scheme:light dark;--paper:light-dark(#faf8f4,#171513);--ink:light-dark(#1f1b16,#ece7df);--soft:light-dark(#655d52,#a89f92);--line:light-dark(#e0dad0,#39352f);--warn:light-dark(#a3200d,#ff9d8a)}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:60rem;margin:0 auto;padding:clamp(1.25rem,5vw,3rem) clamp(1rem,4vw,2rem)}
.status{margin:0;color:var(--warn);font-weight:600}h1{margin:.25rem 0 .5rem;font-size:1.6rem;line-height:1.25;font-weight:650}
p{margin:0 0 .75rem}code,td{font-family:ui-monospace,"SF Mono","Cascadia Code",Menlo,Consolas,monospace;font-size:.9em}
h2{font-size:1rem;margin:2rem 0 .5rem}.soft,th{color:var(--soft);font-weight:400}
table{width:100%;border-collapse:collapse}th,td{text-align:start;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}`;

/** The page, for a client that wants HTML; undefined for others, who get the plain answer. */
export function renderMissingPage(error: HttpError, request: Request, app: App): Response | undefined {
  if (request.header("accept")?.includes("text/html") !== true) return undefined;
  const routes = app.plan.definitions.filter((route) => route.alias !== true && route.buildOnly !== true);
  const plain = routes.map(({ pattern }) => pattern).filter((pattern) => !pattern.includes("<"));
  const near = didYouMean(request.path, plain).trim();
  const rows = routes.slice(0, mostRoutes).map(({ pattern, methods, name, host, subdomain, websocket }) => {
    const verbs = websocket === true ? "WebSocket" : (methods?.join(", ") ?? "any");
    const at = host ?? (subdomain === undefined || subdomain === "" ? "" : `${subdomain}.`);
    return `<tr><td>${escapeHtml(verbs)}</td><td>${escapeHtml(at + pattern)}</td><td>${escapeHtml(name)}</td></tr>`;
  });
  const more = routes.length > mostRoutes ? `<p class="soft">and ${routes.length - mostRoutes} more.</p>` : "";
  const nonce = process.getBuiltinModule("node:crypto").randomBytes(16).toString("base64");
  const list =
    rows.length === 0
      ? "<p>The app has no routes yet.</p>"
      : `<table><thead><tr><th scope="col">Methods</th><th scope="col">Pattern</th><th scope="col">Name</th></tr></thead><tbody>${rows.join("")}</tbody></table>${more}`;
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>404: no route for ${escapeHtml(request.path)}</title><style nonce="${nonce}">${style}</style></head>
<body><main><p class="status">404 ${escapeHtml(error.phrase)}</p><h1>No route leads to <code>${escapeHtml(request.path)}</code></h1>
${near === "" ? "" : `<p>${escapeHtml(near)}</p>`}
<h2>The routes of ${escapeHtml(app.name)}, as they were tried</h2>
${list}
<p class="soft">In production there is a plain page here, or the one that <code>app.onError(404, …)</code> makes.</p></main></body></html>
`;
  const response = Response.typed(body, "text/html; charset=utf-8", { status: 404 });
  response.headers.set("Cache-Control", "no-store");
  response.headers.set(
    "Content-Security-Policy",
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  return response;
}
