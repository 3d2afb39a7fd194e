// Decides about a WebSocket handshake, and gives the handler a connection that it can await and iterate.
import { Forbidden, type Request } from "#http";
import { closersOf } from "#http/internals";
import type { Place } from "#routing";
import type { SocketConnection, UpgradeDecision } from "#server";
import { runClosers } from "#server/internals";
import type { Socket } from "../declare/handler.ts";
import type { SocketOptions } from "../declare/route-scope.ts";
import type { Plan } from "../plan.ts";
import { isAccepted } from "./accepted-sockets.ts";
import { answerMiss } from "./answer-miss.ts";

const defaultMaxMessage = 1024 * 1024;
// So many messages wait for a slow handler before the peer is slowed down.
const queueLimit = 64;

/** Finds the route, checks origin and protocol, runs the route's layers, and accepts or refuses. */
export async function acceptSocket(
  request: Request,
  plan: Plan,
  { place, report }: { readonly place: Place; readonly report: (error: unknown) => void },
): Promise<UpgradeDecision> {
  const match = plan.routes.match(request.path, request.method, place);
  if (match.kind !== "found") {
    request.routingOutcome = answerMiss(match, request, plan);
    return { refuse: await plan.notFound(request) };
  }
  const { target } = match.route;
  const socket = target.socket!;
  const params = { ...match.params };
  for (const hook of target.urlValues) hook(request, params);
  request.params = params;
  (request as { route: typeof target }).route = target;
  if (!isOriginAllowed(request, socket.options)) {
    return { refuse: await plan.fail(new Forbidden("This origin may not open a WebSocket here."), request) };
  }
  const response = await target.run(request);
  if (!isAccepted(response)) return { refuse: response };
  return {
    protocol: chooseProtocol(request, socket.options.protocols ?? []),
    maxMessage: socket.options.maxMessage ?? defaultMaxMessage,
    run: (connection) => void serve(connection),
  };

  async function serve(connection: SocketConnection): Promise<void> {
    const open = new QueuedSocket(connection);
    try {
      await socket.handler(open, request);
      open.close(1000);
    } catch (error) {
      request.error = error;
      report(error);
      open.close(1011, "The server met an unexpected fault.");
    }
    await runClosers(closersOf(response) ?? [], report);
  }
}

// Browsers always send an origin; a program that sends none is no cross-site attack.
function isOriginAllowed(request: Request, { origins = [] }: SocketOptions): boolean {
  const origin = request.header("origin");
  if (origin === undefined || origins === "*" || origins.includes(origin)) return true;
  const host = /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
  return host !== undefined && host.toLowerCase() === request.host.toLowerCase();
}

function chooseProtocol(request: Request, protocols: readonly string[]): string | undefined {
  const offered = (request.header("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  return protocols.find((name) => offered.includes(name));
}

class QueuedSocket implements Socket {
  readonly protocol: string;
  readonly #connection: SocketConnection;
  readonly #queue: (string | Uint8Array)[] = [];
  readonly #waiting: ((message: string | Uint8Array | undefined) => void)[] = [];
  #closed = false;
  #paused = false;
  #isClosing = false;

  constructor(connection: SocketConnection) {
    this.#connection = connection;
    this.protocol = connection.protocol;
    connection.onMessage((message) => this.#push(message));
    connection.onClose(() => {
      this.#closed = true;
      for (const resolve of this.#waiting.splice(0)) resolve(undefined);
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  #push(message: string | Uint8Array): void {
    // Nobody will take it any more, and a queue that fills again would stop the reading that the closing waits for.
    if (this.#isClosing) return;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      waiting(message);
      return;
    }
    this.#queue.push(message);
    if (this.#queue.length >= queueLimit && !this.#paused) {
      this.#paused = true;
      this.#connection.pause();
    }
  }

  receive(): Promise<string | Uint8Array | undefined> {
    const message = this.#queue.shift();
    if (this.#paused && this.#queue.length < queueLimit / 2) {
      this.#paused = false;
      this.#connection.resume();
    }
    if (message !== undefined) return Promise.resolve(message);
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async receiveJson(): Promise<unknown> {
    const message = await this.receive();
    return message === undefined
      ? undefined
      : (JSON.parse(typeof message === "string" ? message : new TextDecoder().decode(message)) as unknown);
  }

  async send(message: string | Uint8Array): Promise<void> {
    if (!this.#closed) await this.#connection.send(message);
  }

  sendJson(value: unknown): Promise<void> {
    return this.send(JSON.stringify(value));
  }

  close(code = 1000, reason = ""): void {
    if (this.#closed) return;
    this.#isClosing = true;
    // A connection that is not read would never see the peer's half of the closing handshake.
    if (this.#paused) this.#connection.resume();
    this.#paused = false;
    this.#connection.close(code, reason);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<string | Uint8Array> {
    for (;;) {
      const message = await this.receive();
      if (message === undefined) return;
      yield message;
    }
  }
}
