// Gathers the built-in filters by name, and says from which peer each comes.
import type { FilterDefinition } from "../definitions.ts";
import { htmlFilters } from "./html-filters.ts";
import { numberFilters } from "./number-filters.ts";
import { selectFilters } from "./select-filters.ts";
import { sequenceFilters } from "./sequence-filters.ts";
import { textFilters } from "./text-filters.ts";
import { valueFilters } from "./value-filters.ts";

/** Filters with Jinja's names and meaning. */
export const jinjaFilters: Readonly<Record<string, FilterDefinition>> = {
  ...htmlFilters,
  ...numberFilters,
  ...selectFilters,
  ...sequenceFilters,
  ...textFilters,
  ...valueFilters,
};

/** The filters that every engine has. Where two peers use one name, Jinja's meaning holds. */
export const builtinFilters: Readonly<Record<string, FilterDefinition>> = { ...jinjaFilters };
