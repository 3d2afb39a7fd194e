// What named neighbours may use of migrations beyond its door: schema editors, introspection and the parts of a run.

export { databaseCommands } from "./commands/database-commands.ts";
export { shellCall } from "./commands/db-shell-command.ts";
export { findMigrations, readGraph, saveMigrations } from "./commands/make/make-migrations.ts";
export { fileCommands } from "./commands/make-commands.ts";
export { migrationErrors } from "./error-table.ts";
export { describeFinding, lintMigration } from "./execute/lint-migration.ts";
export { makePlan } from "./execute/make-plan.ts";
export { readStatus } from "./execute/migrate.ts";
export { type PlannedMigration, runMigration } from "./execute/migration-run.ts";
export { runErrors } from "./execute/run-error-table.ts";
export { createSchemaEditor } from "./schema/create-schema-editor.ts";
export { inspectDatabase } from "./schema/introspect/inspect-database.ts";
export { introspect } from "./schema/introspect/introspect.ts";
