// Holds what one app's accounts are made of: the user model, hashers, rules, backends, settings, mail and the clock.
import type { App } from "#app";
import type { Request } from "#http";
import { Encryptor, secretKeys } from "#kernel";
import { findMeta } from "#orm/internals";
import { AuthError } from "../auth-error.ts";
import { AuthEvent } from "../models/auth-event.ts";
import { Passwords } from "../passwords/hashers/passwords.ts";
import type { PasswordRule } from "../passwords/rules/password-rule.ts";
import { defaultPasswordRules } from "../passwords/rules/password-rules.ts";
import type { Backend } from "../permissions/backend.ts";
import { ruleBackend } from "../permissions/has-permission.ts";
import type { AccountInstance, AccountModel } from "../user/account.ts";
import { bindAccounts } from "../user/in-use.ts";
import { bindUserModel, userClass } from "../user/user-class.ts";
import type { AuthOptions } from "./auth-options.ts";
import { type AuthSettings, authSettings } from "./auth-settings.ts";

/** What happens to accounts, by name. */
export type AuthEventKind =
  | "signed-up"
  | "email-verified"
  | "logged-in"
  | "logged-out"
  | "logged-out-everywhere"
  | "login-failed"
  | "locked-out"
  | "login-confirmed"
  | "password-changed"
  | "password-reset-requested"
  | "password-reset"
  | "codes-enabled"
  | "codes-disabled"
  | "recovery-code-used"
  | "passkey-added"
  | "passkey-removed"
  | "provider-linked"
  | "token-created"
  | "token-revoked";

/** One thing that happened. */
export interface AccountEvent {
  readonly kind: AuthEventKind;
  readonly user: AccountInstance | undefined;
  readonly request: Request | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The accounts of one app. */
export class Accounts {
  readonly app: App;
  readonly options: AuthOptions;
  readonly passwords: Passwords;
  readonly rules: readonly PasswordRule[];
  readonly backends: readonly Backend[];
  readonly now: () => number;
  #settings: AuthSettings | undefined;
  #encryptor: Encryptor<string> | undefined;

  constructor(app: App, options: AuthOptions, defaults: readonly Backend[]) {
    this.app = app;
    this.options = options;
    if (options.user !== undefined) bindUserModel(options.user);
    this.passwords = new Passwords(options.hashers);
    this.rules = options.passwordRules ?? defaultPasswordRules();
    const own = options.backends ?? defaults;
    this.backends = options.permissions === undefined ? own : [...own, ruleBackend(options.permissions)];
    this.now = options.now ?? Date.now;
    bindAccounts(this);
  }

  get User(): AccountModel {
    return userClass();
  }

  get settings(): AuthSettings {
    this.#settings ??= this.app.settings.get(authSettings);
    return this.#settings;
  }

  /** The field that people log in with. */
  get loginField(): "email" | "username" {
    return findMeta(this.User)!.findColumn("username") === undefined ? "email" : "username";
  }

  get siteName(): string {
    return this.settings.siteName ?? this.app.name;
  }

  date(plusSeconds = 0): Date {
    return new Date(this.now() + plusSeconds * 1000);
  }

  /** Encrypts what the server has to read again: the secrets of code apps. */
  get encryptor(): Encryptor<string> {
    this.#encryptor ??= new Encryptor<string>(secretKeys(this.app.settings), { purpose: "auth-secret", now: this.now });
    return this.#encryptor;
  }

  /**
   * An absolute address for a mail. The host is the site's own or one that the app answers for: a link is never built on
   * what a visitor wrote into the Host header.
   */
  absoluteUrl(request: Request, name: string, values: Readonly<Record<string, unknown>>): string {
    const path = request.urlFor(name, values);
    return new URL(path, this.originOf(request)).href;
  }

  /** The scheme and host that links and passkeys are for. */
  originOf(request: Request): string {
    const { origin } = this.settings;
    if (origin !== undefined) return origin;
    const { serverName, scheme } = this.app.options;
    if (serverName !== undefined) return `${scheme ?? request.scheme}://${serverName}`;
    return request.origin;
  }

  /** Writes what happened into the audit trail, and tells whoever listens. */
  async record(
    kind: AuthEventKind,
    {
      user,
      request,
      details = {},
    }: {
      user?: AccountInstance | undefined;
      request?: Request | undefined;
      details?: Readonly<Record<string, unknown>>;
    },
  ): Promise<void> {
    await AuthEvent.objects.create({
      at: this.date(),
      kind,
      userKey: user === undefined ? "" : String(user.pk),
      address: (request?.remoteAddress ?? "").slice(0, 64),
      agent: (request?.header("user-agent") ?? "").slice(0, 255),
      details,
    });
    for (const listen of this.options.onEvent ?? []) await listen({ kind, user, request, details });
  }
}

const all = new WeakMap<App, Accounts>();

/** Remembers the accounts of an app; called by the battery. */
export function keepAccounts(accounts: Accounts): void {
  all.set(accounts.app, accounts);
}

/** The accounts of an app. @throws AuthError `AUTH_NOT_USED` */
export function accountsOf(app: App): Accounts {
  const accounts = all.get(app);
  if (accounts !== undefined) return accounts;
  throw new AuthError("AUTH_NOT_USED", "The user was asked for, and the app has no accounts.", {
    cure: 'Write app.use(auth({ user: User })), with auth from "demijohn/auth".',
  });
}
