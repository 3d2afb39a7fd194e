// Answers what is to be done to several rows: asks where it must, does it, and tells.
import type { Blueprint, Reply } from "#app";
import type { FormInstance } from "#forms";
import { BadRequest, Forbidden, type Request, redirect } from "#http";
import { keyText } from "#orm/internals";
import { actionsOf, deleteAction, exportAction, labelOfAction } from "../data/actions/actions.ts";
import { chosenRows } from "../data/actions/chosen-rows.ts";
import { listAddress, readListQuery } from "../data/list/list-query.ts";
import { readDeletion } from "../data/read-deletion.ts";
import { seenRows } from "../data/row-rules.ts";
import { type AdminSite, placeOf, pluralOf } from "../data/site.ts";
import type { AdminAction } from "../options/action-options.ts";
import type { ModelAdmin } from "../options/model-admin.ts";
import { actionForm, batchSizeOf, runOnRows, sentValues, startActionJob } from "./actions/run-on-rows.ts";
import { capital, entryOf, showAdminPage } from "./admin-context.ts";
import { exportAddress } from "./exchange/export-page.ts";
import { saveShownList } from "./list/list-page.ts";
import { modelPath } from "./row-of.ts";

/** Adds the route. */
export function addActionPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.post(`${modelPath}/`, { name: "act" }, (request) => act(site, request));
}

async function act(site: AdminSite, request: Request): Promise<Reply> {
  const { entry, allowed } = await entryOf(site, request);
  if (!allowed.view) throw new Forbidden();
  const { fields } = await request.form();
  if (fields.has("_save")) return saveShownList(site, request, { entry, allowed });
  const action = actionsOf(entry, allowed).find(({ name }) => name === fields.get("action"));
  if (action === undefined) throw new BadRequest("There is no such action.");
  const query = readListQuery(request.query, entry);
  const chosen = { all: fields.get("all") === "yes", keys: fields.getAll("row").map(String) };
  const rows = chosenRows(entry, query, request, chosen);
  const back = request.urlFor(".list", placeOf(entry.meta)) + listAddress(query);
  const total: number = await rows.count();
  if (total === 0) {
    request.flash(site.texts(request).t("Nothing was ticked."), "warning");
    return redirect(back);
  }
  if (action === exportAction) return redirect(exportAddress(request, entry, query, chosen));
  const isSent = fields.get("confirmed") === "yes";
  const form = await actionForm(action, isSent ? sentValues(fields) : undefined);
  const isAsked = !isSent && (action.confirm === true || form !== undefined);
  if (isAsked || form?.status === 422)
    return confirm(site, request, { entry, action, rows, total, form, all: chosen.all, here: listAddress(query) });
  const doing = { entry, action, rows, sent: sentValues(fields), values: form?.cleanedData };
  if (total > batchSizeOf(action))
    return redirect(await startActionJob(site, request, { ...doing, query, chosen, total }));
  const told = await runOnRows(site, request, doing);
  request.flash(told, "success");
  return redirect(back);
}

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

interface Asked {
  readonly entry: ModelAdmin;
  readonly action: AdminAction<object>;
  readonly rows: Rows;
  readonly total: number;
  readonly form: FormInstance | undefined;
  readonly all: boolean;
  readonly here: string;
}

const mostFollowed = 2_000;

async function confirm(site: AdminSite, request: Request, asked: Asked): Promise<Reply> {
  const { entry, action, rows, total, form, all, here } = asked;
  const pks: readonly unknown[] = all ? [] : await rows.flat("pk");
  const along =
    action === deleteAction
      ? await readDeletion({ site, request }, entry.meta, await rows.limit(mostFollowed).flat("pk"))
      : undefined;
  const examples = await seenRows(request, entry, (await rows.limit(10)) as readonly object[]);
  return showAdminPage(site, request, "confirm", {
    title: `${labelOfAction(action, site.texts(request))}: ${total} ${total === 1 ? entry.meta.verboseName : pluralOf(entry.meta)}`,
    entry,
    status: form?.status,
    crumbs: [{ title: capital(pluralOf(entry.meta)), address: request.urlFor(".list", placeOf(entry.meta)) + here }],
    context: {
      action,
      form,
      total,
      all,
      keys: pks.map((pk) => keyText(entry.meta, pk)),
      along,
      examples: examples.map(String),
      here,
      more: total - examples.length,
      guessed: total > mostFollowed,
    },
  });
}
