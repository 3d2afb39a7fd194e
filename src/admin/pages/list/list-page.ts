// Answers the page of a list.
import type { Blueprint, Reply } from "#app";
import { Forbidden, type Request } from "#http";
import { actionsOf, labelOfAction } from "../../data/actions/actions.ts";
import { readViews } from "../../data/front/read-views.ts";
import { forgetCounts } from "../../data/list/kept-counts.ts";
import {
  addressOf,
  type ListQuery,
  listAddress,
  listPairs,
  listParam,
  readListQuery,
} from "../../data/list/list-query.ts";
import type { ListFilter } from "../../data/list/read-filters.ts";
import { type ListPage, readList } from "../../data/list/read-list.ts";
import { type AdminSite, type Allowed, allowedOf, placeOf, pluralOf } from "../../data/site.ts";
import { entryFor } from "../../data/visible-fields.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { capital, entryOf, showAdminPage } from "../admin-context.ts";
import { mayExport } from "../exchange/export-page.ts";
import { mayImport } from "../exchange/import-page.ts";
import { isNotSaved, saveList, withControls } from "./list-edit.ts";

/** Adds the routes of lists. */
export function addListPages(blueprint: Blueprint, site: AdminSite): void {
  // Counts that were kept say nothing about what was written since.
  blueprint.use(async function forgetAfterWrites(request, next) {
    const reads = request.method === "GET" || request.method === "HEAD";
    try {
      return await next();
    } finally {
      if (!reads) forgetCounts();
    }
  });
  blueprint.get("/<slug:label>/<slug:model>/", { name: "list" }, (request) => showList(site, request));
}

async function showList(site: AdminSite, request: Request): Promise<Reply> {
  const { entry, allowed } = await entryOf(site, request);
  if (!allowed.view) throw new Forbidden();
  const query = readListQuery(request.query, entry);
  const list = await withControls(site, request, entry, await readList(site, entry, query, request));
  return renderList(site, request, { entry, allowed, query, list });
}

/** Saves what was changed in the rows of a list, and shows it again with what is wrong. */
export async function saveShownList(site: AdminSite, request: Request, of: EntryFound): Promise<Reply> {
  const answer = await saveList(site, request, of);
  if (!isNotSaved(answer)) return answer;
  const { list, status, message } = answer;
  const query = readListQuery(request.query, of.entry);
  return renderList(site, request, { ...of, query, list, status, editErrors: message });
}

interface EntryFound {
  readonly entry: ModelAdmin;
  readonly allowed: Allowed;
}

/** A list that was read, and what else its page says. */
export interface ListShown {
  readonly entry: ModelAdmin;
  readonly allowed: Allowed;
  readonly query: ListQuery;
  readonly list: ListPage;
  readonly status?: number | undefined;
  /** What is wrong with what was changed in the rows. */
  readonly editErrors?: string | undefined;
}

/** Renders the page of a list. */
export async function renderList(site: AdminSite, request: Request, shown: ListShown): Promise<Reply> {
  const { entry, allowed, query, list } = shown;
  const { meta, options } = entry;
  const place = placeOf(meta);
  const texts = site.texts(request);
  const { t, number } = texts;
  const address = (page: number): string => listAddress(query, { page: page === 1 ? null : page });
  const here = listAddress(query, { page: query.page === 1 ? null : query.page });
  const kept = options.preserveFilters === false || here === "?" ? "" : addressOf([[listParam, here.slice(1)]]);
  const noun = list.total === 1 ? meta.verboseName : pluralOf(meta);
  const chips =
    query.words === ""
      ? list.chips
      : [{ title: t("Search"), text: query.words, address: listAddress(query, { words: null }) }, ...list.chips];
  const [before, after] = request.urlFor(".change", { ...place, key: keyMark }).split(keyMark) as [string, string];
  const lookups = await lookupAddresses(site, request, list.filters);
  const pairs = (without: string): readonly (readonly [string, string])[] =>
    listPairs(query, { [without]: null, page: null });
  return showAdminPage(site, request, "list", {
    title: capital(pluralOf(meta)),
    entry,
    status: shown.status,
    context: {
      list,
      query,
      place,
      allowed,
      noun,
      said: `${number(list.total)} ${noun}. ${t("Page {page} of {pages}", { page: number(list.page), pages: number(list.pages) })}`,
      chips,
      clear_address: listAddress({ ...query, words: "", filters: {}, date: "" }),
      pairs_without: { words: pairs("words"), columns: pairs("columns") },
      all_pairs: listPairs(query, { page: null }),
      can_search: (options.searchFields ?? []).length > 0 || options.getSearchResults !== undefined,
      search_help: options.searchHelpText,
      filtered: chips.length > 0 || query.date !== "",
      actions: actionsOf(entry, allowed).map((action) => ({ ...action, label: labelOfAction(action, texts) })),
      actions_on_top: options.actionsOnTop === true,
      actions_on_bottom: options.actionsOnBottom !== false,
      selection_counter: options.actionsSelectionCounter !== false,
      first: address(1),
      previous: list.page > 1 ? address(list.page - 1) : undefined,
      next: list.page < list.pages ? address(list.page + 1) : undefined,
      last: listAddress(query, { page: "last" }),
      here,
      kept,
      views: await readViews(meta, request, listAddress(query, { page: null })),
      // In a template, a closure is called as it is.
      row_address: (key: string) => before + encodeURIComponent(key) + after + kept,
      lookup_address: (filter: ListFilter) => lookups.get(filter.name),
      edit_errors: shown.editErrors,
      can_edit: list.rows.some((row) => row.edit !== undefined),
      import_address: (await mayImport(request, entry, allowed)) ? request.urlFor(".import", place) : undefined,
      export_address: (await mayExport(request, entry, allowed)) ? request.urlFor(".export", place) + here : undefined,
    },
  });
}

/** Stands for a key in an address that is made for all rows at once. */
const keyMark = "the-key-of-a-row";

async function lookupAddresses(
  site: AdminSite,
  request: Request,
  filters: readonly ListFilter[],
): Promise<ReadonlyMap<string, string>> {
  const addresses = new Map<string, string>();
  for (const { name, searched } of filters) {
    const target = searched === undefined ? undefined : entryFor(site, searched);
    if (target === undefined || !(await allowedOf(request, target)).view) continue;
    addresses.set(name, request.urlFor(".lookup", placeOf(target.meta)));
  }
  return addresses;
}
