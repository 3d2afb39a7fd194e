// Answers the page of an action that runs in batches: how far it is, what came of it, and how to stop it or go on.
import type { Blueprint, Reply } from "#app";
import { Forbidden, NotFound, type Request, redirect } from "#http";
import { actionsOf } from "../../data/actions/actions.ts";
import { cancelJob, findJob, isStopped } from "../../data/actions/jobs.ts";
import { type AdminSite, allowedOf, placeOf, pluralOf } from "../../data/site.ts";
import { seenEntry } from "../../data/visible-fields.ts";
import type { AdminJob } from "../../models/admin-job.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import type { AdminTexts } from "../../texts/texts.ts";
import { capital, showAdminPage } from "../admin-context.ts";
import { goOn } from "./run-on-rows.ts";

/** Adds the route. */
export function addJobPages(blueprint: Blueprint, site: AdminSite): void {
  const methods = ["GET", "POST"] as const;
  blueprint.route("/jobs/<token>", { name: "job", methods }, (request) => answerJob(site, request));
}

async function answerJob(site: AdminSite, request: Request): Promise<Reply> {
  const { token } = request.params as { readonly token: string };
  const job = await findJob(request, "action", token);
  const entry = job === undefined ? undefined : site.models.find(({ meta }) => meta.name === job.model);
  if (job === undefined || entry === undefined) throw new NotFound("There is no such job, or it is somebody else’s.");
  if (request.method !== "POST") return showJob(site, request, entry, job);
  const { fields } = await request.form();
  if (fields.get("do") === "cancel") await cancelJob(job);
  if (fields.get("do") === "go-on") await takeUp(site, request, entry, job);
  return redirect(request.urlFor(".job", { token }));
}

// What the user may do may have changed since.
async function takeUp(site: AdminSite, request: Request, whole: ModelAdmin, job: AdminJob): Promise<void> {
  const entry = await seenEntry(site, request, whole);
  const name = job.asked["action"];
  const action = actionsOf(entry, await allowedOf(request, whole)).find((each) => each.name === name);
  if (action === undefined) throw new Forbidden();
  await goOn(site, request, job, { entry, action });
}

async function showJob(site: AdminSite, request: Request, { meta }: ModelAdmin, job: AdminJob): Promise<Reply> {
  const texts = site.texts(request);
  const list = capital(pluralOf(meta));
  const isBusy = job.state === "running" && !isStopped(job);
  return showAdminPage(site, request, "job", {
    title: `${job.title}: ${texts.number(job.total)} ${pluralOf(meta)}`,
    crumbs: [{ title: list, address: request.urlFor(".list", placeOf(meta)) }],
    context: {
      job: {
        isBusy,
        total: job.total,
        done: job.done,
        text: textOf(job, texts),
        canCancel: isBusy && !job.cancelAsked,
        canGoOn: !isBusy && job.state !== "done",
      },
    },
  });
}

function textOf(job: AdminJob, { t, tn, number }: AdminTexts): string {
  const { done } = job;
  const values = { done: number(done), total: number(job.total), left: number(Math.max(0, job.total - done)) };
  if (isStopped(job))
    return t("The server stopped after {done} of {total} rows. Those are done; no row is half done.", values);
  switch (job.state) {
    case "running":
      return job.cancelAsked
        ? t("Stops after {done} of {total} rows …", values)
        : t("{done} of {total} rows are done.", values);
    case "done":
      return tn("{count} row is done.", "All {count} rows are done.", done);
    case "cancelled":
      return t("Cancelled after {done} of {total} rows. Those are done, the other {left} were not touched.", values);
    case "stopped":
      return t("The server stopped after {done} of {total} rows. Those are done; no row is half done.", values);
    default: {
      const reason = String(job.told["reason"] ?? "");
      const said = t(
        "An error stopped it after {done} of {total} rows. Those are done, the other {left} were not touched.",
        values,
      );
      return reason === "" ? said : `${said} ${reason}`;
    }
  }
}
