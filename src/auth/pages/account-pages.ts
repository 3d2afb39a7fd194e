// Answers the pages of one's own account: what there is, where one is logged in, and API tokens.
import type { Blueprint, Reply } from "#app";
import { type Request, redirect } from "#http";
import { loginOf, logOutEverywhere } from "../login/current-user.ts";
import { freshLoginRequired, loginNeeded, loginRequired, requireUser } from "../login/guards.ts";
import { ApiToken } from "../models/api-token.ts";
import { LoginSession } from "../models/login-session.ts";
import { Passkey } from "../models/passkey.ts";
import { countRecoveryCodes, usesCodes } from "../proofs/totp/second-factor.ts";
import { accountsOf } from "../setup/accounts.ts";
import { createApiToken } from "../tokens/api-tokens.ts";
import type { AccountInstance } from "../user/account.ts";
import { loginNameOf } from "../user/login-name.ts";
import { describeAgent } from "./describe-agent.ts";
import { PageForm } from "./page-form.ts";
import { showPage } from "./show-page.ts";

/** Adds the routes. */
export function addAccountPages(blueprint: Blueprint): void {
  const middleware = [loginRequired()];
  blueprint.get("/", { name: "account", middleware }, account);
  blueprint.get("/sessions", { name: "sessions", middleware }, sessions);
  blueprint.post("/sessions/<int:id>/end", { name: "end_session", middleware }, endSession);
  blueprint.post("/sessions/end-all", { name: "end_all_sessions", middleware }, async (request) => {
    await logOutEverywhere(request);
    return redirect(request.urlFor("auth.login"));
  });
  const fresh = [freshLoginRequired()];
  blueprint.route("/tokens", { name: "tokens", methods: ["GET", "POST"], middleware: fresh }, tokens);
  blueprint.post("/tokens/<int:id>/revoke", { name: "revoke_token", middleware: fresh }, revokeToken);
}

async function account(request: Request): Promise<Reply> {
  const accounts = accountsOf(request.app);
  const user = (await requireUser(request)) as unknown as AccountInstance;
  const [hasCodes, recovery, passkeys, logins, apiTokens] = await Promise.all([
    usesCodes(user),
    countRecoveryCodes(user),
    Passkey.objects.filter({ userId: user.pk }).count(),
    LoginSession.objects.filter({ userId: user.pk, endsAt__gt: accounts.date() }).count(),
    ApiToken.objects.filter({ userId: user.pk }).count(),
  ]);
  return showPage(request, "account", {
    title: "Your account",
    context: {
      login_name: loginNameOf(user, accounts.loginField),
      has_password: user.hasUsablePassword,
      has_codes: hasCodes,
      recovery_codes: recovery,
      counts: { passkeys, logins, tokens: apiTokens },
    },
  });
}

async function sessions(request: Request): Promise<Reply> {
  const { user, login } = await loginOf(request);
  const now = accountsOf(request.app).date();
  const rows = await LoginSession.objects.filter({ userId: (user as unknown as AccountInstance).pk, endsAt__gt: now });
  const logins = rows.map((row) => ({
    id: row.pk,
    is_this: row.pk === login?.pk,
    device: describeAgent(row.agent),
    address: row.address,
    method: row.method,
    seen_at: row.seenAt,
    created_at: row.createdAt,
  }));
  return showPage(request, "sessions", { title: "Where you are logged in", context: { logins } });
}

async function endSession(request: Request<{ readonly id: number }>): Promise<Reply> {
  const { user, login } = await loginOf(request as never);
  if (login === undefined) return loginNeeded(request as never);
  const { id } = request.params;
  await LoginSession.objects.filter({ pk: id, userId: (user as unknown as AccountInstance).pk }).delete();
  return redirect(request.urlFor(login.pk === id ? "auth.login" : "auth.sessions"));
}

async function tokens(request: Request): Promise<Reply> {
  const accounts = accountsOf(request.app);
  const user = (await requireUser(request)) as unknown as AccountInstance;
  const makeForm = (): PageForm => new PageForm([{ name: "name", label: "What is it for?" }]);
  let form = makeForm();
  let text: string | undefined;
  if (request.method === "POST" && (await form.read(request)).isValid) {
    const created = await createApiToken(user, { name: form.value("name") });
    await accounts.record("token-created", { user, request, details: { name: created.token.name } });
    ({ text } = created);
    form = makeForm();
  }
  const rows = await ApiToken.objects.filter({ userId: user.pk });
  return showPage(request, "tokens", { title: "API tokens", form, context: { tokens: rows, text } });
}

async function revokeToken(request: Request<{ readonly id: number }>): Promise<Reply> {
  const user = (await requireUser(request as never)) as unknown as AccountInstance;
  const { total } = await ApiToken.objects.filter({ pk: request.params.id, userId: user.pk }).delete();
  if (total > 0) await accountsOf(request.app).record("token-revoked", { user, request: request as never });
  return redirect(request.urlFor("auth.tokens"));
}
