// Answers the palette's search over the objects of all lists, and keeps the theme that somebody chose.
import type { Blueprint } from "#app";
import { safeNext } from "#auth";
import { redirect } from "#http";
import { keyText } from "#orm/internals";
import { searchable } from "../data/front/searchable.ts";
import { wholeList } from "../data/list/list-query.ts";
import { filteredRows } from "../data/list/read-list.ts";
import { seenRows } from "../data/row-rules.ts";
import { type AdminSite, allowedOf, placeOf, pluralOf } from "../data/site.ts";
import { seenEntry } from "../data/visible-fields.ts";
import { capital, themeCookie } from "./admin-context.ts";

const perModel = 5;
const mostModels = 12;
const year = 31_536_000;

/** Adds the routes. */
export function addPalettePages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.get("/palette", { name: "palette" }, async (request) => {
    const words = (request.query.get("q") ?? "").trim().slice(0, 100);
    const groups: { readonly title: string; readonly items: readonly { text: string; address: string }[] }[] = [];
    if (words.length < 2) return { groups };
    for (const entry of site.models.slice(0, mostModels)) {
      if (!(await allowedOf(request, entry)).view) continue;
      const seen = searchable(await seenEntry(site, request, entry));
      const query = { ...wholeList, words };
      const rows: readonly (object & { readonly pk: unknown })[] = await filteredRows(seen, query, {
        request,
        now: new Date(),
      }).limit(perModel);
      const items: { text: string; address: string }[] = [];
      for (const row of await seenRows(request, entry, rows)) {
        const address = request.urlFor(".change", { ...placeOf(entry.meta), key: keyText(entry.meta, row.pk) });
        items.push({ text: String(row), address });
      }
      if (items.length > 0) groups.push({ title: capital(pluralOf(entry.meta)), items });
    }
    return { groups };
  });

  blueprint.post("/theme", { name: "theme" }, async (request) => {
    const { fields } = await request.form();
    const theme = String(fields.get("theme") ?? "");
    const response = redirect(safeNext(String(fields.get("next") ?? "")) ?? request.urlFor(".home"));
    const path = request.urlFor(".home");
    if (theme === "light" || theme === "dark")
      return response.setCookie(themeCookie, theme, { maxAge: year, path, httpOnly: true, sameSite: "lax" });
    return response.deleteCookie(themeCookie, { path });
  });
}
