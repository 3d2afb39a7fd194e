// Answers the pages to make an account: the form, and the link in the mail that ends with it.
import type { Blueprint, Reply } from "#app";
import { type Request, redirect } from "#http";
import { IntegrityError } from "#orm";
import { findMeta } from "#orm/internals";
import { countAttempt } from "../login/attempts.ts";
import { sendNotice } from "../login/notices.ts";
import { checkPasswordRules } from "../passwords/rules/password-rule.ts";
import { type Accounts, accountsOf } from "../setup/accounts.ts";
import { createToken, dropTokens, findToken, useToken } from "../tokens/one-time-tokens.ts";
import type { AccountInstance } from "../user/account.ts";
import { foldEmail, isEmail } from "../user/login-name.ts";
import { finishLogin } from "./finish-login.ts";
import { emailField, type PageField, PageForm } from "./page-form.ts";
import { showPage } from "./show-page.ts";

/** Adds the routes. */
export function addSignUpPages(blueprint: Blueprint): void {
  const both = ["GET", "POST"];
  blueprint.route("/signup", { name: "signup", methods: both }, signUp);
  blueprint.get("/signup/sent", { name: "signup_sent" }, (request) =>
    showPage(request, "mail_sent", { title: "Look into your mail", context: { what: "finish your account" } }),
  );
  blueprint.route("/signup/<token>", { name: "verify", methods: both }, verify);
}

function signUpFields(accounts: Accounts): PageField[] {
  return [
    emailField,
    { name: "name", label: "Name", autocomplete: "name", required: false, help: ["Optional. Others may see it."] },
    {
      name: "password",
      label: "Password",
      type: "password",
      autocomplete: "new-password",
      help: accounts.rules.map(({ help }) => help),
    },
  ];
}

async function signUp(request: Request): Promise<Reply> {
  const accounts = accountsOf(request.app);
  const form = new PageForm(signUpFields(accounts));
  const page = { title: "Make an account", form };
  if (request.method !== "POST") return showPage(request, "signup", page);
  await form.read(request);
  const email = foldEmail(form.value("email"));
  const name = form.value("name").slice(0, 150);
  const password = form.value("password");
  if (email !== "" && !isEmail(email)) form.add("email", "This is no e-mail address.");
  if (password !== "") form.add("password", ...(await checkPasswordRules(password, { email, name }, accounts.rules)));
  if (form.isValid && !(await mayMail(accounts, request, email))) {
    form.add("", "There were too many attempts. Wait a while.");
    return showPage(request, "signup", { ...page, status: 429, headers: { "Retry-After": "3600" } });
  }
  if (!form.isValid) return showPage(request, "signup", page);
  const encoded = await accounts.passwords.hash(password);
  if (accounts.options.verifyEmail === false) return signUpAtOnce(request, form, { email, name, encoded });
  const link = (token: string): string => accounts.absoluteUrl(request, "auth.verify", { token });
  const loginUrl = accounts.absoluteUrl(request, "auth.login", {});
  // Whether the address has an account decides about the mail alone, of which the answer knows nothing.
  accounts.app.background(() => mailSignUp(accounts, { email, name, encoded }, { link, loginUrl }));
  return redirect(request.urlFor("auth.signup_sent"));
}

interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly encoded: string;
}

async function mailSignUp(
  accounts: Accounts,
  { email, name, encoded }: NewAccount,
  { link, loginUrl }: { readonly link: (token: string) => string; readonly loginUrl: string },
): Promise<void> {
  const site = accounts.siteName;
  if (await accounts.User.objects.filter({ email__iexact: email }).exists())
    return sendNotice(accounts, {
      to: email,
      subject: `You have an account at ${site} already`,
      template: "has_account",
      context: { login_url: loginUrl },
    });
  const expiresAt = accounts.date(accounts.settings.verifyTime);
  const token = await createToken({ purpose: "sign-up", subject: email, data: { name, encoded }, expiresAt });
  return sendNotice(accounts, {
    to: email,
    subject: `Finish your account at ${site}`,
    template: "verify",
    context: { verify_url: link(token) },
  });
}

// An address gets few mails, whoever asks for them.
async function mayMail(accounts: Accounts, request: Request, email: string): Promise<boolean> {
  const now = accounts.date();
  const byMail = await countAttempt({ of: ["mail", email], limit: 5, seconds: 3600 }, now);
  const byAddress = await countAttempt({ of: ["mail-address", request.remoteAddress], limit: 50, seconds: 3600 }, now);
  return byMail.isAllowed && byAddress.isAllowed;
}

async function signUpAtOnce(request: Request, form: PageForm, account: NewAccount): Promise<Reply> {
  const accounts = accountsOf(request.app);
  const user = await createAccount(accounts, account, false);
  if (user === undefined) {
    form.add("email", "There is an account with this e-mail address already.");
    return showPage(request, "signup", { title: "Make an account", form });
  }
  await accounts.record("signed-up", { user, request });
  return redirect(await finishLogin(request, { user, method: "password", remember: false, next: "" }));
}

// Of several that come at once, the database lets one in.
async function createAccount(
  accounts: Accounts,
  { email, name, encoded }: NewAccount,
  isVerified: boolean,
): Promise<AccountInstance | undefined> {
  const has = (field: string): boolean => findMeta(accounts.User)!.findColumn(field) !== undefined;
  const values = {
    email,
    password: encoded,
    ...(has("name") ? { name } : {}),
    ...(accounts.loginField === "username" ? { username: email } : {}),
    ...(isVerified && has("emailVerifiedAt") ? { emailVerifiedAt: accounts.date() } : {}),
  };
  try {
    if (await accounts.User.objects.filter({ email__iexact: email }).exists()) return undefined;
    return await accounts.User.objects.create(values as never);
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}

/**
 * The page behind the link of the mail.
 *
 * It asks for the password of the form again: the link proves the address, the password that it is the same person. So
 * nobody can prepare an account for somebody else's address, with a password that the attacker knows.
 */
async function verify(request: Request): Promise<Reply> {
  const accounts = accountsOf(request.app);
  const token = await findToken("sign-up", String(request.params["token"]), accounts.date());
  if (token === undefined)
    return showPage(request, "bad_link", {
      title: "This link does not work any more",
      status: 410,
      context: { again: request.urlFor("auth.signup") },
    });
  const email = token.subject;
  const form = new PageForm([
    { name: "password", label: "Password", type: "password", autocomplete: "current-password" },
  ]);
  const page = { title: "Finish your account", form, context: { email } };
  if (request.method !== "POST") return showPage(request, "verify", page);
  await form.read(request);
  if (!form.isValid) return showPage(request, "verify", page);
  const seconds = accounts.settings.lockTime;
  const { isAllowed } = await countAttempt(
    { of: ["verify", token.digest], limit: accounts.settings.maxFailures, seconds },
    accounts.date(),
  );
  if (!isAllowed) {
    form.add("", "There were too many attempts. Wait a while.");
    return showPage(request, "verify", {
      ...page,
      status: 429,
      headers: { "Retry-After": String(Math.ceil(seconds)) },
    });
  }
  const encoded = String(token.data["encoded"]);
  if (!(await accounts.passwords.check(form.value("password"), encoded)).isCorrect) {
    form.add("password", "This is not the password that you chose a moment ago.");
    return showPage(request, "verify", page);
  }
  const isMine = await useToken(token);
  const user = isMine
    ? await createAccount(accounts, { email, name: String(token.data["name"]), encoded }, true)
    : undefined;
  if (user === undefined) return redirect(request.urlFor("auth.login"));
  await dropTokens("sign-up", email);
  await accounts.record("signed-up", { user, request });
  await accounts.record("email-verified", { user, request });
  return redirect(await finishLogin(request, { user, method: "password", remember: false, next: "" }));
}
