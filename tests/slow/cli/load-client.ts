// Sends requests over kept-alive connections as fast as they are answered, and counts those that were not answered whole.
import { connect, type Socket } from "node:net";

/** What came of a load. */
export interface LoadCount {
  /** Answered whole. */
  answered: number;
  /** Sent on a connection that had been accepted, and not answered whole. */
  lost: number;
  /** Connections that were refused. */
  refused: number;
}

/** A load that runs until it is stopped. */
export interface RunningLoad {
  readonly count: LoadCount;
  /** Sends no more, and resolves when all that was sent is answered or lost. */
  stop(): Promise<LoadCount>;
}

/** Starts a load on `http://127.0.0.1:<port>/` that expects `body`. */
export function startLoad(port: number, connections: number, body: string): RunningLoad {
  const count: LoadCount = { answered: 0, lost: 0, refused: 0 };
  let isStopped = false;
  const run = async (): Promise<void> => {
    while (!isStopped) await useConnection(port, body, { count, isOver: () => isStopped });
  };
  const runs = Array.from({ length: connections }, run);
  return {
    count,
    stop: async () => {
      isStopped = true;
      await Promise.all(runs);
      return count;
    },
  };
}

interface LoadState {
  readonly count: LoadCount;
  isOver(): boolean;
}

function useConnection(port: number, body: string, { count, isOver }: LoadState): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let got = "";
    let isWaiting = false;
    let isConnected = false;
    const send = (): void => {
      isWaiting = true;
      socket.write(`GET / HTTP/1.1\r\nHost: load\r\n\r\n`);
    };
    socket.setEncoding("latin1");
    socket.once("connect", () => {
      isConnected = true;
      send();
    });
    socket.on("data", (text) => {
      got += text;
      const end = got.indexOf("\r\n\r\n");
      if (end < 0 || got.length < end + 4 + body.length) return;
      if (isWaiting && got.startsWith("HTTP/1.1 200 OK\r\n") && got.slice(end + 4) === body) count.answered++;
      else count.lost++;
      isWaiting = false;
      const isLast = /^connection: close\r$/im.test(got.slice(0, end));
      got = "";
      // A client reads what has come, such as the end of the connection, before it uses a connection again.
      if (isLast || isOver()) socket.end();
      else setImmediate(() => setImmediate(() => (socket.readableEnded || socket.destroyed ? undefined : send())));
    });
    socket.on("error", () => undefined);
    socket.once("close", () => {
      if (isWaiting) count.lost++;
      if (isConnected) return resolve();
      count.refused++;
      setTimeout(resolve, 20);
    });
  });
}
