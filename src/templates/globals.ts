// Gathers the built-in global functions by name.
import type { GlobalDefinition } from "./definitions.ts";

/** The globals that every engine has. */
export const builtinGlobals: Readonly<Record<string, GlobalDefinition>> = {};
