// Makes the operations that add, alter, remove and validate constraints of a model.
import { allowsMigrate, type TableDescription } from "#orm/internals";
import type { ConstraintDescription, SchemaEditor } from "../../schema/schema-editor.ts";
import type { ConstraintState } from "../../state/model-state.ts";
import { toPlain } from "../../state/plain-value.ts";
import { getModelState, type ProjectState, withModel, withOptions } from "../../state/project-state.ts";
import { hasTable, tablesOfModel } from "../../state/tables-of-state.ts";
import type { TableSubject } from "../change-tables.ts";
import type { Operation, OperationContext, Reduction, WrittenCall } from "../operation.ts";
import { Step, sameName } from "../step.ts";
import { checkKnown } from "./index-steps.ts";

/** How a constraint is added. */
export interface ConstraintOptions {
  /** Checks new rows alone (PostgreSQL); {@link validateConstraint} checks the others later. */
  readonly notValid?: boolean | undefined;
}

abstract class ConstraintStep extends Step {
  readonly model: string;
  abstract readonly name: string;

  constructor(model: string) {
    super();
    this.model = model;
  }

  protected override subject(): TableSubject | undefined {
    return { model: this.model };
  }

  protected constraints(state: ProjectState, label: string): readonly ConstraintState[] {
    return getModelState(state, label, this.model).options.constraints ?? [];
  }

  protected withConstraints(state: ProjectState, label: string, list: readonly ConstraintState[]): ProjectState {
    const model = getModelState(state, label, this.model);
    return withModel(state, withOptions(model, { constraints: list.length > 0 ? list : undefined }));
  }

  protected isSame(other: Operation): other is ConstraintStep {
    return other instanceof ConstraintStep && sameName(other.model, this.model) && other.name === this.name;
  }
}

/** Adds a constraint. */
export class AddConstraint extends ConstraintStep {
  readonly kind = "addConstraint";
  readonly category = "+";
  readonly constraint: ConstraintState;
  readonly notValid: boolean;

  constructor(model: string, constraint: ConstraintState, options: ConstraintOptions = {}) {
    super(model);
    this.constraint = toPlain(constraint) as ConstraintState;
    this.notValid = options.notValid === true;
  }

  get name(): string {
    return this.constraint.name;
  }
  get written(): WrittenCall {
    const options = this.notValid ? [{ notValid: true }] : [];
    return { name: this.kind, args: [this.model, this.constraint, ...options] };
  }
  override get fragment(): string {
    return `${this.model.toLowerCase()}_${this.name.toLowerCase()}`;
  }
  describe(): string {
    return `Create constraint ${this.name} on ${this.model}${this.notValid ? ", for new rows" : ""}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    return this.withConstraints(state, label, [...this.constraints(state, label), this.constraint]);
  }
  override async databaseForwards(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    const found =
      this.notValid && editor.features.laterValidation ? describe(to, this, { editor, context }) : undefined;
    if (found === undefined) return super.databaseForwards(editor, from, to, context);
    const before = tablesOfModel(from, getModelState(from, context.label, this.model), editor.dialect)[0]!;
    await editor.addConstraint(before, found.constraint, { notValid: true });
  }
  override reduce(other: Operation, label: string): Reduction {
    if (this.isSame(other)) {
      if (other instanceof RemoveConstraint) return [];
      if (other instanceof AlterConstraint) return [new AddConstraint(this.model, other.constraint, this)];
    }
    return super.reduce(other, label);
  }
}

/** Removes a constraint. */
export class RemoveConstraint extends ConstraintStep {
  readonly kind = "removeConstraint";
  readonly category = "-";
  readonly name: string;

  constructor(model: string, name: string) {
    super(model);
    this.name = name;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.model, this.name] };
  }
  override get fragment(): string {
    return `remove_${this.model.toLowerCase()}_${this.name.toLowerCase()}`;
  }
  describe(): string {
    return `Remove constraint ${this.name} from ${this.model}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    const list = this.constraints(state, label);
    checkKnown(list, { name: this.name, model: `${label}.${this.model}`, what: "constraint" });
    return this.withConstraints(
      state,
      label,
      list.filter((each) => each.name !== this.name),
    );
  }
}

/** Changes what only the program knows of a constraint, such as its message. */
export class AlterConstraint extends ConstraintStep {
  readonly kind = "alterConstraint";
  readonly category = "~";
  readonly name: string;
  readonly constraint: ConstraintState;

  constructor(model: string, name: string, constraint: ConstraintState) {
    super(model);
    this.name = name;
    this.constraint = toPlain(constraint) as ConstraintState;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.model, this.name, this.constraint] };
  }
  override get fragment(): string {
    return `alter_${this.model.toLowerCase()}_${this.constraint.name.toLowerCase()}`;
  }
  describe(): string {
    return `Alter constraint ${this.name} on ${this.model}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    const list = this.constraints(state, label);
    checkKnown(list, { name: this.name, model: `${label}.${this.model}`, what: "constraint" });
    return this.withConstraints(
      state,
      label,
      list.map((each) => (each.name === this.name ? this.constraint : each)),
    );
  }
  protected override subject(): undefined {
    return undefined;
  }
  override reduce(other: Operation, label: string): Reduction {
    if (this.isSame(other) && (other instanceof RemoveConstraint || other instanceof AlterConstraint)) return [other];
    return super.reduce(other, label);
  }
}

/** Checks the rows that were there when a constraint was added for new rows alone. */
export class ValidateConstraint extends ConstraintStep {
  readonly kind = "validateConstraint";
  readonly category = "~";
  readonly name: string;

  constructor(model: string, name: string) {
    super(model);
    this.name = name;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.model, this.name] };
  }
  override get fragment(): string {
    return `${this.model.toLowerCase()}_validate_${this.name.toLowerCase()}`;
  }
  describe(): string {
    return `Validate constraint ${this.name} on ${this.model}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    checkKnown(this.constraints(state, label), {
      name: this.name,
      model: `${label}.${this.model}`,
      what: "constraint",
    });
    return state;
  }
  protected override subject(): undefined {
    return undefined;
  }
  override async databaseForwards(
    editor: SchemaEditor,
    _from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    const found = editor.features.laterValidation ? describe(to, this, { editor, context }) : undefined;
    if (found !== undefined) await editor.validateConstraint(found.table, found.constraint);
  }
  // A constraint that was checked stays checked.
  override async databaseBackwards(): Promise<void> {}
}

function describe(
  state: ProjectState,
  step: ConstraintStep,
  at: { readonly editor: SchemaEditor; readonly context: OperationContext },
): { readonly table: TableDescription; readonly constraint: ConstraintDescription } | undefined {
  const model = getModelState(state, at.context.label, step.model);
  if (!hasTable(model) || !allowsMigrate(at.editor.database.alias, `${model.label}.${model.name}`)) return undefined;
  const table = tablesOfModel(state, model, at.editor.dialect)[0]!;
  const check = table.checks?.find((each) => each.name === step.name);
  return check === undefined ? undefined : { table, constraint: { kind: "check", ...check } };
}

/** Adds a constraint. With `notValid` (PostgreSQL) the rows that are there are checked later. */
export function addConstraint(model: string, constraint: ConstraintState, options?: ConstraintOptions): Operation {
  return new AddConstraint(model, constraint, options);
}

/** Removes the constraint of that name. */
export function removeConstraint(model: string, name: string): Operation {
  return new RemoveConstraint(model, name);
}

/** Changes what only the program knows of a constraint, such as its message. */
export function alterConstraint(model: string, name: string, constraint: ConstraintState): Operation {
  return new AlterConstraint(model, name, constraint);
}

/** Checks the rows that were there when a constraint was added with `notValid`. */
export function validateConstraint(model: string, name: string): Operation {
  return new ValidateConstraint(model, name);
}
