// Models where a user is logged in: one row for each browser that is.
import { f, Model, type ModelStatic, type RelationField, type ScalarField } from "#orm";
import type { AccountModel } from "../user/account.ts";
import { userClass } from "../user/user-class.ts";

type Fields = {
  readonly digest: ScalarField<string, "text", "required">;
  readonly user: RelationField<() => AccountModel, "one", false, "required", never>;
  /** Of the password that the login was made under: a changed password ends the others. */
  readonly passwordMark: ScalarField<string, "text", "required">;
  readonly method: ScalarField<string, "text", "required">;
  readonly remembered: ScalarField<boolean, "boolean", "required">;
  readonly createdAt: ScalarField<Date, "dateTime", "required">;
  readonly freshAt: ScalarField<Date, "dateTime", "required">;
  readonly seenAt: ScalarField<Date, "dateTime", "required">;
  readonly endsAt: ScalarField<Date, "dateTime", "required">;
  readonly address: ScalarField<string, "text", "required">;
  readonly agent: ScalarField<string, "text", "required">;
};

const fields: Fields = {
  digest: f.char({ maxLength: 43, unique: true }),
  user: f.foreignKey(userClass),
  passwordMark: f.char({ maxLength: 43 }),
  method: f.char({ maxLength: 40 }),
  remembered: f.boolean(),
  createdAt: f.dateTime(),
  freshAt: f.dateTime(),
  seenAt: f.dateTime(),
  endsAt: f.dateTime({ index: true }),
  address: f.char({ maxLength: 64, blank: true }),
  agent: f.char({ maxLength: 255, blank: true }),
};

type Base = ModelStatic<() => typeof LoginSession, "auth.LoginSession", Fields, Fields, unknown>;

const LoginSessionModel: Base = Model("auth.LoginSession", () => LoginSession, fields, {
  ordering: ["-seenAt"] as never,
}) as never;

/** A browser in which a user is logged in. */
export class LoginSession extends LoginSessionModel {}
