// Makes the battery that gives an app an admin: `app.use(admin({ models: [Film] }), { prefix: "/admin" })`.
import { type App, type Battery, Blueprint, type UseOptions } from "#app";
import { userPasses } from "#auth";
import type { Request } from "#http";
import { SetupError } from "#kernel";
import { security } from "#security";
import { rememberAdminUser } from "./data/admin-user.ts";
import { type AdminEntry, AdminSite, rememberSite } from "./data/site.ts";
import { adminModels } from "./models/admin-models.ts";
import { checkOptions } from "./options/check-options.ts";
import type { FrontOptions } from "./options/site-options.ts";
import { addActionPages } from "./pages/action-page.ts";
import { addJobPages } from "./pages/actions/job-page.ts";
import { addActivityPages } from "./pages/activity-page.ts";
import { adminAssets } from "./pages/assets.ts";
import { addCheckPages } from "./pages/edit/check-pages.ts";
import { addChoicesPages } from "./pages/edit/choices-page.ts";
import { addDeletePages } from "./pages/edit/delete-page.ts";
import { addEditPages } from "./pages/edit/edit-page.ts";
import { addPasswordPages } from "./pages/edit/password-page.ts";
import { addExportPages } from "./pages/exchange/export-page.ts";
import { addImportPages } from "./pages/exchange/import-page.ts";
import { addHistoryPages } from "./pages/history-page.ts";
import { addHomePages } from "./pages/home-page.ts";
import { addListPages } from "./pages/list/list-page.ts";
import { addOwnPages } from "./pages/own-page.ts";
import { addPalettePages } from "./pages/palette-page.ts";
import { addViewPages } from "./pages/view-page.ts";
import { adminTemplates } from "./templates/templates.ts";
import type { LanguageOptions } from "./texts/texts.ts";

/** Options of {@link admin}. */
export interface AdminOptions extends LanguageOptions, FrontOptions {
  /** Models, and models with options by `modelAdmin(…)`, in the order of the menu. */
  readonly models: readonly AdminEntry[];
  /** What stands at the top. @default "Administration" */
  readonly title?: string | undefined;
  /** Who may come in, among those who are logged in; staff unless given. What they may do there is asked besides. */
  readonly hasPermission?: ((request: Request) => boolean | Promise<boolean>) | undefined;
  /** Another name, so that an app can have two. @default "admin" */
  readonly name?: string | undefined;
}

/**
 * Gives an app an admin over its models.
 *
 * It is for users that are staff, each by their permissions. Use it after `auth`. The models need the table of `LogEntry` beside their own.
 *
 * @throws SetupError `ADMIN_NO_ACCOUNTS`, `ADMIN_MODEL_TWICE`, `ADMIN_NOT_A_MODEL`; `ADMIN_UNKNOWN_FIELD` at the first page.
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { admin, modelAdmin } from "demijohn/admin";
 * import { auth } from "demijohn/auth";
 * import { f, Model } from "demijohn/orm";
 * class Jar extends Model("cellar.Jar", () => Jar, { label: f.char({ maxLength: 50 }), litres: f.integer() }) {}
 * const app = new App({ secretKey: "a long random key" });
 * app.use(auth());
 * app.use(admin({ models: [modelAdmin(Jar, { listDisplay: ["label", "litres"] })] }), { prefix: "/admin" });
 * console.log((await app.request("/admin/")).headers.get("location")); // /accounts/login?next=/admin/
 * ```
 */
export function admin(options: AdminOptions): Battery {
  return { name: options.name ?? "admin", install: (app, use) => installAdmin(app, options, use) };
}

function installAdmin(app: App, options: AdminOptions, use: UseOptions): void {
  if (app.battery("auth") === undefined)
    throw new SetupError("ADMIN_NO_ACCOUNTS", "The admin asks who somebody is, and the app has no accounts.", {
      cure: "Write app.use(auth({ user: User })) before app.use(admin(…)).",
    });
  if (app.battery("security") === undefined) app.use(security());
  const site = new AdminSite(options);
  const pages = new Blueprint(options.name ?? "admin");
  const inside = new Blueprint("pages");
  inside.use(
    userPasses(async (user, request) => {
      const isStaff = user.isAuthenticated && (user as { readonly isStaff?: boolean }).isStaff === true;
      rememberAdminUser(request, user);
      rememberSite(request, site);
      return options.hasPermission === undefined ? isStaff : user.isAuthenticated && options.hasPermission(request);
    }),
  );
  addHomePages(inside, site);
  addListPages(inside, site);
  addActionPages(inside, site);
  addExportPages(inside, site);
  addJobPages(inside, site);
  addImportPages(inside, site);
  addEditPages(inside, site);
  addChoicesPages(inside, site);
  addCheckPages(inside, site);
  addDeletePages(inside, site);
  addPasswordPages(inside, site);
  addHistoryPages(inside, site);
  addActivityPages(inside, site);
  addOwnPages(inside, site);
  addViewPages(inside, site);
  addPalettePages(inside, site);
  adminAssets.addTo(inside);
  app.templateTexts(adminTemplates);
  app.check({ name: `${options.name ?? "admin"}.options`, check: () => checkOptions(site.unchecked) });
  app.models(adminModels());
  pages.use(inside);
  app.use(pages, { prefix: "/admin", ...use });
}
