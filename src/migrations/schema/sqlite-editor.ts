// Changes SQLite's tables: by ALTER TABLE where SQLite can, otherwise by a copy of the table that keeps all it holds.
import {
  type ColumnDescription,
  columnSql,
  createIndexStatement,
  createTableStatements,
  type TableDescription,
} from "#orm/internals";
import { defaultCast, needsConversion } from "./default-cast.ts";
import { columnsIn, holdsRawSql, renamesInOrder } from "./rename-columns.ts";
import type { SchemaFeatures, TableChange } from "./schema-editor.ts";
import { refuseLostValues } from "./sqlite-lost-values.ts";
import { rebuildTable } from "./sqlite-rebuild.ts";
import { valueSql } from "./statements.ts";
import { compareTables, isSame, type TableDifference } from "./table-difference.ts";
import { TableEditor } from "./table-editor.ts";

const features: SchemaFeatures = Object.freeze({
  transactional: true,
  rebuildsTables: true,
  concurrentIndexes: false,
  laterValidation: false,
  comments: false,
});

/** The editor of SQLite databases. */
export class SqliteEditor extends TableEditor {
  readonly features: SchemaFeatures = features;

  async createTables(tables: readonly TableDescription[]): Promise<void> {
    for (const sql of createTableStatements(tables, this.dialect)) await this.run({ sql });
  }

  async changeTables(changes: readonly TableChange[]): Promise<void> {
    for (const change of changes) await this.#changeTable(change);
  }

  protected changeName(before: TableDescription, after: TableDescription): Promise<void> {
    return this.run({ sql: `ALTER TABLE ${this.name(before)} RENAME TO ${this.quote(after.name)}` });
  }

  async #changeTable(change: TableChange): Promise<void> {
    const difference = compareTables(change.before, change.after, this.dialect, change.renamedColumns);
    await this.#renameColumns(change.before, difference);
    if (this.collected === undefined) await refuseLostValues(this.database, change, difference);
    if (needsRebuild(change, difference)) {
      await rebuildTable(
        {
          database: this.database,
          run: (sql, table) => this.run({ sql, table }),
          collects: this.collected !== undefined,
          progress: this.options.progress,
        },
        change,
        difference,
      );
      return;
    }
    if (!isSame(difference) || change.fill !== undefined) await this.#alter(change, difference);
    await this.#convert(change, difference);
  }

  async #renameColumns(before: TableDescription, difference: TableDifference): Promise<void> {
    const table = this.name(difference.after);
    for (const { from, to } of renamesInOrder(difference.renamedColumns, before))
      await this.run({ sql: `ALTER TABLE ${table} RENAME COLUMN ${this.quote(from)} TO ${this.quote(to)}` });
  }

  async #alter({ after, fill = {} }: TableChange, difference: TableDifference): Promise<void> {
    const table = this.name(after);
    for (const index of [...difference.indexes.dropped, ...difference.indexes.renamed.map((each) => each.before)])
      await this.run({ sql: this.dropIndexSql(after, index.name) });
    for (const column of difference.droppedColumns)
      await this.run({ sql: `ALTER TABLE ${table} DROP COLUMN ${this.quote(column.name)}` });
    for (const column of difference.addedColumns) {
      await this.run({ sql: `ALTER TABLE ${table} ADD COLUMN ${addedColumnSql(column, difference, this.dialect)}` });
      const value = fill[column.name];
      if (value === undefined || isConstantNull(value)) continue;
      await this.run({
        sql: `UPDATE ${table} SET ${this.quote(column.name)} = ${valueSql(value, this.dialect)}`,
        kind: "rows",
      });
    }
    for (const index of [...difference.indexes.added, ...difference.indexes.renamed.map((each) => each.after)]) {
      const sql = createIndexStatement(after, index, this.dialect);
      if (sql !== undefined) await this.run({ sql });
    }
  }

  // Types that are written alike may still keep their values in other forms: a date and an instant are both text.
  async #convert({ after, casts = {} }: TableChange, difference: TableDifference): Promise<void> {
    const sets = after.columns.flatMap((column) => {
      const was = difference.before.columns.find((each) => each.name === column.name);
      if (was === undefined || column.generated !== undefined) return [];
      const cast = casts[column.name];
      if (cast === undefined && !needsConversion(was.type, column.type, this.dialect)) return [];
      const value = cast ?? defaultCast(was, column, this.dialect);
      return value.kind === "column" && value.name === column.name
        ? []
        : [`${this.quote(column.name)} = ${valueSql(value, this.dialect)}`];
    });
    if (sets.length > 0) await this.run({ sql: `UPDATE ${this.name(after)} SET ${sets.join(", ")}`, kind: "rows" });
  }
}

function isConstantNull(value: { readonly kind: string; readonly value?: unknown }): boolean {
  return value.kind === "constant" && value.value === null;
}

function needsRebuild({ fill = {} }: TableChange, difference: TableDifference): boolean {
  const { constraints, addedColumns, droppedColumns, before } = difference;
  const added = new Set(addedColumns.map((column) => column.name));
  const keysOfAdded = constraints.added.filter(
    (each) => each.kind === "foreign key" && each.columns.length === 1 && added.has(each.columns[0]!),
  );
  return (
    difference.changedColumns.length > 0 ||
    difference.primaryKey ||
    constraints.dropped.length > 0 ||
    constraints.renamed.length > 0 ||
    constraints.added.length > keysOfAdded.length ||
    Object.keys(fill).some((name) => !added.has(name)) ||
    addedColumns.some((column) => !canBeAdded(column, fill)) ||
    droppedColumns.some((column) => !canBeDropped(column, before))
  );
}

function canBeAdded(column: ColumnDescription, fill: NonNullable<TableChange["fill"]>): boolean {
  if (column.generated !== undefined) return !column.generated.stored && column.null === true;
  if (column.default !== undefined && column.default.kind !== "constant") return false;
  const hasDefault = column.default !== undefined && !isConstantNull(column.default);
  if (column.null !== true && !hasDefault) return false;
  const value = fill[column.name];
  // Another value than the default would be written by an update, which costs as much as a copy.
  return value === undefined || value.kind === "constant";
}

function canBeDropped(column: ColumnDescription, table: TableDescription): boolean {
  const users = [table.primaryKey, table.uniques, table.foreignKeys, table.checks, table.indexes];
  const generated = table.columns.map((each) => each.generated);
  if (holdsRawSql(users) || holdsRawSql(generated)) return false;
  const named = [
    ...table.primaryKey,
    ...(table.uniques ?? []).flatMap((each) => each.columns),
    ...(table.foreignKeys ?? []).flatMap((each) => each.columns),
    ...(table.indexes ?? []).flatMap((each) => each.parts.map((part) => part.expression)),
    ...(table.indexes ?? []).flatMap((each) => each.include ?? []),
    ...columnsIn(users),
    ...columnsIn(generated),
  ];
  return column.generated === undefined && !named.includes(column.name);
}

function addedColumnSql(
  column: ColumnDescription,
  { constraints }: TableDifference,
  dialect: SqliteEditor["dialect"],
): string {
  let sql = columnSql(column, dialect);
  for (const each of constraints.added) {
    if (each.kind !== "foreign key" || each.columns[0] !== column.name) continue;
    sql += ` CONSTRAINT ${dialect.quoteName(each.name)} REFERENCES ${dialect.quoteName(each.table)} (${dialect.quoteName(each.targets[0]!)})`;
    if (each.onDelete !== undefined && each.onDelete !== "no action")
      sql += ` ON DELETE ${each.onDelete.toUpperCase()}`;
    if (each.deferrable !== undefined) sql += ` DEFERRABLE INITIALLY ${each.deferrable.toUpperCase()}`;
  }
  return sql;
}
