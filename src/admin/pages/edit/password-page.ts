// Answers the page that sets a new password for a user, as somebody of the staff does who does not know the old one.
import type { Blueprint, Reply } from "#app";
import { type AccountInstance, accountsOf, checkPasswordRules, userClass } from "#auth";
import { setPassword } from "#auth/internals";
import { Forbidden, NotFound, type Request, redirect } from "#http";
import type { ModelMeta } from "#orm/internals";
import { adminUser, isSuperuser } from "../../data/admin-user.ts";
import { type AdminSite, placeOf, pluralOf } from "../../data/site.ts";
import { mayChangeField } from "../../data/visible-fields.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { capital, showAdminPage } from "../admin-context.ts";
import { logAction } from "../log-action.ts";
import { keyOf, modelPath, rowOf } from "../row-of.ts";

const longest = 4096;

/** Adds the route. */
export function addPasswordPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.route(`${modelPath}/<key>/password`, { name: "password", methods: ["GET", "POST"] }, (request) =>
    answer(site, request, keyOf(request)),
  );
}

/** Whether the objects of a model log in with passwords. */
export function hasPasswords(meta: ModelMeta): boolean {
  return meta.cls === (userClass() as unknown);
}

/** Whether a request may set the password of a user: that of somebody who may do everything takes the same. */
export async function maySetPassword(request: Request, entry: ModelAdmin, row: object): Promise<boolean> {
  return (
    (isSuperuser(adminUser(request)) || !isSuperuser(row)) && (await mayChangeField(request, entry, "password", row))
  );
}

async function answer(site: AdminSite, request: Request, key: string): Promise<Reply> {
  const { entry, allowed, row } = await rowOf(site, request, key);
  const { meta } = entry;
  if (!hasPasswords(meta)) throw new NotFound();
  if (!allowed.change || !(await maySetPassword(request, entry, row))) throw new Forbidden();
  const { t } = site.texts(request);
  const accounts = accountsOf(request.app);
  const user = row as unknown as AccountInstance;
  const place = placeOf(meta);
  const change = request.urlFor(".change", { ...place, key });
  let faults: readonly string[] = [];
  if (request.method === "POST") {
    const { fields } = await request.form();
    const password = String(fields.get("new_password") ?? "");
    if (password === "") faults = [t("Type a password.")];
    else if (password.length > longest) faults = [t("At most {count} characters.", { count: longest })];
    else if (password !== String(fields.get("repeated") ?? "")) faults = [t("The two passwords differ.")];
    else faults = await checkPasswordRules(password, user as never, accounts.rules);
    if (faults.length === 0) {
      await setPassword(accounts, user, password);
      await accounts.record("password-changed", { user, request });
      await logAction(request, "change", [
        {
          meta,
          key,
          text: String(row),
          changes: [{ name: "password", field: t("Password"), before: "–", after: t("set anew") }],
          row,
        },
      ]);
      request.flash(t("“{object}” has a new password, and is logged out everywhere.", { object: row }), "success");
      return redirect(change);
    }
  }
  return showAdminPage(site, request, "password", {
    title: t("New password for {object}", { object: row }),
    entry,
    status: faults.length === 0 ? 200 : 422,
    crumbs: [
      { title: capital(pluralOf(meta)), address: request.urlFor(".list", place) },
      { title: String(row), address: change },
    ],
    context: { faults, rules: accounts.rules.map(({ help }) => help) },
  });
}
