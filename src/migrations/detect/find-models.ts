// Finds the models that were renamed, moved, created and deleted, and plans their operations.

import { AddField } from "../operations/fields/add-field.ts";
import { AlterField } from "../operations/fields/alter-field.ts";
import { RemoveField } from "../operations/fields/remove-field.ts";
import { AddConstraint } from "../operations/indexes/constraint-steps.ts";
import { AddIndex } from "../operations/indexes/index-steps.ts";
import { AlterOrderWithRespectTo, AlterUnique } from "../operations/models/alter-options.ts";
import { CreateModel } from "../operations/models/create-model.ts";
import { DeleteModel } from "../operations/models/delete-model.ts";
import { MoveModel } from "../operations/models/move-model.ts";
import { RenameModel } from "../operations/models/rename-model.ts";
import { type FieldState, isRelation } from "../state/field-state.ts";
import { compareText, keyParts, type ModelKey, type ModelState, modelKey, resolveModel } from "../state/model-state.ts";
import { fieldsText } from "./compare-fields.ts";
import { type Dependency, dependency } from "./dependency.ts";
import { type Detection, incomingOf, missing } from "./detection.ts";

/** Finds renamed models, and models that moved to another label; both count as old ones from then on. */
export async function findRenamedModels(detection: Detection): Promise<void> {
  const { from, to, questioner, old } = detection;
  const incoming = incomingOf(to);
  for (const key of missing(detection.new.managed, old.managed)) {
    const model = to.models[key]!;
    const text = fieldsText(model);
    for (const oldKey of missing(old.managed, detection.new.managed)) {
      const before = from.models[oldKey]!;
      if (fieldsText(before) !== text) continue;
      const moved = before.label !== model.label;
      if (moved && before.name.toLowerCase() !== model.name.toLowerCase()) continue;
      const agreed = moved ? await questioner.moveModel(before, model) : await questioner.renameModel(before, model);
      if (!agreed) continue;
      const waits = detection.modelDependencies(model);
      // What is new and leads to the model waits for the new name instead.
      for (const other of incoming.get(key)?.keys() ?? [])
        if (other in from.models) waits.push(dependency(other, "create"));
      if (moved) waits.push(dependency(oldKey, "create"));
      const operation = moved ? new MoveModel(model.name, before.label) : new RenameModel(before.name, model.name);
      detection.plan(model.label, operation, waits);
      detection.renamedModels.set(key, oldKey);
      old.managed.delete(oldKey);
      old.managed.add(key);
      break;
    }
  }
}

/** Finds models that are gone. */
export async function findDeletedModels(detection: Detection): Promise<void> {
  const remaining = new Set([...detection.new.managed, ...detection.new.unmanaged]);
  const throughUsers = throughUsersOf(detection);
  const incoming = incomingOf(detection.from);
  for (const key of [...missing(detection.old.managed, remaining), ...missing(detection.old.unmanaged, remaining)]) {
    const model = detection.from.models[key]!;
    await detection.questioner.removeModel(model);
    const { label, name } = model;
    if ((model.options.unique ?? []).length > 0) detection.plan(label, new AlterUnique(name, []));
    const related = Object.keys(model.fields)
      // What is a part of the key goes with the table.
      .filter((each) => isRelation(model.fields[each]!) && model.options.primaryKey?.includes(each) !== true)
      .sort(compareText);
    for (const field of related) detection.plan(label, new RemoveField(name, field));
    const waits: Dependency[] = [];
    for (const [other, fields] of incoming.get(key) ?? [])
      for (const field of fields.keys()) {
        if (detection.from.models[other]?.options.primaryKey?.includes(field) === true && !remaining.has(other))
          waits.push(dependency(detection.newKey(other), "remove"));
        waits.push(dependency(detection.newKey(other), "remove", field));
        waits.push(dependency(detection.newKey(other), "alter", field));
      }
    for (const child of childrenOf(detection, key)) waits.push(dependency(child, "remove"));
    for (const field of related) waits.push(dependency(key, "remove", field));
    const user = throughUsers.get(key);
    if (user !== undefined) waits.push(dependency(user.model, "remove", user.field));
    detection.plan(label, new DeleteModel(name), waits);
  }
}

/** The models whose rows extend those of a model. */
function childrenOf({ from }: Detection, key: ModelKey): ModelKey[] {
  return (Object.keys(from.models) as ModelKey[]).filter((each) => {
    const { label, bases, options } = from.models[each]!;
    return options.proxy !== true && bases.some((base) => base.includes(".") && resolveModel(base, label) === key);
  });
}

function throughUsersOf(detection: Detection): Map<ModelKey, { readonly model: ModelKey; readonly field: string }> {
  const users = new Map<ModelKey, { readonly model: ModelKey; readonly field: string }>();
  for (const key of [...detection.old.managed].sort()) {
    const model = detection.oldModel(key);
    for (const [field, { through }] of Object.entries(model.fields))
      if (through !== undefined)
        users.set(resolveModel(through, model.label, model.name), { model: detection.oldKey(key), field });
  }
  return users;
}

/** Finds models that are new; their relations and what stands on those are planned as operations of their own. */
export function findCreatedModels(detection: Detection): void {
  const known = new Set([...detection.old.managed, ...detection.old.unmanaged]);
  const first = (key: ModelKey) => (detection.createFirst(detection.to.models[key]!) ? 1 : 0);
  const ordered = (keys: readonly ModelKey[]) => keys.toReversed().sort((left, right) => first(left) - first(right));
  for (const key of ordered(missing(detection.new.managed, known))) planCreation(detection, key);
  for (const key of ordered(missing(detection.new.unmanaged, known))) planCreation(detection, key);
}

function planCreation(detection: Detection, key: ModelKey): void {
  const model = detection.to.models[key]!;
  const { label, name } = model;
  const keys = model.options.primaryKey ?? [];
  const related = Object.entries(model.fields).filter(([each, field]) => !keys.includes(each) && isLaterField(field));
  const relatedNames = new Set(related.map(([each]) => each));
  const { indexes = [], constraints = [], unique, orderWithRespectTo, ...options } = model.options;
  const fields = Object.entries(model.fields).filter(([each]) => !relatedNames.has(each));
  detection.plan(
    label,
    new CreateModel(name, Object.fromEntries(fields), { ...options, bases: model.bases, managers: model.managers }),
    creationDependencies(detection, key, model),
    "start",
  );
  const created = dependency(key, "create");
  for (const [each, field] of related.sort(([left], [right]) => compareText(left, right)))
    detection.plan(label, new AddField(name, each, field), [...detection.relationDependencies(model, field), created]);
  if (orderWithRespectTo !== undefined)
    detection.plan(label, new AlterOrderWithRespectTo(name, orderWithRespectTo), [
      dependency(key, "create", orderWithRespectTo),
      created,
    ]);
  const whole = [...related.map(([each]) => dependency(key, "create", each)), created];
  for (const index of indexes) detection.plan(label, new AddIndex(name, index), whole);
  for (const constraint of constraints) detection.plan(label, new AddConstraint(name, constraint), whole);
  if (unique !== undefined && unique.length > 0) detection.plan(label, new AlterUnique(name, unique), whole);
  if (detection.old.proxies.has(key)) planRepointed(detection, key);
}

// What led to a proxy led to its base; the model that takes its place has a table of its own.
function planRepointed(detection: Detection, key: ModelKey): void {
  for (const [other, fields] of incomingOf(detection.to).get(key) ?? []) {
    const model = detection.to.models[other]!;
    for (const [name, field] of fields)
      detection.plan(model.label, new AlterField(model.name, name, field), [dependency(key, "create")]);
  }
}

// A relation may lead to a model that is created later; the key and the link to a parent cannot wait.
function isLaterField(field: FieldState): boolean {
  if (field.through !== undefined) return true;
  return isRelation(field) && field.primaryKey !== true && field.parentLink !== true;
}

function creationDependencies(detection: Detection, key: ModelKey, model: ModelState): Dependency[] {
  // Another view of the model may have had its name.
  const waits = [dependency(key, "remove")];
  for (const base of model.bases) {
    if (!base.includes(".")) continue;
    const baseKey = resolveModel(base, model.label);
    waits.push(dependency(baseKey, "create"));
    const [before, after] = [detection.from.models[baseKey], detection.to.models[baseKey]];
    if (before === undefined || after === undefined) continue;
    for (const field of Object.keys(before.fields))
      if (!(field in after.fields) && field in model.fields) waits.push(dependency(baseKey, "remove", field));
  }
  for (const [name, field] of Object.entries(model.fields))
    if (field.to !== undefined && (field.primaryKey === true || model.options.primaryKey?.includes(name) === true))
      waits.push(dependency(resolveModel(field.to, model.label, model.name), "create"));
  return waits;
}

/** Finds proxies that are gone. */
export function findDeletedProxies(detection: Detection): void {
  for (const key of missing(detection.old.proxies, detection.new.proxies)) {
    const { label, name } = detection.from.models[key]!;
    detection.plan(label, new DeleteModel(name));
  }
}

/** Finds proxies that are new. */
export function findCreatedProxies(detection: Detection): void {
  for (const key of missing(detection.new.proxies, detection.old.proxies)) {
    const model = detection.to.models[key]!;
    const [label] = keyParts(key);
    const waits = [dependency(modelKey(label, model.name), "remove")];
    for (const base of model.bases) if (base.includes(".")) waits.push(dependency(resolveModel(base, label), "create"));
    const more = { ...model.options, bases: model.bases, managers: model.managers };
    detection.plan(label, new CreateModel(model.name, {}, more), waits);
  }
}
