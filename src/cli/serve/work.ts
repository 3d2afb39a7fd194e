// The worker of `demijohn serve`: loads the app, serves the connections that the master accepts, and tells how it is going.
import { serve, serverSettings } from "#server";
import { loadApp } from "../find-app.ts";
import { connectionsFromParent, followOrders, tellParent } from "../processes/parent.ts";
import { readTls } from "../processes/read-tls.ts";
import type { AccessLogFormat } from "./access-log.ts";
import { LogFile } from "./log-file.ts";
import { WorkingApp } from "./working-app.ts";

/** What a worker is told. */
export interface WorkSpec {
  readonly target: string | undefined;
  readonly folder: string;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly healthPath: string;
  readonly accessLog: AccessLogFormat;
  readonly accessLogFile: string | undefined;
  /** After as many requests it asks to be replaced; 0 for never. */
  readonly maxRequests: number;
  /** Memory in bytes, above which it asks to be replaced; 0 for never. */
  readonly maxMemory: number;
  /** How long it goes on without its master, in milliseconds. */
  readonly grace: number;
}

const beatTime = 1000;

/** Serves until the master says stop. Whatever prevents that ends the process, with the reason on standard error. */
export async function work(spec: WorkSpec): Promise<void> {
  obeyMasterAlone();
  const { app, serveOptions } = await loadApp(spec.target, spec.folder, "production");
  await app.ready();
  const log = spec.accessLog === "none" ? undefined : new LogFile(spec.accessLogFile);
  const replace = askOnce();
  const working = new WorkingApp(app, {
    healthPath: spec.healthPath,
    format: spec.accessLog,
    log,
    onCount: (requests) => {
      if (spec.maxRequests > 0 && requests >= spec.maxRequests) replace(`after ${requests} requests`);
    },
  });
  const tls = readTls(spec.cert, spec.key) ?? serveOptions.tls;
  app.adoptServer(await serve(working, { ...serveOptions, tls, connections: connectionsFromParent() }));
  // A fault that nothing catches leaves the program in an unknown state: what is in flight is finished, then it ends.
  process.on("uncaughtException", (error) => {
    app.reportFault(error);
    replace("after an error that nothing caught");
  });
  const stop = (grace: number): void => {
    setTimeout(() => end(1), grace + 500).unref();
    void app.close(grace).then(
      () => end(0),
      (error: unknown) => {
        app.reportFault(error);
        end(1);
      },
    );
  };
  const end = (status: number): void => {
    log?.flush();
    process.exit(status);
  };
  followOrders({ stop, reopenLogs: () => log?.reopen(), failHealth: () => working.failHealth() }, spec.grace);
  setInterval(() => {
    tellParent({ kind: "beat" });
    const memory = spec.maxMemory > 0 ? process.memoryUsage.rss() : 0;
    if (memory > spec.maxMemory) replace(`at ${Math.round(memory / 1048576)} MiB`);
  }, beatTime).unref();
  const wanted = app.settings.get(serverSettings);
  tellParent({
    kind: "ready",
    name: app.name,
    mode: app.mode,
    root: app.root,
    port: serveOptions.port ?? wanted.port,
    host: serveOptions.host ?? wanted.host,
    path: serveOptions.path,
  });
}

// Signals reach all processes of a terminal or a service, but the master alone decides when a worker stops; one that was
// sent SIGTERM by itself is replaced. SIGUSR1 would open Node's debugger.
function obeyMasterAlone(): void {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1"] as const) process.on(signal, () => undefined);
  process.on("SIGTERM", () => tellParent({ kind: "replace", why: "on SIGTERM" }));
}

function askOnce(): (why: string) => void {
  let isAsked = false;
  return (why) => {
    if (!isAsked) tellParent({ kind: "replace", why });
    isAsked = true;
  };
}
