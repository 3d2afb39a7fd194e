// Serves the page that says why the app does not run, while it does not: plain HTML that loads itself again.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { escapeHtml } from "#kernel";
import { reloadPaths, reloadScript, reloadTag, versionEvent } from "./reload-script.ts";

/** Why the app does not run. */
export interface Failure {
  /** One sentence. */
  readonly title: string;
  /** What it wrote to standard error. */
  readonly text: string;
}

const style = `:root{color-scheme:light dark;--line:light-dark(#d5d0c8,#45413b);--warn:light-dark(#a3200d,#ff9d8a);--paper:light-dark(#faf8f4,#191715);--ink:light-dark(#1f1b16,#ece7df)}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:64rem;margin:0 auto;padding:2.5rem 1.25rem}
h1{margin:0 0 .25rem;font-size:1.5rem;line-height:1.3;color:var(--warn)}
p{margin:.25rem 0 1.25rem}
pre{margin:0;padding:1rem;overflow-x:auto;border:1px solid var(--line);border-left:4px solid var(--warn);border-radius:6px;font:.875rem/1.55 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}`;

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** Renders the page; everything in it is escaped. */
export function renderFailurePage({ title, text }: Failure, version: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p>This page loads itself again as soon as a file is saved that mends it.</p><pre>${escapeHtml(text)}</pre></main>${reloadTag(version)}</body></html>
`;
}

// Invariant: every answer closes its connection, so that the next request reaches the app once it runs.

/** Answers every request with the failure. */
export class FailureServer {
  readonly #server: Server;
  readonly #pages = new Set<ServerResponse>();
  #failure: Failure = { title: "", text: "" };
  #version = "";
  #count = 0;

  constructor(tls: { readonly cert: string; readonly key: string } | undefined) {
    const answer = (request: IncomingMessage, out: ServerResponse): void => this.#answer(request, out);
    this.#server =
      tls === undefined
        ? process.getBuiltinModule("node:http").createServer(answer)
        : (process.getBuiltinModule("node:https").createServer(tls, answer) as unknown as Server);
  }

  /** Answers with this failure from now on. */
  show(failure: Failure): void {
    this.#failure = failure;
    this.#version = `failure-${process.pid}-${++this.#count}`;
  }

  /** Serves a connection. */
  take(connection: Socket): boolean {
    connection.allowHalfOpen = true;
    this.#server.emit("connection", connection);
    // The acceptor took it without reading.
    connection.resume();
    return true;
  }

  /** Lets go of the pages that wait for the app. */
  clear(): void {
    for (const page of this.#pages) page.end();
    this.#pages.clear();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, out: ServerResponse): void {
    const headers = { "Cache-Control": "no-store", Connection: "close" };
    request.resume();
    if (request.url === reloadPaths.script) {
      out.writeHead(200, { ...headers, "Content-Type": "text/javascript; charset=utf-8" }).end(reloadScript);
    } else if (request.url === reloadPaths.events) {
      out.writeHead(200, { ...headers, "Content-Type": "text/event-stream" }).write(versionEvent(this.#version));
      this.#pages.add(out);
      out.once("close", () => this.#pages.delete(out));
    } else if (request.headers.accept?.includes("text/html") === true) {
      const page = renderFailurePage(this.#failure, this.#version);
      out.writeHead(500, { ...headers, "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy });
      out.end(page);
    } else {
      out.writeHead(500, { ...headers, "Content-Type": "text/plain; charset=utf-8" });
      out.end(`${this.#failure.title}\n\n${this.#failure.text}\n`);
    }
  }
}
