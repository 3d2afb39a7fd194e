// Models what happened to accounts: the audit trail of logins, changes and failures.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";

type Fields = {
  readonly at: ScalarField<Date, "dateTime", "required">;
  readonly kind: ScalarField<string, "text", "required">;
  /** Kept as text, so that the trail outlives the user. */
  readonly userKey: ScalarField<string, "text", "optional">;
  readonly address: ScalarField<string, "text", "optional">;
  readonly agent: ScalarField<string, "text", "optional">;
  readonly details: ScalarField<Readonly<Record<string, unknown>>, "json", "optional">;
};

const fields: Fields = {
  at: f.dateTime({ index: true }),
  kind: f.char({ maxLength: 40 }),
  userKey: f.char({ maxLength: 64, blank: true, default: "", index: true }),
  address: f.char({ maxLength: 64, blank: true, default: "" }),
  agent: f.char({ maxLength: 255, blank: true, default: "" }),
  details: f.json<Readonly<Record<string, unknown>>>({ default: () => ({}) }),
};

type Base = ModelStatic<() => typeof AuthEvent, "auth.AuthEvent", Fields, Fields, unknown>;

const AuthEventModel: Base = Model("auth.AuthEvent", () => AuthEvent, fields, { ordering: ["-at"] as never }) as never;

/** One event of the audit trail. */
export class AuthEvent extends AuthEventModel {}
