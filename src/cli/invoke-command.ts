// Runs a command line inside this process and gathers what it writes: for tests of commands.
import type { App } from "#app";
import { runProgram } from "./program.ts";

/** Where a command is run. */
export interface InvokeOptions {
  /** The working folder, if not that of this process. */
  readonly folder?: string | undefined;
  /** The variables that options are read from; none if not given. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Columns of the terminal: 80. */
  readonly width?: number | undefined;
}

/** How a command ended. */
export interface InvokedCommand {
  /** 0, 1 for a failure, 2 for a wrong line. */
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/**
 * Runs a command of an app, or of Demijohn's own, without a process of its own.
 *
 * @example
 * ```ts
 * import { App, defineCommand } from "demijohn";
 * import { invokeCommand } from "demijohn/cli";
 * const app = new App();
 * app.command(
 *   defineCommand({
 *     name: "greet",
 *     summary: "Greets somebody.",
 *     args: { who: { required: true } },
 *     run: ({ args, print }) => print(`Hello, ${args.who}!`),
 *   }),
 * );
 * const { status, output } = await invokeCommand(app, ["greet", "Ada"]);
 * console.log(status, output.trim()); // 0 Hello, Ada!
 * ```
 */
export async function invokeCommand(
  app: App | undefined,
  words: readonly string[],
  options: InvokeOptions = {},
): Promise<InvokedCommand> {
  let output = "";
  let errors = "";
  const status = await runProgram(words, {
    app,
    folder: options.folder ?? process.cwd(),
    environment: options.environment ?? {},
    width: options.width ?? 80,
    out: (text) => {
      output += text;
    },
    err: (text) => {
      errors += text;
    },
  });
  return { status, output, errors };
}
