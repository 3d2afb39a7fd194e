// Makes the operations that add, remove and rename indexes of a model.
import { allowsMigrate } from "#orm/internals";
import { MigrationError } from "../../migration-error.ts";
import type { SchemaEditor } from "../../schema/schema-editor.ts";
import type { IndexState } from "../../state/model-state.ts";
import { toPlain } from "../../state/plain-value.ts";
import { getModelState, type ProjectState, withModel, withOptions } from "../../state/project-state.ts";
import { hasTable, tablesOfModel } from "../../state/tables-of-state.ts";
import type { TableSubject } from "../change-tables.ts";
import type { Operation, OperationContext, Reduction, WrittenCall } from "../operation.ts";
import { Step, sameName } from "../step.ts";

/** How an index is made or removed. */
export interface IndexOptions {
  /** Lets others write meanwhile (PostgreSQL); the migration must not be atomic. */
  readonly concurrently?: boolean | undefined;
}

abstract class IndexStep extends Step {
  readonly model: string;
  readonly concurrently: boolean;

  constructor(model: string, options: IndexOptions = {}) {
    super();
    this.model = model;
    this.concurrently = options.concurrently === true;
  }

  override get atomic(): boolean {
    return !this.concurrently;
  }

  protected override subject(): TableSubject {
    return { model: this.model };
  }

  protected indexes(state: ProjectState, label: string): readonly IndexState[] {
    return getModelState(state, label, this.model).options.indexes ?? [];
  }

  protected withIndexes(state: ProjectState, label: string, indexes: readonly IndexState[]): ProjectState {
    const model = getModelState(state, label, this.model);
    return withModel(state, withOptions(model, { indexes: indexes.length > 0 ? indexes : undefined }));
  }

  protected writtenOptions(): readonly unknown[] {
    return this.concurrently ? [{ concurrently: true }] : [];
  }

  /** Adds or drops one index beside the running site, where the database can. */
  protected async beside(
    editor: SchemaEditor,
    state: ProjectState,
    change: { readonly name: string; readonly label: string; readonly add: boolean },
  ): Promise<void> {
    const model = getModelState(state, change.label, this.model);
    if (!hasTable(model) || !allowsMigrate(editor.database.alias, `${model.label}.${model.name}`)) return;
    const [table] = tablesOfModel(state, model, editor.dialect);
    const index = table!.indexes?.find((each) => each.name === change.name);
    if (table === undefined || index === undefined) return;
    const concurrently = this.concurrently && editor.features.concurrentIndexes;
    const without = { ...table, indexes: table.indexes?.filter((each) => each.name !== change.name) };
    if (change.add) await editor.addIndex(without, index, { concurrently });
    else await editor.dropIndex(table, index, { concurrently });
  }
}

/** Adds an index. */
export class AddIndex extends IndexStep {
  readonly kind = "addIndex";
  readonly category = "+";
  readonly index: IndexState;

  constructor(model: string, index: IndexState, options?: IndexOptions) {
    super(model, options);
    this.index = toPlain(index) as IndexState;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.model, this.index, ...this.writtenOptions()] };
  }
  override get fragment(): string {
    return `${this.model.toLowerCase()}_${this.index.name.toLowerCase()}`;
  }
  describe(): string {
    const on = [...(this.index.fields ?? []), ...(this.index.expressions ?? []).map(() => "an expression")].join(", ");
    const how = this.concurrently ? "Concurrently create" : "Create";
    return `${how} index ${this.index.name} on ${on} of ${this.model}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    return this.withIndexes(state, label, [...this.indexes(state, label), this.index]);
  }
  override async databaseForwards(
    editor: SchemaEditor,
    _from: ProjectState,
    to: ProjectState,
    { label }: OperationContext,
  ): Promise<void> {
    await this.beside(editor, to, { name: this.index.name, label, add: true });
  }
  override async databaseBackwards(
    editor: SchemaEditor,
    from: ProjectState,
    _to: ProjectState,
    { label }: OperationContext,
  ): Promise<void> {
    await this.beside(editor, from, { name: this.index.name, label, add: false });
  }
  override reduce(other: Operation, label: string): Reduction {
    if (other instanceof RemoveIndex && sameName(other.model, this.model) && other.name === this.index.name) return [];
    if (other instanceof RenameIndex && sameName(other.model, this.model) && other.oldName === this.index.name)
      return [new AddIndex(this.model, { ...this.index, name: other.newName }, this)];
    return super.reduce(other, label);
  }
}

/** Removes an index. */
export class RemoveIndex extends IndexStep {
  readonly kind = "removeIndex";
  readonly category = "-";
  readonly name: string;

  constructor(model: string, name: string, options?: IndexOptions) {
    super(model, options);
    this.name = name;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.model, this.name, ...this.writtenOptions()] };
  }
  override get fragment(): string {
    return `remove_${this.model.toLowerCase()}_${this.name.toLowerCase()}`;
  }
  describe(): string {
    return `${this.concurrently ? "Concurrently remove" : "Remove"} index ${this.name} from ${this.model}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    const indexes = this.indexes(state, label);
    checkKnown(indexes, { name: this.name, model: `${label}.${this.model}`, what: "index" });
    return this.withIndexes(
      state,
      label,
      indexes.filter((each) => each.name !== this.name),
    );
  }
  override async databaseForwards(
    editor: SchemaEditor,
    from: ProjectState,
    _to: ProjectState,
    { label }: OperationContext,
  ): Promise<void> {
    await this.beside(editor, from, { name: this.name, label, add: false });
  }
  override async databaseBackwards(
    editor: SchemaEditor,
    _from: ProjectState,
    to: ProjectState,
    { label }: OperationContext,
  ): Promise<void> {
    await this.beside(editor, to, { name: this.name, label, add: true });
  }
}

/** Renames an index. */
export class RenameIndex extends IndexStep {
  readonly kind = "renameIndex";
  readonly category = "~";
  readonly oldName: string;
  readonly newName: string;

  constructor(model: string, oldName: string, newName: string) {
    super(model);
    this.oldName = oldName;
    this.newName = newName;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.model, this.oldName, this.newName] };
  }
  override get fragment(): string {
    return `rename_${this.oldName.toLowerCase()}_${this.newName.toLowerCase()}`;
  }
  describe(): string {
    return `Rename index ${this.oldName} on ${this.model} to ${this.newName}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    const indexes = this.indexes(state, label);
    checkKnown(indexes, { name: this.oldName, model: `${label}.${this.model}`, what: "index" });
    const renamed = indexes.map((each) => (each.name === this.oldName ? { ...each, name: this.newName } : each));
    return this.withIndexes(state, label, renamed);
  }
  override reduce(other: Operation, label: string): Reduction {
    if (other instanceof RenameIndex && sameName(other.model, this.model) && other.oldName === this.newName)
      return [new RenameIndex(this.model, this.oldName, other.newName)];
    return super.reduce(other, label);
  }
}

/**
 * Says that a model has no index or constraint of a name.
 *
 * @throws {MigrationError} MIGRATIONS_UNKNOWN_INDEX
 */
export function checkKnown(
  list: readonly { readonly name: string }[],
  sought: { readonly name: string; readonly model: string; readonly what: "index" | "constraint" },
): void {
  if (list.some((each) => each.name === sought.name)) return;
  const names = list.map((each) => each.name).join(", ");
  throw new MigrationError(
    "MIGRATIONS_UNKNOWN_INDEX",
    `At this point of the history ${sought.model} has no ${sought.what} "${sought.name}".`,
    {
      facts: [`It has: ${names || "none"}.`],
      cure: `Name one that an earlier operation adds.`,
    },
  );
}

/** Adds an index; with `concurrently` (PostgreSQL) others can write meanwhile. */
export function addIndex(model: string, index: IndexState, options?: IndexOptions): Operation {
  return new AddIndex(model, index, options);
}

/** Removes the index of that name. */
export function removeIndex(model: string, name: string, options?: IndexOptions): Operation {
  return new RemoveIndex(model, name, options);
}

/** Renames an index. */
export function renameIndex(model: string, oldName: string, newName: string): Operation {
  return new RenameIndex(model, oldName, newName);
}
