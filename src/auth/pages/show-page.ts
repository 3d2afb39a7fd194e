// Renders a page of the room: never kept by caches, and its address told to no other site.
import { reply } from "#app";
import type { Request, Response } from "#http";
import { type Safe, SetupError } from "#kernel";
import { currentUser } from "../login/current-user.ts";
import { accountsOf } from "../setup/accounts.ts";
import { authAssets } from "./assets.ts";
import type { PageForm } from "./page-form.ts";

/** What a page shows. */
export interface Page {
  readonly title: string;
  readonly form?: PageForm | undefined;
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/** Renders `auth/<name>.html`. */
export async function showPage(
  request: Request,
  name: string,
  { title, form, status, headers, context = {} }: Page,
): Promise<Response> {
  const accounts = accountsOf(request.app);
  const faulty = form !== undefined && !form.isValid;
  const body = await request.render(`auth/${name}.html`, {
    title,
    site_name: accounts.siteName,
    user: await currentUser(request),
    form: form?.view,
    features: {
      sign_up: accounts.options.signUp !== false,
      codes: accounts.options.codes !== false,
      passkeys: accounts.options.passkeys === true,
      providers: Object.entries(accounts.options.providers ?? {}).map(([key, { label }]) => ({ name: key, label })),
    },
    assets: authAssets.urls(request, "auth."),
    csrf_field: csrfField(request),
    ...context,
  });
  const response = reply(body, status ?? (faulty ? 422 : 200), {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    ...headers,
  });
  return response as Response;
}

// An app that turned the guard off has no tokens; the pages then ask where a form comes from, and no more.
function csrfField(request: Request): Safe | string {
  try {
    return request.csrfInput;
  } catch (error) {
    if (error instanceof SetupError) return "";
    throw error;
  }
}
