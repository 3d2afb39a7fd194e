// Models work that takes longer than a page: how far it is, whether it is to stop, and what came of it.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";

/**
 * What state a job is in.
 *
 * An action is `running`, then `done`, `cancelled`, `failed` or, where its process ended first, `stopped`. An import is `uploaded`, then
 * `checking`, `checked`, `writing` and `done`.
 */
export type JobState =
  | "uploaded"
  | "checking"
  | "checked"
  | "writing"
  | "running"
  | "done"
  | "cancelled"
  | "failed"
  | "stopped";

type Fields = {
  /** What its address is made of. */
  readonly token: ScalarField<string, "text", "required">;
  readonly kind: ScalarField<string, "text", "required">;
  readonly model: ScalarField<string, "text", "required">;
  readonly title: ScalarField<string, "text", "required">;
  readonly ownerKey: ScalarField<string, "text", "required">;
  readonly state: ScalarField<string, "text", "required">;
  /** What was asked for, by the kind of job. */
  readonly asked: ScalarField<Readonly<Record<string, unknown>>, "json", "optional">;
  /** What came of it, by the kind of job. */
  readonly told: ScalarField<Readonly<Record<string, unknown>>, "json", "optional">;
  /** Rows in all, and those that are done. */
  readonly total: ScalarField<number, "number", "optional">;
  readonly done: ScalarField<number, "number", "optional">;
  /** The key of the last row that is done, as text; empty before the first. */
  readonly cursor: ScalarField<string, "text", "optional">;
  readonly cancelAsked: ScalarField<boolean, "boolean", "optional">;
  /** Names the run that works on it: whoever finds another name in its place stops. */
  readonly runner: ScalarField<string, "text", "optional">;
  readonly createdAt: ScalarField<Date, "dateTime", "optional">;
  /** When it last got on. */
  readonly touchedAt: ScalarField<Date, "dateTime", "optional">;
};

const fields: Fields = {
  token: f.char({ maxLength: 36, unique: true }),
  kind: f.char({ maxLength: 10 }),
  model: f.char({ maxLength: 100 }),
  title: f.char({ maxLength: 200 }),
  ownerKey: f.char({ maxLength: 64 }),
  state: f.char({ maxLength: 10 }),
  asked: f.json<Readonly<Record<string, unknown>>>(),
  told: f.json<Readonly<Record<string, unknown>>>({ default: () => ({}) }),
  total: f.integer({ default: 0 }),
  done: f.integer({ default: 0 }),
  cursor: f.char({ maxLength: 200, default: "", blank: true }),
  cancelAsked: f.boolean({ default: false }),
  runner: f.char({ maxLength: 36, default: "", blank: true }),
  createdAt: f.dateTime({ autoNowAdd: true, index: true }),
  touchedAt: f.dateTime({ autoNowAdd: true }),
};

type Base = ModelStatic<() => typeof AdminJob, "admin.AdminJob", Fields, Fields, unknown>;

const AdminJobModel: Base = Model("admin.AdminJob", () => AdminJob, fields, {
  ordering: ["-id"] as never,
}) as never;

/** Work that takes longer than a page: an action on many rows, or an import. */
export class AdminJob extends AdminJobModel {}
