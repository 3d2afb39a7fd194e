// Makes the operation that moves a model to another blueprint with its tables and rows.
import { modelKey } from "../../state/model-state.ts";
import { getModelState, type ProjectState, withModel, withoutModel } from "../../state/project-state.ts";
import type { TableSubject } from "../change-tables.ts";
import type { Operation, WrittenCall } from "../operation.ts";
import { ModelStep } from "./model-step.ts";
import { repointed } from "./rename-model.ts";

/** Moves a model out of the blueprint `from` into that of the migration. */
export class MoveModel extends ModelStep {
  readonly kind = "moveModel";
  readonly category = "~";
  readonly from: string;

  constructor(name: string, from: string) {
    super(name);
    this.from = from;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name, this.from] };
  }
  override get fragment(): string {
    return `move_${this.name.toLowerCase()}_from_${this.from}`;
  }
  describe(): string {
    return `Move model ${this.name} here from ${this.from}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    const model = getModelState(state, this.from, this.name);
    const moved = withModel(withoutModel(state, this.from, this.name), { ...model, label });
    return repointed(moved, modelKey(this.from, this.name), `${label}.${this.name}`);
  }
  protected override subject(backwards: boolean, label: string): TableSubject & { readonly label: string } {
    const here = { label, model: this.name };
    const there = { label: this.from, model: this.name };
    return backwards ? { ...here, becomes: there, wide: true } : { ...there, becomes: here, wide: true };
  }
  // Both blueprints' operations may speak of it.
  override referencesModel(): boolean {
    return true;
  }
}

/** Moves a model here from another blueprint. It takes along its table, its rows and the relations that lead to it. */
export function moveModel(name: string, from: string): Operation {
  return new MoveModel(name, from);
}
