// Describes the tables of models: their columns, keys, constraints and indexes, as createTables and migrations take them.
import type { Dialect } from "../dialects/dialect.ts";
import { conditionInput } from "../expressions/condition-input.ts";
import { Expression, nodeOfValue } from "../expressions/expression.ts";
import { type Column, findMeta, type ModelMeta, type Relation } from "../model/model-meta.ts";
import type { ExclusionConstraint, Index, UniqueConstraint } from "../model/model-options.ts";
import { manyToMany } from "../model/registry.ts";
import { bindCondition, bindExpression } from "../query/bind.ts";
import type { Param } from "../query/param.ts";
import { planCondition } from "../query/plan/plan-condition.ts";
import { SelectPlanner } from "../query/plan/plan-select.ts";
import { Slots } from "../query/plan/slots.ts";
import { allOf } from "../query/query.ts";
import { Shape } from "../query/shape.ts";
import * as sql from "../sql/node.ts";
import { columnIndexName, foreignKeyName, listedIndexName, uniqueName } from "./schema-names.ts";
import type {
  ColumnDescription,
  ExclusionDescription,
  ForeignKeyDescription,
  IndexDescription,
  IndexPart,
  TableDescription,
  UniqueDescription,
} from "./table-description.ts";

/** The tables of a model: its own, and those of the links that the framework keeps for it. */
export function describeTables(meta: ModelMeta, dialect: Dialect): readonly TableDescription[] {
  if (meta.proxy) return [];
  const links = manyToMany(meta).filter((relation) => relation.link!.automatic);
  return [describeTable(meta, dialect), ...links.map((relation) => describeLinks(relation, dialect))];
}

function describeTable(meta: ModelMeta, dialect: Dialect): TableDescription {
  const constraints = meta.options.constraints ?? [];
  return {
    name: meta.table,
    columns: meta.ownColumns.map((column) => describeColumn(meta, column, dialect)),
    primaryKey: meta.keys.map((key) => key.column),
    uniques: describeUniques(meta, dialect),
    foreignKeys: meta.ownColumns.flatMap((column) => describeForeignKey(meta, column, dialect)),
    checks: constraints.flatMap((each) =>
      each.kind === "check" ? [{ name: each.name, condition: schemaCondition(meta, each.condition, dialect) }] : [],
    ),
    exclusions: constraints.flatMap((each) =>
      each.kind === "exclusion" ? [describeExclusion(meta, each, dialect)] : [],
    ),
    indexes: describeIndexes(meta, dialect),
    comment: meta.options.comment,
  };
}

function describeColumn(meta: ModelMeta, column: Column, dialect: Dialect): ColumnDescription {
  const { scalar, definition } = column;
  const own = definition.fieldKind === "scalar";
  const { databaseDefault, comment, collation } = (own ? definition.options : {}) as {
    databaseDefault?: unknown;
    comment?: string;
    collation?: string;
  };
  return {
    name: column.column,
    type: column.type,
    null: column.nullable,
    identity: own && scalar.auto,
    default: databaseDefault === undefined ? undefined : schemaValue(meta, column, databaseDefault, dialect),
    generated:
      own && scalar.generated !== undefined
        ? { expression: schemaExpression(meta, scalar.generated.expression, dialect), stored: scalar.generated.stored }
        : undefined,
    collation,
    comment,
  };
}

function describeUniques(meta: ModelMeta, dialect: Dialect): readonly UniqueDescription[] {
  const single = meta.ownColumns.filter((column) => column.unique && !column.primaryKey).map((column) => [column]);
  const together = (meta.options.unique ?? []).map((fields) => fields.map((name) => meta.findColumn(name)!));
  const named = (meta.options.constraints ?? []).flatMap((each) =>
    each.kind === "unique" && !needsIndex(each)
      ? [
          {
            name: each.name,
            columns: each.fields.map((name) => meta.findColumn(name)!.column),
            nullsDistinct: each.nullsDistinct ? undefined : false,
            deferrable: each.deferrable,
          },
        ]
      : [],
  );
  const plain = [...single, ...together].map((columns) => {
    const names = columns.map((column) => column.column);
    return { name: uniqueName(meta.table, names, dialect), columns: names };
  });
  return [...plain, ...named];
}

// A constraint of SQL knows columns alone; the rest is said by a unique index.
function needsIndex({ where, expressions = [], include = [] }: UniqueConstraint): boolean {
  return where !== undefined || expressions.length > 0 || include.length > 0;
}

function describeForeignKey(meta: ModelMeta, column: Column, dialect: Dialect): readonly ForeignKeyDescription[] {
  const { definition } = column;
  if (definition.fieldKind !== "relation" || definition.options.constraint === false) return [];
  const target = findMeta(definition.to())!;
  const end = column.references!.column;
  const { onDelete } = definition;
  return [
    {
      name: foreignKeyName(meta.table, column.column, { table: target.table, column: end }, dialect),
      columns: [column.column],
      table: target.table,
      targets: [end],
      onDelete: onDelete === "databaseCascade" ? "cascade" : onDelete === "databaseSetNull" ? "set null" : undefined,
      deferrable: "deferred",
    },
  ];
}

function describeExclusion(meta: ModelMeta, constraint: ExclusionConstraint, dialect: Dialect): ExclusionDescription {
  const { name, parts, method, where, deferrable } = constraint;
  return {
    name,
    method: method === "gist" ? undefined : method,
    parts: parts.map(({ of, operator }) => ({
      expression: typeof of === "string" ? meta.findColumn(of)!.column : schemaExpression(meta, of, dialect),
      operator,
    })),
    condition: where === undefined ? undefined : schemaCondition(meta, where, dialect),
    deferrable,
  };
}

function describeIndexes(meta: ModelMeta, dialect: Dialect): readonly IndexDescription[] {
  const keys = meta.ownColumns.filter((column) => {
    const { index, unique } = column.definition.options as { index?: boolean; unique?: boolean };
    const relation = column.definition.fieldKind === "relation";
    return (relation ? index !== false : index === true) && unique !== true && !column.unique && !column.primaryKey;
  });
  const single = keys.map((column) => ({
    name: columnIndexName(meta.table, column.column, dialect),
    parts: [{ expression: column.column }],
  }));
  const listed = (meta.options.indexes ?? []).map((each) => describeIndex(meta, each, dialect));
  const partial = (meta.options.constraints ?? []).flatMap((each) =>
    each.kind === "unique" && needsIndex(each)
      ? [
          {
            name: each.name,
            unique: true,
            parts: [
              ...each.fields.map((name) => indexPart(meta, name)),
              ...(each.expressions ?? []).map((part) => ({ expression: schemaExpression(meta, part, dialect) })),
            ],
            condition: each.where === undefined ? undefined : schemaCondition(meta, each.where, dialect),
            include: each.include?.map((name) => meta.findColumn(name)!.column),
          },
        ]
      : [],
  );
  return [...single, ...listed, ...partial];
}

function describeIndex(meta: ModelMeta, listed: readonly string[] | Index, dialect: Dialect): IndexDescription {
  const isList = !("kind" in listed);
  const fields = isList ? listed : listed.fields;
  const parts = fields.map((name) => indexPart(meta, name));
  const name = listedIndexName(
    meta.table,
    parts.map((part) => `${part.descending === true ? "-" : ""}${String(part.expression)}`),
  );
  if (isList) return { name, parts };
  const expressions = listed.expressions.map((each) => ({ expression: schemaExpression(meta, each, dialect) }));
  return {
    name: listed.name ?? name,
    parts: [...parts, ...expressions],
    condition: listed.where === undefined ? undefined : schemaCondition(meta, listed.where, dialect),
    include: listed.include.map((each) => meta.findColumn(each)!.column),
    method: listed.method as IndexDescription["method"],
  };
}

function indexPart(meta: ModelMeta, text: string): IndexPart {
  const descending = text.startsWith("-");
  return { expression: meta.findColumn(descending ? text.slice(1) : text)!.column, descending };
}

function describeLinks(relation: Relation, dialect: Dialect): TableDescription {
  const link = relation.link!;
  const columns = [link.sourceColumn, link.targetColumn];
  const end = (column: string, model: ModelMeta): ForeignKeyDescription => ({
    name: foreignKeyName(link.table, column, { table: model.table, column: model.key.column }, dialect),
    columns: [column],
    table: model.table,
    targets: [model.key.column],
    deferrable: "deferred",
  });
  return {
    name: link.table,
    columns: [
      { name: "id", type: { kind: "bigInt", safe: true }, identity: true },
      { name: link.sourceColumn, type: relation.source.key.type },
      { name: link.targetColumn, type: relation.target.key.type },
    ],
    primaryKey: ["id"],
    uniques: [{ name: uniqueName(link.table, columns, dialect), columns }],
    foreignKeys: [end(link.sourceColumn, relation.source), end(link.targetColumn, relation.target)],
    indexes: columns.map((column) => ({
      name: columnIndexName(link.table, column, dialect),
      parts: [{ expression: column }],
    })),
  };
}

// Expressions of a schema name columns without a table, and hold their values as text.

function schemaCondition(meta: ModelMeta, condition: unknown, dialect: Dialect): sql.SqlExpression {
  const bound = bindCondition({ model: meta, annotations: [] }, conditionInput(condition));
  const shape = new Shape();
  shape.condition(bound);
  const slots = new Slots(dialect, shape.params);
  const node = planCondition(new SelectPlanner(allOf(meta), dialect, slots), bound);
  return written(node, slots, shape.params) as sql.SqlExpression;
}

function schemaExpression(meta: ModelMeta, input: unknown, dialect: Dialect): sql.SqlExpression {
  const bound = bindExpression({ model: meta, annotations: [] }, nodeOfValue(input));
  const shape = new Shape();
  shape.expression(bound);
  const slots = new Slots(dialect, shape.params);
  const node = new SelectPlanner(allOf(meta), dialect, slots).expression(bound);
  return written(node, slots, shape.params) as sql.SqlExpression;
}

function schemaValue(meta: ModelMeta, column: Column, value: unknown, dialect: Dialect): sql.SqlExpression {
  if (value instanceof Expression) return schemaExpression(meta, value, dialect);
  const { encode } = dialect.codec(column.type);
  return sql.constant((encode === undefined ? value : encode(value as never)) as string);
}

function written(node: unknown, slots: Slots, params: readonly Param[]): unknown {
  if (Array.isArray(node)) return node.map((each) => written(each, slots, params));
  if (typeof node !== "object" || node === null) return node;
  const { kind } = node as { kind?: string };
  const valueOf = (index: number): unknown => {
    const { param, encode } = slots.uses[index]!;
    const { value } = params[param]!;
    return encode === undefined ? value : encode(value);
  };
  if (kind === "slot") return sql.constant(valueOf((node as sql.SlotNode).slot) as string);
  if (kind === "list-slot")
    return (valueOf((node as sql.ListSlotNode).slot) as string[]).map((each) => sql.constant(each));
  if (kind === "column") return sql.column(undefined, (node as sql.ColumnNode).name, (node as sql.ColumnNode).type);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, written(value, slots, params)]));
}
