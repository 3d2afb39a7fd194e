// Answers the history of an object.
import type { Blueprint, Reply } from "#app";
import type { Request } from "#http";
import { keyText } from "#orm/internals";
import { readLog } from "../data/log/read-log.ts";
import { type AdminSite, placeOf, pluralOf } from "../data/site.ts";
import { capital, showAdminPage } from "./admin-context.ts";
import { keyOf, modelPath, rowOf } from "./row-of.ts";

/** Adds the route. */
export function addHistoryPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.get(`${modelPath}/<key>/history`, { name: "history" }, (request) =>
    showHistory(site, request, keyOf(request)),
  );
}

async function showHistory(site: AdminSite, request: Request, key: string): Promise<Reply> {
  const { entry, row } = await rowOf(site, request, key);
  const { meta } = entry;
  const place = placeOf(meta);
  const { entries } = await readLog(site, request, {
    model: meta.name,
    objectKey: keyText(meta, row.pk),
    page: 1,
    perPage: 200,
  });
  return showAdminPage(site, request, "history", {
    title: site.texts(request).t("History of {object}", { object: row }),
    entry,
    crumbs: [
      { title: capital(pluralOf(meta)), address: request.urlFor(".list", place) },
      { title: String(row), address: request.urlFor(".change", { ...place, key }) },
    ],
    context: { entries },
  });
}
