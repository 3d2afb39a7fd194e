// Runs documentation programs one after another in this process, records what they print, and cleans up after each.
import { readFileSync } from "node:fs";
import { Server } from "node:net";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format, inspect } from "node:util";
import { isExpected, readExpectations } from "./read-expectations.ts";

/** What the parent sends: the absolute path of a module. */
export interface ProgramOrder {
  readonly path: string;
}

/** What comes back: the faults of that program, each at a line of it. */
export interface ProgramReport {
  readonly faults: readonly { readonly line: number; readonly what: string }[];
}

const servers = new Set<Server>();
const listen = Server.prototype.listen;
Server.prototype.listen = function (this: Server, ...args: unknown[]) {
  servers.add(this);
  return Reflect.apply(listen, this, args);
} as typeof listen;

let current: { readonly path: string; readonly printed: Map<number, string[]>; fail(error: unknown): void } | undefined;

console.log = (...values: unknown[]) => {
  if (current === undefined) return;
  const line = lineIn(current.path, new Error().stack ?? "") ?? 0;
  const list = current.printed.get(line) ?? [];
  list.push(format(...values));
  current.printed.set(line, list);
};
for (const name of ["info", "debug", "warn", "error"] as const) console[name] = () => {};
process.stdout.write = () => true;
process.stderr.write = () => true;
process.on("uncaughtException", (error) => current?.fail(error));
process.exit = (code) => {
  throw new Error(`The program called process.exit(${code ?? ""}).`);
};

process.on("message", (order: ProgramOrder) => {
  void run(order.path).then((report) => process.send!(report));
});

async function run(path: string): Promise<ProgramReport> {
  const printed = new Map<number, string[]>();
  const faults: { line: number; what: string }[] = [];
  const fail = (error: unknown): void => {
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    const what = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
    faults.push({ line: lineIn(path, stack) ?? 1, what });
  };
  const code = readFileSync(path, "utf8");
  const expectations = readExpectations(code);
  const startsServer = /\b(?:run|serve|listen)\(/.test(code);
  const restore = keepProcess();
  current = { path, printed, fail };
  process.chdir(dirname(path));
  process.env["PORT"] = "0";
  try {
    await import(pathToFileURL(path).href);
    const isComplete = (): boolean => faults.length > 0 || [...expectations.keys()].every((line) => printed.has(line));
    const end = Date.now() + 8_000;
    while (!isComplete() && Date.now() < end) await wait(5);
    // A server that the program starts without waiting for it has to listen before the next program runs.
    const listenEnd = Date.now() + 1_000;
    while (startsServer && faults.length === 0 && servers.size === 0 && Date.now() < listenEnd) await wait(5);
    await wait(startsServer ? 50 : 0);
  } catch (error) {
    fail(error);
  }
  current = undefined;
  for (const server of servers) {
    server.close();
    (server as Server & { closeAllConnections?(): void }).closeAllConnections?.();
  }
  servers.clear();
  restore();
  for (const [line, expected] of faults.length > 0 ? [] : expectations) {
    const got = printed.get(line)?.join("\n");
    if (got === undefined) faults.push({ line, what: `prints nothing, where ${JSON.stringify(expected)} is expected` });
    else if (!isExpected(got, expected)) {
      faults.push({ line, what: `prints ${JSON.stringify(got)}, where ${JSON.stringify(expected)} is expected` });
    }
  }
  return { faults };
}

/** Remembers what a program may change of the process, and returns the function that puts it back. */
function keepProcess(): () => void {
  const folder = process.cwd();
  const environment = { ...process.env };
  const signals = (["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR2"] as const).map(
    (name) => [name, new Set(process.listeners(name))] as const,
  );
  return () => {
    process.chdir(folder);
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    for (const [name, before] of signals) {
      for (const listener of process.listeners(name)) if (!before.has(listener)) process.off(name, listener);
    }
  };
}

function lineIn(path: string, stack: string): number | undefined {
  for (const [, file, line] of stack.matchAll(/(file:\/\/\S+?):(\d+):\d+/g)) {
    if (fileURLToPath(file!) === path) return Number(line);
  }
  return undefined;
}
