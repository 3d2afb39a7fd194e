// Declares commands of the program itself: as the kernel's, with what they need of the app and where they run.
import type { App } from "#app";
import type { Command, CommandCall, Mode, ParameterSpec } from "#kernel";

/** The outside world of the program; a test gives its own. */
export interface ProgramIo {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Columns of the terminal. */
  readonly width: number;
  out(text: string): void;
  err(text: string): void;
  /** An app that is there already, so that none is looked for. */
  readonly app?: App | undefined;
}

/** How a command of Demijohn's own comes by its app; the app's commands always get it ready. */
export type AppNeed = "none" | "loaded" | "ready";

/** A command of the program itself: it is told where it runs. */
export interface OwnCommand extends Command {
  readonly need: AppNeed;
  /** The mode that the app is loaded in, where the environment does not say. */
  readonly mode?: Mode | undefined;
}

/** What own commands find in their call besides the usual. */
export interface ProgramContext {
  readonly io: ProgramIo;
  readonly target: string | undefined;
  readonly commands: readonly Command[];
}

/** An own command's call: the app, and where the program runs. */
export interface OwnCall<A, O> extends CommandCall<A, O, App> {
  readonly context: ProgramContext;
}

/** Declares an own command; the values in `run` are typed by `args` and `options`. */
export function defineOwnCommand<
  const A extends Readonly<Record<string, ParameterSpec>> = {},
  const O extends Readonly<Record<string, ParameterSpec>> = {},
>(
  command: Omit<Command<A, O, App>, "run"> & {
    readonly need: AppNeed;
    readonly mode?: Mode | undefined;
    run(call: OwnCall<A, O>): number | void | Promise<number | void>;
  },
): OwnCommand {
  return command as unknown as OwnCommand;
}
