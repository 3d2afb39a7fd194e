// Listens in a parent process and hands each connection to whoever serves now; while nobody does, connections wait.
import type { Server, Socket } from "node:net";
import { listenFailed } from "#server/internals";

/** Where to listen: a host and a port, or the path of a Unix socket. */
export interface ListenPlace {
  readonly host: string;
  readonly port: number;
  readonly path?: string | undefined;
}

// Connections beyond this many are refused while nobody serves: each holds a file descriptor.
const mostWaiting = 2048;

// Invariant: the port is held from listen() to close(), whatever becomes of the processes that serve.

/** Holds the port and the connections that nobody has taken yet. */
export class Acceptor {
  readonly #waiting: Socket[] = [];
  #server: Server | undefined;
  #take: ((connection: Socket) => boolean) | undefined;

  /** How many connections wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Listens; where it listened already, there no more. @throws SetupError `SERVER_PORT_IN_USE` and the like. */
  async listen(place: ListenPlace): Promise<number> {
    const { createServer } = process.getBuiltinModule("node:net");
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (connection) =>
      this.#accept(connection),
    );
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => reject(listenFailed(cause as NodeJS.ErrnoException, place.host, place.port)));
      const where = place.path === undefined ? { host: place.host, port: place.port } : { path: place.path };
      server.listen({ ...where, backlog: 511 }, resolve);
    });
    this.#server?.close();
    this.#server = server;
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Hands over all connections from now on; `take` returns false where it cannot take one at the moment. */
  serveWith(take: ((connection: Socket) => boolean) | undefined): void {
    this.#take = take;
    this.drain();
  }

  /** Hands over those that wait, as far as they are taken. */
  drain(): void {
    while (this.#waiting.length > 0 && this.#take?.(this.#waiting[0]!) === true) this.#waiting.shift();
  }

  /** Puts a connection back in front, because who took it went away before serving it. */
  putBack(connection: Socket): void {
    this.#waiting.unshift(connection);
    this.drain();
  }

  /** Takes no new connections. Those that the system has accepted already are taken in first. */
  async close(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#server?.close();
    this.#server = undefined;
  }

  /** Cuts off the connections that still wait. */
  dropWaiting(): void {
    for (const connection of this.#waiting.splice(0)) connection.destroy();
  }

  #accept(connection: Socket): void {
    connection.on("error", () => connection.destroy());
    if (this.#waiting.length === 0 && this.#take?.(connection) === true) return;
    if (this.#waiting.length < mostWaiting) this.#waiting.push(connection);
    else connection.destroy();
  }
}
