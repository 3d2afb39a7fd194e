// Defines what an operation must wait for, and whether another operation is that.
import { AddField } from "../operations/fields/add-field.ts";
import { AlterField } from "../operations/fields/alter-field.ts";
import { RemoveField } from "../operations/fields/remove-field.ts";
import { RenameField } from "../operations/fields/rename-field.ts";
import { AlterOrderWithRespectTo, AlterPrimaryKey, AlterUnique } from "../operations/models/alter-options.ts";
import { CreateModel } from "../operations/models/create-model.ts";
import { DeleteModel } from "../operations/models/delete-model.ts";
import { MoveModel } from "../operations/models/move-model.ts";
import { RenameModel } from "../operations/models/rename-model.ts";
import type { Operation } from "../operations/operation.ts";
import { sameName } from "../operations/step.ts";
import { keyParts, type ModelKey } from "../state/model-state.ts";

/** The label of dependencies on the model that a setting names. */
export const SETTING = "__setting__";

/** Something that must have happened, if any operation does it. */
export interface Dependency {
  readonly label: string;
  /** The model's name in lower case, or the setting's. */
  readonly model: string;
  readonly field?: string | undefined;
  /** `unorder`: the field no longer orders the model; `reunite`: the model's unique sets change; `rekey`: its key does. */
  readonly type: "create" | "remove" | "alter" | "unorder" | "reunite" | "rekey";
}

/** The dependency on something happening to a model or to a field of it. */
export function dependency(key: ModelKey, type: Dependency["type"], field?: string): Dependency {
  const [label, model] = keyParts(key);
  return { label, model, type, field };
}

/** Whether the operation gives a model the name under which the dependency waits for it. */
export function givesName(operation: Operation, { model, field, type }: Dependency): boolean {
  if (type !== "create" || field !== undefined) return false;
  if (operation instanceof RenameModel) return sameName(operation.newName, model);
  return operation instanceof MoveModel && sameName(operation.name, model);
}

/** Whether the operation is what the dependency waits for. */
export function fulfils(operation: Operation, { model, field, type }: Dependency): boolean {
  if (field === undefined) {
    if (type === "create") return operation instanceof CreateModel && sameName(operation.name, model);
    return operation instanceof DeleteModel && sameName(operation.name, model);
  }
  const same = (each: { readonly model: string; readonly name: string }) =>
    sameName(each.model, model) && sameName(each.name, field);
  switch (type) {
    case "create":
      if (operation instanceof CreateModel) return sameName(operation.name, model) && field in operation.fields;
      if (operation instanceof RenameField) return sameName(operation.model, model) && operation.newName === field;
      return operation instanceof AddField && same(operation);
    case "remove":
      return operation instanceof RemoveField && same(operation);
    case "alter":
      return operation instanceof AlterField && same(operation);
    case "unorder":
      return (
        operation instanceof AlterOrderWithRespectTo &&
        sameName(operation.name, model) &&
        !sameName(operation.field ?? "", field)
      );
    case "reunite":
      return operation instanceof AlterUnique && sameName(operation.name, model);
    case "rekey":
      return operation instanceof AlterPrimaryKey && sameName(operation.name, model);
  }
}
