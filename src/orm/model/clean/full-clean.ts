// Checks an instance before it is saved: each field, the model's own clean(), uniqueness; all faults are reported at once.
import { quoteValue } from "#kernel";
import { checkValue, type Issue, ValidationError, type Validator } from "#validate";
import { conditionInput } from "../../expressions/condition-input.ts";
import { bindCondition } from "../../query/bind.ts";
import { Param } from "../../query/param.ts";
import { keyIs } from "../../query/paths/key-query.ts";
import { resolveLookup } from "../../query/paths/resolve-path.ts";
import { planExists } from "../../query/plan/plan-statement.ts";
import { allOf, type BoundCondition, type Query } from "../../query/query.ts";
import { runQuery } from "../../query/run.ts";
import type { CleanStep } from "../../types/instance-type.ts";
import { isOrderField } from "../define/row-order.ts";
import { isInstance, ModelRoot } from "../instance-state.ts";
import { isPending, type Properties, prepareValue } from "../instance-values.ts";
import { type Column, findMeta, isParentLink, type ModelMeta } from "../model-meta.ts";
import type { Constraint, UniqueConstraint } from "../model-options.ts";
import { excludes } from "./excludes.ts";
import { satisfies } from "./satisfies.ts";

type Add = (field: string, ...issues: readonly Issue[]) => void;

/** What {@link fullClean} leaves out. */
interface Cleaning {
  readonly exclude?: readonly string[] | undefined;
  readonly checks?: readonly CleanStep[] | undefined;
}

const allSteps: readonly CleanStep[] = ["fields", "clean", "unique", "constraints"];

/**
 * Runs the checks of an instance: all, or those that are named.
 *
 * @throws ValidationError with all faults.
 */
export async function fullClean(
  instance: ModelRoot,
  meta: ModelMeta,
  { exclude = [], checks = allSteps }: Cleaning,
): Promise<void> {
  const faults: Record<string, Issue[]> = {};
  const add: Add = (field, ...issues) => void (faults[field] ??= []).push(...issues);
  const columns = meta.columns.filter((column) => checks.includes("fields") && !exclude.includes(column.name));
  for (const column of columns) checkColumn(instance, column, add);
  try {
    if (checks.includes("clean")) await (instance as unknown as { clean(): void | Promise<void> }).clean();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    for (const [field, issues] of Object.entries(error.issues)) add(field, ...issues);
  }
  for (const column of columns) await checkLimit(instance, column, add);
  const skipped = [...exclude, ...Object.keys(faults)];
  for (const table of checks.includes("unique") ? meta.tables : [])
    for (const unique of uniqueSets(table)) await checkUnique(instance, table, unique, skipped, add);
  for (const table of meta.tables) {
    if (checks.includes("unique"))
      for (const column of table.ownColumns) await checkUniqueFor(instance, table, column, skipped, add);
    for (const each of checks.includes("constraints") ? (table.options.constraints ?? []) : [])
      if (await violates(instance, table, each, skipped))
        add("", { code: each.kind, message: each.message ?? `The constraint "${each.name}" is violated.` });
  }
  if (Object.keys(faults).length > 0) throw new ValidationError(faults, meta.name);
}

async function violates(
  instance: ModelRoot,
  meta: ModelMeta,
  constraint: Constraint,
  skipped: readonly string[],
): Promise<boolean> {
  if (constraint.kind === "check") return !(await satisfies(instance, meta, constraint.condition, true));
  return constraint.kind === "exclusion" && excludes(instance, meta, constraint, skipped);
}

function checkColumn(instance: ModelRoot, column: Column, add: Add): void {
  const { scalar, definition } = column;
  if (isParentLink(column)) return;
  if (scalar.auto || scalar.generated !== undefined) {
    if (definition.fieldKind === "scalar") return;
  }
  if (isOrderField(definition)) return;
  if (scalar.prepare !== undefined) prepareValue(instance as unknown as Properties, column);
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

// The row that a foreign key points at is one of those that may be chosen.
async function checkLimit(instance: ModelRoot, column: Column, add: Add): Promise<void> {
  const { definition } = column;
  const limit = definition.fieldKind === "relation" ? definition.options.limitChoicesTo : undefined;
  const key = (instance as unknown as Properties)[column.attribute] ?? null;
  if (definition.fieldKind !== "relation" || limit === undefined || key === null) return;
  const target = findMeta(definition.to())!;
  const input = conditionInput(typeof limit === "function" ? limit() : limit);
  const where = [
    lookup(target, column.references!.attribute, key),
    bindCondition({ model: target, annotations: [] }, input),
  ];
  const query: Query = { ...allOf(target), where, alias: ModelRoot.origin(instance)?.alias };
  const rows = await runQuery(query, "exists", (slots, on) => planExists(query, on.dialect, slots));
  if (rows.length === 0)
    add(column.name, { code: "invalid_choice", message: `${quoteValue(key)} is not one of the choices.` });
}

interface UniqueSet {
  readonly fields: readonly string[];
  readonly constraint: UniqueConstraint | undefined;
}

function uniqueSets(meta: ModelMeta): readonly UniqueSet[] {
  const single = meta.ownColumns
    .filter((column) => !isParentLink(column) && (column.unique || (column.primaryKey && !column.scalar.auto)))
    .map((column) => ({ fields: [column.name], constraint: undefined }));
  const { primaryKey = [], unique = [] } = meta.options;
  const keyed = primaryKey.length === 0 ? unique : [primaryKey, ...unique];
  const together = keyed.map((fields) => ({ fields, constraint: undefined }));
  const constraints = (meta.options.constraints ?? [])
    // Whether an expression of the values is unique, the database says when the row is written.
    .filter((each) => each.kind === "unique")
    .filter((each) => (each.expressions ?? []).length === 0)
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
    if (!(await satisfies(instance, meta, set.constraint.where, false))) return;
    where.push(bindCondition({ model: meta, annotations: [] }, conditionInput(set.constraint.where)));
  }
  const key = properties["pk"] ?? null;
  if (key !== null && ModelRoot.origin(instance) !== undefined) where.push({ kind: "not", item: keyIs(meta, key) });
  const query: Query = { ...allOf(meta), where, alias: ModelRoot.origin(instance)?.alias };
  const rows = await runQuery(query, "exists", (slots, on) => planExists(query, on.dialect, slots));
  if (rows.length === 0) return;
  const isSingle = columns.length === 1 && set.constraint === undefined;
  const message = set.constraint?.message ?? uniqueText(meta, columns);
  add(isSingle ? columns[0]!.name : "", { code: columns.length === 1 ? "unique" : "unique_together", message });
}

const PERIODS = {
  uniqueForDate: ["year", "month", "day"],
  uniqueForMonth: ["year", "month"],
  uniqueForYear: ["year"],
} as const;

// Unique among the rows of one day, month or year of another field.
async function checkUniqueFor(
  instance: ModelRoot,
  meta: ModelMeta,
  column: Column,
  skipped: readonly string[],
  add: Add,
): Promise<void> {
  const properties = instance as unknown as Properties;
  for (const [option, parts] of Object.entries(PERIODS)) {
    const dated = (column.definition.options as Readonly<Record<string, unknown>>)[option] as string | undefined;
    if (dated === undefined || skipped.includes(column.name) || skipped.includes(dated)) continue;
    const date = properties[meta.findColumn(dated)!.attribute] ?? null;
    const value = properties[column.attribute] ?? null;
    if (date === null || value === null) continue;
    const at = date instanceof Date ? partsOf(date) : (date as Readonly<Record<string, number>>);
    const key = properties["pk"] ?? null;
    const wanted = {
      [column.attribute]: value,
      ...Object.fromEntries(parts.map((part) => [`${dated}__${part}`, at[part]])),
    };
    const where = [bindCondition({ model: meta, annotations: [] }, { kind: "where", where: wanted })];
    if (key !== null && ModelRoot.origin(instance) !== undefined) where.push({ kind: "not", item: keyIs(meta, key) });
    const query: Query = { ...allOf(meta), where, alias: ModelRoot.origin(instance)?.alias };
    const rows = await runQuery(query, "exists", (slots, on) => planExists(query, on.dialect, slots));
    if (rows.length > 0)
      add(column.name, {
        code: "unique_for_date",
        message: `Another ${meta.verboseName} has this ${column.name} in the same ${parts.at(-1)} of its ${dated} already.`,
      });
  }
}

function partsOf(date: Date): Readonly<Record<string, number>> {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
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
