// The command that opens a REPL with the app in it; top-level await works.
import * as demijohn from "#app";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

export const shellCommand: OwnCommand = defineOwnCommand({
  name: "shell",
  summary: "Open a JavaScript shell with the app in it; await works at the top level.",
  need: "ready",
  mode: "development",
  run: async ({ app, warn }) => {
    const { start } = process.getBuiltinModule("node:repl");
    const { join } = process.getBuiltinModule("node:path");
    const { mkdirSync, writeFileSync, existsSync } = process.getBuiltinModule("node:fs");
    const isTerminal = process.stdin.isTTY === true;
    if (isTerminal) warn(`app, request(path) and urlFor(name) of "${app.name}" are at hand. Ctrl-D ends the shell.`);
    const repl = start({ prompt: isTerminal ? "> " : "", useGlobal: false, terminal: isTerminal });
    Object.assign(repl.context, {
      ...demijohn,
      app,
      request: (path: string, options?: Parameters<typeof app.request>[1]) => app.request(path, options),
      urlFor: (...args: Parameters<typeof app.urlFor>) => app.urlFor(...args),
    });
    if (isTerminal) {
      const folder = join(app.root, ".demijohn");
      mkdirSync(folder, { recursive: true });
      if (!existsSync(join(folder, ".gitignore"))) writeFileSync(join(folder, ".gitignore"), "*\n");
      repl.setupHistory(join(folder, "shell-history"), (error) => {
        if (error) warn(`The history cannot be kept: ${error.message}`);
      });
    }
    await new Promise<void>((resolve) => repl.once("exit", resolve));
    await app.close();
  },
});
