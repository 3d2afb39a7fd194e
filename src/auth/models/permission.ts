// Models a permission: what it is called in code and by people.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";

type Fields = {
  readonly codename: ScalarField<string, "text", "required">;
  readonly name: ScalarField<string, "text", "optional">;
};

const fields: Fields = {
  codename: f.char({ maxLength: 200, unique: true }),
  name: f.char({ maxLength: 255, blank: true, default: "" }),
};

type Base = ModelStatic<() => typeof Permission, "auth.Permission", Fields, Fields, unknown>;

// Django's table of this name has other columns: with one of our own, its database can be used as it is.
const PermissionModel: Base = Model("auth.Permission", () => Permission, fields, {
  table: "auth_access",
  ordering: ["codename"] as never,
  naturalKey: ["codename"] as never,
}) as never;

/** A permission. Its codename is its model's application, an action and the model: `blog.change_article`. */
export class Permission extends PermissionModel {
  override toString(): string {
    return this.name || this.codename;
  }
}
