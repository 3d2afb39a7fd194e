// Writes many instances with one statement: an insert or upsert of all, or an update that joins the new values.
import { atomic } from "../../database/transactions/atomic.ts";
import { Expression } from "../../expressions/expression.ts";
import { storeFiles } from "../../model/files.ts";
import { isInstance, type ModelRoot } from "../../model/instance-state.ts";
import { markInserted, markSaved, type Properties, prepareValue } from "../../model/instance-values.ts";
import type { Column, ModelMeta } from "../../model/model-meta.ts";
import { placeLast } from "../../model/relations/place-last.ts";
import * as sql from "../../sql/node.ts";
import { Param } from "../param.ts";
import { decoderOf, type Slots } from "../plan/slots.ts";
import { allOf, type Query } from "../query.ts";
import { QueryError } from "../query-error.ts";
import { after, connectionOf, type Eventually, runChange } from "../run.ts";
import { Shape } from "../shape.ts";
import { userPlace } from "../user-place.ts";

/** What a bulk insert does with rows that clash with others. */
export interface ConflictOptions<Names extends string> {
  /** Leave clashing rows as they are. */
  readonly ignoreConflicts?: boolean | undefined;
  /** Write these fields of the clashing rows anew. */
  readonly updateFields?: readonly Names[] | undefined;
  /** The fields whose values may clash. */
  readonly uniqueFields?: readonly (Names | "pk")[] | undefined;
}

const nothing = { form: "flat", blocks: [], singles: [], width: 0 } as const;

/** Inserts instances, and fills in their keys where the database tells them. */
export function bulkInsert(
  meta: ModelMeta,
  instances: readonly ModelRoot[],
  alias: string | undefined,
  options: ConflictOptions<string>,
): Eventually<void> {
  if (instances.length === 0) return undefined;
  const storing = storeFiles(meta, instances);
  if (storing !== undefined) return after(storing, () => bulkInsert(meta, instances, alias, options));
  const placing = placeLast(meta, instances, alias);
  if (placing !== undefined) return after(placing, () => bulkInsert(meta, instances, alias, options));
  const { parent } = meta.concrete;
  if (parent === undefined) return insertRows(meta, instances, alias, options);
  if (options.ignoreConflicts === true || options.updateFields !== undefined) throw conflictsOfParts(meta);
  const { inTransaction } = connectionOf({ alias, model: meta });
  const write = (): Eventually<void> =>
    after(bulkInsert(parent, instances, alias, options), () => insertRows(meta, instances, alias, options));
  return inTransaction ? write() : atomic(async () => write(), { using: alias });
}

// Which rows were left out by a conflict is not told, and so no row of the next table could be written.
function conflictsOfParts(meta: ModelMeta): QueryError {
  return new QueryError(
    "ORM_BULK_CONFLICT",
    `bulkCreate() cannot leave out or change clashing rows of ${meta.shortName}, which are kept in several tables.`,
    { where: userPlace(), cure: "Create them without these options, or one by one with updateOrCreate()." },
  );
}

function insertRows(
  meta: ModelMeta,
  instances: readonly ModelRoot[],
  alias: string | undefined,
  options: ConflictOptions<string>,
): Eventually<void> {
  const query: Query = { ...allOf(meta), alias };
  const on = connectionOf(query);
  const rows = instances as unknown as readonly Properties[];
  setClocks(meta, rows);
  const auto = meta.key.scalar.auto && meta.key.definition.fieldKind === "scalar";
  const isKeyed = (each: object) => ((each as Properties)["pk"] ?? null) !== null;
  const leaveKey = auto && !rows.some(isKeyed);
  if (auto && !leaveKey && !rows.every(isKeyed)) {
    const { keyed = [], bare = [] } = Object.groupBy(instances, (each) => (isKeyed(each) ? "keyed" : "bare"));
    return after(bulkInsert(meta, keyed, alias, options), () => bulkInsert(meta, bare, alias, options));
  }
  const columns = meta.ownColumns.filter(
    (column) => column.scalar.generated === undefined && !(leaveKey && column === meta.key),
  );
  const plain = options.ignoreConflicts !== true && options.updateFields === undefined;
  const returning = leaveKey && on.dialect.features.insertReturning && plain;
  const shape = new Shape();
  shape.key = `bulk:${meta.name}:${leaveKey}:${JSON.stringify(options)}`;
  const params = columns.map((column) => new Param(plainValues(meta, column, rows)));
  shape.params.push(...params);
  const plan = (slots: Slots) => ({
    node: sql.insert({
      table: sql.table(meta.table),
      columns: columns.map((column) => column.column),
      source: {
        kind: "bulk",
        values: sql.bulkValues(
          "v",
          columns.map((column, i) => ({
            name: column.column,
            list: slots.list(params[i]!, column.type, column.scalar.converter as never),
          })),
        ),
      },
      conflict: plain ? undefined : conflictOf(meta, options),
      returning: returning ? [sql.selected(sql.column(undefined, meta.key.column, meta.key.type))] : [],
    }),
    read: nothing,
  });
  return after(runChange(query, plan, shape), (result) => {
    if (returning) {
      const decode = decoderOf(on.dialect, meta.key.type);
      result.rows.forEach((row, i) => {
        rows[i]![meta.key.attribute] = decode === undefined ? row[0] : decode(row[0] as never);
      });
    }
    if (!leaveKey || returning) markInserted(instances, meta, on.alias);
  });
}

function setClocks(meta: ModelMeta, rows: readonly Properties[]): void {
  for (const column of meta.columns) {
    const { scalar, definition, attribute } = column;
    const { clock, prepare } = scalar;
    if (prepare !== undefined) for (const row of rows) prepareValue(row, column);
    if (clock === undefined || definition.fieldKind !== "scalar") continue;
    for (const row of rows) if (clock.always || (row[attribute] ?? null) === null) row[attribute] = clock.now();
  }
}

function plainValues(meta: ModelMeta, { attribute, name }: Column, rows: readonly Properties[]): unknown[] {
  const values = new Array<unknown>(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![attribute] ?? null;
    if (typeof value === "object" && value !== null && (value instanceof Expression || isInstance(value)))
      throw new QueryError(
        "ORM_BULK_EXPRESSION",
        `bulkCreate() takes plain values, and ${meta.shortName}.${name} is given an expression.`,
        {
          where: userPlace(),
          cure: "Insert that row by create(), or update it afterwards.",
        },
      );
    values[i] = value;
  }
  return values;
}

function conflictOf(meta: ModelMeta, options: ConflictOptions<string>): sql.ConflictNode {
  const target = (options.uniqueFields ?? []).flatMap((name) =>
    name === "pk" ? meta.keys.map((key) => key.column) : [columnOf(meta, name).column],
  );
  if (options.updateFields === undefined) return sql.conflict({ target });
  const set = options.updateFields.map((name) => {
    const { column } = columnOf(meta, name);
    return sql.assignment(column, sql.excluded(column));
  });
  return sql.conflict({ target, set });
}

function columnOf(meta: ModelMeta, name: string): Column {
  const column = meta.findColumn(name);
  if (column === undefined)
    throw new QueryError("ORM_UNKNOWN_FIELD", `${meta.shortName} has no field "${name}".`, {
      where: userPlace(),
      facts: [`Fields: ${meta.columns.map((each) => each.name).join(", ")}.`],
    });
  return column;
}

/** Writes the named fields of saved instances. */
export function updateRows(
  meta: ModelMeta,
  instances: readonly ModelRoot[],
  fields: readonly string[],
  alias: string | undefined,
): Eventually<number> {
  if (instances.length === 0 || fields.length === 0) return 0;
  const query: Query = { ...allOf(meta), alias };
  const columns = fields.map((name) => columnOf(meta, name));
  const fixed = columns.find((column) => meta.keys.includes(column) || column === meta.key);
  if (fixed !== undefined)
    throw new QueryError(
      "ORM_KEY_CHANGED",
      `bulkUpdate() finds the rows by their key, and cannot write ${fixed.name}, which is a part of it.`,
      {
        where: userPlace(),
        cure: "Name other fields, or delete the rows and create others.",
      },
    );
  const rows = instances as unknown as readonly Properties[];
  for (const row of rows)
    if ((row["pk"] ?? null) === null)
      throw new QueryError(
        "ORM_UNSAVED_INSTANCE",
        `bulkUpdate() was given an instance of ${meta.shortName} that is not saved.`,
        {
          where: userPlace(),
          cure: "Insert it first, with bulkCreate() or save().",
        },
      );
  return after(updateTables(meta, instances, columns, alias), (affected) => {
    const { alias: name } = connectionOf(query);
    for (const instance of instances) markSaved(instance, meta, name, columns);
    return affected;
  });
}

// Each table is told of its own columns.
function updateTables(
  meta: ModelMeta,
  instances: readonly ModelRoot[],
  columns: readonly Column[],
  alias: string | undefined,
): Eventually<number> {
  if (meta.concrete.parent === undefined) return updateTable(meta, instances, columns, alias);
  return atomic(
    async () => {
      let affected = 0;
      for (const table of meta.tables) {
        const own = columns.filter((column) => column.model === table);
        if (own.length > 0) affected = await updateTable(table, instances, own, alias);
      }
      return affected;
    },
    { using: alias },
  );
}

function updateTable(
  meta: ModelMeta,
  instances: readonly ModelRoot[],
  columns: readonly Column[],
  alias: string | undefined,
): Eventually<number> {
  const query: Query = { ...allOf(meta), alias };
  const rows = instances as unknown as readonly Properties[];
  const all = [...meta.keys, ...columns];
  const params = all.map((column) => new Param(rows.map((row) => row[column.attribute] ?? null)));
  const shape = new Shape();
  shape.key = `bulkUpdate:${meta.name}:${columns.map((column) => column.name).join()}`;
  shape.params.push(...params);
  const plan = (slots: Slots) => {
    const source = sql.bulkValues(
      "v",
      all.map((column, i) => ({
        name: column.column,
        list: slots.list(params[i]!, column.type, column.scalar.converter as never),
      })),
    );
    return {
      node: sql.update({
        table: sql.table(meta.table, "t"),
        set: columns.map((column) => sql.assignment(column.column, sql.column("v", column.column, column.type))),
        from: source,
        where: sql.and(
          ...meta.keys.map(({ column, type }) =>
            sql.compare("=", sql.column("t", column, type), sql.column("v", column, type)),
          ),
        ),
      }),
      read: nothing,
    };
  };
  return after(runChange(query, plan, shape), (result) => result.affected);
}
