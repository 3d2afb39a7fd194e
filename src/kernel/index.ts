// The kernel's door: errors, safe HTML, suggestions, checks, commands, context and tracing for every room above.
export type { Check, CheckLevel, CheckMessage } from "./checks.ts";
export type { Command, CommandCall, ParameterSpec } from "./commands.ts";
export { defineCommand } from "./commands.ts";
export type { ContextVariable } from "./context.ts";
export { createContext } from "./context.ts";
export type { ErrorDetails, ErrorRow } from "./errors.ts";
export { DemijohnError, defineErrorTable, quoteValue, SettingsError, SetupError } from "./errors.ts";
export { escapeHtml, html, Safe, safe } from "./safe-html.ts";
export { didYouMean, suggest } from "./suggest.ts";
export type { TraceChannel } from "./trace.ts";
export { traceChannel } from "./trace.ts";
