// Makes the battery that gives an app accounts: `app.use(auth({ user: User }))`.
import { type App, type Battery, Blueprint, type Middleware, type Reply, type UseOptions } from "#app";
import type { Request } from "#http";
import { type SettingsInput, withValues } from "#kernel";
import { mail } from "#mail";
import { security } from "#security";
import { sessions } from "#sessions";
import { currentUser } from "./login/current-user.ts";
import { LoginRequired, loginByDefault, loginNeeded } from "./login/guards.ts";
import { modelBackend } from "./login/model-backend.ts";
import { addAccountPages } from "./pages/account-pages.ts";
import { authAssets } from "./pages/assets.ts";
import { addLoginPages } from "./pages/login-pages.ts";
import { addPasswordPages } from "./pages/password-pages.ts";
import { sameOriginOnly } from "./pages/same-origin.ts";
import { addCodePages, addPasskeyPages, addProviderPages } from "./pages/security-pages.ts";
import { addSignUpPages } from "./pages/sign-up-pages.ts";
import { templateContext } from "./pages/template-context.ts";
import { Accounts, keepAccounts } from "./setup/accounts.ts";
import { authChecks } from "./setup/auth-checks.ts";
import { authCommands } from "./setup/auth-commands.ts";
import type { AuthOptions } from "./setup/auth-options.ts";
import { type AuthSettingsShape, authSettings } from "./setup/auth-settings.ts";
import { authTemplates } from "./templates/templates.ts";
import { authModels } from "./user/auth-models.ts";
import { foldOnSave } from "./user/create-user.ts";

/**
 * Gives an app accounts. Requests have `request.user`, and there are pages to sign up and log in, guards and permissions.
 *
 * It brings security, sessions and mail along where the app does not use them yet. The pages stand under `/accounts`, or the prefix
 * given to `use`. A model of one's own is given as `user`, and its type as `Demijohn.AuthTypes`.
 *
 * @throws SetupError `AUTH_NOT_A_USER_MODEL`, `AUTH_TWO_USER_MODELS`
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { auth } from "demijohn/auth";
 * const app = new App({ secretKey: "a long random key" });
 * app.use(auth());
 * app.get("/", async (request) => {
 *   const user = await request.user;
 *   return user.isAuthenticated ? `Hello, ${user.displayName}.` : "Hello, stranger.";
 * });
 * console.log(await (await app.request("/")).text()); // Hello, stranger.
 * ```
 */
export function auth(options: AuthOptions = {}): Battery {
  return {
    name: "auth",
    install: (app, use) => installAuth(app, options, use),
  };
}

function installAuth(app: App, options: AuthOptions, use: UseOptions): void {
  if (app.battery("security") === undefined) app.use(security());
  if (app.battery("sessions") === undefined) app.use(sessions());
  if (app.battery("mail") === undefined) app.use(mail());
  app.declareSettings(withValues(authSettings, settingsOf(options)));
  app.declareSecrets();
  const accounts = new Accounts(app, options, [modelBackend()]);
  keepAccounts(accounts);
  app.models(authModels(options.user));
  app.onReady(() => foldOnSave(accounts.User));
  app.extendRequest("user", currentUser);
  app.contextProcessor((request) => templateContext(request as Request));
  app.onError(LoginRequired, (_error, request) => loginNeeded(request));
  for (const command of authCommands(accounts)) app.command(command);
  for (const check of authChecks) app.check(check);
  if (options.loginRequired === true) app.use(loginByDefault(openRoutes(options)));
  if (options.pages === false) return;
  app.templateTexts(authTemplates);
  app.use(makePages(options), { prefix: "/accounts", ...use });
}

// The options that are settings, which the environment may give too.
function settingsOf(options: AuthOptions): SettingsInput<AuthSettingsShape> {
  const names = Object.keys(authSettings.shape) as (keyof AuthSettingsShape)[];
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  ) as SettingsInput<AuthSettingsShape>;
}

function openRoutes({ open = [] }: AuthOptions): readonly string[] {
  const pages = ["login", "logout", "code", "signup", "signup_sent", "verify", "reset", "reset_sent", "reset_confirm"];
  const others = ["style", "passkey_script", "passkey_login", "passkey_login_options", "provider", "provider_done"];
  return [...open, ...[...pages, ...others].map((name) => `auth.${name}`), "static", "*.static"];
}

function makePages(options: AuthOptions): Blueprint {
  const blueprint = new Blueprint("auth");
  blueprint.use(sameOriginOnly);
  blueprint.use(privately);
  authAssets.addTo(blueprint);
  addLoginPages(blueprint);
  if (options.signUp !== false) addSignUpPages(blueprint);
  addPasswordPages(blueprint);
  addAccountPages(blueprint);
  if (options.codes !== false) addCodePages(blueprint);
  if (options.passkeys === true) addPasskeyPages(blueprint);
  if (options.providers !== undefined) addProviderPages(blueprint);
  return blueprint;
}

// No cache keeps a page of somebody's account; the pages' own files say otherwise.
const privately: Middleware = function keepPrivate(_request, next): Reply | Promise<Reply> {
  const mark = (response: Awaited<ReturnType<typeof next>>): Reply => {
    if (!response.headers.has("cache-control")) response.headers.set("Cache-Control", "no-store");
    return response;
  };
  const response = next();
  return response instanceof Promise ? response.then(mark) : mark(response);
};
