// Reads and sets the values of instances: those of a new one, those that changed, those to write.
import { quoteValue, suggest } from "#kernel";
import { Expression } from "../expressions/expression.ts";
import { QueryError } from "../query/query-error.ts";
import { userPlace } from "../query/user-place.ts";
import { isInstance, ModelRoot, type Origin, readKey } from "./instance-state.ts";
import type { Column, ModelMeta } from "./model-meta.ts";

/** An instance's properties, by name. */
export type Properties = Record<string, unknown>;

/**
 * Gives a new instance its values: those of `values`, else the defaults, else null.
 *
 * @throws QueryError `ORM_UNKNOWN_FIELD` for a name that is no field of the model.
 */
export function setValues(meta: ModelMeta, instance: object, values: Properties): void {
  const properties = instance as Properties;
  let used = 0;
  for (const column of meta.columns) {
    let value: unknown;
    if (column.attribute in values) {
      value = values[column.attribute];
      used++;
    } else if (column.name in values) {
      value = values[column.name];
      used++;
    }
    if (value === undefined) value = defaultOf(column);
    else if (column.name !== column.attribute) value = keyOf(meta, column, instance, value);
    properties[column.attribute] = value;
  }
  if (used < Object.keys(values).length) checkNames(meta, values);
}

// An instance given for a foreign key is kept beside its key, and need not be saved yet.
function keyOf(_meta: ModelMeta, column: Column, owner: object, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const key = readKey(value);
  if (key === undefined) return value;
  ModelRoot.keepRelated(owner as ModelRoot, column.name, value);
  return key;
}

function checkNames(meta: ModelMeta, values: Properties): void {
  for (const name of Object.keys(values)) {
    if (name === "pk" || meta.columns.some((column) => column.attribute === name || column.name === name)) continue;
    const names = meta.columns.map((column) => column.name);
    const near = suggest(name, names);
    throw new QueryError(
      "ORM_UNKNOWN_FIELD",
      `${meta.shortName} has no field ${quoteValue(name)} that can be given a value.`,
      {
        where: userPlace(),
        facts: [`Fields: ${names.join(", ")}.`],
        cure: near === undefined ? undefined : `Did you mean "${near}"?`,
      },
    );
  }
}

/** The value of a column for which none is given. */
export function defaultOf(column: Column): unknown {
  const { default: given } = column.definition.options as { default?: unknown };
  if (typeof given === "function") return given();
  if (given !== undefined)
    return typeof given === "object" && given !== null && !(given instanceof Date) ? structuredClone(given) : given;
  return null;
}

/** Whether an expression stands where a value will be once the row is written. */
export function isPending(value: unknown): boolean {
  return value instanceof Expression;
}

/** Whether two values of a column are the same. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return false;
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0;
  if (Symbol.toStringTag in left && String(left) !== "[object Object]" && !Array.isArray(left))
    return String(left) === String(right);
  return JSON.stringify(left) === JSON.stringify(right);
}

/** The columns whose values differ from those that were read or written last. */
export function changedColumns(instance: ModelRoot, meta: ModelMeta): readonly Column[] {
  const origin = ModelRoot.origin(instance);
  if (origin === undefined) return meta.columns;
  const properties = instance as unknown as Properties;
  return meta.columns.filter((column) => {
    const index = origin.columns.indexOf(column);
    if (index < 0) return Object.hasOwn(properties, column.attribute);
    return !sameValue(properties[column.attribute], ModelRoot.original(instance, index));
  });
}

/** Takes the present values for those in the database. */
export function markSaved(instance: ModelRoot, meta: ModelMeta, alias: string, written: readonly Column[]): void {
  const before = ModelRoot.origin(instance);
  const properties = instance as unknown as Properties;
  const columns = meta.columns.filter((column) => Object.hasOwn(properties, column.attribute));
  const row: unknown[] = [];
  const decoders = columns.map((column) => {
    const index = before?.columns.indexOf(column) ?? -1;
    // What was not written keeps the value that it was read with.
    const value =
      written.includes(column) || index < 0 ? properties[column.attribute] : ModelRoot.original(instance, index);
    const kept = keptValue(value);
    row.push(kept.row);
    return kept.decode;
  });
  const origin: Origin = {
    model: meta,
    alias,
    columns,
    decoders,
    fetchMode: before?.fetchMode ?? "peers",
    peers: before?.peers ?? [instance],
  };
  ModelRoot.reset(instance, origin, row);
}

// A value that can be changed in place is kept as a copy.
function keptValue(value: unknown): { row: unknown; decode: ((raw: never) => unknown) | undefined } {
  if (value instanceof Date) return { row: value.getTime(), decode: (time: number) => new Date(time) };
  if (value instanceof Uint8Array) return { row: value.slice(), decode: undefined };
  if (
    typeof value === "object" &&
    value !== null &&
    !isInstance(value) &&
    Reflect.get(value, Symbol.toStringTag) === undefined
  )
    return { row: JSON.stringify(value), decode: (text: string) => JSON.parse(text) as unknown };
  return { row: value, decode: undefined };
}
