// The server room's door: serving an app on Node, Bun and Deno, and the Web's Request and Response.

export { serve } from "./serve.ts";
export type { RunningServer, ServeOptions } from "./serve-options.ts";
export type { AcceptedUpgrade, ServedApp, SocketConnection, UpgradeDecision } from "./served-app.ts";
export { serverSettings } from "./server-settings.ts";
export type { FetchPeer } from "./web/fetch-source.ts";
export { FetchSource } from "./web/fetch-source.ts";
export { toWebResponse } from "./web/to-web-response.ts";
