// Models a code that replaces a lost second factor, once.
import { f, Model, type ModelStatic, type RelationField, type ScalarField } from "#orm";
import type { AccountModel } from "../user/account.ts";
import { userClass } from "../user/user-class.ts";

type Fields = {
  readonly user: RelationField<() => AccountModel, "one", false, "required", never>;
  readonly digest: ScalarField<string, "text", "required">;
};

const fields: Fields = {
  user: f.foreignKey(userClass),
  digest: f.char({ maxLength: 43 }),
};

type Base = ModelStatic<() => typeof RecoveryCode, "auth.RecoveryCode", Fields, Fields, unknown>;

const RecoveryCodeModel: Base = Model("auth.RecoveryCode", () => RecoveryCode, fields, {
  unique: [["user", "digest"]] as never,
}) as never;

/** One of a user's recovery codes. The table holds its digest alone. */
export class RecoveryCode extends RecoveryCodeModel {}
