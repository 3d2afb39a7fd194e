// Defines where users and permissions come from: a site asks each of its backends in turn.
import type { Request } from "#http";
import type { AccountInstance } from "../user/account.ts";

/** What somebody gives to log in. */
export interface Credentials {
  /** The e-mail address or user name. */
  readonly login: string;
  readonly password: string;
}

/**
 * One source of users and permissions. Every method may be left out.
 *
 * @example
 * ```ts
 * import type { Backend } from "demijohn/auth";
 * const editors: Backend = {
 *   name: "editors",
 *   permissions: (user) => (user.email.endsWith("@news.example") ? ["blog.add_article", "blog.change_article"] : []),
 * };
 * ```
 */
export interface Backend {
  /** Stands in the audit trail. */
  readonly name: string;
  /** The user who has these credentials; undefined for none. */
  authenticate?(
    credentials: Credentials,
    request: Request,
  ): Promise<AccountInstance | undefined> | AccountInstance | undefined;
  /** The codenames of what a user may do anywhere. */
  permissions?(user: AccountInstance): Iterable<string> | Promise<Iterable<string>>;
  /** Whether a user may do something to one object; undefined to leave it to the others. */
  hasPermission?(
    user: PermissionHolder,
    codename: string,
    object: unknown,
  ): Promise<boolean | undefined> | boolean | undefined;
}

/** Who may be asked about: a user, or nobody. */
export type PermissionHolder =
  | AccountInstance
  | { readonly isAuthenticated: false; readonly isActive: false; readonly isSuperuser: false };

/** Says whether a user may do something to an object. For nobody, the user's `isAuthenticated` is false. */
export type PermissionRule = (user: never, object: never) => boolean | Promise<boolean>;
