// Models a link that works once: for a password to be reset, or an address to be confirmed.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";

type Fields = {
  readonly digest: ScalarField<string, "text", "required">;
  readonly purpose: ScalarField<string, "text", "required">;
  readonly subject: ScalarField<string, "text", "required">;
  readonly data: ScalarField<Readonly<Record<string, unknown>>, "json", "optional">;
  readonly expiresAt: ScalarField<Date, "dateTime", "required">;
};

const fields: Fields = {
  digest: f.char({ maxLength: 43, unique: true }),
  purpose: f.char({ maxLength: 40 }),
  subject: f.char({ maxLength: 255, index: true, blank: true }),
  data: f.json<Readonly<Record<string, unknown>>>({ default: () => ({}) }),
  expiresAt: f.dateTime({ index: true }),
};

type Base = ModelStatic<() => typeof OneTimeToken, "auth.OneTimeToken", Fields, Fields, unknown>;

const OneTimeTokenModel: Base = Model("auth.OneTimeToken", () => OneTimeToken, fields, {}) as never;

/** A token that works once. The table holds its digest alone. */
export class OneTimeToken extends OneTimeTokenModel {}
