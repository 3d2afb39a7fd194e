// Serves an app on whatever runtime this is.
import type { RunningServer, ServeOptions } from "./serve-options.ts";
import type { ServedApp } from "./served-app.ts";

/** Listens with node:http, Bun.serve or Deno.serve. @throws SetupError when it cannot listen. */
export async function serve(app: ServedApp, options: ServeOptions = {}): Promise<RunningServer> {
  if ("Bun" in globalThis) return (await import("./web/bun-server.ts")).serveBun(app, options);
  if ("Deno" in globalThis) return (await import("./web/deno-server.ts")).serveDeno(app, options);
  return (await import("./node/node-server.ts")).serveNode(app, options);
}
