// Checks an instance before it is saved: each field, the model's own clean(), uniqueness; all faults are reported at once.
import { DemijohnError, quoteValue } from "#kernel";
import { conditionInput } from "../expressions/condition-input.ts";
import { bindCondition } from "../query/bind.ts";
import { Param } from "../query/param.ts";
import { planExists } from "../query/plan/plan-statement.ts";
import { allOf, type BoundCondition, type Query } from "../query/query.ts";
import { resolveLookup } from "../query/resolve-path.ts";
import { runQuery } from "../query/run.ts";
import { isInstance, ModelRoot } from "./instance-state.ts";
import { isPending, type Properties, sameValue } from "./instance-values.ts";
import type { Column, ModelMeta } from "./model-meta.ts";
import type { UniqueConstraint } from "./model-options.ts";

/** The faults by field; those of no single field stand under the empty name. */
export type Faults = Readonly<Record<string, readonly string[]>>;

/** Thrown when values are refused, with every fault by its field. */
export class ValidationError extends DemijohnError {
  readonly faults: Faults;

  /** Takes the faults by field, or one text for the whole. */
  constructor(faults: Faults | string, where?: string) {
    const all: Faults = typeof faults === "string" ? { "": [faults] } : faults;
    const lines = Object.entries(all).flatMap(([field, texts]) =>
      texts.map((text) => (field === "" ? text : `${field}: ${text}`)),
    );
    super("ORM_INVALID", "The values are not valid.", { where, facts: lines });
    this.faults = all;
  }
}

/**
 * Runs every check of an instance.
 *
 * @throws ValidationError with all faults.
 */
export async function fullClean(instance: ModelRoot, meta: ModelMeta, exclude: readonly string[]): Promise<void> {
  const faults: Record<string, string[]> = {};
  const add = (field: string, text: string): void => void (faults[field] ??= []).push(text);
  for (const column of meta.columns) if (!exclude.includes(column.name)) checkColumn(instance, column, add);
  try {
    await (instance as unknown as { clean(): void | Promise<void> }).clean();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    for (const [field, texts] of Object.entries(error.faults)) for (const text of texts) add(field, text);
  }
  const skipped = [...exclude, ...Object.keys(faults)];
  for (const unique of uniqueSets(meta)) await checkUnique(instance, meta, unique, skipped, add);
  if (Object.keys(faults).length > 0) throw new ValidationError(faults, meta.name);
}

function checkColumn(instance: ModelRoot, column: Column, add: (field: string, text: string) => void): void {
  const { scalar, definition } = column;
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
      add(column.name, texts["null"] ?? "This field is required.");
    return;
  }
  if (value === "") {
    if (blank !== true) add(column.name, texts["blank"] ?? "This field cannot be empty.");
    return;
  }
  if (definition.fieldKind === "relation") return;
  if (scalar.choices !== undefined && !scalar.choices.some(([choice]) => choice === value)) {
    add(column.name, texts["choice"] ?? `${quoteValue(value)} is not one of the choices.`);
    return;
  }
  for (const check of scalar.checks) {
    const fault = check(value as never);
    if (fault !== undefined) {
      add(column.name, texts["invalid"] ?? fault);
      return;
    }
  }
  runValidators(column, value, add);
}

function runValidators(column: Column, value: unknown, add: (field: string, text: string) => void): void {
  for (const validator of column.scalar.options.validators ?? []) {
    try {
      const fault = validator(value as never);
      if (typeof fault === "string") add(column.name, fault);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      for (const texts of Object.values(error.faults)) for (const text of texts) add(column.name, text);
    }
  }
}

interface UniqueSet {
  readonly fields: readonly string[];
  readonly constraint: UniqueConstraint | undefined;
}

function uniqueSets(meta: ModelMeta): readonly UniqueSet[] {
  const single = meta.columns
    .filter((column) => column.unique || (column.primaryKey && !column.scalar.auto))
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
  add: (field: string, text: string) => void,
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
  const text = set.constraint?.message ?? uniqueText(meta, columns);
  add(columns.length === 1 && set.constraint === undefined ? columns[0]!.name : "", text);
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
