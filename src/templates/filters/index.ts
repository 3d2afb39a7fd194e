// Gathers the built-in filters by name, and says from which peer each comes.
import type { FilterDefinition } from "../definitions.ts";
import { djangoDateFilters } from "./django-date-filters.ts";
import { djangoHtmlFilters } from "./django-html-filters.ts";
import { djangoLocaleFilters } from "./django-locale-filters.ts";
import { djangoNumberFilters } from "./django-number-filters.ts";
import { djangoTextFilters } from "./django-text-filters.ts";
import { htmlFilters } from "./html-filters.ts";
import { numberFilters } from "./number-filters.ts";
import { selectFilters } from "./select-filters.ts";
import { sequenceFilters } from "./sequence-filters.ts";
import { textFilters } from "./text-filters.ts";
import { valueFilters } from "./value-filters.ts";

/** Filters with Jinja's names and meaning; the lower rows have Django's. No name stands twice. */
export const filtersByPeer: Readonly<Record<"jinja" | "django", Readonly<Record<string, FilterDefinition>>>> = {
  jinja: { ...htmlFilters, ...numberFilters, ...selectFilters, ...sequenceFilters, ...textFilters, ...valueFilters },
  django: {
    ...djangoDateFilters,
    ...djangoHtmlFilters,
    ...djangoLocaleFilters,
    ...djangoNumberFilters,
    ...djangoTextFilters,
  },
};

/** The filters that every engine has. Where both peers use a name, Jinja's meaning holds. */
export const builtinFilters: Readonly<Record<string, FilterDefinition>> = {
  ...filtersByPeer.django,
  ...filtersByPeer.jinja,
};
