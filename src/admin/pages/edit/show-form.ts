// Shows the form of an object, as it was opened or as it was sent with faults.
import type { Reply } from "#app";
import type { FormInstance } from "#forms";
import type { Request } from "#http";
import { keyText } from "#orm/internals";
import { keptList, keptParam } from "../../data/list/list-query.ts";
import { labelOfField, placeOf, pluralOf } from "../../data/site.ts";
import type { FormPlace } from "../../forms/admin-form.ts";
import { showChosen } from "../../forms/controls/show-chosen.ts";
import type { InlineTree } from "../../forms/inlines/read-inlines.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { capital, showAdminPage } from "../admin-context.ts";
import type { FoundRow, Row } from "../row-of.ts";
import { inlinesContext } from "./edit-inlines.ts";
import { formParts } from "./form-parts.ts";
import { hasPasswords, maySetPassword } from "./password-page.ts";

/** What the page shows. */
export interface Shown extends FoundRow {
  readonly form: FormInstance;
  /** A digest of the row, by which the form is told from one that somebody else saved meanwhile. */
  readonly version: string;
  readonly mayWrite: boolean;
  /** What the fields say now, where somebody else changed them meanwhile. */
  readonly theirs?: ReadonlyMap<string, string> | undefined;
  /** The object that it is a copy of. */
  readonly original?: Row | undefined;
  /** How many dialogs the form stands in. */
  readonly popup: number;
  readonly inlines: InlineTree;
}

/** Shows it. */
export async function showForm(place: FormPlace, shown: Shown): Promise<Reply> {
  const { site, request, plan } = place;
  const { entry, allowed, row, form, version, mayWrite, theirs, original, popup, inlines } = shown;
  const { meta, options } = entry;
  const at = placeOf(meta);
  const { t } = site.texts(request);
  await form.load();
  await showChosen(place, [form]);
  await form.load();
  const key = row.isNew ? undefined : keyText(meta, row.pk);
  const { has_faults: hasFaults, ...related } = await inlinesContext(place, form, inlines);
  return showAdminPage(site, request, "form", {
    title: row.isNew ? t("New {noun}", { noun: meta.verboseName }) : String(row),
    entry,
    status: theirs !== undefined ? 409 : hasFaults ? 422 : form.status,
    crumbs: [{ title: capital(pluralOf(meta)), address: request.urlFor(".list", at) + keptList(request.query) }],
    context: {
      form,
      ...related,
      ...(await formParts({ site, request, entry, row, plan, form })),
      allowed,
      version,
      popup,
      may_write: mayWrite,
      is_new: row.isNew,
      is_copy: original !== undefined,
      save_as: options.saveAs === true && allowed.add && !row.isNew,
      save_on_top: options.saveOnTop === true,
      theirs:
        theirs === undefined
          ? undefined
          : [...theirs].map(([name, text]) => ({ label: labelOfField(meta, name), text })),
      prepopulated: JSON.stringify(plan.prepopulated),
      on_site: row.isNew ? undefined : addressOnSite(entry, row, request),
      history: key === undefined ? undefined : request.urlFor(".history", { ...at, key }),
      password:
        key !== undefined && allowed.change && hasPasswords(meta) && (await maySetPassword(request, entry, row))
          ? request.urlFor(".password", { ...at, key })
          : undefined,
      remove:
        key === undefined || !allowed.delete
          ? undefined
          : request.urlFor(".delete", { ...at, key }) + keptParam(request.query),
    },
  });
}

/** The object's page on the site: what the option says, or the model's own `absoluteUrl()`. */
function addressOnSite({ options }: ModelAdmin, row: object, request: Request): string | undefined {
  const { viewOnSite } = options;
  if (viewOnSite === false) return undefined;
  if (viewOnSite !== undefined) return viewOnSite(row, request);
  const { absoluteUrl } = row as { readonly absoluteUrl?: unknown };
  return typeof absoluteUrl === "function" ? String(absoluteUrl.call(row)) : undefined;
}
