// Runs a project in development: keeps the port, starts the app in a child process, and starts it again when a file changes.
import { DemijohnError } from "#kernel";
import type { ProgramIo } from "../commands/own-command.ts";
import { Acceptor, type ListenPlace } from "../processes/acceptor.ts";
import { Child, type ChildEnd } from "../processes/child.ts";
import type { ReadyMessage } from "../processes/messages.ts";
import { readTls } from "../processes/read-tls.ts";
import type { DevelopSpec } from "./develop-child.ts";
import { FailureServer } from "./failure-page.ts";
import { findPortOwner } from "./port-owner.ts";
import { FileWatcher } from "./watch-files.ts";
import { effectOf, type WatchRules } from "./watch-rules.ts";

/** How a project is run in development. */
export interface DevelopOptions {
  readonly spec: DevelopSpec;
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** Which files are watched; undefined for none. */
  readonly rules: WatchRules | undefined;
  /** Told the address once it is known. */
  readonly onAddress?: ((url: string) => void) | undefined;
}

const mostPortsTried = 20;
// What is in flight when a file is saved was answered by the old program anyway.
const restartGrace = 100;

// Invariants: #turn counts the starts; what belongs to an older one does nothing any more. At most one child is alive
// besides those that are stopping, and connections are taken by it, by the failure page, or wait in the acceptor.

/** A project in development. */
export class DevelopServer {
  readonly #options: DevelopOptions;
  readonly #io: ProgramIo;
  readonly #acceptor = new Acceptor();
  readonly #failures: FailureServer;
  readonly #isSecure: boolean;
  #watcher: FileWatcher | undefined;
  #child: Child | undefined;
  #turn = 0;
  #wanted = "";
  #isStopped = false;
  #stopped: (status: number) => void = () => undefined;

  /** @throws SetupError where certificate and key cannot be read. */
  constructor(options: DevelopOptions, io: ProgramIo) {
    this.#options = options;
    this.#io = io;
    const tls = readTls(options.spec.cert, options.spec.key);
    this.#isSecure = tls !== undefined;
    this.#failures = new FailureServer(tls);
  }

  /** Runs until it is stopped by a signal, or until the app ends where no file is watched. Returns the exit status. */
  async run(): Promise<number> {
    const { rules } = this.#options;
    const stopped = new Promise<number>((resolve) => {
      this.#stopped = resolve;
    });
    const stop = (): void => void this.#stop(0);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
    if (rules !== undefined) {
      this.#watcher = new FileWatcher({
        rules,
        onChange: (paths) => this.#onChange(paths),
        onTrouble: (error) =>
          this.#io.err(`${error.message}: only files that the app has loaded are looked at, twice a second.\n`),
      });
    }
    try {
      await this.#start();
      return await stopped;
    } finally {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, stop);
      this.#watcher?.close();
    }
  }

  #onChange(paths: readonly string[]): void {
    const rules = this.#options.rules!;
    const effects = paths.map((path) => effectOf(path, rules, this.#watcher!.has(path)));
    const first = effects.indexOf("restart");
    if (first >= 0) {
      const { relative } = process.getBuiltinModule("node:path");
      this.#io.out(`${relative(rules.folder, paths[first]!)} changed; starting again.\n`);
      void this.#start();
    } else if (effects.includes("refresh")) this.#child?.tell({ kind: "refresh" });
  }

  async #start(): Promise<void> {
    const turn = ++this.#turn;
    this.#acceptor.serveWith(undefined);
    const old = this.#child;
    if (old !== undefined) {
      await old.stop(restartGrace);
      for (const connection of old.takeBack()) this.#acceptor.putBack(connection);
    }
    if (turn !== this.#turn) return;
    const child = new Child({ command: ":develop", spec: this.#options.spec, keepsErrors: true });
    this.#child = child;
    child.onFree = () => this.#acceptor.drain();
    child.onMessage = (message) => {
      if (message.kind === "files") this.#watcher?.add(message.files);
    };
    void child.ended.then((end) => this.#onEnd(child, end));
    const ready = await child.ready;
    if (turn !== this.#turn || ready === undefined) return;
    await this.#listen(ready);
    this.#failures.clear();
    this.#acceptor.serveWith((connection) => child.take(connection));
  }

  async #onEnd(child: Child, end: ChildEnd): Promise<void> {
    if (child !== this.#child || child.isStopping || this.#isStopped) return;
    const turn = this.#turn;
    const title = child.isReady ? `The app ended by itself, ${describeEnd(end)}.` : "The app could not start.";
    const text =
      end.errors.trim() ||
      (child.isReady
        ? "It wrote nothing to standard error."
        : `It ended ${describeEnd(end)} and wrote nothing to standard error.`);
    const { stripVTControlCharacters } = process.getBuiltinModule("node:util");
    this.#failures.show({ title, text: stripVTControlCharacters(text) });
    await this.#listen(undefined);
    if (turn !== this.#turn) return;
    for (const connection of child.takeBack()) this.#acceptor.putBack(connection);
    this.#acceptor.serveWith((connection) => this.#failures.take(connection));
    this.#io.err(`${title}${this.#watcher === undefined ? "" : " It starts again when a file is saved."}\n`);
    if (this.#watcher === undefined) void this.#stop(1);
  }

  // The app says where it wants to listen; as long as it does not run, the usual place shows why.
  async #listen(ready: ReadyMessage | undefined): Promise<void> {
    if (ready === undefined && this.#wanted !== "") return;
    const environment = Number(this.#io.environment["PORT"] || Number.NaN);
    const port = this.#options.port ?? ready?.port ?? (Number.isInteger(environment) ? environment : 8000);
    const place = { host: this.#options.host ?? ready?.host ?? "127.0.0.1", port, path: ready?.path };
    const wanted = JSON.stringify(place);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    const taken = await this.#listenFrom(place);
    const url = place.path === undefined ? addressOf(this.#isSecure, place.host, taken) : `unix:${place.path}`;
    this.#io.out(
      ready === undefined
        ? `The reason is shown on ${url} as well (Ctrl-C ends this)\n`
        : `${ready.name} runs in ${ready.mode} mode on ${url} (Ctrl-C ends it)\n`,
    );
    this.#options.onAddress?.(url);
  }

  async #listenFrom(place: ListenPlace): Promise<number> {
    for (let port = place.port; ; port++) {
      try {
        return await this.#acceptor.listen({ ...place, port });
      } catch (error) {
        const isTaken =
          error instanceof DemijohnError && error.code === "SERVER_PORT_IN_USE" && place.path === undefined;
        if (!isTaken || port - place.port >= mostPortsTried || port >= 65_535) throw error;
        const owner = findPortOwner(port);
        const by = owner === undefined ? "another program" : `${owner.command} (process ${owner.pid})`;
        this.#io.err(`Port ${port} is taken by ${by}; trying ${port + 1}.\n`);
      }
    }
  }

  async #stop(status: number): Promise<void> {
    if (this.#isStopped) {
      this.#child?.kill("SIGKILL");
      return;
    }
    this.#isStopped = true;
    this.#turn++;
    await this.#acceptor.close();
    this.#acceptor.serveWith(undefined);
    this.#acceptor.dropWaiting();
    this.#failures.clear();
    await this.#child?.stop(1000);
    this.#stopped(status);
  }
}

function addressOf(isSecure: boolean, host: string, port: number): string {
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `${isSecure ? "https" : "http"}://${shown}:${port}/`;
}

function describeEnd({ code, signal }: ChildEnd): string {
  return signal === null ? `with status ${code}` : `by the signal ${signal}`;
}
