// Describes the tables that the models of a state have in a database of one dialect.
import { type Dialect, describeTables, type TableDescription } from "#orm/internals";
import { modelsOfState } from "./historical-models.ts";
import { type ModelState, resolveModel } from "./model-state.ts";
import { findModelState, type ProjectState } from "./project-state.ts";

/** Whether migrations create and change the model's table. */
export function hasTable(model: ModelState): boolean {
  return model.options.managed !== false && model.options.proxy !== true;
}

/** All tables of a state: those of its models, and those of the links that the framework keeps. */
export function tablesOfState(state: ProjectState, dialect: Dialect): readonly TableDescription[] {
  return Object.values(state.models).flatMap((model) => tablesOfModel(state, model, dialect));
}

/** The tables of one model, its own first; none for a proxy or a model that others manage. */
export function tablesOfModel(state: ProjectState, model: ModelState, dialect: Dialect): readonly TableDescription[] {
  if (!hasTable(model)) return [];
  const known = knownTables(state, dialect);
  let tables = known.get(model);
  if (tables === undefined)
    known.set(model, (tables = describeTables(modelsOfState(state).meta(model.label, model.name), dialect)));
  return tables;
}

// The state after an operation is the one before the next.
const described = new WeakMap<ProjectState, WeakMap<Dialect, Map<ModelState, readonly TableDescription[]>>>();

function knownTables(state: ProjectState, dialect: Dialect): Map<ModelState, readonly TableDescription[]> {
  let byDialect = described.get(state);
  if (byDialect === undefined) described.set(state, (byDialect = new WeakMap()));
  let known = byDialect.get(dialect);
  if (known === undefined) byDialect.set(dialect, (known = new Map()));
  return known;
}

/**
 * The models whose tables may change with one: itself, what points at it, and what points at those through their key.
 */
export function modelsAround(state: ProjectState, label: string, name: string): readonly ModelState[] {
  const found = new Map<string, ModelState>();
  const visit = (model: ModelState | undefined): void => {
    if (model === undefined) return;
    const key = `${model.label}.${model.name.toLowerCase()}`;
    if (found.has(key)) return;
    found.set(key, model);
    for (const other of Object.values(state.models)) {
      const keys = Object.values(other.fields).filter(
        (field) => field.to !== undefined && resolveModel(field.to, other.label, other.name) === key,
      );
      if (keys.some((field) => field.primaryKey === true)) visit(other);
      else if (keys.length > 0) found.set(`${other.label}.${other.name.toLowerCase()}`, other);
    }
  };
  visit(findModelState(state, label, name));
  return [...found.values()];
}
