// The command that opens a REPL with the app in it; top-level await works.

import type { REPLServer } from "node:repl";
import type { PassThrough } from "node:stream";
import type { App } from "#app";
import * as demijohn from "#app";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

export const shellCommand: OwnCommand = defineOwnCommand({
  name: "shell",
  summary: "Open a JavaScript shell with the app and its models in it; await works at the top level.",
  need: "ready",
  mode: "development",
  run: async ({ app, warn }) => {
    const { start } = process.getBuiltinModule("node:repl");
    const { join } = process.getBuiltinModule("node:path");
    const { mkdirSync, writeFileSync, existsSync } = process.getBuiltinModule("node:fs");
    const isTerminal = process.stdin.isTTY === true;
    const models = await modelsOf(app);
    const names = ["app", "request(path)", "urlFor(name)", ...Object.keys(models)];
    if (isTerminal) warn(`Of "${app.name}" are at hand: ${names.join(", ")}. Ctrl-D ends the shell.`);
    const { PassThrough } = process.getBuiltinModule("node:stream");
    const input = isTerminal ? process.stdin : new PassThrough();
    const output = process.stdout;
    const repl = start({ prompt: isTerminal ? "> " : "", useGlobal: false, terminal: isTerminal, input, output });
    Object.assign(repl.context, {
      ...models,
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
    const ended = new Promise<void>((resolve) => repl.once("exit", resolve));
    if (input instanceof PassThrough) await feedLines(repl, input, ended);
    await ended;
    await app.close();
  },
});

// By their short names, as far as one is not taken twice.
async function modelsOf(app: App): Promise<Readonly<Record<string, unknown>>> {
  if (app.plan.models.length === 0) return {};
  const { findMeta } = await import("#orm/internals");
  const all = app.plan.models.flatMap(({ models }) => models).map((model) => [findMeta(model)?.shortName ?? "", model]);
  return Object.fromEntries(all.filter(([name]) => all.filter(([other]) => other === name).length === 1));
}

// The REPL takes a line while it still awaits what the one before it called: lines that are piped in wait for their turn,
// which comes with the next prompt.
async function feedLines(repl: REPLServer, input: PassThrough, ended: Promise<void>): Promise<void> {
  const { createInterface } = process.getBuiltinModule("node:readline");
  const { displayPrompt } = repl;
  let isPrompted = (): void => undefined;
  repl.displayPrompt = (keepsCursor) => {
    displayPrompt.call(repl, keepsCursor);
    isPrompted();
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const prompt = new Promise<void>((resolve) => {
      isPrompted = resolve;
    });
    input.write(`${line}\n`);
    await Promise.race([prompt, ended]);
  }
  input.end();
}
