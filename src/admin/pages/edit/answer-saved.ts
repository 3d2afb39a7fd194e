// Answers a form that was saved: where its button leads, what the admin's hook says, or what the dialog that it stood in is told.
import type { Reply } from "#app";
import { type Request, type Response, redirect } from "#http";
import { keyText } from "#orm/internals";
import { keptList, keptParam } from "../../data/list/list-query.ts";
import { type AdminSite, placeOf } from "../../data/site.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { capital, showAdminPage } from "../admin-context.ts";
import { offerUndo } from "../log-action.ts";
import type { Row } from "../row-of.ts";

/** What was saved, and how it was sent. */
export interface Saved {
  readonly site: AdminSite;
  readonly request: Request;
  readonly entry: ModelAdmin;
  readonly row: Row;
  readonly isNew: boolean;
  /** What the log calls it; empty where nothing was changed. */
  readonly batch: string;
  /** What was pressed: empty for "Save". */
  readonly button: string;
  /** How many dialogs the form stood in. */
  readonly popup: number;
}

/** Answers it. */
export async function answerSaved(saved: Saved): Promise<Reply | Response> {
  const { site, request, entry, row, isNew, batch, button, popup } = saved;
  const { meta, options } = entry;
  const { t } = site.texts(request);
  const text = String(row);
  if (popup > 0) {
    const title = t("“{object}” was saved.", { object: text });
    return answerPopup(site, request, { title, done: isNew ? "add" : "change", key: keyText(meta, row.pk), text });
  }
  const own = await (isNew ? options.responseAdd : options.responseChange)?.(request, row);
  if (own !== undefined) return own;
  const place = placeOf(meta);
  request.flash(t("{noun} “{object}” was saved.", { noun: capital(meta.verboseName), object: row }), "success");
  if (batch !== "") offerUndo(request, batch);
  const list = keptList(request.query);
  const kept = keptParam(request.query);
  if (button === "add") return redirect(request.urlFor(".add", place) + kept);
  const stays = button === "continue" || (button === "new" && options.saveAsContinue !== false);
  return redirect(
    stays
      ? request.urlFor(".change", { ...place, key: keyText(meta, row.pk) }) + kept
      : request.urlFor(".list", place) + list,
  );
}

/** Tells the dialog of a related object what became of it. */
export function answerPopup(site: AdminSite, request: Request, { title, ...told }: Told): Promise<Reply> {
  return showAdminPage(site, request, "popup", { title, context: { ...told } });
}

/** What became of a related object. */
interface Told {
  readonly title: string;
  readonly done: "add" | "change" | "delete";
  readonly key: string;
  readonly text: string;
}

/** How many dialogs the page of a request stands in: 0 for a page of its own. */
export async function popupDepth(request: Request): Promise<number> {
  const sent = request.method === "POST" ? (await request.form()).fields.get("_popup") : undefined;
  const given = sent ?? request.query.get("_popup");
  return /^[1-9]$/.test(String(given ?? "")) ? Number(given) : 0;
}
