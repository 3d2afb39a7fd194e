// Upgrades a connection of node:http to a WebSocket with the `ws` library, or refuses it with a plain answer.
import type { IncomingMessage } from "node:http";
import type { Socket as NetSocket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { type RequestSource, type Response, STATUS_TEXT } from "#http";
import { closersOf, flatHeaders } from "#http/internals";
import type { AcceptedUpgrade, ServedApp, SocketConnection } from "../served-app.ts";
import { runClosers } from "./node-send.ts";

/** One handshake. */
export interface NodeHandshake {
  readonly message: IncomingMessage;
  readonly socket: NetSocket;
  readonly head: Buffer;
  readonly source: RequestSource;
}

/** Asks the app about a handshake and completes or refuses it. */
export async function upgradeNode(app: ServedApp, { message, socket, head, source }: NodeHandshake): Promise<void> {
  socket.on("error", () => socket.destroy());
  const decision = await app.upgrade(source);
  if (decision.refuse !== undefined) {
    await refuse(socket, decision.refuse);
    return runClosers(closersOf(decision.refuse) ?? [], (error) => app.reportFault(error));
  }
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: decision.maxMessage,
    handleProtocols: () => decision.protocol ?? false,
  });
  server.handleUpgrade(message, socket, head, (webSocket) => serveSocket(webSocket, decision));
}

function serveSocket(webSocket: WebSocket, decision: AcceptedUpgrade): void {
  webSocket.binaryType = "nodebuffer";
  // A frame that breaks the protocol closes the connection; the close event says so.
  webSocket.on("error", () => undefined);
  const connection: SocketConnection = {
    protocol: webSocket.protocol,
    send: (message) =>
      new Promise((resolve, reject) =>
        webSocket.send(message, (error) => {
          // A peer that is leaving is no fault of the handler; the close event tells it.
          if (error == null || webSocket.readyState !== webSocket.OPEN) resolve();
          else reject(error);
        }),
      ),
    close: (code, reason) => webSocket.close(code, reason),
    onMessage: (listener) =>
      void webSocket.on("message", (data, isBinary) =>
        listener(isBinary ? (data as Buffer) : (data as Buffer).toString("utf8")),
      ),
    onClose: (listener) => void webSocket.on("close", (code, reason) => listener(code, reason.toString("utf8"))),
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
  };
  decision.run(connection);
}

async function refuse(socket: NetSocket, response: Response): Promise<void> {
  const body = await response.bytes();
  const lines = [`HTTP/1.1 ${response.status} ${STATUS_TEXT[response.status] ?? ""}`];
  const flat = flatHeaders(response.headers);
  for (let i = 0; i < flat.length; i += 2) {
    // The length is that of the bytes below, whatever the response says of itself.
    if (!/^(?:content-length|transfer-encoding|connection)$/i.test(flat[i]!)) lines.push(`${flat[i]}: ${flat[i + 1]}`);
  }
  lines.push(`Content-Length: ${body.length}`, "Connection: close", "", "");
  socket.write(lines.join("\r\n"), "latin1");
  socket.end(body);
}
