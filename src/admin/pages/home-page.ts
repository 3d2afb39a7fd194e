// Answers the first page, with the models and what was done lately, and the search of single objects for forms.
import type { Blueprint } from "#app";
import { Forbidden } from "#http";
import { keyText } from "#orm/internals";
import { readCards } from "../data/front/read-cards.ts";
import { searchable } from "../data/front/searchable.ts";
import { wholeList } from "../data/list/list-query.ts";
import { filteredRows } from "../data/list/read-list.ts";
import { soughtRows } from "../data/list/read-rows.ts";
import { readLog } from "../data/log/read-log.ts";
import { seenRows } from "../data/row-rules.ts";
import type { AdminSite } from "../data/site.ts";
import { entryOf, showAdminPage } from "./admin-context.ts";
import { cardFailed } from "./own-page.ts";

const recent = 12;
const found = 20;

type Keyed = object & { readonly pk: unknown };

/** Adds the routes. */
export function addHomePages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.get("/", { name: "home" }, async (request) => {
    const { entries } = await readLog(site, request, { page: 1, perPage: recent });
    return showAdminPage(site, request, "home", {
      title: site.texts(request).t("Overview"),
      context: {
        entries,
        cards: await readCards(site.dashboard, request, cardFailed(request)),
      },
    });
  });

  blueprint.get("/lookup/<slug:label>/<slug:model>", { name: "lookup" }, async (request) => {
    const { entry, allowed } = await entryOf(site, request);
    if (!allowed.view) throw new Forbidden();
    const words = (request.query.get("q") ?? "").trim().slice(0, 200);
    const query = { ...wholeList, words };
    const sought = filteredRows(searchable(entry), query, { request, now: new Date() });
    const rows = (await (words === "" ? sought.limit(found) : soughtRows(sought, [0, found]))) as readonly Keyed[];
    const seen = await seenRows(request, entry, rows);
    return { results: seen.map((row) => ({ key: keyText(entry.meta, row.pk), text: String(row) })) };
  });
}
