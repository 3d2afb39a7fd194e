// Serves an app with several processes: accepts, hands connections to workers, replaces those that die, hang or grow old.
import { SetupError } from "#kernel";
import { Acceptor } from "../processes/acceptor.ts";
import { Child, type ChildEnd } from "../processes/child.ts";
import type { ReadyMessage } from "../processes/messages.ts";
import { holdPidFile } from "./pid-file.ts";
import { freeSocketPath } from "./unix-socket.ts";
import type { WorkSpec } from "./work.ts";

/** How an app is served; times in milliseconds. */
export interface MasterOptions {
  readonly work: WorkSpec;
  readonly workers: number;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly socket: string | undefined;
  readonly pidFile: string | undefined;
  /** How long requests in flight may take when a worker stops. */
  readonly grace: number;
  /** A worker whose event loop stands still for as long is killed; 0 for never. */
  readonly timeout: number;
  /** How far apart workers reach their most requests, at random. */
  readonly maxRequestsJitter: number;
  /** How long connections are still accepted after the signal to stop, while health checks fail already. */
  readonly stopDelay: number;
  /** Writes one line. */
  readonly say: (line: string) => void;
}

// A worker that ends sooner than this after its start makes the next one wait longer.
const youngTime = 10_000;
const longestWait = 30_000;

// Invariants: #acceptor holds the port until the master stops. A worker leaves #workers when it begins to stop or has
// ended; what it was handed and did not serve goes back to the acceptor. #wanted says how many workers there should be,
// the spares not counted: #keepUp starts those that are missing.

/** The master process. */
export class Master {
  readonly #options: MasterOptions;
  readonly #acceptor = new Acceptor();
  readonly #workers = new Set<Child>();
  readonly #leaving = new Set<Promise<unknown>>();
  readonly #replacing = new Set<Child>();
  /** Those that are to take a running worker's place and do not serve yet. */
  readonly #spares = new Set<Child>();
  #wanted: number;
  #starting = 0;
  #failures = 0;
  #turn = 0;
  #reload: Promise<void> = Promise.resolve();
  #state: "starting" | "serving" | "stopping" = "starting";
  #finish: (status: number) => void = () => undefined;

  constructor(options: MasterOptions) {
    this.#options = options;
    this.#wanted = options.workers;
  }

  /** Serves until a signal stops it; returns the exit status. @throws SetupError when it cannot start. */
  async run(): Promise<number> {
    const { pidFile } = this.#options;
    const finished = new Promise<number>((resolve) => {
      this.#finish = resolve;
    });
    const removePidFile = pidFile === undefined ? () => undefined : holdPidFile(pidFile);
    const signals = this.#listenForSignals();
    const watch = setInterval(() => this.#killHung(), 1000);
    try {
      await this.#start();
      return await finished;
    } finally {
      clearInterval(watch);
      for (const [signal, listener] of signals) process.off(signal, listener);
      removePidFile();
    }
  }

  #listenForSignals(): (readonly [NodeJS.Signals, () => void])[] {
    const { say } = this.#options;
    const signals: (readonly [NodeJS.Signals, () => void])[] = [
      ["SIGTERM", () => void this.#stop(this.#options.grace)],
      ["SIGINT", () => void this.#stop(0)],
      ["SIGQUIT", () => void this.#stop(0)],
      ["SIGHUP", () => void this.#reloadAll()],
      [
        "SIGTTIN",
        () => {
          say(`${++this.#wanted} workers from now on`);
          this.#keepUp();
        },
      ],
      [
        "SIGTTOU",
        () => {
          this.#wanted = Math.max(1, this.#wanted - 1);
          say(`${this.#wanted} ${this.#wanted === 1 ? "worker" : "workers"} from now on`);
          this.#keepUp();
        },
      ],
      [
        "SIGUSR1",
        () => {
          for (const worker of this.#workers) worker.tell({ kind: "reopen-logs" });
        },
      ],
    ];
    for (const [signal, listener] of signals) process.on(signal, listener);
    return signals;
  }

  // The first worker tells where the app wants to listen, and whether it can start at all.
  async #start(): Promise<void> {
    const first = this.#fork();
    const ready = await first.ready;
    if (this.#state === "stopping") return;
    if (ready === undefined) {
      const end = await first.ended;
      this.#workers.delete(first);
      throw new SetupError("CLI_WORKER_FAILED", `The first worker ended ${describeEnd(end)} before it could serve.`, {
        cure: "Its own message stands above. demijohn serve --check-config looks without serving.",
      });
    }
    const url = await this.#listen(ready).catch(async (error: unknown) => {
      this.#state = "stopping";
      await first.stop(0);
      throw error;
    });
    this.#state = "serving";
    this.#acceptor.serveWith((connection) => this.#nextFree()?.take(connection) ?? false);
    this.#options.say(
      `${ready.name} serves in ${ready.mode} mode on ${url} with ${this.#wanted} ${this.#wanted === 1 ? "worker" : "workers"}, process ${process.pid}`,
    );
    this.#keepUp();
  }

  async #listen(ready: ReadyMessage): Promise<string> {
    const { socket, work } = this.#options;
    const path = socket ?? ready.path;
    const host = this.#options.host ?? ready.host ?? "127.0.0.1";
    if (path !== undefined) await freeSocketPath(path);
    const port = await this.#acceptor.listen({ host, port: this.#options.port ?? ready.port ?? 8000, path });
    if (path !== undefined) return `unix:${path}`;
    return `${work.cert === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${port}/`;
  }

  // The free worker with the fewest connections on their way to it; those equal take turns.
  #nextFree(): Child | undefined {
    const free = [...this.#workers].filter((worker) => worker.isFree);
    const least = Math.min(...free.map((worker) => worker.unserved));
    const candidates = free.filter((worker) => worker.unserved === least);
    return candidates[this.#turn++ % candidates.length];
  }

  #fork(): Child {
    const { work, maxRequestsJitter } = this.#options;
    const extra = Math.floor(Math.random() * (maxRequestsJitter + 1));
    const spec: WorkSpec = { ...work, maxRequests: work.maxRequests === 0 ? 0 : work.maxRequests + extra };
    const worker = new Child({ command: ":work", spec });
    this.#workers.add(worker);
    worker.onFree = () => this.#acceptor.drain();
    worker.onMessage = (message) => {
      if (message.kind === "ready") this.#acceptor.drain();
      else if (message.kind === "replace") void this.#replace(worker, message.why);
    };
    void worker.ended.then((end) => this.#onEnd(worker, end));
    return worker;
  }

  #onEnd(worker: Child, end: ChildEnd): void {
    this.#workers.delete(worker);
    for (const connection of worker.takeBack()) this.#acceptor.putBack(connection);
    if (worker.isStopping || this.#state !== "serving") return;
    if (this.#spares.delete(worker)) return;
    const isYoung = performance.now() - worker.startedAt < youngTime;
    this.#failures = isYoung ? this.#failures + 1 : 0;
    this.#options.say(`worker ${worker.pid} ended ${describeEnd(end)}`);
    // The first one is replaced at once; one after the other that does not live long has to wait.
    const wait = this.#failures <= 1 ? 0 : Math.min(longestWait, 250 * 2 ** (this.#failures - 2));
    if (wait === 0) this.#keepUp();
    else {
      this.#starting++;
      this.#options.say(`the next one starts in ${wait} ms`);
      setTimeout(() => {
        this.#starting--;
        this.#keepUp();
      }, wait).unref();
    }
  }

  // Starts as many workers as are missing, or stops as many as are too many.
  #keepUp(): void {
    if (this.#state !== "serving") return;
    const count = (): number => this.#workers.size - this.#spares.size + this.#starting;
    while (count() < this.#wanted) this.#fork();
    const regular = [...this.#workers].filter((worker) => !this.#spares.has(worker));
    for (const worker of regular.slice(0, Math.max(0, count() - this.#wanted))) void this.#retire(worker);
  }

  // The old worker stops only when the new one serves; where that one fails, the old one stays.
  async #replace(old: Child, why: string | undefined): Promise<boolean> {
    if (this.#state !== "serving" || old.isStopping || this.#replacing.has(old)) return false;
    this.#replacing.add(old);
    if (why !== undefined) this.#options.say(`worker ${old.pid} is replaced ${why}`);
    const spare = this.#fork();
    this.#spares.add(spare);
    const ready = await spare.ready;
    this.#spares.delete(spare);
    this.#replacing.delete(old);
    if (this.#state !== "serving") return false;
    if (ready === undefined) {
      this.#options.say(`the worker that was to replace ${old.pid} could not start`);
      return false;
    }
    if (this.#workers.has(old)) await this.#retire(old);
    this.#keepUp();
    return true;
  }

  async #retire(worker: Child): Promise<void> {
    this.#workers.delete(worker);
    const gone = worker.stop(this.#options.grace);
    this.#leaving.add(gone);
    await gone;
    this.#leaving.delete(gone);
  }

  // One after the other, so that there are never many more processes than wanted.
  #reloadAll(): Promise<void> {
    this.#reload = this.#reload.then(async () => {
      const { say } = this.#options;
      say("reloading");
      for (const old of [...this.#workers]) {
        if (
          this.#workers.has(old) &&
          !(await this.#replace(old, undefined)) &&
          this.#state === "serving" &&
          this.#workers.has(old)
        ) {
          say("reloading was given up: the new worker could not start, the old ones go on");
          return;
        }
      }
      say("reloaded");
    });
    return this.#reload;
  }

  #killHung(): void {
    const { timeout, say } = this.#options;
    if (timeout === 0) return;
    for (const worker of this.#workers) {
      const silence = performance.now() - worker.lastBeat;
      if (silence < timeout) continue;
      say(`worker ${worker.pid} gave no sign of life for ${Math.round(silence / 1000)} s and is killed`);
      worker.kill("SIGKILL");
    }
  }

  async #stop(grace: number): Promise<void> {
    if (this.#state === "stopping") {
      if (grace === 0) for (const worker of this.#workers) worker.kill("SIGKILL");
      return;
    }
    const { say, stopDelay } = this.#options;
    const wasServing = this.#state === "serving";
    this.#state = "stopping";
    say(grace === 0 ? "stopping" : "stopping when all requests are answered");
    if (grace > 0 && stopDelay > 0 && wasServing) {
      for (const worker of this.#workers) worker.tell({ kind: "fail-health" });
      await new Promise((resolve) => setTimeout(resolve, stopDelay));
    }
    if (wasServing) {
      await this.#acceptor.close();
      await this.#handOverRest(grace);
    }
    await Promise.all([...[...this.#workers].map((worker) => worker.stop(grace)), ...this.#leaving]);
    this.#acceptor.dropWaiting();
    say("stopped");
    this.#finish(0);
  }

  // Connections that were accepted and wait for a worker are answered, too.
  async #handOverRest(grace: number): Promise<void> {
    const end = performance.now() + grace;
    while (this.#acceptor.waiting > 0 && this.#workers.size > 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      this.#acceptor.drain();
    }
  }
}

function describeEnd({ code, signal }: ChildEnd): string {
  return signal === null ? `with status ${code}` : `by the signal ${signal}`;
}
