// Gives a project's user model its fields and methods: passwords, permissions, and who is asking.
import {
  f,
  Mixin,
  type MixinStatic,
  type ModelBase,
  type ModelStatic,
  type RelationField,
  type ScalarField,
} from "#orm";
import { Group } from "../models/group.ts";
import { Permission } from "../models/permission.ts";
import { isPasswordUsable, unusablePassword } from "../passwords/hashers/passwords.ts";
import { allPermissions, hasPermission } from "../permissions/has-permission.ts";
import { passwordsInUse } from "./in-use.ts";

/** The fields of {@link Account}. */
export type AccountFields = {
  readonly email: ScalarField<string, "text", "required">;
  readonly name: ScalarField<string, "text", "optional">;
  readonly password: ScalarField<string, "text", "optional">;
  readonly isActive: ScalarField<boolean, "boolean", "optional">;
  readonly isStaff: ScalarField<boolean, "boolean", "optional">;
  readonly isSuperuser: ScalarField<boolean, "boolean", "optional">;
  readonly emailVerifiedAt: ScalarField<Date | null, "dateTime", "optional">;
  readonly lastLogin: ScalarField<Date | null, "dateTime", "optional">;
  readonly dateJoined: ScalarField<Date, "dateTime", "optional">;
  readonly groups: RelationField<() => typeof Group, "many", false, "never", never>;
  readonly permissions: RelationField<() => typeof Permission, "many", false, "never", never>;
};

const accountFields: AccountFields = {
  email: f.email({ unique: true, verboseName: "e-mail address" }),
  name: f.char({ maxLength: 150, blank: true, default: "" }),
  password: f.char({ maxLength: 255, blank: true, default: "", editable: false }),
  isActive: f.boolean({ default: true }),
  isStaff: f.boolean({ default: false }),
  isSuperuser: f.boolean({ default: false }),
  emailVerifiedAt: f.dateTime({ null: true, blank: true, editable: false }),
  lastLogin: f.dateTime({ null: true, blank: true, editable: false }),
  dateJoined: f.dateTime({ autoNowAdd: true, editable: false }),
  groups: f.manyToMany(() => Group, { blank: true }),
  permissions: f.manyToMany(() => Permission, { blank: true }),
};

const AccountMixin: MixinStatic<AccountFields> = Mixin(accountFields);

/**
 * The fields and methods of a user, for a project's own model. People log in by e-mail address.
 *
 * @example
 * ```ts
 * import { Account } from "demijohn/auth";
 * import { f, Model } from "demijohn/orm";
 * class User extends Model("people.User", () => User, { nickname: f.char({ maxLength: 50, default: "" }) }, {
 *   mixins: [Account],
 * }) {}
 * const user = new User({ email: "ada@example.org" });
 * console.log(user.isAuthenticated, user.displayName); // true ada@example.org
 * ```
 */
export class Account extends AccountMixin {
  /** True: tells a user from an {@link AnonymousUser}. */
  get isAuthenticated(): true {
    return true;
  }

  /** What to call the user: the name, or the e-mail address. */
  get displayName(): string {
    return this.name || this.email;
  }

  /** Hashes a new password; `save()` writes it. */
  async setPassword(password: string): Promise<void> {
    this.password = await passwordsInUse().hash(password);
  }

  /** Whether this is the user's password. */
  async checkPassword(password: string): Promise<boolean> {
    return (await passwordsInUse().check(password, this.password)).isCorrect;
  }

  /** Makes it impossible to log in by password. */
  setUnusablePassword(): void {
    this.password = unusablePassword();
  }

  /** Whether the user can log in by password. */
  get hasUsablePassword(): boolean {
    return this.password !== "" && isPasswordUsable(this.password);
  }

  /** Whether the user may do something, to one object if it is given: `blog.change_article`. */
  hasPermission(codename: string, object?: unknown): Promise<boolean> {
    return hasPermission(this as never, codename, object);
  }

  /** Whether the user may do all of several things. */
  async hasPermissions(codenames: readonly string[], object?: unknown): Promise<boolean> {
    for (const codename of codenames) if (!(await this.hasPermission(codename, object))) return false;
    return true;
  }

  /** Whether the user has any permission of an application, such as `blog`. */
  async hasModulePermissions(application: string): Promise<boolean> {
    if (!this.isActive) return false;
    if (this.isSuperuser) return true;
    return [...(await this.getPermissions())].some((codename) => codename.startsWith(`${application}.`));
  }

  /** The codenames of what the user may do, alone and by groups; asked for once for each instance. */
  getPermissions(): Promise<ReadonlySet<string>> {
    return allPermissions(this as never);
  }

  override toString(): string {
    return this.displayName;
  }
}

/** An instance of a user model, whatever the project adds to it. */
export interface AccountInstance extends Omit<ModelBase<"auth.Account", AccountFields>, "toString">, Account {
  id: number;
}

/** The class of a user model, whatever the project adds to it. */
export interface AccountModel
  extends ModelStatic<() => AccountModel, "auth.Account", AccountFields, AccountFields, Account> {
  readonly prototype: AccountInstance;
}
