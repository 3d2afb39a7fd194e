// Finds changes of models' options: tables, comments, orders, unique sets, managers and the rest.
import {
  ALTERED_OPTIONS,
  AlterModelComment,
  AlterModelManagers,
  AlterModelOptions,
  AlterModelTable,
  AlterOrderWithRespectTo,
  AlterPrimaryKey,
  AlterUnique,
} from "../operations/models/alter-options.ts";
import { compareKeys, type ModelKey, type ModelStateOptions } from "../state/model-state.ts";
import { plainText, sameValue } from "../state/plain-value.ts";
import { type Dependency, dependency } from "./dependency.ts";
import type { Detection } from "./detection.ts";

function both(left: ReadonlySet<ModelKey>, right: ReadonlySet<ModelKey>): ModelKey[] {
  return [...left].filter((key) => right.has(key));
}

function inOrder(keys: readonly ModelKey[]): ModelKey[] {
  return [...new Set(keys)].sort(compareKeys);
}

function kept(detection: Detection): readonly ModelKey[] {
  return [...detection.keptModels, ...both(detection.old.proxies, detection.new.proxies)];
}

/** Finds options that no database knows of; first, because whether migrations manage a model is one of them. */
export function findAlteredOptions(detection: Detection): void {
  for (const key of inOrder(kept(detection))) {
    const after = detection.newModel(key);
    const options = alteredOptions(after.options);
    if (!sameValue(alteredOptions(detection.oldModel(key).options), options))
      detection.plan(after.label, new AlterModelOptions(after.name, options));
  }
}

function alteredOptions(options: ModelStateOptions): ModelStateOptions {
  return Object.fromEntries(
    ALTERED_OPTIONS.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
  );
}

/** Finds other managers. */
export function findAlteredManagers(detection: Detection): void {
  for (const key of detection.keptModels) {
    const { label, name, managers } = detection.newModel(key);
    if (!sameValue(detection.oldModel(key).managers, managers))
      detection.plan(label, new AlterModelManagers(name, managers));
  }
}

/** Finds other comments on tables. */
export function findAlteredComments(detection: Detection): void {
  for (const key of inOrder(kept(detection))) {
    const { label, name, options } = detection.newModel(key);
    if (detection.oldModel(key).options.comment !== options.comment)
      detection.plan(label, new AlterModelComment(name, options.comment));
  }
}

/** Finds other names of tables. */
export function findAlteredTables(detection: Detection): void {
  for (const key of inOrder(kept(detection))) {
    const { label, name, options } = detection.newModel(key);
    if (detection.oldModel(key).options.table !== options.table)
      detection.plan(label, new AlterModelTable(name, options.table));
  }
}

/** Finds models whose rows are ordered within another field. */
export function findAlteredOrders(detection: Detection): void {
  for (const key of detection.keptModels) {
    const { label, name, options } = detection.newModel(key);
    const field = options.orderWithRespectTo;
    if (detection.oldModel(key).options.orderWithRespectTo === field) continue;
    const waits = field === undefined ? [] : [dependency(key, "create", field)];
    detection.plan(label, new AlterOrderWithRespectTo(name, field), waits);
  }
}

/** Takes away the keys of several fields that are gone, before their fields go and another key comes. */
export function findRemovedKeys(detection: Detection): void {
  for (const { key, after } of changedKeys(detection)) {
    const { label, name } = detection.newModel(key);
    if (after === undefined) detection.plan(label, new AlterPrimaryKey(name, undefined));
  }
}

/** Sets the keys of several fields that are new, after the fields have come and the key of one field is gone. */
export function findAlteredKeys(detection: Detection): void {
  for (const { key, after } of changedKeys(detection)) {
    const model = detection.newModel(key);
    if (after === undefined) continue;
    const old = detection.oldModel(key).fields;
    const waits = after.flatMap((name) => [
      ...(name in old ? [dependency(key, "alter", name)] : [dependency(key, "create", name)]),
      ...detection.relationDependencies(model, model.fields[name]!),
    ]);
    for (const [name, field] of Object.entries(old))
      if (field.type === "auto" || field.primaryKey === true)
        waits.push(dependency(key, "remove", name), dependency(key, "alter", name));
    detection.plan(model.label, new AlterPrimaryKey(model.name, after), waits);
  }
}

function changedKeys(detection: Detection) {
  return detection.keptModels.flatMap((key) => {
    const after = detection.newModel(key).options.primaryKey;
    const newNames = new Map(
      Object.keys(detection.newModel(key).fields).map((name) => [detection.oldFieldName(key, name), name]),
    );
    const before = detection.oldModel(key).options.primaryKey?.map((name) => newNames.get(name) ?? name);
    return sameValue(before, after) ? [] : [{ key, after }];
  });
}

type Sets = readonly (readonly string[])[];

/** Takes away the unique sets that are gone, before their fields go. */
export function findRemovedUnique(detection: Detection): void {
  for (const { key, before, after, waits } of changedUnique(detection)) {
    const { label, name } = detection.newModel(key);
    if (before.length > 0) detection.plan(label, new AlterUnique(name, common(after, before)), waits);
  }
}

/** Adds the unique sets that are new, after their fields. */
export function findAlteredUnique(detection: Detection): void {
  for (const { key, before, after, waits } of changedUnique(detection)) {
    const { label, name } = detection.newModel(key);
    if (common(after, before).length !== after.length) detection.plan(label, new AlterUnique(name, after), waits);
  }
}

function common(sets: Sets, others: Sets): Sets {
  const known = new Set(others.map(plainText));
  return sets.filter((set) => known.has(plainText(set)));
}

function distinct(sets: Sets): Sets {
  return [...new Map(sets.map((set) => [plainText(set), set])).values()];
}

function changedUnique(
  detection: Detection,
): { readonly key: ModelKey; readonly before: Sets; readonly after: Sets; readonly waits: Dependency[] }[] {
  return detection.keptModels.flatMap((key) => {
    const model = detection.newModel(key);
    const before = distinct(detection.oldModel(key).options.unique ?? []);
    const after = distinct(model.options.unique ?? []);
    if (before.length === after.length && common(after, before).length === after.length) return [];
    const names = [...new Set(after.flat())];
    const waits = names.flatMap((name) => [
      ...(name in detection.oldModel(key).fields ? [] : [dependency(key, "create", name)]),
      ...detection.relationDependencies(model, model.fields[name]!),
    ]);
    return [{ key, before, after, waits }];
  });
}
