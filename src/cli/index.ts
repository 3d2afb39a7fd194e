// The cli room's door: the program as a function, for tests and for other programs that start it.
export type { ProgramIo } from "./commands/own-command.ts";
export { findAppFile, type LoadedApp, loadApp } from "./find-app.ts";
export { type InvokedCommand, type InvokeOptions, invokeCommand } from "./invoke-command.ts";
export { migrationProject } from "./migration-project.ts";
export { runProgram } from "./program.ts";
