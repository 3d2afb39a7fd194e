// Models a group of users, who all have its permissions.
import { f, Model, type ModelStatic, type RelationField, type ScalarField } from "#orm";
import { Permission } from "./permission.ts";

type Fields = {
  readonly name: ScalarField<string, "text", "required">;
  readonly permissions: RelationField<() => typeof Permission, "many", false, "never", never>;
};

const fields: Fields = {
  name: f.char({ maxLength: 150, unique: true }),
  permissions: f.manyToMany(() => Permission, { blank: true, table: "auth_group_access" }),
};

type Base = ModelStatic<() => typeof Group, "auth.Group", Fields, Fields, unknown>;

const GroupModel: Base = Model("auth.Group", () => Group, fields, {
  ordering: ["name"] as never,
  naturalKey: ["name"] as never,
}) as never;

/** A group of users. */
export class Group extends GroupModel {
  override toString(): string {
    return this.name;
  }
}
