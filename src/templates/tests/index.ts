// Gathers the built-in tests by name.
import type { TestDefinition } from "../definitions.ts";

/** The tests that every engine has. */
export const builtinTests: Readonly<Record<string, TestDefinition>> = {};
