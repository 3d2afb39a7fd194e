// Starts a child process of the program that serves the connections it is handed, and watches over its life.
import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { programFile } from "../version.ts";
import type { ChildMessage, ParentMessage, ReadyMessage } from "./messages.ts";

/** How a child is started. */
export interface ChildOptions {
  /** The hidden command that it runs. */
  readonly command: string;
  /** What the command is told, as JSON. */
  readonly spec: object;
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** True keeps the end of what it writes to standard error, for whoever asks why it ended. */
  readonly keepsErrors?: boolean | undefined;
}

/** How a child ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote to standard error. */
  readonly errors: string;
}

// A child is handed as many connections at once; the next one only when it has begun to serve one of them.
const mostUnserved = 4;
const errorsKept = 16_384;

// Invariant: a connection in #unserved is open in both processes; the parent closes its own once the child says "took",
// and passes it on to another child when this one ends before.

/** One child process. */
export class Child {
  readonly pid: number | undefined;
  /** Resolves when it takes connections; undefined when it ended before. */
  readonly ready: Promise<ReadyMessage | undefined>;
  /** Resolves when it has ended and all that it wrote was read. */
  readonly ended: Promise<ChildEnd>;
  readonly startedAt: number = performance.now();
  /** When it last gave a sign of life. */
  lastBeat: number = this.startedAt;
  isReady = false;
  isStopping = false;
  onMessage: (message: ChildMessage) => void = () => undefined;
  onFree: () => void = () => undefined;
  readonly #process: ChildProcess;
  readonly #unserved: Socket[] = [];
  #errors = "";

  constructor(options: ChildOptions) {
    const { fork } = process.getBuiltinModule("node:child_process");
    const child = fork(programFile(), [options.command, JSON.stringify(options.spec)], {
      env: { ...process.env, ...options.environment },
      stdio: ["ignore", "inherit", options.keepsErrors === true ? "pipe" : "inherit", "ipc"],
    });
    this.#process = child;
    this.pid = child.pid;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      process.stderr.write(text);
      this.#errors = (this.#errors + text).slice(-errorsKept);
    });
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => resolve({ code: null, signal: null, errors: error.message }));
      child.once("close", (code, signal) => resolve({ code, signal, errors: this.#errors }));
    });
    this.ready = new Promise((resolve) => {
      void this.ended.then(() => resolve(undefined));
      child.on("message", (message) => {
        const told = message as ChildMessage;
        this.lastBeat = performance.now();
        if (told.kind === "took") this.#served();
        else if (told.kind === "ready") {
          this.isReady = true;
          resolve(told);
        }
        this.onMessage(told);
      });
    });
  }

  /** True where it would take a connection at once. */
  get isFree(): boolean {
    return this.isReady && !this.isStopping && this.#process.connected && this.#unserved.length < mostUnserved;
  }

  /** Connections that it was handed and does not serve yet. */
  get unserved(): number {
    return this.#unserved.length;
  }

  /** Hands over a connection; false where it cannot take one. */
  take(connection: Socket): boolean {
    if (!this.isFree) return false;
    // A client that went away meanwhile needs no server.
    if (connection.destroyed) return true;
    this.#unserved.push(connection);
    this.#process.send({ kind: "connection" } satisfies ParentMessage, connection, { keepOpen: true }, () => undefined);
    return true;
  }

  /** The connections that it was handed and never served, once it has ended. */
  takeBack(): Socket[] {
    return this.#unserved.splice(0).filter((connection) => !connection.destroyed);
  }

  /** Tells it something; nothing where it has ended. */
  tell(message: ParentMessage): void {
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  /**
   * Lets it finish what is in flight within `grace` milliseconds; kills it where it takes a second longer, and at once
   * where it does not serve yet.
   */
  async stop(grace: number): Promise<ChildEnd> {
    this.isStopping = true;
    if (this.isReady) this.tell({ kind: "stop", grace });
    else this.kill("SIGKILL");
    const limit = setTimeout(() => this.kill("SIGKILL"), grace + 1000);
    const end = await this.ended;
    clearTimeout(limit);
    return end;
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  #served(): void {
    this.#unserved.shift()?.destroy();
    this.onFree();
  }
}
