// Reads and sets the values of instances: those of a new one, those that changed, those to write.
import { quoteValue, suggest } from "#kernel";
import type { ColumnType } from "../column-type.ts";
import { Expression } from "../expressions/expression.ts";
import { QueryError } from "../query/query-error.ts";
import { userPlace } from "../query/user-place.ts";
import { type Decoder, isInstance, ModelRoot, type Origin } from "./instance-state.ts";
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
    else if (column.name !== column.attribute) value = keyOf(column, instance, value);
    properties[column.attribute] = value;
  }
  if ("pk" in values) {
    used++;
    properties["pk"] = values["pk"];
  }
  for (const name of Object.keys(meta.generics)) {
    if (!(name in values)) continue;
    used++;
    if (values[name] !== undefined) properties[name] = values[name];
  }
  if (used < Object.keys(values).length) checkNames(meta, values);
}

// An instance given for a foreign key is kept beside its key, and need not be saved yet.
function keyOf(column: Column, owner: object, value: unknown): unknown {
  if (!isInstance(value)) return value;
  ModelRoot.keepRelated(owner as ModelRoot, column.name, value);
  return pointedValue(column, value);
}

/** The value by which a foreign key points at an instance; null while it has none. */
export function pointedValue(column: Column, instance: object): unknown {
  return (instance as Properties)[column.references!.attribute] ?? null;
}

function checkNames(meta: ModelMeta, values: Properties): void {
  for (const name of Object.keys(values)) {
    if (
      name === "pk" ||
      meta.generics[name] !== undefined ||
      meta.columns.some((column) => column.attribute === name || column.name === name)
    )
      continue;
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

/** Brings a value into the form in which its field keeps it. */
export function prepareValue(properties: Properties, { attribute, scalar }: Column): void {
  const value = properties[attribute] ?? null;
  if (value !== null && !isPending(value)) properties[attribute] = scalar.prepare!(value as never);
}

/** Whether an expression stands where a value will be once the row is written. */
export function isPending(value: unknown): boolean {
  return value instanceof Expression;
}

// Values of one's own are the same when the database would hold the same of them.
function sameIn({ scalar }: Column, left: unknown, right: unknown): boolean {
  const { converter } = scalar;
  const stored = (value: unknown): unknown =>
    converter === undefined || (value ?? null) === null || isPending(value) ? value : converter.toDatabase(value);
  return Object.is(left, right) || sameValue(stored(left), stored(right));
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
    return !sameIn(column, properties[column.attribute], ModelRoot.original(instance, index));
  });
}

/** Takes the present values for those in the database. */
export function markSaved(instance: ModelRoot, meta: ModelMeta, alias: string, written: readonly Column[]): void {
  const before = ModelRoot.origin(instance);
  if (before === undefined) {
    markInserted([instance], meta, alias);
    return;
  }
  if (before.columns !== meta.columns) {
    markPartly(instance, meta, alias, written);
    return;
  }
  const properties = instance as unknown as Properties;
  const { keepers } = savedShape(meta);
  const row = ModelRoot.copyRow(instance);
  for (const column of written) {
    const index = meta.columns.indexOf(column);
    row[index] = keepers[index]!(properties[column.attribute]);
  }
  ModelRoot.reset(instance, { ...before, alias, decoders: recallWritten(before, meta, written) }, row);
}

/** Takes the values of new instances, all made together, for those in the database. */
export function markInserted(instances: readonly ModelRoot[], meta: ModelMeta, alias: string): void {
  const { columns } = meta;
  const { keepers, decoders } = savedShape(meta);
  const origin: Origin = { model: meta, alias, columns, decoders, fetchMode: "peers", peers: instances };
  for (const instance of instances) {
    const properties = instance as unknown as Properties;
    const row = new Array<unknown>(columns.length);
    for (let i = 0; i < columns.length; i++) row[i] = keepers[i]!(properties[columns[i]!.attribute]);
    ModelRoot.reset(instance, origin, row);
  }
}

// Of an instance that was read without some of its fields.
function markPartly(instance: ModelRoot, meta: ModelMeta, alias: string, written: readonly Column[]): void {
  const before = ModelRoot.origin(instance)!;
  const properties = instance as unknown as Properties;
  const columns = meta.columns.filter((column) => Object.hasOwn(properties, column.attribute));
  const saved = savedShape(meta);
  const decoders: Decoder[] = [];
  const row = columns.map((column) => {
    const index = before.columns.indexOf(column);
    const own = meta.columns.indexOf(column);
    decoders.push(saved.decoders[own]);
    // What was not written keeps the value that it was read with.
    const value =
      written.includes(column) || index < 0 ? properties[column.attribute] : ModelRoot.original(instance, index);
    return saved.keepers[own]!(value);
  });
  ModelRoot.reset(instance, { ...before, alias, columns, decoders }, row);
}

const rewritten = new WeakMap<
  readonly Decoder[],
  { readonly written: string; readonly decoders: readonly Decoder[] }
>();

// The decoders of a row of which some columns were written anew; one result's instances mostly have the same written.
function recallWritten(before: Origin, meta: ModelMeta, written: readonly Column[]): readonly Decoder[] {
  const key = written.length === 1 ? written[0]!.name : written.map((column) => column.name).join();
  const known = rewritten.get(before.decoders);
  if (known?.written === key) return known.decoders;
  const saved = savedShape(meta).decoders;
  const decoders = before.decoders.map((decode, i) => (written.includes(meta.columns[i]!) ? saved[i] : decode));
  rewritten.set(before.decoders, { written: key, decoders });
  return decoders;
}

/** How the values of a model's columns are kept, to be compared with later ones, and how they are had again. */
interface SavedShape {
  readonly keepers: readonly ((value: unknown) => unknown)[];
  readonly decoders: readonly Decoder[];
}

const savedShapes = new WeakMap<ModelMeta, SavedShape>();

function savedShape(meta: ModelMeta): SavedShape {
  let shape = savedShapes.get(meta);
  if (shape === undefined) {
    const kinds = meta.columns.map(keepingOf);
    shape = { keepers: kinds.map((kind) => kind.keep), decoders: kinds.map((kind) => kind.recall) };
    savedShapes.set(meta, shape);
  }
  return shape;
}

const lasting: ReadonlySet<ColumnType["kind"]> = new Set([
  "smallInt",
  "integer",
  "bigInt",
  "boolean",
  "float",
  "text",
  "char",
  "decimal",
  "uuid",
  "inet",
  "date",
  "time",
  "duration",
]);

function keepingOf({ type, scalar }: Column): { keep: (value: unknown) => unknown; recall: Decoder } {
  const { converter } = scalar;
  if (converter === undefined)
    return lasting.has(type.kind) ? { keep: keepAsIs, recall: undefined } : { keep: keepCopy, recall };
  // What the database holds of a value stays as it is when the value is changed in place.
  return {
    keep: (value) =>
      typeof value !== "object" || value === null || isPending(value)
        ? value
        : new Stored(keepCopy(converter.toDatabase(value))),
    recall: (kept: unknown) => (kept instanceof Stored ? converter.fromDatabase(recall(kept.value) as never) : kept),
  };
}

/** Stands for a value of one's own. */
class Stored {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

function keepAsIs(value: unknown): unknown {
  return value;
}

/** Stands for a value that can be changed in place. */
class Copy {
  readonly #text: string;
  constructor(value: unknown) {
    this.#text = JSON.stringify(value);
  }
  make(): unknown {
    return JSON.parse(this.#text);
  }
}

function keepCopy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return new Date(value);
  if (value instanceof Uint8Array) return value.slice();
  if (isInstance(value) || Reflect.get(value, Symbol.toStringTag) !== undefined) return value;
  return new Copy(value);
}

function recall(kept: unknown): unknown {
  return kept instanceof Copy ? kept.make() : kept;
}
