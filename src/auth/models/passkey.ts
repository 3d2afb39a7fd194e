// Models a passkey: the public half of a key that a user's device holds (WebAuthn).
import { f, Model, type ModelStatic, type RelationField, type ScalarField } from "#orm";
import type { AccountModel } from "../user/account.ts";
import { userClass } from "../user/user-class.ts";

type Fields = {
  readonly user: RelationField<() => AccountModel, "one", false, "required", never>;
  readonly credentialId: ScalarField<string, "text", "required">;
  readonly publicKey: ScalarField<Uint8Array, "binary", "required">;
  readonly counter: ScalarField<bigint, "number", "required">;
  readonly transports: ScalarField<readonly string[], "json", "optional">;
  readonly name: ScalarField<string, "text", "required">;
  readonly createdAt: ScalarField<Date, "dateTime", "required">;
  readonly usedAt: ScalarField<Date | null, "dateTime", "optional">;
};

const fields: Fields = {
  user: f.foreignKey(userClass),
  credentialId: f.char({ maxLength: 255, unique: true }),
  publicKey: f.binary(),
  counter: f.bigInt(),
  transports: f.json<readonly string[]>({ default: () => [] }),
  name: f.char({ maxLength: 100 }),
  createdAt: f.dateTime(),
  usedAt: f.dateTime({ null: true, blank: true }),
};

type Base = ModelStatic<() => typeof Passkey, "auth.Passkey", Fields, Fields, unknown>;

const PasskeyModel: Base = Model("auth.Passkey", () => Passkey, fields, { ordering: ["createdAt"] as never }) as never;

/** A passkey of a user. */
export class Passkey extends PasskeyModel {}
