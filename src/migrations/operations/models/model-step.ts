// Gives operations on whole models what they share: when they may pass each other.
import type { Operation, Reduction } from "../operation.ts";
import { namesRenamed, Step, sameName } from "../step.ts";

/** An operation on one model. */
export abstract class ModelStep extends Step {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override referencesModel(name: string, _label: string): boolean {
    return sameName(name, this.name);
  }

  override reduce(other: Operation, label: string): Reduction {
    return super.reduce(other, label) || this.canPass(other, label);
  }

  /** Whether this one may run after `other` just as well. */
  protected canPass(other: Operation, label: string): boolean {
    return !other.referencesModel(this.name, label) && !namesRenamed(this, other, label);
  }
}
