// Makes the operation whose change of the database and change of the state are told apart.
import type { SchemaEditor } from "../../schema/schema-editor.ts";
import type { ProjectState } from "../../state/project-state.ts";
import type { Operation, OperationContext, WrittenCall } from "../operation.ts";
import { Step } from "../step.ts";

/** What {@link separateDatabaseAndState} takes. */
export interface SeparateOptions {
  /** Run on the database, each on the state that the ones before leave. */
  readonly database?: readonly Operation[] | undefined;
  /** Applied to the state alone. */
  readonly state?: readonly Operation[] | undefined;
}

/** Changes the database by some operations, and the state by others. */
export class SeparateDatabaseAndState extends Step {
  readonly kind = "separateDatabaseAndState";
  readonly category = "?";
  readonly database: readonly Operation[];
  readonly state: readonly Operation[];

  constructor(options: SeparateOptions) {
    super();
    this.database = options.database ?? [];
    this.state = options.state ?? [];
  }

  override get reversible(): boolean {
    return this.database.every((each) => each.reversible);
  }
  override get atomic(): boolean {
    return this.database.every((each) => each.atomic);
  }
  override get reducesToSql(): boolean {
    return this.database.every((each) => each.reducesToSql);
  }
  get written(): WrittenCall {
    return {
      name: this.kind,
      args: [
        {
          ...(this.database.length > 0 ? { database: this.database } : {}),
          ...(this.state.length > 0 ? { state: this.state } : {}),
        },
      ],
    };
  }
  describe(): string {
    const text = (list: readonly Operation[]) => list.map((each) => each.describe()).join("; ") || "nothing";
    return `In the database: ${text(this.database)}. In the state: ${text(this.state)}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    return this.state.reduce((at, each) => each.stateForwards(label, at), state);
  }

  override async databaseForwards(
    editor: SchemaEditor,
    from: ProjectState,
    _to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    let at = from;
    for (const operation of this.database) {
      const next = operation.stateForwards(context.label, at);
      await operation.databaseForwards(editor, at, next, context);
      at = next;
    }
  }

  override async databaseBackwards(
    editor: SchemaEditor,
    _from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void> {
    const states = [to];
    for (const operation of this.database) states.push(operation.stateForwards(context.label, states.at(-1)!));
    for (const [index, operation] of [...this.database.entries()].reverse())
      await operation.databaseBackwards(editor, states[index + 1]!, states[index]!, context);
  }
}

/** Changes the database by some operations, and the state by others. */
export function separateDatabaseAndState(options: SeparateOptions): Operation {
  return new SeparateDatabaseAndState(options);
}
