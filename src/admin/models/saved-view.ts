// Models a view of a list that somebody keeps: its words, filters, columns and order under a name.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";

type Fields = {
  readonly name: ScalarField<string, "text", "required">;
  readonly model: ScalarField<string, "text", "required">;
  readonly query: ScalarField<string, "text", "optional">;
  readonly userKey: ScalarField<string, "text", "required">;
  readonly userText: ScalarField<string, "text", "required">;
  readonly isShared: ScalarField<boolean, "boolean", "optional">;
  readonly madeAt: ScalarField<Date, "dateTime", "optional">;
};

const fields: Fields = {
  name: f.char({ maxLength: 60 }),
  model: f.char({ maxLength: 100, index: true }),
  /** What stands behind the list's address, with the question mark. */
  query: f.text({ default: "", blank: true }),
  userKey: f.char({ maxLength: 64 }),
  userText: f.char({ maxLength: 200 }),
  isShared: f.boolean({ default: false }),
  madeAt: f.dateTime({ autoNowAdd: true }),
};

type Base = ModelStatic<() => typeof SavedView, "admin.SavedView", Fields, Fields, unknown>;

const SavedViewModel: Base = Model("admin.SavedView", () => SavedView, fields, {
  ordering: ["name"] as never,
}) as never;

/** A view of a list that somebody keeps. */
export class SavedView extends SavedViewModel {
  override toString(): string {
    return this.name;
  }
}
