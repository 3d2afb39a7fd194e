// Gives every page of the admin what its frame shows, and renders it.
import { type Reply, reply } from "#app";
import { type CurrentUser, currentUser } from "#auth";
import { Forbidden, NotFound, type Request } from "#http";
import { type Safe, safe } from "#kernel";
import { withListHooks } from "../data/list/list-hooks.ts";
import { type AdminSite, type Allowed, allowedOf, placeOf, pluralOf } from "../data/site.ts";
import { seenEntry } from "../data/visible-fields.ts";
import type { ModelAdmin } from "../options/model-admin.ts";
import type { OwnPage } from "../options/site-options.ts";
import { scriptTexts } from "../scripts/script.ts";
import type { AdminTexts } from "../texts/texts.ts";
import { adminAssets } from "./assets.ts";

/** A model in the menu. */
export interface MenuModel {
  readonly title: string;
  readonly address: string;
  readonly addAddress: string | undefined;
  readonly isCurrent: boolean;
}

/** The models of one label in the menu. */
export interface MenuGroup {
  readonly title: string;
  readonly models: readonly MenuModel[];
}

/** What a page shows besides the frame. */
export interface AdminPage {
  readonly title: string;
  readonly entry?: ModelAdmin | undefined;
  readonly page?: OwnPage | undefined;
  readonly crumbs?: readonly { readonly title: string; readonly address: string }[] | undefined;
  readonly status?: number | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

// Requests stay on this site, and nothing is kept of a page: it may show what another user may not see.
const htmxConfig = JSON.stringify({ history: "reload", includeIndicatorCSS: false });

const scriptTextsOf = new WeakMap<AdminTexts, Safe>();

// The same in every page of a language. JSON in a page must not close the element that it stands in.
function scriptTextsIn(texts: AdminTexts): Safe {
  const known = scriptTextsOf.get(texts);
  if (known !== undefined) return known;
  const said = Object.fromEntries(scriptTexts.map((text) => [text, texts.t(text)]));
  const written = safe(JSON.stringify(said).replaceAll("<", "\\u003c"));
  scriptTextsOf.set(texts, written);
  return written;
}

/** Renders `admin/<name>.html`, or a template of a project's own by its whole name. */
export async function showAdminPage(site: AdminSite, request: Request, name: string, page: AdminPage): Promise<Reply> {
  const user: CurrentUser = await currentUser(request);
  const texts = site.texts(request);
  const { t, tn, number, moment, locale, direction } = texts;
  const body = await request.render(templatesFor(name, page.entry), {
    title: page.title,
    site_title: site.title ?? t("Administration"),
    t,
    tn,
    number,
    moment,
    locale,
    direction,
    script_texts: scriptTextsIn(texts),
    htmx_config: htmxConfig,
    user,
    menu: await readMenu(site, request, page.page ?? page.entry),
    theme: themeOf(request),
    crumbs: page.crumbs ?? [],
    home: request.urlFor(".home"),
    assets: adminAssets.urls(request, "."),
    ...page.context,
  });
  return reply(body, page.status ?? 200, { "Cache-Control": "no-store", "Referrer-Policy": "same-origin" });
}

// A template for one model goes before one for its label, and that before the admin's.
function templatesFor(name: string, entry: ModelAdmin | undefined): string | readonly string[] {
  if (name.endsWith(".html")) return name;
  if (entry === undefined) return `admin/${name}.html`;
  const { label, model } = placeOf(entry.meta);
  return [`admin/${label}/${model}/${name}.html`, `admin/${label}/${name}.html`, `admin/${name}.html`];
}

// The models and own pages that the user may see.
async function readMenu(
  site: AdminSite,
  request: Request,
  current?: ModelAdmin | OwnPage,
): Promise<readonly MenuGroup[]> {
  const groups = new Map<string, MenuModel[]>();
  for (const entry of site.models) {
    const allowed = await allowedOf(request, entry);
    if (!allowed.view && !allowed.add) continue;
    const place = placeOf(entry.meta);
    const group = groups.get(place.label) ?? [];
    groups.set(place.label, group);
    group.push({
      title: capital(pluralOf(entry.meta)),
      address: request.urlFor(".list", place),
      addAddress: allowed.add ? request.urlFor(".add", place) : undefined,
      isCurrent: current !== undefined && "meta" in current && entry.meta === current.meta,
    });
  }
  const shown = [...groups].map(([label, models]) => ({ title: capital(label), models }));
  for (const page of site.pages) {
    if (!(await maySee(page, request))) continue;
    const title = page.group ?? site.texts(request).t("Pages");
    let group = shown.find((each) => each.title === title);
    if (group === undefined) shown.push((group = { title, models: [] }));
    group.models.push({
      title: page.title,
      address: request.urlFor(".page", { page: page.name }),
      addAddress: undefined,
      isCurrent: page === current,
    });
  }
  return shown;
}

/** The model that an address names, as far as the user may see its fields, and what the user may do with it. @throws NotFound, Forbidden */
export async function entryOf(
  site: AdminSite,
  request: Request,
): Promise<{ readonly entry: ModelAdmin; readonly allowed: Allowed }> {
  const { label, model } = request.params as { readonly label: string; readonly model: string };
  const entry = site.find(label, model);
  if (entry === undefined) throw new NotFound("There is no such list.");
  const allowed = await allowedOf(request, entry);
  if (!allowed.view && !allowed.add) throw new Forbidden();
  return { entry: await seenEntry(site, request, withListHooks(entry, request)), allowed };
}

/** How the user wants pages to look: light, dark, or as the system does. */
export function themeOf(request: Request): "light" | "dark" | "" {
  const theme = request.cookies.get(themeCookie);
  return theme === "light" || theme === "dark" ? theme : "";
}

/** The cookie that keeps it. */
export const themeCookie = "admin_theme";

/** Whether a request may see a page of a project's own. */
export async function maySee(page: OwnPage, request: Request): Promise<boolean> {
  return (await page.hasPermission?.(request)) ?? true;
}

/** A text with a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
