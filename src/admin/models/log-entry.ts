// Models what was done in the admin: who added, changed or deleted which object, and what it said before and after.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";

/** What one field said before and after a change, as people read it. */
export interface LoggedChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}
/** What was done to an object. */
export type LoggedAction = "add" | "change" | "delete";

type Fields = {
  readonly at: ScalarField<Date, "dateTime", "optional">;
  readonly action: ScalarField<string, "text", "required">;
  readonly model: ScalarField<string, "text", "required">;
  /** Key and text are kept as they were, so that the log outlives the object. */
  readonly objectKey: ScalarField<string, "text", "required">;
  readonly objectText: ScalarField<string, "text", "required">;
  readonly userKey: ScalarField<string, "text", "required">;
  readonly userText: ScalarField<string, "text", "required">;
  readonly changes: ScalarField<readonly LoggedChange[], "json", "optional">;
};

const fields: Fields = {
  at: f.dateTime({ autoNowAdd: true, index: true }),
  action: f.char({ maxLength: 10 }),
  model: f.char({ maxLength: 100 }),
  objectKey: f.char({ maxLength: 200 }),
  objectText: f.char({ maxLength: 200 }),
  userKey: f.char({ maxLength: 64 }),
  userText: f.char({ maxLength: 200 }),
  changes: f.json<readonly LoggedChange[]>({ default: () => [] }),
};

type Base = ModelStatic<() => typeof LogEntry, "admin.LogEntry", Fields, Fields, unknown>;

const LogEntryModel: Base = Model("admin.LogEntry", () => LogEntry, fields, {
  ordering: ["-at", "-id"] as never,
  indexes: [["model", "objectKey"]] as never,
  verboseNamePlural: "log entries",
}) as never;

/** One thing that was done in the admin. */
export class LogEntry extends LogEntryModel {}
