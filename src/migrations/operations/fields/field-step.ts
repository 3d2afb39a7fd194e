// Gives operations on one field what they share: when they may pass each other.
import type { FieldState } from "../../state/field-state.ts";
import { modelKey } from "../../state/model-state.ts";
import type { Operation, Reduction } from "../operation.ts";
import { fieldReferences } from "../references.ts";
import { namesRenamed, Step, sameName } from "../step.ts";

/** An operation on one field of a model. */
export abstract class FieldStep extends Step {
  readonly model: string;
  readonly name: string;

  constructor(model: string, name: string) {
    super();
    this.model = model;
    this.name = name;
  }

  /** The field as the operation leaves it, where it has one. */
  get newField(): FieldState | undefined {
    return undefined;
  }

  /** Whether `other` is about the same field. */
  protected isSameField(other: FieldStep): boolean {
    return sameName(this.model, other.model) && this.name === other.name;
  }

  override referencesModel(name: string, label: string): boolean {
    if (sameName(name, this.model)) return true;
    const field = this.newField;
    return field !== undefined && fieldReferences({ label, model: this.model }, field, modelKey(label, name));
  }

  override referencesField(model: string, name: string, label: string): boolean {
    const field = this.newField;
    if (sameName(model, this.model) && (name === this.name || field?.fromFields?.includes(name) === true)) return true;
    return field !== undefined && fieldReferences({ label, model: this.model }, field, modelKey(label, model), name);
  }

  override reduce(other: Operation, label: string): Reduction {
    return super.reduce(other, label) || this.canPass(other, label);
  }

  /** Whether this one may run after `other` just as well. */
  protected canPass(other: Operation, label: string): boolean {
    return !other.referencesField(this.model, this.name, label) && !namesRenamed(this, other, label);
  }
}

/** A value for the rows that are there already. */
export interface FillOptions {
  /** What existing rows get, once: a value, or an expression such as `now()`. */
  readonly fill?: unknown;
}

/** The rest of a written call: nothing where no value is filled in. */
export function writtenFill(options: FillOptions): readonly unknown[] {
  return "fill" in options ? [{ fill: options.fill }] : [];
}
