// Finds the rows that an action or an export is for: those that were ticked, or all that fit a list's words and filters.
import type { Request } from "#http";
import { keyFromText } from "#orm/internals";
import type { ModelAdmin } from "../../options/model-admin.ts";
import type { ListQuery } from "../list/list-query.ts";
import { filteredRows } from "../list/read-list.ts";

/** What was chosen. */
export interface Chosen {
  /** All rows that fit, whatever is ticked. */
  readonly all: boolean;
  /** The keys of the ticked rows, as texts. */
  readonly keys: readonly string[];
}

/** The query set of the rows. */
// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
export function chosenRows(entry: ModelAdmin, query: ListQuery, request: Request, { all, keys }: Chosen): any {
  const rows = filteredRows(entry, query, { request, now: new Date() });
  if (all) return rows;
  const typed = keys.map((key) => keyFromText(entry.meta, key)).filter((key) => key !== undefined);
  return rows.filter({ pk__in: typed });
}
