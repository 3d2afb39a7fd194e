// Models a token with which a program acts for a user.
import { f, Model, type ModelStatic, type RelationField, type ScalarField } from "#orm";
import type { AccountModel } from "../user/account.ts";
import { userClass } from "../user/user-class.ts";

type Fields = {
  readonly user: RelationField<() => AccountModel, "one", false, "required", never>;
  readonly name: ScalarField<string, "text", "required">;
  readonly digest: ScalarField<string, "text", "required">;
  readonly scopes: ScalarField<readonly string[], "json", "optional">;
  readonly createdAt: ScalarField<Date, "dateTime", "required">;
  readonly usedAt: ScalarField<Date | null, "dateTime", "optional">;
  readonly expiresAt: ScalarField<Date | null, "dateTime", "optional">;
};

const fields: Fields = {
  user: f.foreignKey(userClass),
  name: f.char({ maxLength: 100 }),
  digest: f.char({ maxLength: 43, unique: true }),
  scopes: f.json<readonly string[]>({ default: () => [] }),
  createdAt: f.dateTime(),
  usedAt: f.dateTime({ null: true, blank: true }),
  expiresAt: f.dateTime({ null: true, blank: true }),
};

type Base = ModelStatic<() => typeof ApiToken, "auth.ApiToken", Fields, Fields, unknown>;

const ApiTokenModel: Base = Model("auth.ApiToken", () => ApiToken, fields, {
  ordering: ["createdAt"] as never,
}) as never;

/** A user's API token. The table holds its digest alone. */
export class ApiToken extends ApiTokenModel {}
