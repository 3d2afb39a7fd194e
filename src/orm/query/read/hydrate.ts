// Turns rows into what the query reads: instances through a loader compiled for their columns, plain objects, or tuples.
import type { RawRow } from "../../connection.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import { type Decoder, HYDRATE, hydration, ModelRoot, type Origin } from "../../model/instance-state.ts";
import type { Column, ModelClass, ModelMeta } from "../../model/model-meta.ts";
import type { InstanceBlock, ReadPlan, SingleColumn } from "../plan/plan-select.ts";
import { decoderOf } from "../plan/slots.ts";
import type { FetchMode } from "../query.ts";
import { deferredClass } from "./deferred-class.ts";

/** Where rows come from, and what touching their relations does. */
export interface RowSource {
  readonly alias: string;
  readonly fetchMode: FetchMode;
}

/** Reads the rows of one execution. */
export type RowReader = (rows: readonly RawRow[], source: RowSource) => unknown[];

/** Makes the reader of a plan's rows. */
export function makeReader(read: ReadPlan, dialect: Dialect): RowReader {
  const singles = read.singles.map((single) => decodedSingle(single, dialect));
  switch (read.form) {
    case "instances":
      return instanceReader(read, singles, dialect);
    case "rows":
      return (rows) => [...rows];
    case "objects":
      return (rows) => rows.map(compileObject(singles));
    case "tuples":
      return (rows) => rows.map((row) => singles.map((single) => decodeAt(row, single)));
    case "flat": {
      const [single] = singles;
      return (rows) => rows.map((row) => (single === undefined ? row[0] : decodeAt(row, single)));
    }
  }
}

interface DecodedSingle {
  readonly name: string;
  readonly at: number;
  readonly decode: Decoder;
  /** The columns of a key of several fields. */
  readonly parts: readonly DecodedSingle[] | undefined;
}

function decodedSingle({ name, at, type, converter, parts }: SingleColumn, dialect: Dialect): DecodedSingle {
  const decode = decoderOf(dialect, type, converter as never);
  return { name, at, decode, parts: parts?.map((part) => decodedSingle(part, dialect)) };
}

function decodeAt(row: RawRow, single: DecodedSingle): unknown {
  if (single.parts !== undefined)
    return row[single.at] === null ? null : single.parts.map((part) => decodeAt(row, part));
  const raw = row[single.at];
  return raw === null || single.decode === undefined ? raw : single.decode(raw as never);
}

function compileObject(singles: readonly DecodedSingle[]): (row: RawRow) => object {
  if (singles.some((single) => single.parts !== undefined))
    return (row) => Object.fromEntries(singles.map((single) => [single.name, decodeAt(row, single)]));
  const { values, names } = compileValues(
    singles.map(({ name, at, decode }) => ({ name, index: `${at}`, decode })),
    "row",
  );
  const body = singles.map(({ name }, i) => `${JSON.stringify(name)}: ${values[i]}`).join(", ");
  return new Function(...names.keys(), `return (row) => ({ ${body} });`)(...names.values()) as (row: RawRow) => object;
}

// One JavaScript expression for each value: what is null stays null, the rest goes through its decoder.
function compileValues(items: readonly { name: string; index: string; decode: Decoder }[], row: string) {
  const names = new Map<string, Decoder>();
  const values = items.map(({ index, decode }, i) => {
    if (decode === undefined) return `${row}[${index}]`;
    names.set(`d${i}`, decode);
    return `${row}[${index}] === null ? null : d${i}(${row}[${index}])`;
  });
  return { values, names };
}

/** Sets the properties of an instance from a row, from the column `at` on. */
type Loader = (instance: object, row: RawRow, at: number) => void;

interface BlockShape {
  readonly load: Loader;
  readonly decoders: readonly Decoder[];
  readonly cls: ModelClass;
  /** The names of the fields, for a model that wants to know of its loaded instances. */
  readonly told: readonly string[] | undefined;
}

const shapes = new WeakMap<ModelMeta, Map<string, BlockShape>>();

/** The loader of a model's columns, compiled once for each dialect and set of columns. */
export function blockShape(model: ModelMeta, columns: readonly Column[], dialect: Dialect): BlockShape {
  let known = shapes.get(model);
  if (known === undefined) shapes.set(model, (known = new Map()));
  const key = `${dialect.name}|${columns === model.columns ? "" : columns.map((column) => column.attribute).join()}`;
  let shape = known.get(key);
  if (shape === undefined) known.set(key, (shape = compileShape(model, columns, dialect)));
  return shape;
}

function compileShape(model: ModelMeta, columns: readonly Column[], dialect: Dialect): BlockShape {
  const decoders = columns.map((column) => decoderOf(dialect, column.type, column.scalar.converter as never));
  const { values, names } = compileValues(
    columns.map((column, i) => ({ name: column.attribute, index: `at + ${i}`, decode: decoders[i] })),
    "row",
  );
  const body = columns.map((column, i) => `self[${JSON.stringify(column.attribute)}] = ${values[i]};`).join("\n");
  const load = new Function(...names.keys(), `return (self, row, at) => { ${body} };`)(...names.values()) as Loader;
  const cls = columns.length === model.columns.length ? model.cls : deferredClass(model, columns);
  const hears = (cls.prototype as ModelRoot).afterLoad !== ModelRoot.prototype.afterLoad;
  return { load, decoders, cls, told: hears ? columns.map((column) => column.name) : undefined };
}

/** Reads the instances of one table of a plan, and leaves null where an outer join found none. */
type BlockReader = (rows: readonly RawRow[], source: RowSource) => (object | null)[];

function instanceReader(read: ReadPlan, singles: readonly DecodedSingle[], dialect: Dialect): RowReader {
  const { blocks } = read;
  const readers = blocks.map((block) => blockReader(block, blockShape(block.model, block.columns, dialect)));
  if (readers.length === 1 && singles.length === 0) return readers[0] as RowReader;
  return (rows, source) => {
    const results = readers.map((readBlock) => readBlock(rows, source));
    const [instances] = results as [object[]];
    for (let b = 1; b < blocks.length; b++) attach(blocks[b]!, results[blocks[b]!.parent]!, results[b]!);
    for (const single of singles) {
      // What the framework reads for itself stays off the instance's own properties.
      const hidden = single.name.startsWith("~");
      for (let i = 0; i < rows.length; i++) {
        const value = decodeAt(rows[i]!, single);
        if (hidden) ModelRoot.keepRelated(instances[i] as ModelRoot, single.name, value);
        else (instances[i] as Record<string, unknown>)[single.name] = value;
      }
    }
    return instances;
  };
}

function blockReader(block: InstanceBlock, { cls, load, decoders, told }: BlockShape): BlockReader {
  const { at, model, columns, parent } = block;
  const keyAt = parent < 0 ? -1 : at + columns.indexOf(model.keys[0]!);
  return (rows, { alias, fetchMode }) => {
    const result: (object | null)[] = new Array(rows.length);
    const peers = parent < 0 ? (result as object[]) : [];
    const origin: Origin = { model, columns, decoders, alias, fetchMode, peers };
    hydration.load = load;
    hydration.origin = origin;
    hydration.at = at;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (keyAt >= 0 && row[keyAt] === null) {
        result[i] = null;
        continue;
      }
      hydration.row = row;
      const instance = new cls(HYDRATE);
      result[i] = instance;
      if (keyAt >= 0) peers.push(instance);
    }
    // When all are made: what one does may read others.
    if (told !== undefined)
      for (const instance of result) (instance as ModelRoot | null)?.afterLoad({ database: alias, fields: told });
    return result;
  };
}

function attach(block: InstanceBlock, parents: readonly (object | null)[], children: readonly (object | null)[]): void {
  for (let i = 0; i < parents.length; i++) {
    const parent = parents[i];
    if (parent !== null && parent !== undefined)
      ModelRoot.keepRelated(parent as ModelRoot, block.name, children[i] ?? null);
  }
}
