// Answers the question before an object is deleted, and deletes it.
import type { Blueprint, Reply } from "#app";
import { Forbidden, type Request, type Response, redirect } from "#http";
import { atomic } from "#orm";
import { keptList } from "../../data/list/list-query.ts";
import { loggedDeletion } from "../../data/log/logged-deletion.ts";
import { canDelete, readDeletion } from "../../data/read-deletion.ts";
import { type AdminSite, placeOf, pluralOf } from "../../data/site.ts";
import { capital, showAdminPage } from "../admin-context.ts";
import { logAction, offerUndo } from "../log-action.ts";
import { keyOf, modelPath, rowOf } from "../row-of.ts";
import { answerPopup, popupDepth } from "./answer-saved.ts";

/** Adds the route. */
export function addDeletePages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.route(`${modelPath}/<key>/delete`, { name: "delete", methods: ["GET", "POST"] }, (request) =>
    remove(site, request, keyOf(request)),
  );
}

async function remove(site: AdminSite, request: Request, key: string): Promise<Reply | Response> {
  const { entry, allowed, row } = await rowOf(site, request, key);
  if (!allowed.delete) throw new Forbidden();
  const { meta, options } = entry;
  const along = await readDeletion({ site, request }, meta, [row.pk]);
  const place = placeOf(meta);
  const { t } = site.texts(request);
  if (request.method === "POST" && canDelete(along)) {
    const text = String(row);
    const batch = await atomic(async () => {
      const { entries, canUndo } = await loggedDeletion(meta, [row], along);
      if ((await options.deleteModel?.(row, request)) !== false) await row.delete();
      const logged = await logAction(request, "delete", entries);
      return canUndo ? logged : undefined;
    });
    const title = t("{noun} “{object}” was deleted.", { noun: capital(meta.verboseName), object: text });
    if ((await popupDepth(request)) > 0) return answerPopup(site, request, { title, done: "delete", key, text });
    const own = await options.responseDelete?.(request, row);
    if (own !== undefined) return own;
    request.flash(title, "success");
    if (batch !== undefined) offerUndo(request, batch);
    return redirect(request.urlFor(".list", place) + keptList(request.query));
  }
  return showAdminPage(site, request, "delete", {
    title: t("Delete {object}", { object: row }),
    entry,
    status: request.method === "POST" ? 409 : 200,
    crumbs: [
      { title: capital(pluralOf(meta)), address: request.urlFor(".list", place) },
      { title: String(row), address: request.urlFor(".change", { ...place, key }) },
    ],
    context: { along, can_delete: canDelete(along), noun: meta.verboseName, text: String(row) },
  });
}
