// Makes the operation that gives a field another definition: type, null, default, key, relation.

import type { SchemaEditor } from "../../schema/schema-editor.ts";
import type { FieldState } from "../../state/field-state.ts";
import { isManyToMany } from "../../state/field-state.ts";
import { toPlain } from "../../state/plain-value.ts";
import { getFieldState, getModelState, type ProjectState, withFields, withModel } from "../../state/project-state.ts";
import { changeTables } from "../change-tables.ts";
import { neutralValue, valueForRows } from "../fill-value.ts";
import type { Operation, OperationContext, Reduction, WrittenCall } from "../operation.ts";
import { FieldStep, type FillOptions, writtenFill } from "./field-step.ts";
import { RemoveField } from "./remove-field.ts";
import { RenameField } from "./rename-field.ts";

/** Alters a field. */
export class AlterField extends FieldStep {
  readonly kind = "alterField";
  readonly category = "~";
  readonly field: FieldState;
  readonly options: FillOptions;

  constructor(model: string, name: string, field: FieldState, options: FillOptions = {}) {
    super(model, name);
    this.field = toPlain(field) as FieldState;
    this.options = "fill" in options ? { fill: toPlain(options.fill) } : {};
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.model, this.name, this.field, ...writtenFill(this.options)] };
  }
  override get newField(): FieldState {
    return this.field;
  }
  override get fragment(): string {
    return `alter_${this.model.toLowerCase()}_${this.name}`;
  }
  describe(): string {
    return `Alter field ${this.name} on ${this.model}`;
  }

  stateForwards(label: string, state: ProjectState): ProjectState {
    const model = getModelState(state, label, this.model);
    getFieldState(model, this.name);
    return withModel(state, withFields(model, { ...model.fields, [this.name]: this.field }));
  }

  override async databaseForwards(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    const value = "fill" in this.options ? { value: this.options.fill } : valueForRows(this.field);
    await this.#change(editor, from, to, { context, value });
  }

  override async databaseBackwards(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    const field = getFieldState(getModelState(to, context.label, this.model), this.name);
    await this.#change(editor, from, to, { context, value: neutralValue(field) });
  }

  async #change(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    given: { readonly context: OperationContext; readonly value: { readonly value: unknown } | undefined },
  ): Promise<void> {
    const { label } = given.context;
    const before = getFieldState(getModelState(from, label, this.model), this.name);
    const after = getFieldState(getModelState(to, label, this.model), this.name);
    const stopsNull = before.null === true && after.null !== true && !isManyToMany(after);
    await changeTables(editor, from, to, {
      label,
      model: this.model,
      wide: isReferable(before) || isReferable(after),
      ...(stopsNull && given.value !== undefined ? { fill: { [this.name]: given.value } } : {}),
    });
  }

  override reduce(other: Operation, label: string): Reduction {
    if (other instanceof FieldStep && this.isSameField(other)) {
      if (other instanceof RemoveField) return [other];
      if (other instanceof AlterField)
        return [new AlterField(other.model, other.name, other.field, { ...this.options, ...other.options })];
      if (other instanceof RenameField && this.field.column === undefined)
        return [other, new AlterField(this.model, other.newName, this.field, this.options)];
    }
    return super.reduce(other, label);
  }
}

// Keys of other tables may hold its values.
function isReferable(field: FieldState): boolean {
  return field.type === "auto" || field.primaryKey === true || field.unique === true;
}

/** Gives a field another definition. Rows whose value stops being null get `fill`, or the field's default. */
export function alterField(model: string, name: string, field: FieldState, options?: FillOptions): Operation {
  return new AlterField(model, name, field, options);
}
