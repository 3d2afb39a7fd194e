// The command that serves an app in production: several processes, replaced one by one, stopped without losing a request.
import { createLogger } from "#app";
import { findAppFile, loadApp } from "../find-app.ts";
import { checkLeast, checkPort, readDuration, readSize } from "../line/read-values.ts";
import { accessLogFormats } from "../serve/access-log.ts";
import { Master } from "../serve/master.ts";
import { describeMessage, gatherMessages } from "./check.ts";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

export const serveCommand: OwnCommand = defineOwnCommand({
  name: "serve",
  summary: "Serve the app in production, with several processes.",
  description:
    "Signals to the master: TERM stops when all requests are answered, INT and QUIT at once, HUP loads the code again without failing a request, TTIN and TTOU add and take away a worker, USR1 reopens logs.",
  need: "none",
  args: { file: { help: "The app's module, as --app." } },
  options: {
    host: { short: "H", help: "127.0.0.1 if neither this, HOST nor the app says otherwise; 0.0.0.0 is every network." },
    port: { type: "integer", short: "p", help: "8000 if neither this, PORT nor the app says otherwise." },
    socket: { placeholder: "PATH", help: "A Unix socket instead of host and port." },
    cert: { placeholder: "FILE", help: "A certificate in PEM, for HTTPS without a proxy." },
    key: { placeholder: "FILE", help: "Its key in PEM." },
    workers: {
      type: "integer",
      short: "w",
      env: "WEB_CONCURRENCY",
      help: "Processes that answer; one a processor if not given.",
    },
    grace: { default: "30s", placeholder: "TIME", help: "How long requests in flight may take when a worker stops." },
    stopDelay: {
      default: "0s",
      placeholder: "TIME",
      help: "How long TERM only fails health checks before it stops accepting.",
    },
    timeout: {
      default: "30s",
      placeholder: "TIME",
      help: "A worker that stands still for as long is killed and replaced; 0 for never.",
    },
    maxRequests: { type: "integer", default: 0, help: "A worker is replaced after as many requests; 0 for never." },
    maxRequestsJitter: {
      type: "integer",
      default: 0,
      help: "As many more at most, at random, so that not all are replaced at once.",
    },
    maxMemory: {
      default: "0",
      placeholder: "SIZE",
      help: 'A worker with more memory is replaced, such as "512MiB"; 0 for never.',
    },
    health: { default: "/healthz", placeholder: "PATH", help: 'Where workers answer health checks; "" for nowhere.' },
    accessLog: { type: accessLogFormats, default: "none", help: "The format of the access log." },
    accessLogFile: { placeholder: "FILE", help: "Where it is written; standard output if not given." },
    pidFile: { placeholder: "FILE", help: "Keeps the master's process number." },
    checkConfig: { type: "boolean", help: "Load and check the app, and serve nothing." },
  },
  run: async ({ args, options, print, warn, context }) => {
    const { io } = context;
    const { resolve } = process.getBuiltinModule("node:path");
    const inFolder = (path: string | undefined): string | undefined => path && resolve(io.folder, path);
    const target = args.file ?? context.target;
    findAppFile(target, io.folder);
    checkPort(options.port);
    const workers = options.workers ?? process.getBuiltinModule("node:os").availableParallelism();
    checkLeast("--workers", workers, 1);
    checkLeast("--max-requests", options.maxRequests, 0);
    checkLeast("--max-requests-jitter", options.maxRequestsJitter, 0);
    const grace = readDuration("--grace", options.grace);
    const master = new Master({
      work: {
        target,
        folder: io.folder,
        cert: inFolder(options.cert),
        key: inFolder(options.key),
        healthPath: options.health,
        accessLog: options.accessLog,
        accessLogFile: inFolder(options.accessLogFile),
        maxRequests: options.maxRequests,
        maxMemory: readSize("--max-memory", options.maxMemory),
        grace,
      },
      workers,
      host: options.host,
      port: options.port,
      socket: inFolder(options.socket),
      pidFile: inFolder(options.pidFile),
      grace,
      timeout: readDuration("--timeout", options.timeout),
      maxRequestsJitter: options.maxRequestsJitter,
      stopDelay: readDuration("--stop-delay", options.stopDelay),
      say: createLogger("info", (line) => io.err(line)).info,
    });
    if (!options.checkConfig) return master.run();
    const { app } = await loadApp(target, io.folder, "production");
    const messages = await gatherMessages(app, true);
    for (const message of messages) warn(describeMessage(message));
    const isGood = messages.every(({ level }) => level !== "error");
    print(isGood ? "The app can be served." : "The app cannot be served.");
    return isGood ? 0 : 1;
  },
});
