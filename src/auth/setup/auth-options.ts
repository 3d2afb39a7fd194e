// Defines the options of the battery: what a site's accounts are made of, and which pages it wants.
import type { SettingsInput } from "#kernel";
import type { PasswordHasher } from "../passwords/hashers/password-hasher.ts";
import type { PasswordRule } from "../passwords/rules/password-rule.ts";
import type { Backend, PermissionRule } from "../permissions/backend.ts";
import type { OpenIdProvider } from "../proofs/openid/open-id-provider.ts";
import type { UserModel } from "../user/user-class.ts";
import type { AccountEvent } from "./accounts.ts";
import type { AuthSettingsShape } from "./auth-settings.ts";

/** Options of `auth`. They are the settings of the section `auth`, and what only code can give. */
export interface AuthOptions extends SettingsInput<AuthSettingsShape> {
  /** The site's own user model; a plain one, `auth.User`, if not given. */
  readonly user?: UserModel | undefined;
  /** The preferred hasher first; the others check what they made, and the next login renews it. */
  readonly hashers?: readonly PasswordHasher[] | undefined;
  readonly passwordRules?: readonly PasswordRule[] | undefined;
  /** Where users and permissions come from; the database if not given. */
  readonly backends?: readonly Backend[] | undefined;
  /** Rules for single objects, by codename. */
  readonly permissions?: Readonly<Record<string, PermissionRule>> | undefined;
  /** Whether visitors can make accounts. @default true */
  readonly signUp?: boolean | undefined;
  /** Whether a new account begins with a link in a mail. @default true */
  readonly verifyEmail?: boolean | undefined;
  /** Whether the pages stand in the app; without them, its own handlers do the work. @default true */
  readonly pages?: boolean | undefined;
  /** Whether people can add an app with one-time codes. @default true */
  readonly codes?: boolean | undefined;
  /** Whether people can add passkeys; needs the package @simplewebauthn/server. @default false */
  readonly passkeys?: boolean | undefined;
  /** Other sites whose accounts are good here, by name; needs the package openid-client. */
  readonly providers?: Readonly<Record<string, OpenIdProvider>> | undefined;
  /** Whether every route asks for a login but those that are open. @default false */
  readonly loginRequired?: boolean | undefined;
  /** Names of routes that need no login; a `*` stands for any text: `["index", "blog.*"]`. */
  readonly open?: readonly string[] | undefined;
  /** Told of everything that happens to accounts. */
  readonly onEvent?: readonly ((event: AccountEvent) => void | Promise<void>)[] | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}
