// Makes the operation that renames a model, its tables, and every relation that leads to it.
import { type ModelKey, type ModelState, modelKey, resolveModel } from "../../state/model-state.ts";
import { getModelState, mapModels, type ProjectState, withModel, withoutModel } from "../../state/project-state.ts";
import type { TableSubject } from "../change-tables.ts";
import type { Operation, Reduction, WrittenCall } from "../operation.ts";
import { sameName } from "../step.ts";
import { ModelStep } from "./model-step.ts";

/** Renames a model. */
export class RenameModel extends ModelStep {
  readonly kind = "renameModel";
  readonly category = "~";
  readonly oldName: string;
  readonly newName: string;

  constructor(oldName: string, newName: string) {
    super(oldName);
    this.oldName = oldName;
    this.newName = newName;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.oldName, this.newName] };
  }

  override get fragment(): string {
    return `rename_${this.oldName.toLowerCase()}_${this.newName.toLowerCase()}`;
  }

  describe(): string {
    return `Rename model ${this.oldName} to ${this.newName}`;
  }

  stateForwards(label: string, state: ProjectState): ProjectState {
    const model = getModelState(state, label, this.oldName);
    const moved = withModel(withoutModel(state, label, this.oldName), { ...model, name: this.newName });
    return repointed(moved, modelKey(label, this.oldName), `${label}.${this.newName}`);
  }

  protected override subject(backwards: boolean): TableSubject {
    return backwards
      ? { model: this.newName, becomes: { model: this.oldName }, wide: true }
      : { model: this.oldName, becomes: { model: this.newName }, wide: true };
  }

  override referencesModel(name: string, _label: string): boolean {
    return sameName(name, this.oldName) || sameName(name, this.newName);
  }

  override reduce(other: Operation, label: string): Reduction {
    if (other instanceof RenameModel && sameName(this.newName, other.oldName))
      return [new RenameModel(this.oldName, other.newName)];
    if (other.elidable) return [this];
    return !other.referencesModel(this.newName, label);
  }
}

/** The state in which every relation and base that named the model `key` names `to`. */
export function repointed(state: ProjectState, key: ModelKey, to: string): ProjectState {
  return mapModels(state, (model) => repointedModel(model, key, to));
}

/** The model with every relation and base that named the model `key` naming `to`. */
export function repointedModel(model: ModelState, key: ModelKey, to: string): ModelState {
  const leads = (reference: string | undefined): boolean =>
    reference !== undefined && reference !== "self" && resolveModel(reference, model.label, model.name) === key;
  const fields = Object.entries(model.fields).map(([name, field]) => [
    name,
    {
      ...field,
      ...(leads(field.to) ? { to } : {}),
      ...(leads(field.through) ? { through: to } : {}),
    },
  ]);
  const bases = model.bases.map((base) => (base.includes(".") && leads(base) ? to : base));
  return Object.freeze({ ...model, fields: Object.freeze(Object.fromEntries(fields)), bases });
}

/** Renames a model and its table; relations that lead to it follow. */
export function renameModel(oldName: string, newName: string): Operation {
  return new RenameModel(oldName, newName);
}
