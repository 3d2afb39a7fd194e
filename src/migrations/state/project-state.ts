// Defines all models of a project at one point of its history, and makes changed copies of that state.
import { didYouMean } from "#kernel";
import { MigrationError } from "../migration-error.ts";
import type { FieldState } from "./field-state.ts";
import { type ModelKey, type ModelState, type ModelStateOptions, modelKey } from "./model-state.ts";

/** The models of a project, by their keys. */
export interface ProjectState {
  readonly models: Readonly<Record<ModelKey, ModelState>>;
}

/** A project without models. */
export const emptyState: ProjectState = Object.freeze({ models: Object.freeze({}) });

/** A project of these models. */
export function projectOf(models: Iterable<ModelState>): ProjectState {
  const byKey: Record<ModelKey, ModelState> = {};
  for (const model of models) byKey[modelKey(model.label, model.name)] = model;
  return Object.freeze({ models: Object.freeze(byKey) });
}

/** The parts of a model that are not empty by default. */
export type ModelParts = Pick<ModelState, "label" | "name" | "fields"> & Partial<ModelState>;

/** A model from its parts, frozen. */
export function modelStateOf(parts: ModelParts): ModelState {
  const { label, name, fields, options = {}, bases = [], managers = [] } = parts;
  return Object.freeze({
    label,
    name,
    fields: Object.freeze({ ...fields }),
    options: Object.freeze(definedOf(options)),
    bases,
    managers,
  });
}

function definedOf(options: ModelStateOptions): ModelStateOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** The model of that name, or undefined. */
export function findModelState(state: ProjectState, label: string, name: string): ModelState | undefined {
  return state.models[modelKey(label, name)];
}

/**
 * The model of that name.
 *
 * @throws {MigrationError} MIGRATIONS_UNKNOWN_MODEL
 */
export function getModelState(state: ProjectState, label: string, name: string): ModelState {
  const model = findModelState(state, label, name);
  if (model !== undefined) return model;
  const known = Object.values(state.models).map((each) => `${each.label}.${each.name}`);
  throw new MigrationError(
    "MIGRATIONS_UNKNOWN_MODEL",
    `At this point of the history there is no model ${label}.${name}.`,
    {
      facts: [`Models: ${known.join(", ") || "none"}.`],
      cure: `Name a model that an earlier operation creates, or depend on the migration that does.${didYouMean(`${label}.${name}`, known)}`,
    },
  );
}

/**
 * The field of a model.
 *
 * @throws {MigrationError} MIGRATIONS_UNKNOWN_FIELD
 */
export function getFieldState(model: ModelState, name: string): FieldState {
  const field = model.fields[name];
  if (field !== undefined) return field;
  const known = Object.keys(model.fields);
  throw new MigrationError(
    "MIGRATIONS_UNKNOWN_FIELD",
    `At this point of the history ${model.label}.${model.name} has no field "${name}".`,
    {
      facts: [`Fields: ${known.join(", ") || "none"}.`],
      cure: `Name a field that the model has before this operation.${didYouMean(name, known)}`,
    },
  );
}

/** The state with this model, new or in the place of the one of its name. */
export function withModel(state: ProjectState, model: ModelState): ProjectState {
  return Object.freeze({ models: Object.freeze({ ...state.models, [modelKey(model.label, model.name)]: model }) });
}

/** The state without that model. */
export function withoutModel(state: ProjectState, label: string, name: string): ProjectState {
  const { [modelKey(label, name)]: _, ...models } = state.models;
  return Object.freeze({ models: Object.freeze(models) });
}

/** The model with other fields. */
export function withFields(model: ModelState, fields: Readonly<Record<string, FieldState>>): ModelState {
  return Object.freeze({ ...model, fields: Object.freeze(fields) });
}

/** The model with some options set; those given as undefined are taken away. */
export function withOptions(model: ModelState, options: ModelStateOptions): ModelState {
  return modelStateOf({ ...model, options: { ...model.options, ...options } });
}

/** The state with every model as `change` makes it. */
export function mapModels(state: ProjectState, change: (model: ModelState) => ModelState): ProjectState {
  return projectOf(Object.values(state.models).map(change));
}
