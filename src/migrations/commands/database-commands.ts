// Lists the commands that write and run migrations and handle a database's rows.
import type { Command } from "#kernel";
import type { MigrationProject } from "../project.ts";
import {
  dumpDataCommand,
  flushCommand,
  loadDataCommand,
  removeStaleTypesCommand,
  sqlSequenceResetCommand,
} from "./data-commands.ts";
import { dbShellCommand } from "./db-shell-command.ts";
import { inspectDbCommand } from "./inspect-db-command.ts";
import { fileCommands } from "./make-commands.ts";
import { migrateCommand } from "./migrate-command.ts";
import { lintMigrationsCommand, showMigrationsCommand, sqlMigrateCommand } from "./show-migrations-command.ts";

/** The commands about the databases of a project, which is asked for when one runs. */
export function databaseCommands(project: () => MigrationProject | Promise<MigrationProject>): readonly Command[] {
  return [
    ...fileCommands(project),
    migrateCommand(project),
    showMigrationsCommand(project),
    sqlMigrateCommand(project),
    lintMigrationsCommand(project),
    inspectDbCommand(),
    dumpDataCommand(project),
    loadDataCommand(project),
    flushCommand(project),
    sqlSequenceResetCommand(project),
    removeStaleTypesCommand(project),
    dbShellCommand(),
  ];
}
