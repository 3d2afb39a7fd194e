// Answers the pages that add and remove one-time codes, passkeys and accounts at providers.
import type { Blueprint, Reply } from "#app";
import { BadRequest, json, NotFound, type Request, redirect } from "#http";
import { safe } from "#kernel";
import { countAttempt } from "../login/attempts.ts";
import { currentUser } from "../login/current-user.ts";
import { freshLoginRequired, requireUser } from "../login/guards.ts";
import { Passkey } from "../models/passkey.ts";
import { beginOpenId, endOpenId, findProvider, userOfPerson } from "../proofs/openid/openid.ts";
import { addPasskey, checkPasskey, loginOptions, registrationOptions } from "../proofs/passkeys/passkeys.ts";
import { qrSvg } from "../proofs/totp/qr-code.ts";
import {
  beginCodes,
  confirmCodes,
  countRecoveryCodes,
  removeCodes,
  renewRecoveryCodes,
  usesCodes,
} from "../proofs/totp/second-factor.ts";
import { otpauthUrl, toBase32 } from "../proofs/totp/totp.ts";
import { accountsOf } from "../setup/accounts.ts";
import type { AccountInstance } from "../user/account.ts";
import { loginNameOf } from "../user/login-name.ts";
import { finishLogin, nextOf } from "./finish-login.ts";
import { PageForm } from "./page-form.ts";
import { showPage } from "./show-page.ts";

/** Adds the routes of one-time codes. */
export function addCodePages(blueprint: Blueprint): void {
  const middleware = [freshLoginRequired()];
  blueprint.route("/codes", { name: "codes", methods: ["GET", "POST"], middleware }, codes);
  blueprint.post("/codes/renew", { name: "renew_codes", middleware }, async (request) => {
    const user = (await requireUser(request)) as unknown as AccountInstance;
    return showPage(request, "recovery_codes", {
      title: "Your recovery codes",
      context: { codes: await renewRecoveryCodes(user) },
    });
  });
  blueprint.post("/codes/remove", { name: "remove_codes", middleware }, async (request) => {
    const user = (await requireUser(request)) as unknown as AccountInstance;
    await removeCodes(user);
    await accountsOf(request.app).record("codes-disabled", { user, request });
    request.flash("One-time codes are off.", "success");
    return redirect(request.urlFor("auth.account"));
  });
}

async function codes(request: Request): Promise<Reply> {
  const accounts = accountsOf(request.app);
  const user = (await requireUser(request)) as unknown as AccountInstance;
  if (await usesCodes(user))
    return showPage(request, "codes", {
      title: "One-time codes",
      context: { has_codes: true, recovery_codes: await countRecoveryCodes(user) },
    });
  const secret = await beginCodes(accounts, user);
  const form = new PageForm([
    { name: "code", label: "Code from the app", autocomplete: "one-time-code", inputmode: "numeric" },
  ]);
  if (request.method === "POST" && (await form.read(request)).isValid) {
    const recovery = await confirmCodes(accounts, user, form.value("code"));
    if (recovery !== undefined) {
      await accounts.record("codes-enabled", { user, request });
      return showPage(request, "recovery_codes", { title: "Your recovery codes", context: { codes: recovery } });
    }
    form.add("code", "This code does not fit. Take the one that the app shows now.");
  }
  const account = loginNameOf(user, accounts.loginField);
  const address = otpauthUrl(secret, { issuer: accounts.siteName, account });
  return showPage(request, "codes", {
    title: "One-time codes",
    form,
    context: {
      has_codes: false,
      secret: toBase32(secret).replace(/(.{4})(?=.)/g, "$1 "),
      otpauth_url: address,
      // The longest names make an address that no small picture holds; the key and the link are there in any case.
      qr: Buffer.byteLength(address) <= 271 ? safe(qrSvg(address, "QR code with your key")) : "",
    },
  });
}

/** Adds the routes of passkeys. */
export function addPasskeyPages(blueprint: Blueprint): void {
  const middleware = [freshLoginRequired()];
  blueprint.get("/passkeys", { name: "passkeys", middleware }, async (request) => {
    const user = (await requireUser(request)) as unknown as AccountInstance;
    const form = new PageForm([{ name: "name", label: "Name of this device", required: false }]);
    const passkeys = await Passkey.objects.filter({ userId: user.pk });
    return showPage(request, "passkeys", { title: "Passkeys", form, context: { passkeys } });
  });
  blueprint.post("/passkeys/options", { name: "passkey_options", middleware }, async (request) =>
    json(await registrationOptions(request, (await requireUser(request)) as unknown as AccountInstance)),
  );
  blueprint.post("/passkeys/add", { name: "passkey_add", middleware }, async (request) => {
    const user = (await requireUser(request)) as unknown as AccountInstance;
    const { answer, name } = (await request.json()) as { readonly answer: unknown; readonly name?: unknown };
    const passkey = await addPasskey(request, user, answer, typeof name === "string" ? name : "");
    if (passkey === undefined) throw new BadRequest("This passkey could not be added. Try again.");
    await accountsOf(request.app).record("passkey-added", { user, request, details: { name: passkey.name } });
    request.flash("The passkey is added.", "success");
    return json({ next: request.urlFor("auth.passkeys") });
  });
  blueprint.post("/passkeys/<int:id>/remove", { name: "passkey_remove", middleware }, async (request) => {
    const user = (await requireUser(request)) as unknown as AccountInstance;
    const { total } = await Passkey.objects.filter({ pk: request.params.id, userId: user.pk }).delete();
    if (total > 0) await accountsOf(request.app).record("passkey-removed", { user, request });
    return redirect(request.urlFor("auth.passkeys"));
  });
  blueprint.post("/login/passkey/options", { name: "passkey_login_options" }, async (request) =>
    json(await loginOptions(request)),
  );
  blueprint.post("/login/passkey", { name: "passkey_login" }, logInByPasskey);
}

async function logInByPasskey(request: Request): Promise<Reply> {
  const accounts = accountsOf(request.app);
  const { lockTime, maxFailuresOfAddress } = accounts.settings;
  const key = { of: ["login-address", request.remoteAddress], limit: maxFailuresOfAddress, seconds: lockTime };
  const { answer, next } = (await request.json()) as { readonly answer: unknown; readonly next?: unknown };
  const isAllowed = (await countAttempt(key, accounts.date())).isAllowed;
  const found = isAllowed ? await checkPasskey(request, answer) : undefined;
  if (found === undefined) {
    await accounts.record("login-failed", { request, details: { method: "passkey" } });
    throw new BadRequest("This passkey is not known here. Log in another way.");
  }
  const proof = { user: found.user, method: "passkey", remember: false, next: String(next ?? ""), isStrong: true };
  return json({ next: await finishLogin(request, proof) });
}

/** Adds the routes of providers. */
export function addProviderPages(blueprint: Blueprint): void {
  blueprint.post("/providers/<name>", { name: "provider" }, async (request) => {
    const { name } = request.params;
    if (findProvider(accountsOf(request.app), name) === undefined) throw new NotFound();
    return redirect(await beginOpenId(request, name, nextOf(request)));
  });
  blueprint.get("/providers/<name>/done", { name: "provider_done" }, async (request) => providerDone(request as never));
}

const refusals = {
  "no-email": "The provider did not confirm an e-mail address of yours.",
  taken: "There is an account with this e-mail address already. Log in to it, and connect the provider on its page.",
  closed: "There is no account here that belongs to yours there.",
  inactive: "This account is closed.",
} as const;

async function providerDone(request: Request<{ readonly name: string }>): Promise<Reply> {
  const { name } = request.params;
  const provider = findProvider(accountsOf(request.app), name);
  if (provider === undefined) throw new NotFound();
  const plain = request as unknown as Request;
  const person = await endOpenId(plain, name);
  const fail = (text: string): Reply => {
    plain.flash(text, "error");
    return redirect(plain.urlFor("auth.login"));
  };
  if (person === undefined) return fail("That did not work. Try again.");
  const current = await currentUser(plain);
  const loggedIn = current.isAuthenticated ? (current as unknown as AccountInstance) : undefined;
  const outcome = await userOfPerson(plain, person, loggedIn, provider);
  if ("refused" in outcome) return fail(refusals[outcome.refused]);
  if (loggedIn !== undefined && loggedIn.pk === outcome.user.pk) return redirect(plain.urlFor("auth.account"));
  return redirect(await finishLogin(plain, { user: outcome.user, method: name, remember: false, next: person.next }));
}
