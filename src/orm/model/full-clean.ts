// Checks an instance before it is saved: each field, the model's own clean(), uniqueness; all faults are reported at once.
import { quoteValue } from "#kernel";
import { checkValue, type Issue, ValidationError, type Validator } from "#validate";
import { conditionInput } from "../expressions/condition-input.ts";
import { bindCondition } from "../query/bind.ts";
import { Param } from "../query/param.ts";
import { planExists } from "../query/plan/plan-statement.ts";
import { allOf, type BoundCondition, type Query } from "../query/query.ts";
import { resolveLookup } from "../query/resolve-path.ts";
import { runQuery } from "../query/run.ts";
import { isInstance, ModelRoot } from "./instance-state.ts";
import { isPending, type Properties, sameValue } from "./instance-values.ts";
import { type Column, isParentLink, type ModelMeta } from "./model-meta.ts";
import type { UniqueConstraint } from "./model-options.ts";

type Add = (field: string, ...issues: readonly Issue[]) => void;

/**
 * Runs every check of an instance.
 *
 * @throws ValidationError with all faults.
 */
export async function fullClean(instance: ModelRoot, meta: ModelMeta, exclude: readonly string[]): Promise<void> {
  const faults: Record<string, Issue[]> = {};
  const add: Add = (field, ...issues) => void (faults[field] ??= []).push(...issues);
  for (const column of meta.columns) if (!exclude.includes(column.name)) checkColumn(instance, column, add);
  try {
    await (instance as unknown as { clean(): void | Promise<void> }).clean();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    for (const [field, issues] of Object.entries(error.issues)) add(field, ...issues);
  }
  const skipped = [...exclude, ...Object.keys(faults)];
  for (const table of meta.tables)
    for (const unique of uniqueSets(table)) await checkUnique(instance, table, unique, skipped, add);
  if (Object.keys(faults).length > 0) throw new ValidationError(faults, meta.name);
}

function checkColumn(instance: ModelRoot, column: Column, add: Add): void {
  const { scalar, definition } = column;
  if (isParentLink(column)) return;
  if (scalar.auto || scalar.generated !== undefined) {
    if (definition.fieldKind === "scalar") return;
  }
  const value = (instance as unknown as Properties)[column.attribute];
  const texts = definition.fieldKind === "scalar" ? (definition.options.errorMessages ?? {}) : {};
  const { null: takesNull, blank } = definition.options;
  if (isPending(value)) return;
  if (value === null || value === undefined) {
    if (definition.fieldKind === "relation" && isInstance(ModelRoot.findRelated(instance, column.name))) return;
    const hasDefault = definition.fieldKind === "scalar" && definition.options.databaseDefault !== undefined;
    if (takesNull !== true && !hasDefault && scalar.clock === undefined)
      add(column.name, { code: "null", message: texts["null"] ?? "This field is required." });
    return;
  }
  if (value === "") {
    if (blank !== true) add(column.name, { code: "blank", message: texts["blank"] ?? "This field cannot be empty." });
    return;
  }
  if (definition.fieldKind === "relation") return;
  if (scalar.choices !== undefined && !scalar.choices.some(([choice]) => choice === value)) {
    const message = texts["choice"] ?? texts["invalid_choice"] ?? `${quoteValue(value)} is not one of the choices.`;
    add(column.name, { code: "invalid_choice", message, params: { value } });
    return;
  }
  for (const check of scalar.checks) {
    const issues = checkValue(value as never, [check]);
    if (issues.length === 0) continue;
    const reword = (issue: Issue): Issue => ({
      ...issue,
      message: texts[issue.code] ?? texts["invalid"] ?? issue.message,
    });
    add(column.name, ...issues.map(reword));
    return;
  }
  const validators = (scalar.options.validators ?? []) as readonly Validator[];
  const issues = checkValue(value as never, validators);
  if (issues.length > 0)
    add(column.name, ...issues.map((issue) => ({ ...issue, message: texts[issue.code] ?? issue.message })));
}

interface UniqueSet {
  readonly fields: readonly string[];
  readonly constraint: UniqueConstraint | undefined;
}

function uniqueSets(meta: ModelMeta): readonly UniqueSet[] {
  const single = meta.ownColumns
    .filter((column) => !isParentLink(column) && (column.unique || (column.primaryKey && !column.scalar.auto)))
    .map((column) => ({ fields: [column.name], constraint: undefined }));
  const together = (meta.options.unique ?? []).map((fields) => ({ fields, constraint: undefined }));
  const constraints = (meta.options.constraints ?? [])
    .filter((each) => each.kind === "unique")
    .map((constraint) => ({ fields: constraint.fields, constraint }));
  return [...single, ...together, ...constraints];
}

async function checkUnique(
  instance: ModelRoot,
  meta: ModelMeta,
  set: UniqueSet,
  skipped: readonly string[],
  add: Add,
): Promise<void> {
  if (set.fields.some((name) => skipped.includes(name))) return;
  const properties = instance as unknown as Properties;
  const columns = set.fields.map((name) => meta.findColumn(name)!);
  if (
    columns.some((column) => (properties[column.attribute] ?? null) === null || isPending(properties[column.attribute]))
  )
    return;
  const where: BoundCondition[] = columns.map((column) => lookup(meta, column.attribute, properties[column.attribute]));
  if (set.constraint?.where !== undefined) {
    const condition = bindCondition({ model: meta, annotations: [] }, conditionInput(set.constraint.where));
    // What cannot be told here, the database will tell.
    if (admits(properties, meta, condition) !== true) return;
    where.push(condition);
  }
  const key = properties[meta.key.attribute] ?? null;
  if (key !== null && ModelRoot.origin(instance) !== undefined)
    where.push({ kind: "not", item: lookup(meta, meta.key.attribute, key) });
  const query: Query = { ...allOf(meta), where, alias: ModelRoot.origin(instance)?.alias };
  const rows = await runQuery(query, "exists", (slots, on) => planExists(query, on.dialect, slots));
  if (rows.length === 0) return;
  const isSingle = columns.length === 1 && set.constraint === undefined;
  const message = set.constraint?.message ?? uniqueText(meta, columns);
  add(isSingle ? columns[0]!.name : "", { code: columns.length === 1 ? "unique" : "unique_together", message });
}

function uniqueText(meta: ModelMeta, columns: readonly Column[]): string {
  const [first] = columns;
  const own =
    columns.length === 1 && first!.definition.fieldKind === "scalar"
      ? first!.definition.options.errorMessages?.["unique"]
      : undefined;
  return own ?? `Another ${meta.verboseName} has this ${columns.map((column) => column.name).join(" and ")} already.`;
}

function lookup(meta: ModelMeta, attribute: string, value: unknown): BoundCondition {
  const { id, path, lookup: exact } = resolveLookup(meta, attribute);
  return {
    kind: "leaf",
    id,
    operand: { kind: "field", path },
    lookup: exact,
    right: { kind: "value", param: new Param(value) },
  };
}

/** Whether the values satisfy a condition on the row's own columns; undefined where that cannot be told from them. */
function admits(properties: Properties, meta: ModelMeta, condition: BoundCondition): boolean | undefined {
  switch (condition.kind) {
    case "constant":
      return condition.value;
    case "not": {
      const inner = admits(properties, meta, condition.item);
      return inner === undefined ? undefined : !inner;
    }
    case "and":
    case "or": {
      const all = condition.items.map((item) => admits(properties, meta, item));
      if (all.includes(undefined)) return undefined;
      return condition.kind === "and" ? all.every(Boolean) : all.some(Boolean);
    }
    case "leaf":
      return admitsLeaf(properties, meta, condition);
    default:
      return undefined;
  }
}

function admitsLeaf(
  properties: Properties,
  meta: ModelMeta,
  leaf: BoundCondition & { readonly kind: "leaf" },
): boolean | undefined {
  const { operand, right, lookup: test } = leaf;
  if (operand.kind !== "field" || operand.path.steps.length > 0 || operand.path.transforms.length > 0) return undefined;
  const column = meta.columns.find((each) => each.column === operand.path.column);
  const value = column === undefined ? undefined : (properties[column.attribute] ?? null);
  if (value === undefined || isPending(value)) return undefined;
  if (right.kind === "flag") return (value === null) === right.value;
  if (right.kind !== "value" || (test.name !== "exact" && test.name !== "ne")) return undefined;
  return value !== null && sameValue(value, right.param.value) === (test.name === "exact");
}
