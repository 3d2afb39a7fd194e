// Opens a WebSocket to an app without a server: for tests.
import type { App, RequestOptions } from "#app";
import { MemorySource } from "#app/internals";
import { HeaderMap } from "#http";
import type { SocketConnection } from "#server";
import { TestResponse } from "./test-response.ts";

/** The client's end of a WebSocket in a test. */
export class TestSocket {
  readonly protocol: string;
  readonly #toApp: (message: string | Uint8Array) => void;
  readonly #closeApp: (code: number, reason: string) => void;
  readonly #received: (string | Uint8Array)[] = [];
  readonly #waiting: ((message: string | Uint8Array | undefined) => void)[] = [];
  #close: { readonly code: number; readonly reason: string } | undefined;

  /** Takes both ends' functions; {@link connectSocket} makes one. */
  constructor(
    protocol: string,
    toApp: (message: string | Uint8Array) => void,
    closeApp: (code: number, reason: string) => void,
  ) {
    this.protocol = protocol;
    this.#toApp = toApp;
    this.#closeApp = closeApp;
  }

  /** How the app closed the connection, once it did. */
  get closed(): { readonly code: number; readonly reason: string } | undefined {
    return this.#close;
  }

  /** Sends a message to the app. */
  send(message: string | Uint8Array): void {
    this.#toApp(message);
  }

  /** The app's next message; undefined once it closed the connection. */
  receive(): Promise<string | Uint8Array | undefined> {
    const message = this.#received.shift();
    if (message !== undefined) return Promise.resolve(message);
    if (this.#close !== undefined) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Closes the connection from the client's side. */
  close(code = 1000, reason = ""): void {
    this.#closeApp(code, reason);
  }

  /** Takes a message of the app; for {@link connectSocket}. */
  deliver(message: string | Uint8Array): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#received.push(message);
    else waiting(message);
  }

  /** Takes the app's close; for {@link connectSocket}. */
  end(code: number, reason: string): void {
    this.#close ??= { code, reason };
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }
}

/**
 * Opens a WebSocket to an app; a refusal comes back as the response that refused.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { connectSocket, TestSocket } from "demijohn/testing";
 * const app = new App();
 * app.ws("/echo", async (socket) => {
 *   for await (const message of socket) await socket.send(message);
 * });
 * const socket = await connectSocket(app, "/echo");
 * if (socket instanceof TestSocket) {
 *   socket.send("cork");
 *   console.log(await socket.receive()); // cork
 *   socket.close();
 * }
 * ```
 */
export async function connectSocket(
  app: object,
  target: string,
  options: RequestOptions & { readonly protocols?: readonly string[] } = {},
): Promise<TestSocket | TestResponse> {
  const { protocols = [], ...request } = options;
  const headers = [...new HeaderMap(request.headers ?? []), ["connection", "upgrade"], ["upgrade", "websocket"]] as [
    string,
    string,
  ][];
  if (protocols.length > 0) headers.push(["sec-websocket-protocol", protocols.join(", ")]);
  const decision = await (app as App).upgrade(await MemorySource.make(target, { ...request, headers }));
  if (decision.refuse !== undefined) return new TestResponse(decision.refuse, target, []);
  let onMessage: (message: string | Uint8Array) => void = () => undefined;
  let onClose: (code: number, reason: string) => void = () => undefined;
  const close = (code: number, reason: string): void => {
    if (socket.closed !== undefined) return;
    socket.end(code, reason);
    onClose(code, reason);
  };
  const socket = new TestSocket(decision.protocol ?? "", (message) => onMessage(message), close);
  const connection: SocketConnection = {
    protocol: socket.protocol,
    send: async (message) => socket.deliver(message),
    close: (code = 1000, reason = "") => close(code, reason),
    onMessage: (listener) => {
      onMessage = listener;
    },
    onClose: (listener) => {
      onClose = listener;
    },
    pause: () => undefined,
    resume: () => undefined,
  };
  decision.run(connection);
  return socket;
}
