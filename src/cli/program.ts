// Runs the `demijohn` program: finds the command, parses its line, loads the app where it needs one, returns the exit status.
import type { App } from "#app";
import { type Command, DemijohnError, didYouMean, type ParameterSpec } from "#kernel";
import { checkCommand } from "./commands/check.ts";
import { childCommands } from "./commands/child.ts";
import { completionCommand } from "./commands/completion.ts";
import { newCommand } from "./commands/new.ts";
import type { OwnCommand, ProgramContext, ProgramIo } from "./commands/own-command.ts";
import { routesCommand } from "./commands/routes.ts";
import { runCommand } from "./commands/run.ts";
import { secretCommand } from "./commands/secret.ts";
import { serveCommand } from "./commands/serve.ts";
import { settingsCommand } from "./commands/settings.ts";
import { shellCommand } from "./commands/shell.ts";
import { describeFailure, loadApp } from "./find-app.ts";
import { renderCommandHelp, renderCommandList } from "./line/help-page.ts";
import { parseLine, UsageError } from "./line/parse-line.ts";
import { askFor } from "./line/prompt.ts";
import { describeVersions } from "./version.ts";

/** Demijohn's own commands, by name. */
export const ownCommands: readonly OwnCommand[] = [
  runCommand,
  serveCommand,
  routesCommand,
  checkCommand,
  settingsCommand,
  shellCommand,
  newCommand,
  secretCommand,
  completionCommand,
  ...childCommands,
];

/**
 * Runs a command line, without the program's own name. It returns the exit status: 0, 1 for a failure, 2 for a wrong
 * line.
 */
export async function runProgram(words: readonly string[], io: ProgramIo): Promise<number> {
  try {
    return await runWords(words, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.message}\n`);
      return 2;
    }
    io.err(`${describeFailure(error)}\n`);
    return 1;
  }
}

async function runWords(given: readonly string[], io: ProgramIo): Promise<number> {
  const { target, words, wants } = takeGlobalOptions(given, io);
  if (wants === "version") {
    io.out(`${describeVersions()}\n`);
    return 0;
  }
  const own = findCommand(ownCommands, words);
  if (own !== undefined)
    return runOwn(own as OwnCommand, { io, target, commands: ownCommands }, words.slice(own.name.split(" ").length));
  const isList = words.length === 0 || words[0] === "help" || wants === "help";
  if (isList && words[0] === "help" && words.length > 1) return runWords([...words.slice(1), "--help"], io);
  const loaded = await loadIfThere(io, target, isList);
  const ofApp = loaded === undefined ? [] : await commandsOf(loaded);
  if (isList) {
    io.out(renderCommandList(ownCommands, ofApp, io.width));
    return 0;
  }
  const command = findCommand(ofApp, words);
  if (command === undefined) throw await unknownCommand(words, [...ownCommands, ...ofApp], loaded === undefined);
  return runOne(
    command,
    loaded,
    { io, target, commands: [...ownCommands, ...ofApp] },
    words.slice(command.name.split(" ").length),
  );
}

// --app, --env-file, --help and --version may stand before the command.
function takeGlobalOptions(
  given: readonly string[],
  io: ProgramIo,
): { target: string | undefined; words: string[]; wants: "help" | "version" | undefined } {
  const words = [...given];
  let target = io.environment["DEMIJOHN_APP"] || undefined;
  let wants: "help" | "version" | undefined;
  const envFiles: string[] = [];
  const { resolve, delimiter } = process.getBuiltinModule("node:path");
  for (;;) {
    const [first = ""] = words;
    if (first === "--app" || first === "-a") {
      const [, value] = words;
      if (value === undefined)
        throw new UsageError("CLI_MISSING_VALUE", "--app needs a value.", {
          cure: "Write --app FILE, or --app FILE:NAME.",
        });
      target = value;
      words.splice(0, 2);
    } else if (first.startsWith("--app=")) {
      target = first.slice(6);
      words.shift();
    } else if (first === "--env-file" || first === "-e" || first.startsWith("--env-file=")) {
      const isInline = first.startsWith("--env-file=");
      const file = isInline ? first.slice(11) : words[1];
      if (file === undefined || file === "")
        throw new UsageError("CLI_MISSING_VALUE", "--env-file needs a value.", { cure: "Write --env-file FILE." });
      envFiles.push(resolve(io.folder, file));
      words.splice(0, isInline ? 1 : 2);
    } else if (first === "--help" || first === "-h") {
      wants = "help";
      words.shift();
    } else if (first === "--version" || first === "-V") {
      wants = "version";
      words.shift();
    } else if (first.startsWith("-")) {
      throw new UsageError(
        "CLI_UNKNOWN_OPTION",
        `demijohn has no option ${first}.${didYouMean(first, ["--app", "--env-file", "--help", "--version"])}`,
        {
          cure: "Options of a command stand after its name. demijohn --help lists the commands.",
        },
      );
    } else {
      // Apps read the variable when they load their settings, in this process and in its children.
      if (envFiles.length > 0) process.env["DEMIJOHN_ENV_FILE"] = envFiles.toReversed().join(delimiter);
      return { target, words, wants };
    }
  }
}

// A command of a group has a name of several words; the longest that fits is meant.
function findCommand(commands: readonly Command[], words: readonly string[]): Command | undefined {
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const name = words.slice(0, length).join(" ");
    const command = commands.find((one) => one.name === name);
    if (command !== undefined) return command;
  }
  return undefined;
}

async function loadIfThere(io: ProgramIo, target: string | undefined, isOptional: boolean): Promise<App | undefined> {
  if (io.app !== undefined) return io.app;
  try {
    const { app } = await loadApp(target, io.folder, "development");
    await app.ready();
    return app;
  } catch (error) {
    const isAbsent = error instanceof DemijohnError && error.code === "CLI_NO_APP_FILE" && target === undefined;
    if (isAbsent) return undefined;
    if (!isOptional) throw error;
    io.err(`The app could not be loaded, so its commands are not listed.\n${describeFailure(error)}\n\n`);
    return undefined;
  }
}

async function runOwn(command: OwnCommand, context: ProgramContext, words: readonly string[]): Promise<number> {
  // Help needs no app, and none of the arguments that the command would need.
  const end = words.indexOf("--");
  if (words.slice(0, end < 0 ? words.length : end).some((word) => word === "--help" || word === "-h")) {
    context.io.out(renderCommandHelp(command, context.io.width));
    return 0;
  }
  let app = context.io.app;
  if (app === undefined && command.need !== "none")
    app = (await loadApp(context.target, context.io.folder, command.mode)).app;
  if (command.need === "ready") await app!.ready();
  return runOne(command, app, context, words);
}

async function runOne(
  command: Command,
  app: App | undefined,
  context: ProgramContext,
  words: readonly string[],
): Promise<number> {
  const { io } = context;
  const line = parseLine(command, words, io.environment);
  if (line.wantsHelp) {
    io.out(renderCommandHelp(command, io.width));
    return 0;
  }
  const specs = (command.options ?? {}) as Record<string, ParameterSpec>;
  for (const name of line.toAsk) line.options[name] = await askFor(name, specs[name]!);
  const call = {
    args: line.args,
    options: line.options,
    app,
    context,
    print: (text = "") => io.out(`${text}\n`),
    warn: (text: string) => io.err(`${text}\n`),
  };
  const status = await command.run(call as never);
  return typeof status === "number" ? status : 0;
}

async function unknownCommand(
  words: readonly string[],
  known: readonly Command[],
  isAppAbsent: boolean,
): Promise<UsageError> {
  const given = words.slice(0, 2).join(" ");
  const names = known.map(({ name }) => name);
  const hint = didYouMean(words[0]!, names) || didYouMean(given, names);
  const { databaseCommands } = await import("#migrations/internals");
  const isOfModels = databaseCommands(() => ({ sources: [] })).some(({ name }) => name === words[0]);
  const facts = isAppAbsent
    ? ["No app was found here, so its own commands are not known: name it with --app."]
    : isOfModels
      ? ["It comes with models, and the app has none: app.models([Film]), or blueprint.models([Film])."]
      : [];
  return new UsageError("CLI_UNKNOWN_COMMAND", `There is no command "${words[0]}".${hint}`, {
    facts,
    cure: "demijohn --help lists the commands.",
  });
}

// The URL of the database may stand in a .env file.
function runWithSettings<Result>(app: App, run: () => Result): Result {
  void app.settings;
  return run();
}

// Those of the app and its blueprints; where there are templates, the ones that check and compile them; where there are
// models or a database, the ones about migrations and rows.
async function commandsOf(app: App): Promise<readonly Command[]> {
  const commands = [...app.plan.commands];
  if (app.templateFolders.length > 0) {
    const { templateCommands } = await import("#templates");
    commands.push(...templateCommands(await app.templates, app.plan.templateParts.references));
  }
  if (app.plan.models.length > 0 || process.env["DATABASE_URL"]) {
    const { databaseCommands } = await import("#migrations/internals");
    const { migrationProject } = await import("./migration-project.ts");
    for (const command of databaseCommands(() => migrationProject(app)))
      commands.push({ ...command, run: (call) => runWithSettings(app, () => command.run(call)) });
  }
  return commands;
}
