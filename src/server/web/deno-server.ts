// Serves an app through Deno.serve.

import { listenFailed } from "../listen-error.ts";
import type { RunningServer, ServeOptions } from "../serve-options.ts";
import type { AcceptedUpgrade, ServedApp, SocketConnection } from "../served-app.ts";
import { FetchSource } from "./fetch-source.ts";
import { toWebResponse } from "./to-web-response.ts";

// The few parts of Deno's API that are used.
interface DenoServer {
  readonly addr: { readonly port?: number; readonly hostname?: string };
  shutdown(): Promise<void>;
}
interface DenoInfo {
  readonly remoteAddr: { readonly hostname?: string };
}
interface DenoGlobal {
  serve(options: object, handler: (request: Request, info: DenoInfo) => Response | Promise<Response>): DenoServer;
  upgradeWebSocket(request: Request, options?: { protocol?: string }): { socket: WebSocket; response: Response };
}

/** Serves an app with `Deno.serve`. @throws SetupError when it cannot listen. */
export async function serveDeno(app: ServedApp, options: ServeOptions = {}): Promise<RunningServer> {
  const deno = (globalThis as unknown as { Deno: DenoGlobal }).Deno;
  const { hasSockets } = app;
  const report = (error: unknown): void => app.reportFault(error);
  const host = options.host ?? "127.0.0.1";
  const port = options.port ?? 8000;
  const place = options.path === undefined ? { hostname: host, port } : { path: options.path };
  const answer = (request: Request, info: DenoInfo): Response | Promise<Response> => {
    const source = new FetchSource(request, { address: info.remoteAddr.hostname });
    if (hasSockets && request.headers.get("upgrade")?.toLowerCase() === "websocket")
      return upgrade(app, source, request, deno);
    const response = app.handle(source);
    return response instanceof Promise
      ? response.then((value) => toWebResponse(value, request.method, report))
      : toWebResponse(response, request.method, report);
  };
  let server: DenoServer;
  try {
    server = deno.serve({ ...place, ...options.tls, onListen: () => undefined }, answer);
  } catch (cause) {
    const code = (cause as { name?: string }).name === "AddrInUse" ? "EADDRINUSE" : undefined;
    throw listenFailed(Object.assign(cause as NodeJS.ErrnoException, code === undefined ? {} : { code }), host, port);
  }
  const shown = `${options.tls === undefined ? "http" : "https"}://${host}:${server.addr.port ?? port}/`;
  return {
    url: options.path === undefined ? shown : `unix:${options.path}`,
    port: server.addr.port ?? 0,
    close: () => server.shutdown(),
  };
}

async function upgrade(app: ServedApp, source: FetchSource, request: Request, deno: DenoGlobal): Promise<Response> {
  const decision = await app.upgrade(source);
  if (decision.refuse !== undefined)
    return toWebResponse(decision.refuse, request.method, (error) => app.reportFault(error));
  const { socket, response } = deno.upgradeWebSocket(
    request,
    decision.protocol === undefined ? {} : { protocol: decision.protocol },
  );
  socket.binaryType = "arraybuffer";
  socket.onopen = () => decision.run(connectionOf(socket, decision));
  return response;
}

function connectionOf(socket: WebSocket, { maxMessage, protocol = "" }: AcceptedUpgrade): SocketConnection {
  return {
    // Deno leaves the socket's own protocol empty.
    protocol,
    send: async (message) => socket.send(message as string | Uint8Array<ArrayBuffer>),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (listener) => {
      socket.onmessage = ({ data }: { data: string | ArrayBuffer }) => {
        const message = typeof data === "string" ? data : new Uint8Array(data);
        if (message.length > maxMessage) socket.close(1009, "The message is too large.");
        else listener(message);
      };
    },
    onClose: (listener) => {
      socket.onclose = ({ code, reason }) => listener(code, reason);
    },
    // Deno offers no way to stop reading from a WebSocket.
    pause: () => undefined,
    resume: () => undefined,
  };
}
