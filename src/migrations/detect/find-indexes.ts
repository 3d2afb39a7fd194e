// Finds indexes and constraints that were added, removed, renamed and altered.
import { AddConstraint, AlterConstraint, RemoveConstraint } from "../operations/indexes/constraint-steps.ts";
import { AddIndex, RemoveIndex, RenameIndex } from "../operations/indexes/index-steps.ts";
import type { ConstraintState, IndexState, ModelKey } from "../state/model-state.ts";
import { sameValue } from "../state/plain-value.ts";
import type { Detection } from "./detection.ts";

/** What changed in the indexes and constraints of one model. */
export interface IndexChanges {
  readonly key: ModelKey;
  readonly added: readonly IndexState[];
  readonly removed: readonly IndexState[];
  readonly renamed: readonly { readonly before: string; readonly after: string }[];
  readonly addedConstraints: readonly ConstraintState[];
  readonly removedConstraints: readonly ConstraintState[];
  readonly alteredConstraints: readonly ConstraintState[];
}

/** Compares the indexes and constraints of every kept model. */
export function findIndexChanges(detection: Detection): readonly IndexChanges[] {
  return detection.keptModels.map((key) => {
    const [before, after] = [detection.oldModel(key).options, detection.newModel(key).options];
    return {
      key,
      ...compareIndexes(before.indexes ?? [], after.indexes ?? []),
      ...compareConstraints(before.constraints ?? [], after.constraints ?? []),
    };
  });
}

function without<T>(list: readonly T[], others: readonly T[]): T[] {
  return list.filter((each) => !others.some((other) => sameValue(each, other)));
}

function compareIndexes(
  before: readonly IndexState[],
  after: readonly IndexState[],
): Pick<IndexChanges, "added" | "removed" | "renamed"> {
  const added = without(after, before);
  const removed = without(before, after);
  const renamed: { before: string; after: string }[] = [];
  for (const index of [...added]) {
    const twin = removed.find((each) => each.name !== index.name && sameValue({ ...each, name: index.name }, index));
    if (twin === undefined) continue;
    renamed.push({ before: twin.name, after: index.name });
    added.splice(added.indexOf(index), 1);
    removed.splice(removed.indexOf(twin), 1);
  }
  return { added, removed, renamed };
}

// What the database knows of a constraint.
function inDatabase({ message: _, ...rest }: ConstraintState): Omit<ConstraintState, "message"> {
  return rest;
}

function compareConstraints(
  before: readonly ConstraintState[],
  after: readonly ConstraintState[],
): Pick<IndexChanges, "addedConstraints" | "removedConstraints" | "alteredConstraints"> {
  const added = without(after, before);
  const removed = without(before, after);
  const altered = added.filter((each) =>
    removed.some((other) => other.name === each.name && sameValue(inDatabase(other), inDatabase(each))),
  );
  const names = new Set(altered.map((each) => each.name));
  return {
    addedConstraints: added.filter((each) => !names.has(each.name)),
    removedConstraints: removed.filter((each) => !names.has(each.name)),
    alteredConstraints: altered,
  };
}

/** Plans what must be gone before fields change. */
export function planRemovedIndexes(detection: Detection, changes: readonly IndexChanges[]): void {
  for (const { key, removedConstraints } of changes) {
    const { label, name } = detection.newModel(key);
    for (const constraint of removedConstraints) detection.plan(label, new RemoveConstraint(name, constraint.name));
  }
  for (const { key, removed } of changes) {
    const { label, name } = detection.newModel(key);
    for (const index of removed) detection.plan(label, new RemoveIndex(name, index.name));
  }
}

/** Plans the renames of indexes. */
export function planRenamedIndexes(detection: Detection, changes: readonly IndexChanges[]): void {
  for (const { key, renamed } of changes) {
    const { label, name } = detection.newModel(key);
    for (const { before, after } of renamed) detection.plan(label, new RenameIndex(name, before, after));
  }
}

/** Plans what stands on fields that are there by then. */
export function planAddedIndexes(detection: Detection, changes: readonly IndexChanges[]): void {
  for (const { key, added } of changes) {
    const model = detection.newModel(key);
    for (const index of added)
      detection.plan(model.label, new AddIndex(model.name, index), detection.modelDependencies(model));
  }
  for (const { key, addedConstraints } of changes) {
    const model = detection.newModel(key);
    for (const constraint of addedConstraints)
      detection.plan(model.label, new AddConstraint(model.name, constraint), detection.modelDependencies(model));
  }
  for (const { key, alteredConstraints } of changes) {
    const model = detection.newModel(key);
    for (const constraint of alteredConstraints) {
      const operation = new AlterConstraint(model.name, constraint.name, constraint);
      detection.plan(model.label, operation, detection.modelDependencies(model));
    }
  }
}
