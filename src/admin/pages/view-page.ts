// Keeps views of lists, for oneself or for everybody, and forgets them.
import type { Blueprint } from "#app";
import { Forbidden, MultiMap, NotFound, redirect } from "#http";
import { adminUser, isSuperuser } from "../data/admin-user.ts";
import { userKeyOf } from "../data/front/read-views.ts";
import { listAddress, readListQuery } from "../data/list/list-query.ts";
import { type AdminSite, placeOf } from "../data/site.ts";
import { SavedView } from "../models/saved-view.ts";
import { entryOf } from "./admin-context.ts";
import { modelPath } from "./row-of.ts";

const mostViews = 100;

/** Adds the routes. */
export function addViewPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.post(`${modelPath}/views`, { name: "keep_view" }, async (request) => {
    const { entry, allowed } = await entryOf(site, request);
    if (!allowed.view) throw new Forbidden();
    const { t } = site.texts(request);
    const { fields } = await request.form();
    const given = new URLSearchParams(String(fields.get("query") ?? "").replace(/^\?/, ""));
    // Read and written anew, so that nothing is kept but what a list understands.
    const query = listAddress(readListQuery(new MultiMap([...given]), entry), { page: null });
    const list = request.urlFor(".list", placeOf(entry.meta));
    const name = String(fields.get("name") ?? "").trim();
    const userKey = userKeyOf(request);
    const count = await SavedView.objects.filter({ model: entry.meta.name, userKey }).count();
    if (name === "" || name.length > 60) request.flash(t("Give the view a name of 1 to 60 characters."), "warning");
    else if (count >= mostViews) request.flash(t("You keep too many views of this list. Forget some."), "warning");
    else {
      const same = { model: entry.meta.name, userKey, name };
      const values = {
        query,
        isShared: fields.get("shared") === "yes",
        userText: String(adminUser(request)).slice(0, 200),
      };
      await SavedView.objects.updateOrCreate(same, values);
      request.flash(t("The view “{view}” is kept.", { view: name }), "success");
    }
    return redirect(list + query);
  });

  blueprint.post(`${modelPath}/views/<int:id>/forget`, { name: "forget_view" }, async (request) => {
    const { entry, allowed } = await entryOf(site, request);
    if (!allowed.view) throw new Forbidden();
    const { t } = site.texts(request);
    const view = await SavedView.objects.filter({ id: request.params.id, model: entry.meta.name }).first();
    if (view === null) throw new NotFound("There is no such view.");
    if (view.userKey !== userKeyOf(request) && !isSuperuser(adminUser(request))) throw new Forbidden();
    await view.delete();
    request.flash(t("The view “{view}” is forgotten.", { view: view.name }), "success");
    return redirect(request.urlFor(".list", placeOf(entry.meta)));
  });
}
