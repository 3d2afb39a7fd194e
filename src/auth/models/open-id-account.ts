// Models that a user signs in with an account of somebody else, by OpenID Connect.
import { f, Model, type ModelStatic, type RelationField, type ScalarField } from "#orm";
import type { AccountModel } from "../user/account.ts";
import { userClass } from "../user/user-class.ts";

type Fields = {
  readonly user: RelationField<() => AccountModel, "one", false, "required", never>;
  readonly issuer: ScalarField<string, "text", "required">;
  readonly subject: ScalarField<string, "text", "required">;
  readonly createdAt: ScalarField<Date, "dateTime", "required">;
};

const fields: Fields = {
  user: f.foreignKey(userClass),
  issuer: f.char({ maxLength: 255 }),
  subject: f.char({ maxLength: 255 }),
  createdAt: f.dateTime(),
};

type Base = ModelStatic<() => typeof OpenIdAccount, "auth.OpenIdAccount", Fields, Fields, unknown>;

const OpenIdAccountModel: Base = Model("auth.OpenIdAccount", () => OpenIdAccount, fields, {
  unique: [["issuer", "subject"]] as never,
}) as never;

/** The account at a provider that belongs to a user. */
export class OpenIdAccount extends OpenIdAccountModel {}
