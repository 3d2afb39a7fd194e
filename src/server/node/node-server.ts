// Serves an app through node:http: listens, answers, upgrades, and stops without losing a request.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket as NetSocket } from "node:net";
import { listenFailed } from "../listen-error.ts";
import type { RunningServer, ServeOptions } from "../serve-options.ts";
import type { ServedApp } from "../served-app.ts";
import { type SendContext, sendResponse } from "./node-send.ts";
import { NodeSource } from "./node-source.ts";
import { canSendWhole } from "./send-whole.ts";

/** Times in milliseconds, sizes in bytes. */
const defaults = {
  host: "127.0.0.1",
  port: 8000,
  headersTime: 30_000,
  requestTime: 60_000,
  keepAliveTime: 5_000,
  headerSize: 16 * 1024,
  graceTime: 30_000,
} as const;

// While the server stops, a connection that has been silent for this long counts as idle.
const idleTime = 250;

/**
 * Serves an app with `node:http`.
 * @throws SetupError `SERVER_PORT_IN_USE` and the like, with the cure.
 */
export async function serveNode(app: ServedApp, options: ServeOptions = {}): Promise<RunningServer> {
  const requestTime = options.requestTime ?? defaults.requestTime;
  const sockets = new Set<NetSocket>();
  const context = {
    closing: false,
    writesWhole: canSendWhole(),
    reportFault: (error: unknown) => app.reportFault(error),
  } satisfies SendContext;
  const onRequest = (message: IncomingMessage, out: ServerResponse): void => {
    const response = app.handle(new NodeSource(message, requestTime, out));
    if (response instanceof Promise) {
      void response.then((value) => sendResponse(message, out, value, context));
    } else sendResponse(message, out, response, context);
  };
  const settings = {
    requestTimeout: requestTime,
    headersTimeout: Math.min(options.headersTime ?? defaults.headersTime, requestTime),
    keepAliveTimeout: options.keepAliveTime ?? defaults.keepAliveTime,
    maxHeaderSize: options.headerSize ?? defaults.headerSize,
    connectionsCheckingInterval: 2000,
    optimizeEmptyRequests: true,
    shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === "websocket",
  };
  const server: Server =
    options.tls === undefined
      ? process.getBuiltinModule("node:http").createServer(settings, onRequest)
      : (process
          .getBuiltinModule("node:https")
          .createServer({ ...settings, ...options.tls }, onRequest) as unknown as Server);
  server.on("connection", (socket: NetSocket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  // Without a listener node:http answers such a request as any other: offers of HTTP/2 (h2c) may be ignored.
  const onUpgrade = (message: IncomingMessage, socket: NetSocket, head: Buffer): void => {
    import("./node-upgrade.ts")
      .then(({ upgradeNode }) =>
        upgradeNode(app, { message, socket, head, source: new NodeSource(message, requestTime) }),
      )
      .catch((error: unknown) => {
        app.reportFault(error);
        socket.destroy();
      });
  };
  if (app.hasSockets) server.on("upgrade", onUpgrade);
  if (options.connections === undefined) await listen(server, options);
  else takeConnections(server, options.connections);
  let closed: Promise<void> | undefined;
  return {
    url: describeAddress(server, options),
    port: portOf(server),
    close: (graceTime) => {
      closed ??= stop(server, sockets, context, graceTime ?? options.graceTime ?? defaults.graceTime);
      return closed;
    },
  };
}

async function listen(server: Server, options: ServeOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const failed = (cause: Error): void =>
      reject(
        listenFailed(cause as NodeJS.ErrnoException, options.host ?? defaults.host, options.port ?? defaults.port),
      );
    server.once("error", failed);
    const done = (): void => {
      server.off("error", failed);
      resolve();
    };
    if (options.path !== undefined) server.listen({ path: options.path }, done);
    else
      server.listen(
        {
          host: options.host ?? defaults.host,
          port: options.port ?? defaults.port,
          backlog: 511,
          exclusive: options.exclusive ?? false,
        },
        done,
      );
  });
}

// A server that does not listen gets its connections through the event that accepting them would have emitted.
function takeConnections(server: Server, connections: NonNullable<ServeOptions["connections"]>): void {
  // node:http starts its checks of slow requests when it begins to listen.
  server.emit("listening");
  connections((connection) => {
    const socket = connection as NetSocket;
    // What node:http tells the sockets that it accepts itself: a client may end its side before it has the answer.
    socket.allowHalfOpen = true;
    socket.setNoDelay?.(true);
    server.emit("connection", socket);
  });
}

// Invariant: from here on no new connection is taken, and every answer says "Connection: close".
async function stop(
  server: Server,
  sockets: Set<NetSocket>,
  context: { closing: boolean },
  graceTime: number,
): Promise<void> {
  context.closing = true;
  // The system answered clients that still wait to be accepted: one turn of the event loop takes them in.
  await new Promise((resolve) => setImmediate(resolve));
  // net's own close: http's would cut off idle connections at once, and with them requests that are on their way.
  const { Server: NetServer } = process.getBuiltinModule("node:net");
  const ended = server.listening
    ? new Promise<void>((resolve) => NetServer.prototype.close.call(server as never, () => resolve()))
    : untilEmpty(sockets);
  const sweep = setInterval(() => server.closeIdleConnections(), idleTime);
  const limit = setTimeout(() => {
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  }, graceTime);
  await ended;
  clearInterval(sweep);
  clearTimeout(limit);
  server.close();
}

async function untilEmpty(sockets: ReadonlySet<NetSocket>): Promise<void> {
  while (sockets.size > 0) {
    const [socket] = sockets;
    await new Promise((resolve) => socket!.once("close", resolve));
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function describeAddress(server: Server, options: ServeOptions): string {
  if (options.path !== undefined) return `unix:${options.path}`;
  const host = options.host ?? defaults.host;
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `${options.tls === undefined ? "http" : "https"}://${shown}:${portOf(server)}/`;
}
