// The hidden commands that child processes of `run` and `serve` run; their names cannot be those of an app's own.
import { type DevelopSpec, serveDevelopment } from "../develop/develop-child.ts";
import { type WorkSpec, work } from "../serve/work.ts";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

/** Commands of the program's own child processes. */
export const childCommands: readonly OwnCommand[] = [
  defineOwnCommand({
    name: ":develop",
    summary: "Serves development's connections.",
    hidden: true,
    need: "none",
    args: { spec: { required: true } },
    run: ({ args }) => serveDevelopment(JSON.parse(args.spec) as DevelopSpec).catch(tellPlace),
  }),
  defineOwnCommand({
    name: ":work",
    summary: "Serves a master's connections.",
    hidden: true,
    need: "none",
    args: { spec: { required: true } },
    run: ({ args }) => work(JSON.parse(args.spec) as WorkSpec).catch(tellPlace),
  }),
];

// The stack of some syntax errors does not name the place; Node tells it when it prints the error itself, at the end.
function tellPlace(error: unknown): Promise<never> {
  if (!(error instanceof SyntaxError) || error.stack?.startsWith("SyntaxError") !== true) return Promise.reject(error);
  setImmediate(() => {
    throw error;
  });
  return new Promise(() => undefined);
}
