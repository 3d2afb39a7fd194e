// Asks the functions of a model's options that a list depends on, once for each request.
import type { Request } from "#http";
import type { ModelAdmin } from "../../options/model-admin.ts";

/** The entry with what its functions say in the place of its options; the same one where it has none of them. */
export function withListHooks(entry: ModelAdmin, request: Request): ModelAdmin {
  const { meta, options } = entry;
  const { getListDisplay, getListFilter, getSearchFields } = options;
  if (getListDisplay === undefined && getListFilter === undefined && getSearchFields === undefined) return entry;
  return Object.freeze({
    meta,
    options: {
      ...options,
      listDisplay: getListDisplay?.(request) ?? options.listDisplay,
      listFilter: getListFilter?.(request) ?? options.listFilter,
      searchFields: getSearchFields?.(request) ?? options.searchFields,
    },
  });
}
