// Answers the first page, with the models and what was done lately, and the search of single objects for forms.
import type { Blueprint } from "#app";
import { Forbidden } from "#http";
import { filteredRows } from "../data/read-list.ts";
import { readLog } from "../data/read-log.ts";
import type { AdminSite } from "../data/site.ts";
import { hiddenFields } from "../data/visible-fields.ts";
import type { ModelAdmin } from "../options/model-admin.ts";
import { entryOf, readMenu, showAdminPage } from "./admin-context.ts";

const recent = 12;
const found = 20;

/** Adds the routes. */
export function addHomePages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.get("/", { name: "home" }, async (request) => {
    const { entries } = await readLog(site, request, { page: 1, perPage: recent });
    const groups = await readMenu(site, request);
    return showAdminPage(site, request, "home", {
      title: site.texts(request).t("Overview"),
      context: { entries, groups },
    });
  });

  blueprint.get("/lookup/<slug:label>/<slug:model>", { name: "lookup" }, async (request) => {
    const { entry, allowed } = await entryOf(site, request);
    if (!allowed.view) throw new Forbidden();
    const words = (request.query.get("q") ?? "").trim().slice(0, 200);
    const query = { words, filters: {}, order: [], page: 1 };
    const rows: readonly { readonly pk: unknown }[] = await filteredRows(searchable(entry), query, {
      request,
      now: new Date(),
    }).limit(found);
    return { results: rows.map((row) => ({ key: String(row.pk), text: String(row) })) };
  });
}

// A model whose admin names no fields to search is searched by its texts.
function searchable(entry: ModelAdmin): ModelAdmin {
  const { meta, options } = entry;
  if ((options.searchFields ?? []).length > 0) return entry;
  const texts = meta.columns.filter(
    ({ name, type, definition }) =>
      type.kind === "char" && definition.fieldKind === "scalar" && !hiddenFields(entry).includes(name),
  );
  return { meta, options: { ...options, searchFields: texts.slice(0, 3).map(({ name }) => name) as never } };
}
