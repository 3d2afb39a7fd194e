// Gives operations what most of them share: reductions by elision, and database changes found from the states alone.
import type { SchemaEditor } from "../schema/schema-editor.ts";
import type { ProjectState } from "../state/project-state.ts";
import { changeTables, type TableSubject } from "./change-tables.ts";
import type { Operation, OperationCategory, OperationContext, Reduction, WrittenCall } from "./operation.ts";

/** An operation whose database change is the difference between two states of what it is about. */
export abstract class Step implements Operation {
  abstract readonly kind: string;
  abstract readonly category: OperationCategory;
  abstract readonly written: WrittenCall;
  abstract describe(): string;
  abstract stateForwards(label: string, state: ProjectState): ProjectState;

  get reversible(): boolean {
    return true;
  }
  get elidable(): boolean {
    return false;
  }
  get atomic(): boolean {
    return true;
  }
  get reducesToSql(): boolean {
    return true;
  }
  get fragment(): string | undefined {
    return undefined;
  }

  /** The model whose tables change; undefined where none does. */
  protected subject(_backwards: boolean, _label: string): TableSubject | undefined {
    return undefined;
  }

  async databaseForwards(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    const subject = this.subject(false, context.label);
    if (subject !== undefined) await changeTables(editor, from, to, { label: context.label, ...subject });
  }

  async databaseBackwards(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    const subject = this.subject(true, context.label);
    if (subject !== undefined) await changeTables(editor, from, to, { label: context.label, ...subject });
  }

  reduce(other: Operation, _label: string): Reduction {
    if (this.elidable) return [other];
    return other.elidable ? [this] : false;
  }

  referencesModel(_name: string, _label: string): boolean {
    return true;
  }

  referencesField(model: string, _name: string, label: string): boolean {
    return this.referencesModel(model, label);
  }
}

/** Whether `operation` names a model that the other one renames, so that it cannot run after it as it is. */
export function namesRenamed(operation: Operation, other: Operation, label: string): boolean {
  if (other.kind !== "renameModel") return false;
  const { oldName, newName } = other as unknown as { readonly oldName: string; readonly newName: string };
  return operation.referencesModel(oldName, label) || operation.referencesModel(newName, label);
}

/** Whether two names of models are the same; their case does not matter. */
export function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
