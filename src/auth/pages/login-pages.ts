// Answers the pages to log in and out: the password, the one-time code, and confirming who one is.
import type { Blueprint, Reply } from "#app";
import { type Request, type Response, redirect } from "#http";
import { type CredentialsOutcome, checkCredentials } from "../login/check-credentials.ts";
import { currentUser, logIn, loginOf, logOut } from "../login/current-user.ts";
import { loginNeeded } from "../login/guards.ts";
import { passwordMark } from "../login/login-sessions.ts";
import { LoginSession } from "../models/login-session.ts";
import type { OneTimeToken } from "../models/one-time-token.ts";
import { checkCode, usesCodes } from "../proofs/totp/second-factor.ts";
import { accountsOf } from "../setup/accounts.ts";
import { findToken, useToken } from "../tokens/one-time-tokens.ts";
import type { AccountInstance } from "../user/account.ts";
import { loginNameOf } from "../user/login-name.ts";
import { nextOf, nextPage, toNext } from "./finish-login.ts";
import { type PageField, PageForm } from "./page-form.ts";
import { showPage } from "./show-page.ts";

/** Adds the routes. */
export function addLoginPages(blueprint: Blueprint): void {
  const both = ["GET", "POST"];
  blueprint.route("/login", { name: "login", methods: both }, login);
  blueprint.post("/logout", { name: "logout" }, async (request) => {
    await logOut(request);
    return redirect(accountsOf(request.app).settings.logoutRedirect);
  });
  blueprint.route("/login/code", { name: "code", methods: both }, code);
  blueprint.route("/confirm", { name: "confirm", methods: both }, confirm);
}

function loginFields(request: Request): PageField[] {
  const { loginField, options } = accountsOf(request.app);
  const offersPasskeys = options.passkeys === true ? " webauthn" : "";
  const name: PageField =
    loginField === "email"
      ? { name: "login", label: "E-mail address", type: "email", autocomplete: `username${offersPasskeys}` }
      : { name: "login", label: "User name", type: "text", autocomplete: `username${offersPasskeys}` };
  return [
    name,
    { name: "password", label: "Password", type: "password", autocomplete: "current-password" },
    { name: "remember", label: "Stay logged in on this device", type: "checkbox", required: false },
  ];
}

async function login(request: Request): Promise<Reply> {
  const next = nextOf(request);
  if (request.method === "GET" && (await currentUser(request)).isAuthenticated)
    return redirect(nextPage(request, next));
  const form = new PageForm(loginFields(request));
  const page = { title: "Log in", form, context: { next } };
  if (request.method !== "POST") return showPage(request, "login", page);
  await form.read(request);
  if (!form.isValid) return showPage(request, "login", page);
  const outcome = await checkCredentials(request, { login: form.value("login"), password: form.value("password") });
  if (outcome.kind === "correct")
    return toNext(request, {
      user: outcome.user,
      method: outcome.backend === "model" ? "password" : outcome.backend,
      remember: form.isTicked("remember"),
      next,
    });
  return refuse(request, "login", { ...page, outcome });
}

interface Refusal {
  readonly title: string;
  readonly form: PageForm;
  readonly context: Readonly<Record<string, unknown>>;
  readonly outcome: Exclude<CredentialsOutcome, { kind: "correct" }>;
}

function refuse(request: Request, name: string, { outcome, form, ...page }: Refusal): Promise<Response> {
  if (outcome.kind === "wrong") {
    form.add("", "That did not fit. Check what you typed, and try again.");
    return showPage(request, name, { ...page, form });
  }
  const seconds = Math.max(1, Math.ceil((outcome.until.getTime() - accountsOf(request.app).now()) / 1000));
  const minutes = Math.ceil(seconds / 60);
  form.add(
    "",
    `There were too many attempts. Wait ${minutes === 1 ? "a minute" : `${minutes} minutes`}, or reset your password.`,
  );
  return showPage(request, name, { ...page, form, status: 429, headers: { "Retry-After": String(seconds) } });
}

const codeField: PageField = {
  name: "code",
  label: "Code",
  autocomplete: "one-time-code",
  help: ["Six digits from your app, or one of your recovery codes."],
};

async function code(request: Request): Promise<Reply> {
  const step = await findStep(request);
  if (step === undefined) return redirect(request.urlFor("auth.login"));
  const { token, user } = step;
  const form = new PageForm([codeField]);
  const page = { title: "Your one-time code", form };
  if (request.method !== "POST") return showPage(request, "code", page);
  await form.read(request);
  if (!form.isValid) return showPage(request, "code", page);
  const accounts = accountsOf(request.app);
  const outcome = await checkCode(accounts, user, form.value("code"));
  if (outcome === "app" || outcome === "recovery") {
    if (!(await useToken(token))) return redirect(request.urlFor("auth.login"));
    if (outcome === "recovery") await accounts.record("recovery-code-used", { user, request });
    const { method, remember, next } = token.data;
    await logIn(request, user, { method: `${method} and code`, remember: remember === true });
    return redirect(nextPage(request, String(next)));
  }
  if (outcome === "locked") return tooManyCodes(request, form);
  await accounts.record("login-failed", { user, request, details: { step: "code" } });
  form.add("code", "This code does not fit, or was used before.");
  return showPage(request, "code", page);
}

function tooManyCodes(request: Request, form: PageForm): Promise<Response> {
  const { lockTime } = accountsOf(request.app).settings;
  form.add("", `There were too many attempts. Wait ${Math.ceil(lockTime / 60)} minutes.`);
  const headers = { "Retry-After": String(Math.ceil(lockTime)) };
  return showPage(request, "code", { title: "Your one-time code", form, status: 429, headers });
}

// Who gave the password within the last minutes; not if it was changed since.
async function findStep(
  request: Request,
): Promise<{ readonly token: OneTimeToken; readonly user: AccountInstance } | undefined> {
  const accounts = accountsOf(request.app);
  const text = request.session.get("_step");
  const token = typeof text === "string" ? await findToken("login-step", text, accounts.date()) : undefined;
  if (token === undefined) return undefined;
  const user = await accounts.User.objects.filter({ pk: token.subject as never, isActive: true }).first();
  return user === null || passwordMark(user) !== token.data["mark"] ? undefined : { token, user };
}

async function confirm(request: Request): Promise<Reply> {
  const { user: current, login: present } = await loginOf(request);
  if (!current.isAuthenticated || present === undefined) return loginNeeded(request);
  const accounts = accountsOf(request.app);
  const user = current as unknown as AccountInstance;
  const next = nextOf(request);
  const asksCode = await usesCodes(user);
  const field: PageField = user.hasUsablePassword
    ? { name: "password", label: "Password", type: "password", autocomplete: "current-password" }
    : codeField;
  const form = new PageForm([field]);
  const page = { title: "Is it you?", form, context: { next, can_confirm: user.hasUsablePassword || asksCode } };
  if (request.method !== "POST") return showPage(request, "confirm", page);
  await form.read(request);
  if (!form.isValid) return showPage(request, "confirm", page);
  const outcome: CredentialsOutcome = user.hasUsablePassword
    ? await checkCredentials(request, {
        login: loginNameOf(user, accounts.loginField),
        password: form.value("password"),
      })
    : await confirmByCode(request, user, form.value("code"));
  if (outcome.kind !== "correct") return refuse(request, "confirm", { ...page, outcome });
  if (outcome.user.pk !== user.pk) return refuse(request, "confirm", { ...page, outcome: { kind: "wrong" } });
  await LoginSession.objects.filter({ pk: present.pk }).update({ freshAt: accounts.date() });
  await accounts.record("login-confirmed", { user, request });
  return redirect(nextPage(request, next));
}

async function confirmByCode(request: Request, user: AccountInstance, text: string): Promise<CredentialsOutcome> {
  const accounts = accountsOf(request.app);
  const outcome = await checkCode(accounts, user, text);
  if (outcome === "locked") return { kind: "locked", until: accounts.date(accounts.settings.lockTime) };
  return outcome === "wrong" ? { kind: "wrong" } : { kind: "correct", user, backend: "code" };
}
