// Answers the pages to change a password, and to set a new one by a link in a mail.
import type { Blueprint, Reply } from "#app";
import { type Request, redirect } from "#http";
import { atomic } from "#orm";
import { countAttempt } from "../login/attempts.ts";
import { checkCredentials } from "../login/check-credentials.ts";
import { loginOf } from "../login/current-user.ts";
import { loginNeeded } from "../login/guards.ts";
import { endLogins, passwordMark } from "../login/login-sessions.ts";
import { sendNotice } from "../login/notices.ts";
import { LoginSession } from "../models/login-session.ts";
import { checkPasswordRules } from "../passwords/rules/password-rule.ts";
import { type Accounts, accountsOf } from "../setup/accounts.ts";
import { createToken, dropTokens, findToken, useToken } from "../tokens/one-time-tokens.ts";
import type { AccountInstance } from "../user/account.ts";
import { foldEmail, isEmail, loginNameOf } from "../user/login-name.ts";
import { emailField, type PageField, PageForm } from "./page-form.ts";
import { showPage } from "./show-page.ts";

/** Adds the routes. */
export function addPasswordPages(blueprint: Blueprint): void {
  const both = ["GET", "POST"];
  blueprint.route("/password", { name: "password", methods: both }, changePassword);
  blueprint.route("/reset", { name: "reset", methods: both }, askForReset);
  blueprint.get("/reset/sent", { name: "reset_sent" }, (request) =>
    showPage(request, "mail_sent", { title: "Look into your mail", context: { what: "set a new password" } }),
  );
  blueprint.route("/reset/<token>", { name: "reset_confirm", methods: both }, resetPassword);
}

function newPasswordField(accounts: Accounts): PageField {
  return {
    name: "new_password",
    label: "New password",
    type: "password",
    autocomplete: "new-password",
    help: accounts.rules.map(({ help }) => help),
  };
}

async function checkNewPassword(accounts: Accounts, user: AccountInstance, form: PageForm): Promise<void> {
  const password = form.value("new_password");
  if (password === "") return;
  form.add("new_password", ...(await checkPasswordRules(password, user as never, accounts.rules)));
}

async function changePassword(request: Request): Promise<Reply> {
  const { user: current, login } = await loginOf(request);
  if (!current.isAuthenticated || login === undefined) return loginNeeded(request);
  const accounts = accountsOf(request.app);
  const user = current as unknown as AccountInstance;
  const oldField: PageField = {
    name: "password",
    label: "Present password",
    type: "password",
    autocomplete: "current-password",
  };
  const form = new PageForm([...(user.hasUsablePassword ? [oldField] : []), newPasswordField(accounts)]);
  const page = { title: "Change your password", form, context: { login_name: loginNameOf(user, accounts.loginField) } };
  if (request.method !== "POST") return showPage(request, "password", page);
  await form.read(request);
  await checkNewPassword(accounts, user, form);
  if (!form.isValid) return showPage(request, "password", page);
  if (user.hasUsablePassword) {
    const name = loginNameOf(user, accounts.loginField);
    const outcome = await checkCredentials(request, { login: name, password: form.value("password") });
    if (outcome.kind !== "correct") {
      form.add(
        "password",
        outcome.kind === "locked"
          ? "There were too many attempts. Wait a while."
          : "This is not your present password.",
      );
      return showPage(request, "password", { ...page, status: outcome.kind === "locked" ? 429 : undefined });
    }
  }
  await setPassword(accounts, user, form.value("new_password"), login);
  await accounts.record("password-changed", { user, request });
  request.session.rotate();
  request.flash("Your password is changed. You are logged out everywhere else.", "success");
  return redirect(request.urlFor("auth.account"));
}

/** Sets a user's password and ends all logins but the one that is kept; links that reset it work no more. */
export async function setPassword(
  accounts: Accounts,
  user: AccountInstance,
  password: string,
  keep?: LoginSession,
): Promise<void> {
  const encoded = await accounts.passwords.hash(password);
  await atomic(async () => {
    await accounts.User.objects.filter({ pk: user.pk }).update({ password: encoded });
    user.password = encoded;
    await endLogins(user, keep);
    await dropTokens("reset", String(user.pk));
    if (keep !== undefined)
      await LoginSession.objects
        .filter({ pk: keep.pk })
        .update({ passwordMark: passwordMark(user), freshAt: accounts.date() });
  });
  for (const rule of accounts.rules) await rule.changed?.(password, user as never);
}

async function askForReset(request: Request): Promise<Reply> {
  const accounts = accountsOf(request.app);
  const form = new PageForm([emailField]);
  const page = { title: "Reset your password", form };
  if (request.method !== "POST") return showPage(request, "reset", page);
  await form.read(request);
  if (!form.isValid) return showPage(request, "reset", page);
  const email = foldEmail(form.value("email"));
  if (!isEmail(email)) {
    form.add("email", "This is no e-mail address.");
    return showPage(request, "reset", page);
  }
  const now = accounts.date();
  const byMail = await countAttempt({ of: ["reset", email], limit: 5, seconds: 3600 }, now);
  const byAddress = await countAttempt({ of: ["reset-address", request.remoteAddress], limit: 50, seconds: 3600 }, now);
  if (!byMail.isAllowed || !byAddress.isAllowed) {
    form.add("", "There were too many attempts. Wait a while.");
    return showPage(request, "reset", { ...page, status: 429, headers: { "Retry-After": "3600" } });
  }
  const link = (token: string): string => accounts.absoluteUrl(request, "auth.reset_confirm", { token });
  const { remoteAddress } = request;
  // The answer is the same, and takes as long, whether there is such an account or not.
  accounts.app.background(() => mailReset(accounts, email, link, remoteAddress));
  return redirect(request.urlFor("auth.reset_sent"));
}

async function mailReset(
  accounts: Accounts,
  email: string,
  link: (token: string) => string,
  address: string,
): Promise<void> {
  const users = await accounts.User.objects.filter({ email__iexact: email, isActive: true });
  for (const user of users) {
    const expiresAt = accounts.date(accounts.settings.resetTime);
    const token = await createToken({
      purpose: "reset",
      subject: String(user.pk),
      data: { mark: passwordMark(user) },
      expiresAt,
    });
    await accounts.record("password-reset-requested", { user, details: { address } });
    await sendNotice(accounts, {
      to: user.email,
      subject: `A new password for ${accounts.siteName}`,
      template: "reset",
      context: { user, reset_url: link(token), minutes: Math.round(accounts.settings.resetTime / 60) },
    });
  }
}

async function resetPassword(request: Request): Promise<Reply> {
  const accounts = accountsOf(request.app);
  const token = await findToken("reset", String(request.params["token"]), accounts.date());
  const user =
    token === undefined
      ? null
      : await accounts.User.objects.filter({ pk: token.subject as never, isActive: true }).first();
  // A password that was changed since, or a login by it, makes the link worthless.
  if (token === undefined || user === null || token.data["mark"] !== passwordMark(user))
    return showPage(request, "bad_link", {
      title: "This link does not work any more",
      status: 410,
      context: { again: request.urlFor("auth.reset") },
    });
  const form = new PageForm([newPasswordField(accounts)]);
  const page = { title: "Set a new password", form, context: { login_name: loginNameOf(user, accounts.loginField) } };
  if (request.method !== "POST") return showPage(request, "reset_confirm", page);
  await form.read(request);
  await checkNewPassword(accounts, user, form);
  if (!form.isValid) return showPage(request, "reset_confirm", page);
  if (!(await useToken(token))) return redirect(request.urlFor("auth.reset"));
  await setPassword(accounts, user, form.value("new_password"));
  await accounts.record("password-reset", { user, request });
  request.flash("Your new password is set. Log in with it.", "success");
  return redirect(request.urlFor("auth.login"));
}
