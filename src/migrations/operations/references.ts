// Finds whether a field leads to a model or to a field of it, so that operations know what may pass them.
import type { FieldState } from "../state/field-state.ts";
import { type ModelKey, resolveModel } from "../state/model-state.ts";

/** Where a field stands. */
export interface FieldPlace {
  readonly label: string;
  readonly model: string;
}

/** Whether the field leads to the model `key`, and to its field `name` where one is given. */
export function fieldReferences(place: FieldPlace, field: FieldState, key: ModelKey, name?: string): boolean {
  return referencesTarget(place, field, key, name) || referencesThrough(place, field, key, name);
}

function referencesTarget(place: FieldPlace, field: FieldState, key: ModelKey, name: string | undefined): boolean {
  if (field.to === undefined || resolveModel(field.to, place.label, place.model) !== key) return false;
  if (name === undefined) return true;
  const targets = field.toFields ?? (field.toField === undefined ? undefined : [field.toField]);
  return targets?.includes(name) ?? true;
}

function referencesThrough(place: FieldPlace, field: FieldState, key: ModelKey, name: string | undefined): boolean {
  if (field.through === undefined || resolveModel(field.through, place.label, place.model) !== key) return false;
  return name === undefined || (field.throughFields?.includes(name) ?? true);
}
