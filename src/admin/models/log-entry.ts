// Models what was done in the admin: who added, changed or deleted which object, and what it said before and after.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";

/** What one field said before and after a change, as people read it. */
export interface LoggedChange {
  /** The model of the field, where it is that of another row than the object: one that was edited in the object's form. */
  readonly model?: string | undefined;
  /** The key of that row. */
  readonly key?: string | undefined;
  /** The field's name in the model; empty for what is no field of it. */
  readonly name?: string | undefined;
  /** Its label. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
}
/** A row as it was. The values of its columns as JSON, and the keys of what it was linked to. */
export interface RowSnapshot {
  readonly columns: Readonly<Record<string, unknown>>;
  readonly links: Readonly<Record<string, readonly unknown[]>>;
  /** For a row that was deleted: the keys of rows that were linked to it, by `films.Film.tags`. */
  readonly linkedFrom?: Readonly<Record<string, readonly unknown[]>> | undefined;
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
  /** The same for all that was done at once. */
  readonly batch: ScalarField<string, "text", "optional">;
  /** The object as it was before, so that it can be put back; null where that cannot be. */
  readonly snapshot: ScalarField<RowSnapshot | null, "json", "optional">;
  /** Differs from the object's own where it was changed since. */
  readonly version: ScalarField<string, "text", "optional">;
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
  batch: f.char({ maxLength: 36, default: "", blank: true, index: true }),
  snapshot: f.json<RowSnapshot>({ null: true, blank: true }) as unknown as Fields["snapshot"],
  version: f.char({ maxLength: 22, default: "", blank: true }),
};

type Base = ModelStatic<() => typeof LogEntry, "admin.LogEntry", Fields, Fields, unknown>;

const LogEntryModel: Base = Model("admin.LogEntry", () => LogEntry, fields, {
  ordering: ["-at", "-id"] as never,
  indexes: [["model", "objectKey"]] as never,
  verboseNamePlural: "log entries",
}) as never;

/** One thing that was done in the admin. */
export class LogEntry extends LogEntryModel {}
