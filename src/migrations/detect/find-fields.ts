// Finds the fields that were renamed, added, removed and altered, and plans their operations.
import { AddField } from "../operations/fields/add-field.ts";
import { AlterField } from "../operations/fields/alter-field.ts";
import { RemoveField } from "../operations/fields/remove-field.ts";
import { RenameField } from "../operations/fields/rename-field.ts";
import {
  allowsEmptyText,
  type FieldState,
  hasDatabaseDefault,
  hasDefault,
  isComputed,
  isGenerated,
  isManyToMany,
  isTimeField,
} from "../state/field-state.ts";
import { compareText, type ModelKey, resolveModel } from "../state/model-state.ts";
import { fieldsIn } from "../state/plain-paths.ts";
import { sameValue } from "../state/plain-value.ts";
import { columnOf, resolvedField } from "./compare-fields.ts";
import { type Dependency, dependency } from "./dependency.ts";
import type { Detection } from "./detection.ts";

/** The fields of one kept model: those of both states, with renamed ones under their new names. */
export interface ModelFields {
  readonly key: ModelKey;
  readonly old: Set<string>;
  readonly new: ReadonlySet<string>;
  /** The renames, to be planned after what stands in their way is gone. */
  readonly renames: { readonly before: string; readonly after: string }[];
}

/** The fields of every kept model, in order. */
export function fieldsOfKept(detection: Detection): readonly ModelFields[] {
  return detection.keptModels.map((key) => ({
    key,
    old: new Set(Object.keys(detection.oldModel(key).fields)),
    new: new Set(Object.keys(detection.newModel(key).fields)),
    renames: [],
  }));
}

function missingNames(names: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...names].filter((name) => !others.has(name)).sort(compareText);
}

/** Asks about fields that may have been renamed. */
export async function askForRenamedFields(detection: Detection, models: readonly ModelFields[]): Promise<void> {
  const newKeys = new Map([...detection.renamedModels].map(([after, before]) => [before, after]));
  for (const fields of models) {
    const left = new Set(fields.old);
    const [before, after] = [detection.oldModel(fields.key), detection.newModel(fields.key)];
    for (const name of missingNames(fields.new, fields.old)) {
      const field = after.fields[name]!;
      const wanted = resolvedField(field, after);
      for (const oldName of missingNames(left, fields.new)) {
        const oldField = before.fields[oldName]!;
        const found = resolvedField(oldField, before, (key) => newKeys.get(key) ?? key);
        const keepsColumn = sameValue({ ...found, column: columnOf(oldName, oldField) }, wanted);
        if (!sameValue(found, wanted) && !keepsColumn) continue;
        if (!(await detection.questioner.renameField(after, oldName, name, field))) continue;
        fields.renames.push({ before: oldName, after: name });
        left.delete(oldName);
        left.add(name);
        detection.renamedFields.set(`${fields.key} ${name}`, oldName);
        break;
      }
    }
  }
}

/** Plans the renames that were agreed to. */
export function planRenamedFields(detection: Detection, models: readonly ModelFields[]): void {
  for (const { key, old, renames } of models) {
    const model = detection.newModel(key);
    for (const { before, after } of renames) {
      const field = model.fields[after]!;
      // A column that is kept under its old name is fixed first, so that the rename itself does nothing to it.
      if (detection.oldModel(key).fields[before]!.column !== field.column)
        detection.plan(model.label, new AlterField(model.name, before, field));
      detection.plan(model.label, new RenameField(model.name, before, after));
      old.delete(before);
      old.add(after);
    }
  }
}

/** Plans the removal of fields that are gone. */
export async function findRemovedFields(detection: Detection, models: readonly ModelFields[]): Promise<void> {
  for (const { key, old, new: now } of models)
    for (const name of missingNames(old, now)) await planRemoval(detection, key, name);
}

async function planRemoval(detection: Detection, key: ModelKey, name: string): Promise<void> {
  const before = detection.oldModel(key);
  const { label, name: model } = detection.newModel(key);
  await detection.questioner.removeField(before, name);
  const waits = [dependency(key, "unorder", name), dependency(key, "reunite", name)];
  if (before.options.primaryKey?.includes(name) === true) waits.push(dependency(key, "rekey", name));
  for (const [other, field] of Object.entries(before.fields))
    if (isGenerated(field) && fieldsIn(field.expression).has(name)) waits.push(dependency(key, "remove", other));
  detection.plan(label, new RemoveField(model, name), waits);
}

/** Plans fields that are new. */
export async function findAddedFields(detection: Detection, models: readonly ModelFields[]): Promise<void> {
  const added = models.flatMap(({ key, old, new: now }) => missingNames(now, old).map((name) => ({ key, name })));
  for (const { key, name } of added) await planAddition(detection, { key, name, added });
}

interface Addition {
  readonly key: ModelKey;
  readonly name: string;
  /** All fields that are new. */
  readonly added: readonly { readonly key: ModelKey; readonly name: string }[];
}

async function planAddition(detection: Detection, { key, name, added }: Addition): Promise<void> {
  const model = detection.newModel(key);
  const field = model.fields[name]!;
  const { questioner } = detection;
  const waits: Dependency[] = [dependency(key, "remove", name), ...detection.relationDependencies(model, field)];
  waits.push(...keyDependencies(detection, key, name));
  if (isGenerated(field)) waits.push(...generatedDependencies(detection, field, added));
  if (field.unique === true && isComputed(field.default)) await questioner.allowComputedUnique(model, name);
  const needsFill = !fillsItself(field);
  const answer = !needsFill
    ? undefined
    : isTimeField(field) && field.autoNowAdd === true
      ? await questioner.fillNewTime(model, name, field)
      : await questioner.fillNewField(model, name, field);
  const options = answer === undefined ? {} : { fill: answer.value };
  detection.plan(model.label, new AddField(model.name, name, field, options), waits);
}

// A table has one key: the field that becomes it waits until another is it no more.
function keyDependencies(detection: Detection, key: ModelKey, name: string): Dependency[] {
  const isKey = (field: FieldState | undefined): boolean => field?.type === "auto" || field?.primaryKey === true;
  const before = detection.oldModel(key).fields;
  if (!isKey(detection.newModel(key).fields[name])) return [];
  return Object.keys(before)
    .filter((other) => other !== name && isKey(before[other]))
    .flatMap((other) => [dependency(key, "remove", other), dependency(key, "alter", other)])
    .concat(detection.oldModel(key).options.primaryKey === undefined ? [] : [dependency(key, "rekey", name)]);
}

function fillsItself(field: FieldState): boolean {
  return (
    field.null === true ||
    (hasDefault(field) && !isComputed(field.default)) ||
    hasDatabaseDefault(field) ||
    isManyToMany(field) ||
    isGenerated(field) ||
    field.type === "auto" ||
    (field.blank === true && allowsEmptyText(field)) ||
    (isTimeField(field) && field.autoNow === true)
  );
}

function generatedDependencies(detection: Detection, field: FieldState, added: Addition["added"]): Dependency[] {
  const named = fieldsIn(field.expression);
  return added
    .filter((each) => named.has(each.name) || detection.newModel(each.key).fields[each.name]!.to !== undefined)
    .map((each) => dependency(each.key, "create", each.name));
}

/** Plans fields that both states have and that differ. */
export async function findAlteredFields(detection: Detection, models: readonly ModelFields[]): Promise<void> {
  for (const { key, old, new: now } of models)
    for (const name of [...now].filter((each) => old.has(each)).sort(compareText))
      await planAlteration(detection, key, name);
}

async function planAlteration(detection: Detection, key: ModelKey, name: string): Promise<void> {
  const [before, after] = [detection.oldModel(key), detection.newModel(key)];
  const oldName = detection.oldFieldName(key, name);
  // What was renamed could only get another column, and that is planned already.
  if (oldName !== name) return;
  const oldField = before.fields[oldName]!;
  const field = after.fields[name]!;
  if (sameValue(resolvedField(oldField, before), withOldNames(detection, key, field))) return;
  if (isManyToMany(oldField) !== isManyToMany(field)) {
    await planRemoval(detection, key, name);
    await planAddition(detection, { key, name, added: [] });
    return;
  }
  const stopsNull = oldField.null === true && field.null !== true;
  const asks = stopsNull && !hasDefault(field) && !hasDatabaseDefault(field) && !isManyToMany(field);
  const answer = asks ? await detection.questioner.fillNulls(after, name, field) : undefined;
  const options = answer === undefined ? {} : { fill: answer.value };
  const waits = [...detection.relationDependencies(after, field), ...keyDependencies(detection, key, name)];
  detection.plan(after.label, new AlterField(after.name, name, field, options), waits);
}

// Renamed models and fields take along what leads to them, so they are compared under their old names.
function withOldNames(detection: Detection, key: ModelKey, field: FieldState): FieldState {
  const model = detection.newModel(key);
  const resolved = resolvedField(field, model, (target) => detection.oldKey(target));
  if (field.to === undefined) return resolved;
  const target = resolveModel(field.to, model.label, model.name);
  const { toField, toFields, fromFields } = field;
  const named = (name: string) => detection.oldFieldName(target, name);
  return {
    ...resolved,
    ...(toField === undefined ? {} : { toField: named(toField) }),
    ...(toFields === undefined ? {} : { toFields: toFields.map(named) }),
    ...(fromFields === undefined ? {} : { fromFields: fromFields.map((name) => detection.oldFieldName(key, name)) }),
  };
}
