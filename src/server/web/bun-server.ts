// Serves an app through Bun.serve.

import { listenFailed } from "../listen-error.ts";
import type { RunningServer, ServeOptions } from "../serve-options.ts";
import type { AcceptedUpgrade, ServedApp, SocketConnection } from "../served-app.ts";
import { type FetchPeer, FetchSource } from "./fetch-source.ts";
import { toWebResponse } from "./to-web-response.ts";

// The few parts of Bun's API that are used; Bun's own types would describe a second platform to every user.
interface BunSocket {
  readonly data: BunSocketData;
  send(message: string | Uint8Array): number;
  close(code?: number, reason?: string): void;
}
interface BunSocketData {
  readonly decision: AcceptedUpgrade;
  onMessage: (message: string | Uint8Array) => void;
  onClose: (code: number, reason: string) => void;
  drained: (() => void)[];
}
interface BunServer {
  readonly port: number;
  readonly url: URL;
  stop(closeActive?: boolean): Promise<void>;
  requestIP(request: Request): { readonly address: string } | null;
  upgrade(request: Request, options: { data: BunSocketData; headers?: Record<string, string> }): boolean;
}
interface BunGlobal {
  serve(options: object): BunServer;
}

/** Serves an app with `Bun.serve`. @throws SetupError when it cannot listen. */
export async function serveBun(app: ServedApp, options: ServeOptions = {}): Promise<RunningServer> {
  const bun = (globalThis as unknown as { Bun: BunGlobal }).Bun;
  const { hasSockets } = app;
  const report = (error: unknown): void => app.reportFault(error);
  let server: BunServer;
  const host = options.host ?? "127.0.0.1";
  const port = options.port ?? 8000;
  const peer: FetchPeer = { find: (request) => server.requestIP(request)?.address };
  const answer = (request: Request): Response | Promise<Response | undefined> => {
    const source = new FetchSource(request, peer);
    if (hasSockets && request.headers.get("upgrade")?.toLowerCase() === "websocket")
      return upgrade(app, source, request, server);
    const response = app.handle(source);
    return response instanceof Promise
      ? response.then((value) => toWebResponse(value, request.method, report))
      : toWebResponse(response, request.method, report);
  };
  try {
    server = bun.serve({
      ...(options.path === undefined ? { hostname: host, port } : { unix: options.path }),
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      idleTimeout: Math.ceil((options.requestTime ?? 60_000) / 1000),
      fetch: answer,
      websocket: socketHandlers,
    });
  } catch (error) {
    throw listenFailed(error as NodeJS.ErrnoException, host, port);
  }
  return { url: String(server.url), port: server.port, close: async () => server.stop() };
}

async function upgrade(
  app: ServedApp,
  source: FetchSource,
  request: Request,
  server: BunServer,
): Promise<Response | undefined> {
  const decision = await app.upgrade(source);
  if (decision.refuse !== undefined)
    return toWebResponse(decision.refuse, request.method, (error) => app.reportFault(error));
  const data: BunSocketData = { decision, onMessage: () => undefined, onClose: () => undefined, drained: [] };
  const headers = decision.protocol === undefined ? {} : { headers: { "Sec-WebSocket-Protocol": decision.protocol } };
  return server.upgrade(request, { data, ...headers })
    ? undefined
    : new Response("This is no WebSocket handshake.\n", { status: 400 });
}

const socketHandlers = {
  open(socket: BunSocket): void {
    const { data } = socket;
    const connection: SocketConnection = {
      protocol: data.decision.protocol ?? "",
      send: async (message) => {
        // -1: taken, but the peer is slow; wait until Bun has written it out.
        if (socket.send(message) === -1) await new Promise<void>((resolve) => data.drained.push(resolve));
      },
      close: (code, reason) => socket.close(code, reason),
      onMessage: (listener) => {
        data.onMessage = listener;
      },
      onClose: (listener) => {
        data.onClose = listener;
      },
      // Bun offers no way to stop reading from a WebSocket.
      pause: () => undefined,
      resume: () => undefined,
    };
    data.decision.run(connection);
  },
  message(socket: BunSocket, message: string | Uint8Array): void {
    const { data } = socket;
    if (message.length > data.decision.maxMessage) socket.close(1009, "The message is too large.");
    else data.onMessage(message);
  },
  drain(socket: BunSocket): void {
    for (const resolve of socket.data.drained.splice(0)) resolve();
  },
  close(socket: BunSocket, code: number, reason: string): void {
    for (const resolve of socket.data.drained.splice(0)) resolve();
    socket.data.onClose(code, reason);
  },
};
