// Makes the operation that creates a model and its tables, and folds what later operations do to it into its record.
import type { FieldState } from "../../state/field-state.ts";
import {
  type ConstraintState,
  type IndexState,
  type ModelStateOptions,
  modelKey,
  resolveModel,
} from "../../state/model-state.ts";
import { toPlain } from "../../state/plain-value.ts";
import { modelStateOf, type ProjectState, withModel } from "../../state/project-state.ts";
import type { TableSubject } from "../change-tables.ts";
import { AddField } from "../fields/add-field.ts";
import { AlterField } from "../fields/alter-field.ts";
import type { FieldStep } from "../fields/field-step.ts";
import { RemoveField } from "../fields/remove-field.ts";
import { RenameField } from "../fields/rename-field.ts";
import { AddConstraint, AlterConstraint, RemoveConstraint } from "../indexes/constraint-steps.ts";
import { AddIndex, RemoveIndex, RenameIndex } from "../indexes/index-steps.ts";
import type { Operation, Reduction, WrittenCall } from "../operation.ts";
import { fieldReferences } from "../references.ts";
import { sameName } from "../step.ts";
import { ALTERED_OPTIONS, AlterModelOptions, isOptionStep, type OptionStep } from "./alter-options.ts";
import { DeleteModel } from "./delete-model.ts";
import { ModelStep } from "./model-step.ts";
import { RenameModel, repointedModel } from "./rename-model.ts";

/** What {@link createModel} takes besides the fields. */
export interface CreateModelOptions extends ModelStateOptions {
  /** The models that it extends, `label.Name`. */
  readonly bases?: readonly string[] | undefined;
  readonly managers?: readonly unknown[] | undefined;
}

/** Creates a model. */
export class CreateModel extends ModelStep {
  readonly kind = "createModel";
  readonly category = "+";
  readonly fields: Readonly<Record<string, FieldState>>;
  readonly options: ModelStateOptions;
  readonly bases: readonly string[];
  readonly managers: readonly unknown[];

  constructor(name: string, fields: Readonly<Record<string, FieldState>>, given: CreateModelOptions = {}) {
    super(name);
    const { bases = [], managers = [], ...options } = given;
    this.fields = toPlain(fields) as Readonly<Record<string, FieldState>>;
    this.options = toPlain(options) as ModelStateOptions;
    this.bases = bases;
    this.managers = managers;
  }

  get written(): WrittenCall {
    const more = {
      ...this.options,
      ...(this.bases.length > 0 ? { bases: this.bases } : {}),
      ...(this.managers.length > 0 ? { managers: this.managers } : {}),
    };
    const args = [this.name, this.fields];
    return { name: this.kind, args: Object.keys(more).length > 0 ? [...args, more] : args };
  }

  override get fragment(): string {
    return this.name.toLowerCase();
  }

  describe(): string {
    return `Create ${this.options.proxy === true ? "proxy " : ""}model ${this.name}`;
  }

  stateForwards(label: string, state: ProjectState): ProjectState {
    return withModel(state, modelStateOf({ ...this, label }));
  }

  protected override subject(): TableSubject {
    return { model: this.name };
  }

  override referencesModel(name: string, label: string): boolean {
    if (sameName(name, this.name)) return true;
    const key = modelKey(label, name);
    if (this.bases.some((base) => resolveModel(base, label) === key)) return true;
    const place = { label, model: this.name };
    return Object.values(this.fields).some((field) => fieldReferences(place, field, key));
  }

  override reduce(other: Operation, label: string): Reduction {
    return this.#folded(other, label) ?? super.reduce(other, label);
  }

  #folded(other: Operation, label: string): Operation[] | undefined {
    if (other instanceof DeleteModel && sameName(other.name, this.name) && this.options.proxy !== true) return [];
    if (other instanceof RenameModel && sameName(other.oldName, this.name))
      return [this.#renamed(other.newName, label)];
    if (isOptionStep(other) && sameName(other.name, this.name)) return [this.#withOption(other)];
    const model = (other as Partial<FieldStep>).model;
    if (typeof model !== "string" || !sameName(model, this.name)) return undefined;
    return this.#withField(other) ?? this.#withIndex(other);
  }

  #with(parts: Partial<Pick<CreateModel, "name" | "fields" | "options" | "managers">>): CreateModel {
    const { name = this.name, fields = this.fields, options = this.options, managers = this.managers } = parts;
    return new CreateModel(name, fields, { ...options, bases: this.bases, managers });
  }

  // What leads from the model to itself takes the new name, too.
  #renamed(name: string, label: string): CreateModel {
    const state = repointedModel(modelStateOf({ ...this, label }), modelKey(label, this.name), `${label}.${name}`);
    return this.#with({ name, fields: state.fields });
  }

  #withOption(step: OptionStep): CreateModel {
    if (step.managers !== undefined) return this.#with({ managers: step.managers });
    const options: Record<string, unknown> = { ...this.options };
    if (step instanceof AlterModelOptions) for (const key of ALTERED_OPTIONS) delete options[key];
    Object.assign(options, step.options);
    return this.#with({ options });
  }

  #withField(other: Operation): Operation[] | undefined {
    if (other instanceof AddField || other instanceof AlterField)
      return [this.#with({ fields: { ...this.fields, [other.name]: other.field } })];
    if (other instanceof RemoveField) return [this.#withoutField(other.name)];
    if (other instanceof RenameField) return [this.#withRenamed(other.name, other.newName)];
    return undefined;
  }

  #withoutField(name: string): CreateModel {
    const { [name]: _, ...fields } = this.fields;
    const { unique = [], orderWithRespectTo, ...rest } = this.options;
    const left = unique.map((set) => set.filter((each) => each !== name)).filter((set) => set.length > 0);
    return this.#with({
      fields,
      options: {
        ...rest,
        ...(left.length > 0 ? { unique: left } : {}),
        ...(orderWithRespectTo === name ? {} : { orderWithRespectTo }),
      },
    });
  }

  #withRenamed(oldName: string, newName: string): CreateModel {
    const renamed = (name: string) => (name === oldName ? newName : name);
    const fields = Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [renamed(name), field]));
    const { primaryKey, unique, orderWithRespectTo, ...rest } = this.options;
    return this.#with({
      fields,
      options: {
        ...rest,
        ...(primaryKey === undefined ? {} : { primaryKey: primaryKey.map(renamed) }),
        ...(unique === undefined ? {} : { unique: unique.map((set) => set.map(renamed)) }),
        ...(orderWithRespectTo === undefined ? {} : { orderWithRespectTo: renamed(orderWithRespectTo) }),
      },
    });
  }

  #withIndex(other: Operation): Operation[] | undefined {
    const { indexes = [], constraints = [] } = this.options;
    const withIndexes = (list: readonly IndexState[]) => [this.#with({ options: { ...this.options, indexes: list } })];
    const withConstraints = (list: readonly ConstraintState[]) => [
      this.#with({ options: { ...this.options, constraints: list } }),
    ];
    if (other instanceof AddIndex && other.atomic) return withIndexes([...indexes, other.index]);
    if (other instanceof RemoveIndex && other.atomic)
      return withIndexes(indexes.filter((each) => each.name !== other.name));
    if (other instanceof RenameIndex && other.oldName !== undefined) {
      const { oldName, newName } = other;
      return withIndexes(indexes.map((each) => (each.name === oldName ? { ...each, name: newName } : each)));
    }
    if (other instanceof AddConstraint && !other.notValid) return withConstraints([...constraints, other.constraint]);
    if (other instanceof RemoveConstraint)
      return withConstraints(constraints.filter((each) => each.name !== other.name));
    if (other instanceof AlterConstraint)
      return withConstraints(constraints.map((each) => (each.name === other.name ? other.constraint : each)));
    return undefined;
  }
}

/**
 * Creates a model and its tables.
 *
 * @example
 * ```ts
 * import { createModel } from "demijohn/migrations";
 * const fields = { id: { type: "auto" }, title: { type: "char", maxLength: 100 } };
 * console.log(createModel("Article", fields, { ordering: ["title"] }).describe()); // => Create model Article
 * ```
 */
export function createModel(
  name: string,
  fields: Readonly<Record<string, FieldState>>,
  options?: CreateModelOptions,
): Operation {
  return new CreateModel(name, fields, options);
}
