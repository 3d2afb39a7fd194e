// Makes the operation that adds a field: its column, with a value for the rows that are there, or its table of links.
import type { FieldState } from "../../state/field-state.ts";
import { toPlain } from "../../state/plain-value.ts";
import { getModelState, type ProjectState, withFields, withModel } from "../../state/project-state.ts";
import type { TableSubject } from "../change-tables.ts";
import { valueForRows } from "../fill-value.ts";
import type { Operation, Reduction, WrittenCall } from "../operation.ts";
import { AlterField } from "./alter-field.ts";
import { FieldStep, type FillOptions, writtenFill } from "./field-step.ts";
import { RemoveField } from "./remove-field.ts";
import { RenameField } from "./rename-field.ts";

/** Adds a field. */
export class AddField extends FieldStep {
  readonly kind = "addField";
  readonly category = "+";
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
    return `${this.model.toLowerCase()}_${this.name}`;
  }
  describe(): string {
    return `Add field ${this.name} to ${this.model}`;
  }

  stateForwards(label: string, state: ProjectState): ProjectState {
    const model = getModelState(state, label, this.model);
    return withModel(state, withFields(model, { ...model.fields, [this.name]: this.field }));
  }

  protected override subject(backwards: boolean): TableSubject {
    if (backwards) return { model: this.model };
    const value = "fill" in this.options ? { value: this.options.fill } : valueForRows(this.field);
    return value === undefined ? { model: this.model } : { model: this.model, fill: { [this.name]: value } };
  }

  override reduce(other: Operation, label: string): Reduction {
    if (other instanceof FieldStep && this.isSameField(other)) {
      if (other instanceof AlterField)
        return [
          new AddField(this.model, this.name, other.field, "fill" in other.options ? other.options : this.options),
        ];
      if (other instanceof RemoveField) return [];
      if (other instanceof RenameField) return [new AddField(this.model, other.newName, this.field, this.options)];
    }
    return super.reduce(other, label);
  }
}

/**
 * Adds a field to a model.
 *
 * Rows that are there get the field's default, or `fill` where it has none.
 *
 * @example
 * ```ts
 * import { addField } from "demijohn/migrations";
 * console.log(addField("Author", "email", { type: "email" }, { fill: "" }).describe()); // => Add field email to Author
 * ```
 */
export function addField(model: string, name: string, field: FieldState, options?: FillOptions): Operation {
  return new AddField(model, name, field, options);
}
