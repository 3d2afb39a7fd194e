// Holds the models of one admin by their addresses, and answers who may do what with each.

import { type CurrentUser, currentUser, permissionName } from "#auth";
import type { Request } from "#http";
import { SetupError } from "#kernel";
import type { ModelMeta } from "#orm/internals";
import { checkNames, type ModelAdmin, modelAdmin } from "../options/model-admin.ts";
import type { DashboardCard, FrontOptions, OwnPage } from "../options/site-options.ts";
import { type AdminTexts, type LanguageOptions, Languages } from "../texts/texts.ts";

/** What a user may do with a model or an object. */
export interface Allowed {
  readonly view: boolean;
  readonly add: boolean;
  readonly change: boolean;
  readonly delete: boolean;
}

/** A model's class, or a model with options. */
export type AdminEntry = ModelAdmin | { readonly modelName: string; readonly prototype: object };

/** What an admin is made of. */
export interface SiteOptions extends LanguageOptions, FrontOptions {
  readonly models: readonly AdminEntry[];
  readonly title?: string | undefined;
}

/** The models of one admin. */
export class AdminSite {
  readonly title: string | undefined;
  readonly languages: Languages;
  readonly dashboard: readonly DashboardCard[];
  readonly pages: readonly OwnPage[];
  readonly #byPlace = new Map<string, ModelAdmin>();
  #checked = false;

  /** @throws SetupError `ADMIN_MODEL_TWICE`, `ADMIN_NOT_A_MODEL` */
  constructor(options: SiteOptions) {
    this.title = options.title;
    this.languages = new Languages(options);
    this.dashboard = options.dashboard ?? [];
    this.pages = options.pages ?? [];
    for (const entry of options.models) this.#add("meta" in entry ? entry : modelAdmin(entry));
  }

  #add(entry: ModelAdmin): void {
    const { label, model } = placeOf(entry.meta);
    const key = `${label}/${model}`;
    if (this.#byPlace.has(key))
      throw new SetupError("ADMIN_MODEL_TWICE", `The admin was given ${entry.meta.name} twice.`, {
        cure: "Leave one of them out, or make a second admin under another prefix.",
      });
    this.#byPlace.set(key, entry);
  }

  /** The texts in the language of a request. */
  texts(request: Request): AdminTexts {
    return this.languages.of(request);
  }

  /** The models before their options were checked. */
  get unchecked(): readonly ModelAdmin[] {
    return [...this.#byPlace.values()];
  }

  /** The models, in the order in which they were given. */
  get models(): readonly ModelAdmin[] {
    this.#check();
    return [...this.#byPlace.values()];
  }

  /** The model at an address. */
  find(label: string, model: string): ModelAdmin | undefined {
    this.#check();
    return this.#byPlace.get(`${label}/${model}`);
  }

  // At the first use, when all models are known.
  #check(): void {
    if (!this.#checked) for (const entry of this.#byPlace.values()) checkNames(entry);
    this.#checked = true;
  }
}

/** Where a model stands: `films.Film` at `films/film`. */
export function placeOf(meta: ModelMeta): { readonly label: string; readonly model: string } {
  const dot = meta.name.lastIndexOf(".");
  return { label: meta.name.slice(0, dot), model: meta.name.slice(dot + 1).toLowerCase() };
}

/** What the user of a request may do with a model, or with one row of it. */
export async function allowedOf(request: Request, { meta, options }: ModelAdmin, row?: object): Promise<Allowed> {
  const user: CurrentUser = await currentUser(request);
  const may = async (action: keyof Allowed, hook: typeof options.hasViewPermission): Promise<boolean> =>
    hook === undefined ? user.hasPermission(permissionName(meta.name, action), row) : hook(request, row);
  const change = await may("change", options.hasChangePermission);
  return {
    change,
    view: change || (await may("view", options.hasViewPermission)),
    add: await may("add", options.hasAddPermission),
    delete: await may("delete", options.hasDeletePermission),
  };
}

const sites = new WeakMap<Request, AdminSite>();

/** Called by the admin's guard, before any page. */
export function rememberSite(request: Request, site: AdminSite): void {
  sites.set(request, site);
}

/** The admin's entry of a model in the site that a request came to; undefined where it has none. */
export function entryOfRequest(request: Request, meta: ModelMeta): ModelAdmin | undefined {
  const { label, model } = placeOf(meta);
  const found = sites.get(request)?.find(label, model);
  return found?.meta === meta ? found : undefined;
}

/** The rows of a model before any rule, out of its default manager. */
// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
export function allRows(meta: ModelMeta): any {
  return (meta.defaultManager as unknown as { all(): unknown }).all();
}

/** The rows that a request may see: what every list, form, action, export and search begins with. */
// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
export function visibleRows({ meta, options }: ModelAdmin, request: Request): any {
  return options.getQueryset === undefined ? allRows(meta) : options.getQueryset(request);
}

/** The label of a field: its verbose name, or its name in words, with a capital. */
export function labelOfField(meta: ModelMeta, name: string): string {
  const definition = meta.definitions[name] as { readonly options?: { readonly verboseName?: string } } | undefined;
  const own =
    definition?.options?.verboseName ??
    name
      .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
      .replaceAll("_", " ")
      .toLowerCase();
  return own.charAt(0).toUpperCase() + own.slice(1);
}

/** What several rows of a model are called. */
export function pluralOf(meta: ModelMeta): string {
  return meta.options.verboseNamePlural ?? `${meta.verboseName}s`;
}
