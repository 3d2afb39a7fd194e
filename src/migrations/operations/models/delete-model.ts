// Makes the operation that deletes a model with its tables.
import { getModelState, type ProjectState, withoutModel } from "../../state/project-state.ts";
import type { TableSubject } from "../change-tables.ts";
import type { Operation, WrittenCall } from "../operation.ts";
import { ModelStep } from "./model-step.ts";

/** Deletes a model. */
export class DeleteModel extends ModelStep {
  readonly kind = "deleteModel";
  readonly category = "-";

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name] };
  }

  override get fragment(): string {
    return `delete_${this.name.toLowerCase()}`;
  }

  describe(): string {
    return `Delete model ${this.name}`;
  }

  stateForwards(label: string, state: ProjectState): ProjectState {
    getModelState(state, label, this.name);
    return withoutModel(state, label, this.name);
  }

  protected override subject(): TableSubject {
    return { model: this.name };
  }

  // Any model may have pointed at the deleted one, or the other way.
  override referencesModel(): boolean {
    return true;
  }
}

/** Deletes a model, its tables and every row in them. */
export function deleteModel(name: string): Operation {
  return new DeleteModel(name);
}
