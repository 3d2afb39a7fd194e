// Holds what one comparison of two states knows: the models of each kind, what was renamed, and the operations so far.
import type { Operation } from "../operations/operation.ts";
import { type FieldState, isRelation } from "../state/field-state.ts";
import { compareKeys, keyParts, type ModelKey, type ModelState, resolveModel } from "../state/model-state.ts";
import type { ProjectState } from "../state/project-state.ts";
import { type Dependency, dependency, SETTING } from "./dependency.ts";
import type { Questioner } from "./questioner.ts";

/** An operation, and what it must wait for. */
export interface Planned {
  readonly operation: Operation;
  readonly dependencies: readonly Dependency[];
}

/** A field of a model that both states have. */
export interface FieldKey {
  readonly model: ModelKey;
  readonly name: string;
}

/** The models of one state, by what migrations do with them. */
interface Kinds {
  readonly managed: Set<ModelKey>;
  readonly unmanaged: Set<ModelKey>;
  readonly proxies: Set<ModelKey>;
}

/** The relations that lead to each model: from which model, under which field. */
export type Incoming = ReadonlyMap<ModelKey, ReadonlyMap<ModelKey, ReadonlyMap<string, FieldState>>>;

/** One comparison of two states. Its parts are filled by the finders in the order in which `findChanges` calls them. */
export class Detection {
  readonly from: ProjectState;
  readonly to: ProjectState;
  readonly questioner: Questioner;
  readonly swappables: Readonly<Record<string, string>>;
  readonly createFirst: (model: ModelState) => boolean;
  readonly old: Kinds;
  readonly new: Kinds;
  /** Old keys by new ones. */
  readonly renamedModels: Map<ModelKey, ModelKey> = new Map();
  /** Old names of fields by `key name` with new ones. */
  readonly renamedFields: Map<string, string> = new Map();
  readonly planned: Map<string, Planned[]> = new Map();

  constructor(options: {
    readonly from: ProjectState;
    readonly to: ProjectState;
    readonly questioner: Questioner;
    readonly swappables: Readonly<Record<string, string>>;
    readonly createFirst: (model: ModelState) => boolean;
  }) {
    this.from = options.from;
    this.to = options.to;
    this.questioner = options.questioner;
    this.swappables = options.swappables;
    this.createFirst = options.createFirst;
    this.old = kindsOf(options.from);
    this.new = kindsOf(options.to);
  }

  /** Plans an operation, at the end or before all others of its label. */
  plan(
    label: string,
    operation: Operation,
    dependencies: readonly Dependency[] = [],
    where: "end" | "start" = "end",
  ): void {
    const list = this.planned.get(label) ?? [];
    this.planned.set(label, list);
    if (where === "start") list.unshift({ operation, dependencies });
    else list.push({ operation, dependencies });
  }

  /** The models that both states have, in order; also those whose tables others manage, because relations lead to them. */
  get keptModels(): readonly ModelKey[] {
    const old = new Set([...this.old.managed, ...this.old.unmanaged]);
    return [...this.new.managed, ...this.new.unmanaged].filter((key) => old.has(key)).sort(compareKeys);
  }

  /** A model of the old state, by its key in the new one. */
  oldModel(key: ModelKey): ModelState {
    return this.from.models[this.oldKey(key)]!;
  }

  newModel(key: ModelKey): ModelState {
    return this.to.models[key]!;
  }

  oldKey(key: ModelKey): ModelKey {
    return this.renamedModels.get(key) ?? key;
  }

  /** The key that a model of the old state has in the new one. */
  newKey(oldKey: ModelKey): ModelKey {
    for (const [key, before] of this.renamedModels) if (before === oldKey) return key;
    return oldKey;
  }

  /** The name that a field had in the old state. */
  oldFieldName(model: ModelKey, name: string): string {
    return this.renamedFields.get(`${model} ${name}`) ?? name;
  }

  /** What a field that leads to another model waits for. */
  relationDependencies(model: ModelState, field: FieldState): Dependency[] {
    if (!isRelation(field)) return [];
    const target: Dependency =
      field.swappable === undefined
        ? dependency(resolveModel(field.to, model.label, model.name), "create")
        : { label: SETTING, model: field.swappable, type: "create" };
    if (field.through === undefined) return [target];
    return [target, dependency(resolveModel(field.through, model.label, model.name), "create")];
  }

  /** What the relations of a model wait for. */
  modelDependencies(model: ModelState): Dependency[] {
    return Object.values(model.fields).flatMap((field) => this.relationDependencies(model, field));
  }

  /** The dependency with the model in the place of the setting that names it. */
  resolved(wanted: Dependency): Dependency {
    if (wanted.label !== SETTING) return wanted;
    const [label, model] = keyParts(resolveModel(this.swappables[wanted.model] ?? "", ""));
    return { ...wanted, label, model };
  }
}

function kindsOf(state: ProjectState): Kinds {
  const kinds: Kinds = { managed: new Set(), unmanaged: new Set(), proxies: new Set() };
  for (const [key, model] of Object.entries(state.models) as [ModelKey, ModelState][]) {
    const { managed, proxy } = model.options;
    const kind = managed === false ? kinds.unmanaged : proxy === true ? kinds.proxies : kinds.managed;
    kind.add(key);
  }
  return kinds;
}

/** The members of the first set that the second lacks, in order. */
export function missing(set: Iterable<ModelKey>, others: ReadonlySet<ModelKey>): ModelKey[] {
  return [...set].filter((key) => !others.has(key)).sort(compareKeys);
}

/** The relations of a state by the model to which they lead; those to a proxy lead to its model. */
export function incomingOf(state: ProjectState): Incoming {
  const incoming = new Map<ModelKey, Map<ModelKey, Map<string, FieldState>>>();
  const note = (reference: string, from: ModelState, key: ModelKey, name: string): void => {
    const target = concreteKey(state, resolveModel(reference, from.label, from.name));
    const models = incoming.get(target) ?? new Map<ModelKey, Map<string, FieldState>>();
    const fields = models.get(key) ?? new Map<string, FieldState>();
    fields.set(name, from.fields[name]!);
    incoming.set(target, models.set(key, fields));
  };
  for (const [key, model] of Object.entries(state.models) as [ModelKey, ModelState][])
    for (const [name, field] of Object.entries(model.fields)) {
      if (field.to !== undefined) note(field.to, model, key, name);
      if (field.through !== undefined) note(field.through, model, key, name);
    }
  for (const key of Object.keys(state.models) as ModelKey[]) {
    const concrete = incoming.get(concreteKey(state, key));
    if (concrete !== undefined) incoming.set(key, concrete);
  }
  return incoming;
}

/** The model whose table a model shows: itself, or for a proxy that of its base. */
function concreteKey(state: ProjectState, key: ModelKey): ModelKey {
  const model = state.models[key];
  if (model?.options.proxy !== true) return key;
  const base = model.bases.find((each) => each.includes("."));
  const next = base === undefined ? key : resolveModel(base, model.label);
  return next === key || state.models[next] === undefined ? key : concreteKey(state, next);
}
