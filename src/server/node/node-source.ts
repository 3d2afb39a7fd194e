// Reads a request from node:http's IncomingMessage.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import { PayloadTooLarge, type RequestSource, RequestTimeout } from "#http";
import { brokenOff, tooLarge, tooSlow } from "../body-errors.ts";

/** A request that came through `node:http`. */
export class NodeSource implements RequestSource {
  readonly method: string;
  readonly target: string;
  readonly #message: IncomingMessage;
  /** The server's own limit on the time for a whole request; only shorter ones need a timer. */
  readonly #serverTime: number;
  /** The answer; a WebSocket handshake has none, and lives as long as its connection. */
  readonly #out: ServerResponse | undefined;
  #controller: AbortController | undefined;

  constructor(message: IncomingMessage, serverTime: number, out?: ServerResponse) {
    this.#message = message;
    this.#out = out;
    this.method = message.method!;
    this.target = message.url!;
    this.#serverTime = serverTime;
  }

  get peerAddress(): string | undefined {
    return this.#message.socket.remoteAddress;
  }

  get encrypted(): boolean {
    return (this.#message.socket as TLSSocket).encrypted === true;
  }

  get hasBody(): boolean {
    return this.header("transfer-encoding") !== undefined || (this.header("content-length") ?? "0") !== "0";
  }

  // Most requests are asked for one or two headers: looking through the lines is cheaper than sorting them all into an object.
  header(name: string): string | undefined {
    const lines = this.#message.rawHeaders;
    let found: string | undefined;
    for (let i = 0; i < lines.length; i += 2) {
      const line = lines[i]!;
      if (line.length !== name.length || (line !== name && line.toLowerCase() !== name)) continue;
      if (found !== undefined) return this.#repeated(name);
      found = lines[i + 1]!;
    }
    return found;
  }

  // Node knows which headers are joined with a comma, which with a semicolon, and of which the first one counts.
  #repeated(name: string): string | undefined {
    const value = this.#message.headers[name];
    return typeof value === "object" ? value.join(", ") : value;
  }

  headerLines(): readonly string[] {
    return this.#message.rawHeaders;
  }

  collect(limit: number, timeout: number): Promise<Uint8Array> {
    const message = this.#message;
    const announced = this.header("content-length");
    if (announced !== undefined && Number(announced) > limit) return Promise.reject(tooLarge(limit));
    // A message that was torn down emits nothing any more: waiting for it would never end.
    if (message.destroyed && !message.complete) return Promise.reject(brokenOff());
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let length = 0;
      let timer: NodeJS.Timeout | undefined;
      const stop = (error: Error): void => {
        message.off("data", onData);
        message.pause();
        clearTimeout(timer);
        reject(error);
      };
      const onData = (chunk: Buffer): void => {
        length += chunk.length;
        if (length > limit) stop(tooLarge(limit));
        else chunks.push(chunk);
      };
      message.on("data", onData);
      message.on("end", () => {
        if (timer !== undefined) clearTimeout(timer);
        resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length));
      });
      message.on("error", () => stop(brokenOff()));
      if (timeout < this.#serverTime) timer = setTimeout(() => stop(tooSlow(timeout)), timeout);
    });
  }

  // The message is not destroyed when its time is over: the connection would end without an answer.
  async *stream(limit: number, timeout: number): AsyncIterable<Uint8Array> {
    const chunks: AsyncIterator<Buffer> = this.#message.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
    let length = 0;
    let late = false;
    // One waiter at a time instead of Promise.race, which leaves something behind in what stays pending.
    let stopWaiting: (() => void) | undefined;
    const onLate = (): void => {
      late = true;
      stopWaiting?.();
    };
    const timer = timeout < this.#serverTime ? setTimeout(onLate, timeout) : undefined;
    try {
      for (;;) {
        const step = await new Promise<IteratorResult<Buffer> | undefined>((resolve, reject) => {
          stopWaiting = () => resolve(undefined);
          if (late) resolve(undefined);
          else chunks.next().then(resolve, reject);
        });
        if (step === undefined) throw tooSlow(timeout);
        if (step.done === true) return;
        length += step.value.length;
        if (length > limit) throw tooLarge(limit);
        yield step.value;
      }
    } catch (error) {
      throw error instanceof RequestTimeout || error instanceof PayloadTooLarge ? error : brokenOff();
    } finally {
      clearTimeout(timer);
      // Not awaited: after the time it waits for the next chunk.
      void chunks.return?.().catch(() => undefined);
    }
  }

  signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      const { socket } = this.#message;
      const out = this.#out;
      if (socket.destroyed) controller.abort();
      // The answer's own event: a listener on the connection would stay there for all requests that follow.
      else if (out === undefined) socket.once("close", () => controller.abort());
      else out.once("close", () => out.writableFinished || controller.abort());
    }
    return this.#controller.signal;
  }
}
