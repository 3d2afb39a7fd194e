// Gives a user model the fields of Django's own, for a table that Django made, with the methods of every account.
import { f, Mixin, type MixinStatic, type RelationField, type ScalarField } from "#orm";
import { Group } from "../models/group.ts";
import { Permission } from "../models/permission.ts";
import { Account } from "./account.ts";

/** The fields of {@link DjangoAccount}. */
export type DjangoAccountFields = {
  readonly password: ScalarField<string, "text", "optional">;
  readonly lastLogin: ScalarField<Date | null, "dateTime", "optional">;
  readonly isSuperuser: ScalarField<boolean, "boolean", "optional">;
  readonly username: ScalarField<string, "text", "required">;
  readonly firstName: ScalarField<string, "text", "optional">;
  readonly lastName: ScalarField<string, "text", "optional">;
  readonly email: ScalarField<string, "text", "optional">;
  readonly isStaff: ScalarField<boolean, "boolean", "optional">;
  readonly isActive: ScalarField<boolean, "boolean", "optional">;
  readonly dateJoined: ScalarField<Date, "dateTime", "optional">;
  readonly groups: RelationField<() => typeof Group, "many", false, "never", never>;
  readonly permissions: RelationField<() => typeof Permission, "many", false, "never", never>;
};

const djangoFields: DjangoAccountFields = {
  password: f.char({ maxLength: 128, default: "", blank: true, editable: false }),
  lastLogin: f.dateTime({ null: true, blank: true, editable: false }),
  isSuperuser: f.boolean({ default: false }),
  username: f.char({
    maxLength: 150,
    unique: true,
    validators: [
      (value: string) => (/^[\p{L}\p{N}_.@+-]+$/u.test(value) ? undefined : "Use letters, digits and @ . + - _ only."),
    ],
  }),
  firstName: f.char({ maxLength: 150, blank: true, default: "" }),
  lastName: f.char({ maxLength: 150, blank: true, default: "" }),
  email: f.email({ blank: true, default: "" }),
  isStaff: f.boolean({ default: false }),
  isActive: f.boolean({ default: true }),
  dateJoined: f.dateTime({ autoNowAdd: true }),
  groups: f.manyToMany(() => Group, { blank: true }),
  permissions: f.manyToMany(() => Permission, { blank: true, table: "auth_user_access" }),
};

const DjangoMixin: MixinStatic<DjangoAccountFields> = Mixin(djangoFields);

type Methods = Pick<
  Account,
  | "isAuthenticated"
  | "setPassword"
  | "checkPassword"
  | "setUnusablePassword"
  | "hasUsablePassword"
  | "hasPermission"
  | "hasPermissions"
  | "hasModulePermissions"
  | "getPermissions"
>;

/** The methods that {@link DjangoAccount} shares with {@link Account}. */
export interface DjangoAccount extends Methods {}

/**
 * The fields of Django's user and the methods of every account. People log in by user name.
 *
 * @example
 * ```ts
 * import { DjangoAccount } from "demijohn/auth";
 * import { Model } from "demijohn/orm";
 * class User extends Model("django.User", () => User, {}, { table: "auth_user", mixins: [DjangoAccount] }) {}
 * console.log(new User({ username: "ada", firstName: "Ada", lastName: "Lovelace" }).displayName); // Ada Lovelace
 * ```
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods are really put there, below
export class DjangoAccount extends DjangoMixin {
  /** What to call the user: the full name, or the user name. */
  get displayName(): string {
    return `${this.firstName} ${this.lastName}`.trim() || this.username;
  }
}

for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(Account.prototype)))
  if (!Object.hasOwn(DjangoAccount.prototype, name)) Object.defineProperty(DjangoAccount.prototype, name, descriptor);
