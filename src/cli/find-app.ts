// Finds and loads the app of a project: by `--app`, by its usual file names, by its export, factory or call of run().
import { App } from "#app";
import { DemijohnError, didYouMean, type Mode, SetupError } from "#kernel";
import type { ServeOptions } from "#server";

/** A project's app and what its own `app.run(...)` asked for. */
export interface LoadedApp {
  readonly app: App;
  /** The module it came from. */
  readonly file: string;
  readonly serveOptions: ServeOptions;
}

const usualFiles = ["app", "src/app", "main", "src/main", "index", "src/index", "server"];
const endings = [".ts", ".mts", ".js", ".mjs"];
const usualExports = ["app", "default", "application"];
const factories = ["createApp", "makeApp"];

/** The project's module: what `--app` names, else the first of the usual files. @throws SetupError when there is none. */
export function findAppFile(target: string | undefined, folder: string): string {
  const fs = process.getBuiltinModule("node:fs");
  const path = process.getBuiltinModule("node:path");
  if (target !== undefined) {
    const wanted = path.resolve(folder, splitTarget(target).file);
    const candidates = [
      wanted,
      ...endings.map((ending) => wanted + ending),
      ...endings.map((ending) => path.join(wanted, `app${ending}`)),
    ];
    const found = candidates.find((file) => fs.existsSync(file) && fs.statSync(file).isFile());
    if (found !== undefined) return found;
    const beside = fs.existsSync(path.dirname(wanted)) ? fs.readdirSync(path.dirname(wanted)) : [];
    throw new SetupError(
      "CLI_NO_APP_FILE",
      `There is no file ${splitTarget(target).file}.${didYouMean(path.basename(wanted), beside)}`,
      {
        wrote: `--app ${target}`,
        cure: "Give the module that makes the app, such as --app src/app.ts or --app app.ts:createApp.",
      },
    );
  }
  for (const name of usualFiles) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (fs.existsSync(file)) return file;
    }
  }
  throw new SetupError("CLI_NO_APP_FILE", `No app was found in ${folder}.`, {
    facts: [
      `Looked for ${usualFiles
        .slice(0, 4)
        .map((name) => `${name}.ts`)
        .join(", ")} and the like.`,
    ],
    cure: "Name the module: demijohn --app path/to/app.ts …, or set DEMIJOHN_APP. demijohn new makes a project.",
  });
}

function splitTarget(target: string): { readonly file: string; readonly name: string | undefined } {
  const match = /^(.*?\.[cm]?[jt]s|[^:]*):([\w$].*)$/s.exec(target);
  return match === null ? { file: target, name: undefined } : { file: match[1]!, name: match[2] };
}

/**
 * Imports the project's module and takes its app.
 * @throws SetupError when the module has none, or several and none of a usual name.
 */
export async function loadApp(target: string | undefined, folder: string, mode: Mode | undefined): Promise<LoadedApp> {
  const file = findAppFile(target, folder);
  const name = target === undefined ? undefined : splitTarget(target).name;
  if (mode !== undefined) process.env["DEMIJOHN_MODE"] ??= mode;
  const offered: { app: App; serveOptions: ServeOptions }[] = [];
  const scope = globalThis as Record<symbol, unknown>;
  const key = Symbol.for("demijohn.offer");
  // A module that calls app.run() by itself hands its app over here instead of listening.
  scope[key] = (app: App, serveOptions: ServeOptions) => {
    offered.push({ app, serveOptions });
    return Promise.resolve({ url: "", port: 0, close: async () => undefined });
  };
  let exported: Record<string, unknown>;
  try {
    exported = (await import(process.getBuiltinModule("node:url").pathToFileURL(file).href)) as Record<string, unknown>;
    const app = name === undefined ? await findExport(exported) : await takeExport(exported, name, file);
    if (app !== undefined)
      return { app, file, serveOptions: offered.find((offer) => offer.app === app)?.serveOptions ?? {} };
  } finally {
    delete scope[key];
  }
  const [first] = offered;
  if (first !== undefined) return { ...first, file };
  throw new SetupError("CLI_NO_APP", `${file} has no app.`, {
    facts: [`It exports: ${Object.keys(exported).join(", ") || "nothing"}.`],
    cure: "Write export const app = new App(), or export function createApp() that returns one, or call app.run().",
  });
}

async function findExport(exported: Record<string, unknown>): Promise<App | undefined> {
  for (const name of usualExports) {
    const value = await exported[name];
    if (isApp(value)) return value;
  }
  const apps = Object.values(exported).filter(isApp);
  if (apps.length === 1) return apps[0];
  for (const name of [...factories, "default"]) {
    const factory = exported[name];
    if (typeof factory !== "function" || factory.length > 1) continue;
    const made: unknown = await (factory as () => unknown)();
    if (isApp(made)) return made;
  }
  return undefined;
}

async function takeExport(exported: Record<string, unknown>, name: string, file: string): Promise<App> {
  const call = /^([\w$]+)\((.*)\)$/s.exec(name);
  const key = call?.[1] ?? name;
  const value = exported[key];
  if (value === undefined) {
    throw new SetupError("CLI_NO_APP", `${file} does not export "${key}".${didYouMean(key, Object.keys(exported))}`, {
      facts: [`It exports: ${Object.keys(exported).join(", ") || "nothing"}.`],
    });
  }
  const made: unknown =
    typeof value === "function" && !isApp(value)
      ? await (value as (...args: unknown[]) => unknown)(...readArguments(call?.[2]))
      : value;
  if (isApp(made)) return made;
  throw new SetupError("CLI_NO_APP", `"${key}" of ${file} is no app.`, {
    cure: "It must be an App, or a function that returns one.",
  });
}

// Arguments of a factory are JSON values, and text may stand in single quotes.
function readArguments(text: string | undefined): unknown[] {
  if (text === undefined || text.trim() === "") return [];
  try {
    return JSON.parse(`[${text.replace(/'([^'\\]*)'/g, (_all, inner: string) => JSON.stringify(inner))}]`) as unknown[];
  } catch (cause) {
    throw new SetupError("CLI_BAD_FACTORY_ARGUMENTS", "The arguments of the factory are not JSON.", {
      wrote: text,
      cure: "Write text in quotes, and numbers, true, false, null, lists and objects as JSON.",
      cause,
    });
  }
}

// Two copies of the package may be in play, such as a linked one: what behaves like an app is one.
function isApp(value: unknown): value is App {
  return (
    value instanceof App ||
    (typeof value === "object" &&
      value !== null &&
      typeof (value as App).handle === "function" &&
      "declarations" in value)
  );
}

/** Describes an error for a terminal: Demijohn's own as they are, others with the part of their stack that is not Node's. */
export function describeFailure(error: unknown): string {
  if (error instanceof DemijohnError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const lines = (error.stack ?? error.message).split("\n");
  const text = lines.filter((line) => !/^\s+at .*(node:internal|[\\/]cli[\\/]develop[\\/])/.test(line)).join("\n");
  return error.cause === undefined ? text : `${text}\ncaused by ${describeFailure(error.cause)}`;
}
