// Makes the operation that renames a field, its column, and every option and relation that names it.
import type { FieldState } from "../../state/field-state.ts";
import {
  type ConstraintState,
  type ModelKey,
  type ModelState,
  type ModelStateOptions,
  modelKey,
  resolveModel,
} from "../../state/model-state.ts";
import { renamePaths } from "../../state/plain-paths.ts";
import { getFieldState, getModelState, mapModels, modelStateOf, type ProjectState } from "../../state/project-state.ts";
import type { TableSubject } from "../change-tables.ts";
import type { Operation, Reduction, WrittenCall } from "../operation.ts";
import { sameName } from "../step.ts";
import { FieldStep } from "./field-step.ts";

/** Renames a field; `name` is the old name. */
export class RenameField extends FieldStep {
  readonly kind = "renameField";
  readonly category = "~";
  readonly newName: string;

  constructor(model: string, oldName: string, newName: string) {
    super(model, oldName);
    this.newName = newName;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.model, this.name, this.newName] };
  }
  override get fragment(): string {
    return `rename_${this.name}_${this.model.toLowerCase()}_${this.newName}`;
  }
  describe(): string {
    return `Rename field ${this.name} on ${this.model} to ${this.newName}`;
  }

  stateForwards(label: string, state: ProjectState): ProjectState {
    getFieldState(getModelState(state, label, this.model), this.name);
    const key = modelKey(label, this.model);
    const renamed = (name: string) => (name === this.name ? this.newName : name);
    return mapModels(state, (model) => {
      const own = modelKey(model.label, model.name) === key;
      const fields = Object.entries(model.fields).map(([name, field]) => [
        own ? renamed(name) : name,
        repointedField(field, { model, own, key, renamed }),
      ]);
      const options = own ? renamedOptions(model.options, renamed) : model.options;
      return modelStateOf({ ...model, fields: Object.fromEntries(fields), options });
    });
  }

  protected override subject(backwards: boolean): TableSubject {
    const [before, after] = backwards ? [this.newName, this.name] : [this.name, this.newName];
    return { model: this.model, renamedFields: { [before]: after }, wide: true };
  }

  override referencesField(model: string, name: string, label: string): boolean {
    return this.referencesModel(model, label) && (name === this.name || name === this.newName);
  }

  override reduce(other: Operation, label: string): Reduction {
    if (other instanceof RenameField && sameName(this.model, other.model) && this.newName === other.name)
      return [new RenameField(this.model, this.name, other.newName)];
    if (other.elidable) return [this];
    return !(
      other.referencesField(this.model, this.name, label) || other.referencesField(this.model, this.newName, label)
    );
  }
}

type Renamed = (name: string) => string;
type ConstraintPart = NonNullable<ConstraintState["parts"]>[number];

// Keys that hold this field, the two ends of links, and generated columns name it.
function repointedField(
  field: FieldState,
  at: { readonly model: ModelState; readonly own: boolean; readonly key: ModelKey; readonly renamed: Renamed },
): FieldState {
  const { model, own, key, renamed } = at;
  const leads = (reference: string | undefined) =>
    reference !== undefined && resolveModel(reference, model.label, model.name) === key;
  const { toField, toFields, fromFields, throughFields, expression } = field;
  return Object.freeze({
    ...field,
    ...(leads(field.to) && toField !== undefined ? { toField: renamed(toField) } : {}),
    ...(leads(field.to) && toFields !== undefined ? { toFields: toFields.map(renamed) } : {}),
    ...(own && fromFields !== undefined ? { fromFields: fromFields.map(renamed) } : {}),
    ...(leads(field.through) && throughFields !== undefined
      ? { throughFields: [renamed(throughFields[0]), renamed(throughFields[1])] as const }
      : {}),
    ...(own && expression !== undefined ? { expression: renamePaths(expression, renamed) } : {}),
  });
}

function renamedOptions(options: ModelStateOptions, renamed: Renamed): ModelStateOptions {
  const signed = (name: string) => (name.startsWith("-") ? `-${renamed(name.slice(1))}` : renamed(name));
  const { primaryKey, unique, orderWithRespectTo, ordering, latestBy, indexes, constraints } = options;
  return {
    ...options,
    primaryKey: primaryKey?.map(renamed),
    unique: unique?.map((set) => set.map(renamed)),
    orderWithRespectTo: orderWithRespectTo === undefined ? undefined : renamed(orderWithRespectTo),
    ordering: ordering?.map(signed),
    latestBy: latestBy === undefined ? undefined : signed(latestBy),
    indexes: indexes?.map((index) => ({
      ...index,
      ...(index.fields === undefined ? {} : { fields: index.fields.map(signed) }),
      ...(index.include === undefined ? {} : { include: index.include.map(renamed) }),
      ...(index.expressions === undefined
        ? {}
        : { expressions: index.expressions.map((each) => renamePaths(each, renamed)) }),
      ...(index.where === undefined ? {} : { where: renamePaths(index.where, renamed) }),
    })),
    constraints: constraints?.map((constraint) => ({
      ...constraint,
      ...(constraint.fields === undefined ? {} : { fields: constraint.fields.map(renamed) }),
      ...(constraint.include === undefined ? {} : { include: constraint.include.map(renamed) }),
      ...(constraint.expressions === undefined
        ? {}
        : { expressions: constraint.expressions.map((each) => renamePaths(each, renamed)) }),
      ...(constraint.parts === undefined ? {} : { parts: constraint.parts.map((part) => renamedPart(part, renamed)) }),
      ...(constraint.where === undefined ? {} : { where: renamePaths(constraint.where, renamed) }),
      ...(constraint.condition === undefined ? {} : { condition: renamePaths(constraint.condition, renamed) }),
    })),
  };
}

function renamedPart(part: ConstraintPart, renamed: Renamed): ConstraintPart {
  return { ...part, of: typeof part.of === "string" ? renamed(part.of) : renamePaths(part.of, renamed) };
}

/** Renames a field and its column; options and relations that name it follow. */
export function renameField(model: string, oldName: string, newName: string): Operation {
  return new RenameField(model, oldName, newName);
}
