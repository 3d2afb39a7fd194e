// What named neighbours may use of migrations beyond its door: schema editors, introspection and the parts of a run.
export { databaseCommands } from "./commands/database-commands.ts";
export { type PlannedMigration, runMigration } from "./execute/migration-run.ts";
export { introspect } from "./introspect/introspect.ts";
export { createSchemaEditor } from "./schema/create-schema-editor.ts";
