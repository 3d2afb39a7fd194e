// Builds the models of one moment of a project's history: real classes of the ORM that know only each other.
import type { SetupError } from "#kernel";
import { f } from "#orm";
import {
  defineModels,
  type FieldDefinition,
  findMeta,
  type ModelClass,
  type ModelMeta,
  ModelRegistry,
  makeModel,
} from "#orm/internals";
import { MigrationError } from "../migration-error.ts";
import { type FieldState, isComputed, isRelation } from "./field-state.ts";
import type { ConstraintState, IndexState, ModelKey, ModelState } from "./model-state.ts";
import { modelKey, resolveModel } from "./model-state.ts";
import { fromPlain } from "./plain-value.ts";
import { getModelState, type ProjectState } from "./project-state.ts";

const built = new WeakMap<ProjectState, HistoricalModels>();

/** The models of a state; made once for each state. */
export function modelsOfState(state: ProjectState): HistoricalModels {
  let models = built.get(state);
  if (models === undefined) built.set(state, (models = new HistoricalModels(state)));
  return models;
}

/** The models of a project as they were at one point of its history. */
export class HistoricalModels {
  readonly #state: ProjectState;
  readonly #registry = new ModelRegistry();
  readonly #classes = new Map<ModelKey, ModelClass>();
  #complete = false;

  constructor(state: ProjectState) {
    this.#state = state;
  }

  /**
   * The class of a model, with its query set and all relations. The name is `label.Name`.
   *
   * @throws {MigrationError} MIGRATIONS_UNKNOWN_MODEL
   */
  get(name: string): ModelClass {
    this.#completeAll();
    return this.#classOf(resolveModel(name, ""));
  }

  /** What is known of a model; only it and what it leads to are built. */
  meta(label: string, name: string): ModelMeta {
    return findMeta(this.#classOf(modelKey(label, name)))!;
  }

  // A delete must find what points at a row, and a row what points at it.
  #completeAll(): void {
    if (this.#complete) return;
    this.#complete = true;
    const keys = Object.keys(this.#state.models) as ModelKey[];
    defineModels(Object.fromEntries(keys.map((key) => [key, this.#classOf(key)])) as never);
  }

  #classOf(key: ModelKey): ModelClass {
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    const dot = key.lastIndexOf(".");
    const state = getModelState(this.#state, key.slice(0, dot), key.slice(dot + 1));
    const parent = this.#parentOf(state);
    const cls: ModelClass = makeModel({
      name: `${state.label}.${state.name}`,
      self: () => cls,
      definitions: this.#definitionsOf(state),
      options: optionsOf(state),
      registry: this.#registry,
      parent,
    });
    this.#classes.set(key, cls);
    return cls;
  }

  /** The model whose row, or whose table, a model extends. */
  #parentOf(state: ModelState): ModelMeta | undefined {
    const base = state.bases.find((each) => each.includes("."));
    return base === undefined ? undefined : findMeta(this.#classOf(resolveModel(base, state.label)));
  }

  #definitionsOf(state: ModelState): Record<string, FieldDefinition> {
    const definitions: Record<string, FieldDefinition> = {};
    for (const [name, field] of Object.entries(state.fields)) definitions[name] = this.#definition(field, state, name);
    return definitions;
  }

  #definition(field: FieldState, model: ModelState, name: string): FieldDefinition {
    const { type, to, through, as, of, expression, columnType, swappable: _, ...rest } = field;
    const options = withoutComputed(fromPlain(rest) as Record<string, unknown>);
    const target = (reference: string) => () => this.#classOf(resolveModel(reference, model.label, model.name));
    if (isRelation(field)) {
      if (field.type === "manyToMany")
        return f.manyToMany(target(field.to), {
          ...options,
          ...(through === undefined ? {} : { through: target(through) }),
        }) as never;
      if (field.type === "oneToOne") return f.oneToOne(target(field.to), options) as never;
      if (field.type === "foreignKey") return f.foreignKey(target(field.to), options) as never;
      throw unknownType(field, model, name);
    }
    if (type === "generated" && as !== undefined)
      return f.generated(this.#definition(as, model, name) as never, fromPlain(expression) as never, options) as never;
    if (type === "array" && of !== undefined)
      return f.array(this.#definition(of, model, name) as never, options) as never;
    if (type === "custom" && columnType !== undefined) return f.custom({ ...options, type: columnType }) as never;
    const builder = (f as unknown as Record<string, ((options: object) => FieldDefinition) | undefined>)[type];
    if (builder === undefined || type === "generated" || type === "array" || type === "custom" || RELATIONS.has(type))
      throw unknownType(field, model, name);
    return builder(options);
  }
}

const RELATIONS = new Set(["foreignKey", "oneToOne", "manyToMany", "reverse", "reverseOne"]);

function unknownType(field: FieldState, model: ModelState, name: string): SetupError {
  return new MigrationError(
    "MIGRATIONS_UNKNOWN_TYPE",
    `${model.label}.${model.name}.${name} is of the type "${field.type}", which has no column.`,
    {
      where: `${model.label}.${model.name}.${name}`,
      cure: `Use a builder of f as the type, such as { type: "char", maxLength: 100 }; relations say to which model: { type: "foreignKey", to: "blog.Author" }.`,
    },
  );
}

// A function of the models is not kept, so a row of the past must be given its value.
function withoutComputed(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => !isComputed(value)));
}

function optionsOf(state: ModelState): ModelMeta["options"] {
  const { table, comment, ordering, primaryKey, unique, verboseName, verboseNamePlural, latestBy, managed, proxy } =
    state.options;
  const own = { table, comment, primaryKey, unique, verboseName, verboseNamePlural, latestBy, managed, proxy };
  const { indexes = [], constraints = [], orderWithRespectTo } = state.options;
  return {
    ...own,
    ordering,
    orderWithRespectTo,
    defaultRelatedName: state.options.defaultRelatedName,
    indexes: indexes.map(indexOf),
    constraints: constraints.map(constraintOf),
  };
}

function indexOf(index: IndexState): NonNullable<ModelMeta["options"]["indexes"]>[number] {
  const { name, fields = [], expressions = [], where, include = [], method } = index;
  return {
    kind: "index",
    name,
    fields,
    expressions: expressions.map(fromPlain) as never,
    where: fromPlain(where) as never,
    include,
    method,
  };
}

function constraintOf(constraint: ConstraintState): NonNullable<ModelMeta["options"]["constraints"]>[number] {
  const { name, message } = constraint;
  if (constraint.kind === "check")
    return { kind: "check", name, message, condition: fromPlain(constraint.condition) as never };
  const { fields = [], parts = [], nullsDistinct = true, include, deferrable, method } = constraint;
  const where = fromPlain(constraint.where) as never;
  if (constraint.kind === "exclusion")
    return { kind: "exclusion", name, parts: fromPlain(parts) as never, where, method, deferrable, message };
  const expressions = constraint.expressions?.map(fromPlain) as never;
  return { kind: "unique", name, fields, where, nullsDistinct, expressions, include, deferrable, message };
}
