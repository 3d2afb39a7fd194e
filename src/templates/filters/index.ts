// Gathers the built-in filters by name.
import type { FilterDefinition } from "../definitions.ts";

/** The filters that every engine has. */
export const builtinFilters: Readonly<Record<string, FilterDefinition>> = {};
