// Answers the page of a list.
import type { Blueprint, Reply } from "#app";
import { Forbidden, type Request } from "#http";
import { actionsOf, labelOfAction } from "../data/actions/actions.ts";
import { listAddress, readListQuery } from "../data/list-query.ts";
import { readList } from "../data/read-list.ts";
import { readViews } from "../data/read-views.ts";
import { type AdminSite, placeOf, pluralOf } from "../data/site.ts";
import { capital, entryOf, showAdminPage } from "./admin-context.ts";
import { mayExport } from "./export-page.ts";

/** Adds the routes of lists. */
export function addListPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.get("/<slug:label>/<slug:model>/", { name: "list" }, (request) => showList(site, request));
}

async function showList(site: AdminSite, request: Request): Promise<Reply> {
  const { entry, allowed } = await entryOf(site, request);
  if (!allowed.view) throw new Forbidden();
  const query = readListQuery(request.query, entry);
  const list = await readList(entry, query, request);
  const place = placeOf(entry.meta);
  const texts = site.texts(request);
  const address = (page: number): string => listAddress(query, { page: page === 1 ? null : page });
  return showAdminPage(site, request, "list", {
    title: capital(pluralOf(entry.meta)),
    entry,
    context: {
      list,
      query,
      place,
      allowed,
      noun: list.total === 1 ? entry.meta.verboseName : pluralOf(entry.meta),
      can_search: (entry.options.searchFields ?? []).length > 0,
      search_help: entry.options.searchHelpText,
      filtered: query.words !== "" || Object.keys(query.filters).length > 0,
      actions: actionsOf(entry, allowed).map((action) => ({ ...action, label: labelOfAction(action, texts) })),
      first: address(1),
      previous: list.page > 1 ? address(list.page - 1) : undefined,
      next: list.page < list.pages ? address(list.page + 1) : undefined,
      last: address(list.pages),
      here: listAddress(query),
      views: await readViews(entry.meta, request, listAddress(query, { page: null })),
      change_address: (key: string) => request.urlFor(".change", { ...place, key }),
      export_address: (await mayExport(request, entry, allowed))
        ? request.urlFor(".export", place) + listAddress(query)
        : undefined,
    },
  });
}
