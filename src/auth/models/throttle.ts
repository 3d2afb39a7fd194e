// Models how often something was tried: for logins, codes and mails.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";

type Fields = {
  readonly key: ScalarField<string, "text", "required">;
  readonly count: ScalarField<number, "number", "required">;
  readonly endsAt: ScalarField<Date, "dateTime", "required">;
};

const fields: Fields = {
  key: f.char({ maxLength: 43, unique: true }),
  count: f.integer(),
  endsAt: f.dateTime({ index: true }),
};

type Base = ModelStatic<() => typeof Throttle, "auth.Throttle", Fields, Fields, unknown>;

const ThrottleModel: Base = Model("auth.Throttle", () => Throttle, fields, {}) as never;

/** A count of attempts that ends at a time. */
export class Throttle extends ThrottleModel {}
