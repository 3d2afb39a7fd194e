// The command that makes a project.

import { writeProject } from "../scaffold/write-project.ts";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

export const newCommand: OwnCommand = defineOwnCommand({
  name: "new",
  summary: "Make a project: five lines, or a grown one with a database, accounts and an admin.",
  need: "none",
  args: { name: { required: true, help: "The folder to make, which is the project's name as well." } },
  options: { grown: { type: "boolean", help: "Make a project of several files." } },
  run: async ({ args, options, print, context }) => {
    const { folder, files } = await writeProject(args.name, { inside: context.io.folder, isGrown: options.grown });
    for (const file of files) print(`  ${file}`);
    print();
    print(`Made ${folder}. Next:`);
    print(`  cd ${folder}`);
    print("  npm install");
    if (options.grown) {
      print("  npx demijohn migrate");
      print("  npx demijohn createsuperuser");
    }
    print("  npm run dev");
  },
});
