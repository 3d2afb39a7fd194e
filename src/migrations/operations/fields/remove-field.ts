// Makes the operation that removes a field with its column or its table of links.

import type { SchemaEditor } from "../../schema/schema-editor.ts";
import {
  getFieldState,
  getModelState,
  type ProjectState,
  withFields,
  withModel,
  withOptions,
} from "../../state/project-state.ts";
import { changeTables } from "../change-tables.ts";
import { neutralValue } from "../fill-value.ts";
import { DeleteModel } from "../models/delete-model.ts";
import type { Operation, OperationContext, Reduction, WrittenCall } from "../operation.ts";
import { sameName } from "../step.ts";
import { FieldStep } from "./field-step.ts";

/** Removes a field. */
export class RemoveField extends FieldStep {
  readonly kind = "removeField";
  readonly category = "-";

  get written(): WrittenCall {
    return { name: this.kind, args: [this.model, this.name] };
  }
  override get fragment(): string {
    return `remove_${this.model.toLowerCase()}_${this.name}`;
  }
  describe(): string {
    return `Remove field ${this.name} from ${this.model}`;
  }

  stateForwards(label: string, state: ProjectState): ProjectState {
    const model = getModelState(state, label, this.model);
    getFieldState(model, this.name);
    const { [this.name]: _, ...fields } = model.fields;
    // A unique set goes with any of its fields.
    const unique = model.options.unique?.filter((set) => !set.includes(this.name));
    const left = unique?.length === model.options.unique?.length ? model : withOptions(model, { unique });
    return withModel(state, withFields(left, fields));
  }

  override async databaseForwards(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    await changeTables(editor, from, to, { label: context.label, model: this.model });
  }

  // A column that comes back has no values: rows get its default, or the emptiest value of its type.
  override async databaseBackwards(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    const field = getFieldState(getModelState(to, context.label, this.model), this.name);
    const value = neutralValue(field);
    const fill = value === undefined ? {} : { fill: { [this.name]: value } };
    await changeTables(editor, from, to, { label: context.label, model: this.model, ...fill });
  }

  override reduce(other: Operation, label: string): Reduction {
    if (other instanceof DeleteModel && sameName(other.name, this.model)) return [other];
    return super.reduce(other, label);
  }
}

/** Removes a field from a model, and its column with all values. */
export function removeField(model: string, name: string): Operation {
  return new RemoveField(model, name);
}
