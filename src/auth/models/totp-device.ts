// Models the app that shows a user's one-time codes.
import { f, Model, type ModelStatic, type RelationField, type ScalarField } from "#orm";
import type { AccountModel } from "../user/account.ts";
import { userClass } from "../user/user-class.ts";

type Fields = {
  readonly user: RelationField<() => AccountModel, "one", false, "required", never>;
  /** Encrypted with the secret key of the site. */
  readonly secret: ScalarField<string, "text", "required">;
  /** The number of the last step of time whose code was used: none is taken twice. */
  readonly lastStep: ScalarField<number, "number", "optional">;
  readonly confirmedAt: ScalarField<Date | null, "dateTime", "optional">;
};

const fields: Fields = {
  user: f.oneToOne(userClass),
  secret: f.text(),
  lastStep: f.integer({ default: 0 }),
  confirmedAt: f.dateTime({ null: true, blank: true }),
};

type Base = ModelStatic<() => typeof TotpDevice, "auth.TotpDevice", Fields, Fields, unknown>;

const TotpDeviceModel: Base = Model("auth.TotpDevice", () => TotpDevice, fields, {}) as never;

/** A user's app for one-time codes. */
export class TotpDevice extends TotpDeviceModel {}
