// Defines the questions that two states alone cannot answer, and the questioner that answers none.
import type { FieldState } from "../state/field-state.ts";
import type { ModelState } from "../state/model-state.ts";

type Answer<Value> = Value | Promise<Value>;

/** A value for the rows that are there, or undefined for none. */
export type FillAnswer = { readonly value: unknown } | undefined;

/** What is asked while changes are found. */
export interface Questioner {
  /** Was the model renamed, rather than deleted and another one created? */
  renameModel(before: ModelState, after: ModelState): Answer<boolean>;
  /** Was the model moved to another blueprint? */
  moveModel(before: ModelState, after: ModelState): Answer<boolean>;
  /** Was the field renamed, rather than removed and another one added? */
  renameField(model: ModelState, before: string, after: string, field: FieldState): Answer<boolean>;
  /** What do the rows that are there get in a new field that is not null and has no default? */
  fillNewField(model: ModelState, name: string, field: FieldState): Answer<FillAnswer>;
  /** The same for a field that keeps the time of the first save. */
  fillNewTime(model: ModelState, name: string, field: FieldState): Answer<FillAnswer>;
  /** What do rows get that hold null in a field that stops being null? */
  fillNulls(model: ModelState, name: string, field: FieldState): Answer<FillAnswer>;
  /** May a new unique field have a default that is computed once for all rows? */
  allowComputedUnique(model: ModelState, name: string): Answer<void>;
  /** May the model and its rows go? */
  removeModel(model: ModelState): Answer<void>;
  /** May the field and its values go? */
  removeField(model: ModelState, name: string): Answer<void>;
}

/** Takes nothing for renamed or moved, and null where a value is wanted. */
export const silentQuestioner: Questioner = Object.freeze({
  renameModel: () => false,
  moveModel: () => false,
  renameField: () => false,
  fillNewField: () => ({ value: null }),
  fillNewTime: () => ({ value: null }),
  fillNulls: () => ({ value: null }),
  allowComputedUnique: () => {},
  removeModel: () => {},
  removeField: () => {},
});
