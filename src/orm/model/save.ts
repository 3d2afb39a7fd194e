// Writes one instance: an insert with everything, or an update with what changed.
import type { QueryRows } from "../connection.ts";
import { routeModel } from "../database/router.ts";
import { atomic } from "../database/transactions/atomic.ts";
import { Expression } from "../expressions/expression.ts";
import { bindExpression } from "../query/bind.ts";
import { Param, valueTag } from "../query/param.ts";
import { keyIs } from "../query/paths/key-query.ts";
import { planExpression } from "../query/plan/plan-expression.ts";
import { SelectPlanner } from "../query/plan/plan-select.ts";
import { planUpdate } from "../query/plan/plan-statement.ts";
import type { Slots } from "../query/plan/slots.ts";
import { allOf, type BoundExpression, type Query } from "../query/query.ts";
import { QueryError } from "../query/query-error.ts";
import { blockShape } from "../query/read/hydrate.ts";
import { after, connectionOf, type Eventually, runChange } from "../query/run.ts";
import { Shape } from "../query/shape.ts";
import { userPlace } from "../query/user-place.ts";
import * as sql from "../sql/node.ts";
import type { SaveOptions } from "../types/instance-type.ts";
import { storeFiles } from "./files.ts";
import { isInstance, ModelRoot } from "./instance-state.ts";
import {
  changedColumns,
  isPending,
  markSaved,
  type Properties,
  pointedValue,
  prepareValue,
} from "./instance-values.ts";
import type { Column, ModelMeta } from "./model-meta.ts";
import { placeLast } from "./relations/place-last.ts";
import { postSave, preSave } from "./signals.ts";

/**
 * Saves an instance.
 *
 * @throws QueryError `ORM_NOT_UPDATED` when the row that is to be updated is not there, `ORM_UNSAVED_INSTANCE` when it
 *   points at an instance that is not saved.
 */
export function saveInstance(instance: ModelRoot, meta: ModelMeta, options: SaveOptions = {}): Eventually<void> {
  const storing = storeFiles(meta, [instance]);
  if (storing !== undefined) return after(storing, () => saveInstance(instance, meta, options));
  const placing = isNew(instance, options) ? placeLast(meta, [instance], aliasFor(instance, meta, options)) : undefined;
  if (placing !== undefined) return after(placing, () => saveInstance(instance, meta, options));
  const quiet = !preSave.listensTo(meta) && !postSave.listensTo(meta);
  return quiet ? write(instance, meta, options).done : saveAndTell(instance, meta, options);
}

async function saveAndTell(instance: ModelRoot, meta: ModelMeta, options: SaveOptions): Promise<void> {
  await preSave.send(meta, { instance, updateFields: options.updateFields });
  const { created, done } = write(instance, meta, options);
  await done;
  await postSave.send(meta, { instance, created: created(), updateFields: options.updateFields });
}

function isNew(instance: ModelRoot, options: SaveOptions): boolean {
  return ModelRoot.origin(instance) === undefined || options.forceInsert === true;
}

function aliasFor(instance: ModelRoot, meta: ModelMeta, options: SaveOptions): string | undefined {
  return options.using ?? routeModel("write", meta.name, { alias: ModelRoot.origin(instance)?.alias });
}

interface Written {
  readonly created: () => boolean;
  readonly done: Eventually<void>;
}

function write(instance: ModelRoot, meta: ModelMeta, options: SaveOptions): Written {
  const alias = aliasFor(instance, meta, options);
  const query: Query = alias === undefined ? allOf(meta) : { ...allOf(meta), alias };
  takeKeysOfRelated(instance, meta);
  takeGenericKeys(instance, meta);
  const fresh = isNew(instance, options);
  runClocks(instance, meta, fresh, options.updateFields);
  const properties = instance as unknown as Properties;
  const changing = !fresh || options.forceUpdate === true || options.updateFields !== undefined;
  if (!changing && meta.concrete.parent !== undefined) return writeTables(instance, meta, query, options);
  const hasKey = properties["pk"] !== null && properties["pk"] !== undefined;
  if (changing) return { created: () => false, done: update(instance, meta, query, options) };
  if (options.forceInsert === true || !hasKey || !meta.key.scalar.auto) {
    if (options.forceInsert === true || !hasKey || meta.keys.some(hasDefault))
      return { created: () => true, done: insert(instance, meta, query) };
  }
  // The key was given by hand: the row may be there already.
  let created = false;
  const done = after(changeRow(instance, meta, query, writable(meta)), (affected) => {
    if (affected > 0) return markSaved(instance, meta, connectionOf(query).alias, meta.columns);
    created = true;
    return insert(instance, meta, query);
  });
  return { created: () => created, done };
}

function hasDefault({ definition }: Column): boolean {
  return (definition.options as { readonly default?: unknown }).default !== undefined;
}

// The row of the root model first: its key is that of all the others.
function writeTables(instance: ModelRoot, meta: ModelMeta, query: Query, options: SaveOptions): Written {
  let created = false;
  const properties = instance as unknown as Properties;
  const done = atomic(
    async () => {
      for (const table of meta.tables) {
        const rows = { ...query, model: table };
        const isNew = (properties[meta.key.attribute] ?? null) === null;
        const forced = isNew || (options.forceInsert === true && table === meta.concrete);
        created = forced || (await changeRow(instance, table, rows, writable(table))) === 0;
        if (created) await insert(instance, table, rows);
        ModelRoot.reset(instance, undefined, undefined);
      }
      markSaved(instance, meta, connectionOf(query).alias, meta.columns);
    },
    { using: query.alias },
  );
  return { created: () => created, done };
}

function writable(meta: ModelMeta): readonly Column[] {
  return meta.ownColumns.filter(isWritable);
}

function isWritable(column: Column): boolean {
  return column.scalar.generated === undefined || column.definition.fieldKind === "relation";
}

// An instance that was assigned before it was saved has a key by now.
function takeKeysOfRelated(instance: ModelRoot, meta: ModelMeta): void {
  const properties = instance as unknown as Properties;
  for (const column of meta.columns) {
    if (column.definition.fieldKind !== "relation" || (properties[column.attribute] ?? null) !== null) continue;
    const related = ModelRoot.findRelated(instance, column.name);
    if (!isInstance(related)) continue;
    const key = pointedValue(column, related);
    if (key === null) throw unsaved(meta, column.name);
    properties[column.attribute] = key;
  }
}

// As with a foreign key: what a generic relation leads to may have got its key meanwhile.
function takeGenericKeys(instance: ModelRoot, meta: ModelMeta): void {
  const properties = instance as unknown as Properties;
  for (const [name, { idField }] of Object.entries(meta.generics)) {
    const related = ModelRoot.findRelated(instance, name);
    if (!isInstance(related) || (properties[idField] ?? null) !== null) continue;
    if (((related as unknown as { pk: unknown }).pk ?? null) === null) throw unsaved(meta, name);
    properties[name] = related;
  }
}

function unsaved(meta: ModelMeta, name: string): QueryError {
  return new QueryError(
    "ORM_UNSAVED_INSTANCE",
    `${meta.shortName}.${name} is an instance that is not saved, so that no row can point at it.`,
    {
      where: userPlace(),
      cure: `Save it first: await instance.${name}.save().`,
    },
  );
}

function runClocks(instance: ModelRoot, meta: ModelMeta, fresh: boolean, only: readonly string[] | undefined): void {
  const properties = instance as unknown as Properties;
  for (const column of meta.columns) {
    const { clock, prepare } = column.scalar;
    if (prepare !== undefined) prepareValue(properties, column);
    if (clock === undefined || column.definition.fieldKind === "relation") continue;
    if (only !== undefined && !only.includes(column.name)) continue;
    if (clock.always || (fresh && (properties[column.attribute] ?? null) === null))
      properties[column.attribute] = clock.now();
  }
}

function insert(instance: ModelRoot, meta: ModelMeta, query: Query): Eventually<void> {
  const properties = instance as unknown as Properties;
  const on = connectionOf(query);
  const columns = writable(meta).filter((column) => !leftToDatabase(column, properties[column.attribute]));
  const filled = meta.ownColumns.filter(
    (column) => !columns.includes(column) || isPending(properties[column.attribute]),
  );
  const shape = new Shape();
  shape.key = `insert:${meta.name}`;
  const values = columns.map((column) => addValue(shape, meta, column, properties[column.attribute]));
  const useReturning =
    filled.length > 0 &&
    on.dialect.features.insertReturning &&
    !(on.dialect.name === "sqlite" && filled.length === 1 && filled[0] === meta.key && meta.key.scalar.auto);
  const plan = (slots: Slots) => {
    const context = new SelectPlanner(query, on.dialect, slots);
    return {
      node: sql.insert({
        table: sql.table(meta.table),
        columns: columns.map((column) => column.column),
        source:
          columns.length === 0
            ? { kind: "defaults" }
            : { kind: "rows", rows: [values.map((value, i) => valueNode(context, slots, columns[i]!, value))] },
        returning: useReturning
          ? filled.map((column) => sql.selected(sql.column(undefined, column.column, column.type)))
          : [],
      }),
      read: nothing,
    };
  };
  return after(runChange(query, plan, shape), (result) =>
    takeAnswer({ instance, meta, query, filled, useReturning }, result),
  );
}

const nothing = { form: "flat", blocks: [], singles: [], width: 0 } as const;

// The database makes the key and what has a default there.
function leftToDatabase(column: Column, value: unknown): boolean {
  if (value !== null && value !== undefined) return false;
  const { options } = column.scalar;
  return column.definition.fieldKind === "scalar" && (column.scalar.auto || options.databaseDefault !== undefined);
}

function addValue(shape: Shape, meta: ModelMeta, column: Column, value: unknown): Param | BoundExpression {
  shape.key += `,${column.attribute}`;
  if (value instanceof Expression) {
    const bound = bindExpression({ model: meta, annotations: [] }, value.node);
    shape.key += "=";
    shape.expression(bound);
    return bound;
  }
  const param = new Param(value ?? null);
  shape.params.push(param);
  return param;
}

function valueNode(
  context: SelectPlanner,
  slots: Slots,
  column: Column,
  value: Param | BoundExpression,
): sql.SqlExpression {
  return value instanceof Param
    ? slots.value(value, column.type, column.scalar.converter as never)
    : planExpression(context, value);
}

interface Inserted {
  readonly instance: ModelRoot;
  readonly meta: ModelMeta;
  readonly query: Query;
  readonly filled: readonly Column[];
  readonly useReturning: boolean;
}

function takeAnswer({ instance, meta, query, filled, useReturning }: Inserted, result: QueryRows): void {
  const properties = instance as unknown as Properties;
  const on = connectionOf(query);
  if (useReturning) {
    const { decoders } = blockShape(meta, meta.columns, on.dialect);
    const row = result.rows[0]!;
    filled.forEach((column, i) => {
      const decode = decoders[meta.columns.indexOf(column)];
      properties[column.attribute] = row[i] === null || decode === undefined ? row[i] : decode(row[i] as never);
    });
  } else if (result.lastInsertId !== undefined && meta.key.scalar.auto && (properties["pk"] ?? null) === null) {
    properties[meta.key.attribute] = Number(result.lastInsertId);
  }
  markSaved(instance, meta, on.alias, meta.columns);
}

function update(instance: ModelRoot, meta: ModelMeta, query: Query, options: SaveOptions): Eventually<void> {
  const named = options.updateFields;
  const columns =
    named === undefined
      ? changedColumns(instance, meta).filter(
          (column) => isWritable(column) && (!meta.keys.includes(column) || ModelRoot.origin(instance) === undefined),
        )
      : named.map((name) => meta.findColumn(name) ?? unknown(meta, name));
  const changes = columns.filter((column) => !meta.keys.includes(column));
  if (changes.length === 0 && options.forceUpdate !== true) return undefined;
  return after(changeRows(instance, meta, query, changes), (affected) => {
    if (affected === 0)
      throw new QueryError(
        "ORM_NOT_UPDATED",
        `There is no row of ${meta.shortName} with the key ${String((instance as unknown as Properties)["pk"])} to update.`,
        {
          where: userPlace(),
          cure: "It was deleted meanwhile: read it again, or save with { forceInsert: true }.",
        },
      );
    markSaved(instance, meta, connectionOf(query).alias, changes);
  });
}

// Each table is told of its own columns.
function changeRows(
  instance: ModelRoot,
  meta: ModelMeta,
  query: Query,
  changes: readonly Column[],
): Eventually<number> {
  if (meta.concrete.parent === undefined) return changeRow(instance, meta, query, changes);
  return atomic(
    async () => {
      let affected = 0;
      for (const table of meta.tables) {
        const columns = changes.filter((column) => column.model === table);
        if (columns.length > 0) affected = await changeRow(instance, table, { ...query, model: table }, columns);
        if (columns.length > 0 && affected === 0) return 0;
      }
      return changes.length > 0 ? affected : changeRow(instance, meta, query, changes);
    },
    { using: query.alias },
  );
}

function unknown(meta: ModelMeta, name: string): never {
  throw new QueryError("ORM_UNKNOWN_FIELD", `${meta.shortName} has no field "${name}" to update.`, {
    where: userPlace(),
    facts: [`Fields: ${meta.columns.map((column) => column.name).join(", ")}.`],
  });
}

function changeRow(instance: ModelRoot, meta: ModelMeta, query: Query, columns: readonly Column[]): Eventually<number> {
  const properties = instance as unknown as Properties;
  const where = keyIs(meta, properties["pk"]);
  const rows: Query = { ...query, where: [where] };
  const shape = new Shape();
  shape.key = "update:";
  shape.query(rows);
  const changes = columns
    .filter((column) => !meta.keys.includes(column))
    .map((column) => {
      const value = addValue(shape, meta, column, properties[column.attribute]);
      const expression: BoundExpression =
        value instanceof Param ? { kind: "value", param: value, type: column.type } : value;
      return { column: column.column, expression };
    });
  if (changes.length === 0) {
    const { column, attribute, type } = meta.keys[0]!;
    changes.push({ column, expression: { kind: "value", param: keyParam(shape, properties[attribute]), type } });
  }
  const plan = (slots: Slots, on: ReturnType<typeof connectionOf>) => planUpdate(rows, changes, on.dialect, slots);
  return after(runChange(rows, plan, shape), (result) => result.affected);
}

function keyParam(shape: Shape, key: unknown): Param {
  const param = new Param(key);
  shape.key += `,pk${valueTag(key)}`;
  shape.params.push(param);
  return param;
}
