// Defines a command of the `demijohn` program as data; the cli room collects, documents and runs them.

/** One option or positional argument. `type` decides the value's type; `many` gathers a list. */
export interface ParameterSpec {
  readonly type?: "string" | "integer" | "number" | "boolean" | readonly string[];
  readonly help?: string;
  readonly default?: unknown;
  readonly required?: boolean;
  readonly many?: boolean;
  /** One letter: `-p`. Options only. */
  readonly short?: string;
  /** The environment variable that gives the value where the command line does not. Options only. */
  readonly env?: string;
  /** What stands for the value in the help text, such as `PORT`. */
  readonly placeholder?: string;
  readonly hidden?: boolean;
  /** Asked for on the terminal where it is missing; `secret` hides what is typed. Options only. */
  readonly prompt?: string | { readonly text: string; readonly secret?: boolean; readonly confirm?: boolean };
}

type ParameterValue<P> = P extends { type: readonly (infer C)[] }
  ? C
  : P extends { type: "integer" | "number" }
    ? number
    : P extends { type: "boolean" }
      ? boolean
      : string;
type ParameterResult<P> = P extends { many: true }
  ? ParameterValue<P>[]
  : P extends { required: true } | { default: {} } | { type: "boolean" }
    ? ParameterValue<P>
    : ParameterValue<P> | undefined;

/**
 * What a command's `run` gets. These are its parsed arguments and options, the app when there is one, and the streams.
 */
export interface CommandCall<A, O, App = unknown> {
  readonly args: { readonly [K in keyof A]: ParameterResult<A[K]> };
  readonly options: { readonly [K in keyof O]: ParameterResult<O[K]> };
  readonly app: App;
  /** Writes one line to standard output. */
  print(text?: string): void;
  /** Writes one line to standard error. */
  warn(text: string): void;
}

/** A command: `demijohn <name>`. A name with spaces is a command of a group, such as `db seed`. */
export interface Command<A = Record<string, ParameterSpec>, O = Record<string, ParameterSpec>, App = unknown> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly description?: string;
  readonly args?: A;
  readonly options?: O;
  readonly hidden?: boolean;
  /** Returns the exit status; nothing means 0. */
  run(call: CommandCall<A, O, App>): number | void | Promise<number | void>;
}

/**
 * Declares a command; the values in `run` are typed by `args` and `options`.
 *
 * @example
 * ```ts
 * import { App, defineCommand } from "demijohn";
 * const app = new App();
 * app.command(
 *   defineCommand({
 *     name: "greet",
 *     summary: "Greets somebody.",
 *     args: { who: { required: true } },
 *     options: { times: { type: "integer", default: 1, short: "n" } },
 *     run: ({ args, options, print }) => {
 *       for (let i = 0; i < options.times; i++) print(`Hello, ${args.who}!`);
 *     },
 *   }),
 * );
 * ```
 */
export function defineCommand<
  const A extends Readonly<Record<string, ParameterSpec>> = {},
  const O extends Readonly<Record<string, ParameterSpec>> = {},
>(command: Command<A, O>): Command {
  return command as unknown as Command;
}
