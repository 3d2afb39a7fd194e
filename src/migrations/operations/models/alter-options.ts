// Makes the operations that change a model's options: its table, comment, key, unique sets, order, managers and the rest.
import type { ModelState, ModelStateOptions } from "../../state/model-state.ts";
import { toPlain } from "../../state/plain-value.ts";
import { getModelState, modelStateOf, type ProjectState, withModel, withOptions } from "../../state/project-state.ts";
import type { TableSubject } from "../change-tables.ts";
import type { Operation, Reduction, WrittenCall } from "../operation.ts";
import { sameName } from "../step.ts";
import { DeleteModel } from "./delete-model.ts";
import { ModelStep } from "./model-step.ts";

/** An operation that sets options of one model. */
export abstract class OptionStep extends ModelStep {
  readonly category = "~";
  /** What it sets; undefined takes an option away. */
  readonly options: ModelStateOptions;

  constructor(name: string, options: ModelStateOptions) {
    super(name);
    this.options = Object.fromEntries(Object.entries(options).map(([key, value]) => [key, toPlain(value)]));
  }

  /** The managers, where they are what changes. */
  get managers(): readonly unknown[] | undefined {
    return undefined;
  }

  stateForwards(label: string, state: ProjectState): ProjectState {
    return withModel(state, this.changed(getModelState(state, label, this.name)));
  }

  protected changed(model: ModelState): ModelState {
    return withOptions(model, this.options);
  }

  protected override subject(_backwards: boolean, _label: string): TableSubject | undefined {
    return { model: this.name };
  }

  override reduce(other: Operation, label: string): Reduction {
    const replaced = other.kind === this.kind || other instanceof DeleteModel;
    if (replaced && sameName((other as unknown as ModelStep).name, this.name)) return [other];
    return super.reduce(other, label);
  }
}

export function isOptionStep(operation: Operation): operation is OptionStep {
  return operation instanceof OptionStep;
}

/** Renames a model's table. */
export class AlterModelTable extends OptionStep {
  readonly kind = "alterModelTable";
  readonly table: string | undefined;

  constructor(name: string, table: string | undefined) {
    super(name, { table });
    this.table = table;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name, this.table] };
  }
  override get fragment(): string {
    return `alter_${this.name.toLowerCase()}_table`;
  }
  describe(): string {
    return `Rename table of ${this.name} to ${this.table ?? "the default"}`;
  }
  protected override subject(): TableSubject {
    return { model: this.name, wide: true };
  }
}

/** Changes the comment of a model's table. */
export class AlterModelComment extends OptionStep {
  readonly kind = "alterModelComment";
  readonly comment: string | undefined;

  constructor(name: string, comment: string | undefined) {
    super(name, { comment });
    this.comment = comment;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name, this.comment] };
  }
  override get fragment(): string {
    return `alter_${this.name.toLowerCase()}_table_comment`;
  }
  describe(): string {
    return `Alter table comment of ${this.name}`;
  }
}

/** Sets which fields are unique together. */
export class AlterUnique extends OptionStep {
  readonly kind = "alterUnique";
  readonly unique: readonly (readonly string[])[];

  constructor(name: string, unique: readonly (readonly string[])[]) {
    super(name, { unique: unique.length > 0 ? unique : undefined });
    this.unique = unique;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name, this.unique] };
  }
  override get fragment(): string {
    return `alter_${this.name.toLowerCase()}_unique_together`;
  }
  describe(): string {
    const sets = this.unique.map((set) => `(${set.join(", ")})`).join(", ");
    return `Alter unique fields of ${this.name} (${sets || "none"})`;
  }
  override referencesField(model: string, name: string, label: string): boolean {
    if (!this.referencesModel(model, label)) return false;
    return this.unique.length === 0 || this.unique.some((set) => set.includes(name));
  }
}

/** Sets which fields are the primary key together; undefined gives it back to a field, or to an automatic key. */
export class AlterPrimaryKey extends OptionStep {
  readonly kind = "alterPrimaryKey";
  readonly primaryKey: readonly string[] | undefined;

  constructor(name: string, primaryKey: readonly string[] | undefined) {
    super(name, { primaryKey });
    this.primaryKey = primaryKey;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name, this.primaryKey] };
  }
  override get fragment(): string {
    return `alter_${this.name.toLowerCase()}_primary_key`;
  }
  describe(): string {
    return `Alter primary key of ${this.name} (${this.primaryKey?.join(", ") ?? "one field"})`;
  }
  override referencesField(model: string, _name: string, label: string): boolean {
    return this.referencesModel(model, label);
  }
}

/** Sets within which foreign key the rows have an order. */
export class AlterOrderWithRespectTo extends OptionStep {
  readonly kind = "alterOrderWithRespectTo";
  readonly field: string | undefined;

  constructor(name: string, field: string | undefined) {
    super(name, { orderWithRespectTo: field });
    this.field = field;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name, this.field] };
  }
  override get fragment(): string {
    return `alter_${this.name.toLowerCase()}_order_with_respect_to`;
  }
  describe(): string {
    return `Set the order of ${this.name} with respect to ${this.field ?? "nothing"}`;
  }
  protected override subject(backwards: boolean): TableSubject {
    const appears = backwards ? this.field === undefined : this.field !== undefined;
    return appears ? { model: this.name, fill: { _order: { value: 0 } } } : { model: this.name };
  }
  override referencesField(model: string, name: string, label: string): boolean {
    return this.referencesModel(model, label) && (this.field === undefined || this.field === name);
  }
}

/** The name of an option that no database knows of. */
export type AlteredOption =
  | "baseManagerName"
  | "defaultManagerName"
  | "defaultRelatedName"
  | "latestBy"
  | "managed"
  | "ordering"
  | "permissions"
  | "defaultPermissions"
  | "selectOnSave"
  | "verboseName"
  | "verboseNamePlural";

/** The options that {@link AlterModelOptions} sets; no database knows of them. */
export const ALTERED_OPTIONS: readonly AlteredOption[] = [
  "baseManagerName",
  "defaultManagerName",
  "defaultRelatedName",
  "latestBy",
  "managed",
  "ordering",
  "permissions",
  "defaultPermissions",
  "selectOnSave",
  "verboseName",
  "verboseNamePlural",
];

/** Sets the options that no database knows of. */
export class AlterModelOptions extends OptionStep {
  readonly kind = "alterModelOptions";

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name, this.options] };
  }
  override get fragment(): string {
    return `alter_${this.name.toLowerCase()}_options`;
  }
  describe(): string {
    return `Change options of ${this.name}`;
  }
  protected override changed(model: ModelState): ModelState {
    const cleared = Object.fromEntries(ALTERED_OPTIONS.map((key) => [key, undefined]));
    return withOptions(model, { ...cleared, ...this.options });
  }
  protected override subject(): undefined {
    return undefined;
  }
}

/** Sets the managers that historical models have. */
export class AlterModelManagers extends OptionStep {
  readonly kind = "alterModelManagers";
  readonly #managers: readonly unknown[];

  constructor(name: string, managers: readonly unknown[]) {
    super(name, {});
    this.#managers = managers;
  }

  override get managers(): readonly unknown[] {
    return this.#managers;
  }
  get written(): WrittenCall {
    return { name: this.kind, args: [this.name, this.#managers] };
  }
  override get fragment(): string {
    return `alter_${this.name.toLowerCase()}_managers`;
  }
  describe(): string {
    return `Change managers of ${this.name}`;
  }
  protected override changed(model: ModelState): ModelState {
    return modelStateOf({ ...model, managers: this.#managers });
  }
  protected override subject(): undefined {
    return undefined;
  }
}

/** Renames a model's table; undefined stands for the default name. */
export function alterModelTable(name: string, table: string | undefined): Operation {
  return new AlterModelTable(name, table);
}

/** Changes the comment of a model's table. */
export function alterModelComment(name: string, comment: string | undefined): Operation {
  return new AlterModelComment(name, comment);
}

/** Sets which fields of a model are unique together. */
export function alterUnique(name: string, unique: readonly (readonly string[])[]): Operation {
  return new AlterUnique(name, unique);
}

/** Sets which fields of a model are its key together. Undefined stands for a key of one field. */
export function alterPrimaryKey(name: string, primaryKey: readonly string[] | undefined): Operation {
  return new AlterPrimaryKey(name, primaryKey);
}

/** Sets within which foreign key the rows of a model have an order. */
export function alterOrderWithRespectTo(name: string, field: string | undefined): Operation {
  return new AlterOrderWithRespectTo(name, field);
}

/** Sets the options of a model that no database knows of. Those not given are cleared. */
export function alterModelOptions(name: string, options: Pick<ModelStateOptions, AlteredOption>): Operation {
  return new AlterModelOptions(name, options);
}

/** Sets the managers that historical models have. */
export function alterModelManagers(name: string, managers: readonly unknown[]): Operation {
  return new AlterModelManagers(name, managers);
}
