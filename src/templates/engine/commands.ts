// Defines the commands of templates: checking all of them, and compiling them to modules.
import { type Command, defineCommand } from "#kernel";
import type { TemplateReference } from "./define-template.ts";
import type { Templates } from "./templates.ts";

/** Makes `templates check` and `templates compile` for an engine. */
export function templateCommands(
  templates: Templates,
  references: readonly TemplateReference<object>[] = [],
): readonly Command[] {
  const check = defineCommand({
    name: "templates check",
    summary: "Compiles every template and reports what is wrong with it.",
    run({ print, warn }) {
      const messages = templates.check(references);
      for (const { level, code, message, where, cure } of messages)
        warn(`${level} ${code}: ${message}\n  At ${where}${cure === undefined ? "" : `\n  ${cure}`}`);
      print(`${templates.list().length} templates checked, ${messages.length} messages.`);
      return messages.some((message) => message.level === "error") ? 1 : 0;
    },
  });
  const compile = defineCommand({
    name: "templates compile",
    summary: "Writes every template as a JavaScript module, so that nothing is compiled while the program runs.",
    args: { folder: { help: "Where the modules are written.", required: true } },
    run({ args, print }) {
      const { mkdirSync, writeFileSync } = process.getBuiltinModule("node:fs");
      const { join } = process.getBuiltinModule("node:path");
      const modules = templates.precompile();
      mkdirSync(args.folder, { recursive: true });
      for (const { file, code } of modules) writeFileSync(join(args.folder, file), code);
      print(`${modules.length - 1} templates compiled to ${args.folder}.`);
    },
  });
  return [check, compile] as unknown as readonly Command[];
}
