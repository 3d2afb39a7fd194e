// Changes PostgreSQL's tables: one ALTER TABLE for what can be done in one pass, and statements that lock little.
import {
  type ColumnDescription,
  columnSql,
  createTableStatements,
  defaultSql,
  type SqlExpression,
  type TableDescription,
} from "#orm/internals";
import { defaultCast } from "./default-cast.ts";
import { queryRows } from "./query-rows.ts";
import { columnsIn, renamesInOrder } from "./rename-columns.ts";
import type { ConstraintDescription, SchemaFeatures, TableChange } from "./schema-editor.ts";
import { replacedColumns, ServerEditor, withDependents } from "./server-editor.ts";
import { indexSql, nameList, valueSql } from "./statements.ts";
import { type ColumnDifference, isSame, type TableDifference } from "./table-difference.ts";

const features: SchemaFeatures = Object.freeze({
  transactional: true,
  rebuildsTables: false,
  concurrentIndexes: true,
  laterValidation: true,
  comments: true,
});

/** The editor of PostgreSQL databases. */
export class PostgresEditor extends ServerEditor {
  readonly features: SchemaFeatures = features;

  async createTables(tables: readonly TableDescription[]): Promise<void> {
    for (const sql of createTableStatements(tables, this.dialect)) await this.run({ sql });
  }

  protected async changeName(before: TableDescription, after: TableDescription): Promise<void> {
    let from = this.name(before);
    if (before.schema !== after.schema) {
      await this.run({ sql: `ALTER TABLE ${from} SET SCHEMA ${this.quote(after.schema ?? "public")}` });
      from = this.name({ name: before.name, schema: after.schema });
    }
    if (before.name === after.name) return;
    await this.run({ sql: `ALTER TABLE ${from} RENAME TO ${this.quote(after.name)}` });
    const key = await this.#primaryKeyName(after, `${before.name}_pkey`);
    if (after.primaryKey.length > 0 && key === `${before.name}_pkey`)
      await this.run({
        sql: `ALTER TABLE ${this.name(after)} RENAME CONSTRAINT ${this.quote(key)} TO ${this.quote(`${after.name}_pkey`)}`,
      });
  }

  protected async alterTable(change: TableChange, compared: TableDifference): Promise<void> {
    const replaced = replacedColumns(compared, { keepsValues: true });
    const retyped = compared.changedColumns.filter((each) => each.type).map((each) => each.after.name);
    // An expression that stays over a column of another type would get casts that nobody wrote.
    const difference = withDependents(
      withDependents(compared, new Set(replaced.map((column) => column.name))),
      new Set(retyped),
      columnsIn,
    );
    const { after } = difference;
    const table = this.name(after);
    for (const { from, to } of renamesInOrder(difference.renamedColumns, change.before))
      await this.run({ sql: `ALTER TABLE ${table} RENAME COLUMN ${this.quote(from)} TO ${this.quote(to)}` });
    if (isSame({ ...difference, renamedColumns: [] }) && change.fill === undefined && change.casts === undefined)
      return;
    for (const index of difference.indexes.dropped) await this.run({ sql: this.dropIndexSql(after, index.name) });
    await this.#fillNulls(change, difference);
    await this.#alter(
      [
        ...(await this.#drops(difference, replaced)),
        ...[...difference.addedColumns, ...replaced].map((column) => `ADD COLUMN ${this.#addedColumn(column, change)}`),
        ...this.#ownDefaults(change, difference),
        ...this.#columnChanges(change, difference, replaced),
      ],
      table,
    );
    await this.#fillAdded(change, difference);
    const added: string[] = [];
    if (difference.primaryKey && after.primaryKey.length > 0)
      added.push(
        `ADD CONSTRAINT ${this.quote(`${after.name}_pkey`)} PRIMARY KEY (${nameList(after.primaryKey, this.dialect)})`,
      );
    for (const each of difference.constraints.added) added.push(`ADD ${this.constraint(each)}`);
    await this.#alter(added, table);
    await this.#finish(difference, table);
  }

  async #alter(parts: readonly string[], table: string): Promise<void> {
    if (parts.length > 0) await this.run({ sql: `ALTER TABLE ${table} ${parts.join(", ")}` });
  }

  async #drops(difference: TableDifference, replaced: readonly ColumnDescription[]): Promise<readonly string[]> {
    const { before, after } = difference;
    const drops = difference.constraints.dropped.map((each) => `DROP CONSTRAINT ${this.quote(each.name)}`);
    if (difference.primaryKey && before.primaryKey.length > 0) {
      const name = await this.#primaryKeyName(after, `${after.name}_pkey`);
      drops.push(`DROP CONSTRAINT ${this.quote(name)}`);
    }
    // What is computed goes before what it is computed from.
    const gone = [...difference.droppedColumns, ...replaced].sort(
      (a, b) => Number(b.generated !== undefined) - Number(a.generated !== undefined),
    );
    for (const column of gone) drops.push(`DROP COLUMN ${this.quote(column.name)}`);
    return drops;
  }

  // The database may have been made by others, who gave the key a name of their own.
  async #primaryKeyName(table: TableDescription, usual: string): Promise<string> {
    if (this.collected !== undefined) return usual;
    const [row] = await queryRows(
      this.database,
      `SELECT conname::text FROM pg_constraint WHERE contype = 'p' AND conrelid = to_regclass(${this.dialect.quoteText(this.name(table))})`,
    );
    return row === undefined ? usual : String(row[0]);
  }

  #addedColumn(column: ColumnDescription, { fill = {} }: TableChange): string {
    const value = fill[column.name];
    if (value === undefined || column.generated !== undefined) return columnSql(column, this.dialect);
    // What is computed from other columns is written afterwards; until then there are nulls.
    return columnSql(
      { ...column, ...(isFilledAtOnce(column, fill) ? { default: value } : { null: true }) },
      this.dialect,
    );
  }

  // The default that filled the rows makes way for the column's own in the statement that adds it.
  #ownDefaults({ fill = {} }: TableChange, { addedColumns }: TableDifference): readonly string[] {
    return addedColumns
      .filter((column) => isFilledAtOnce(column, fill) && !this.#dropsDefault(column))
      .map((column) => {
        const value = column.default === undefined ? "NULL" : defaultSql(column.default, this.dialect);
        return `ALTER COLUMN ${this.quote(column.name)} SET DEFAULT ${value}`;
      });
  }

  // DROP DEFAULT comes too early in the statement that adds the column, but a default of NULL is none. It is one where it is
  // cast to a length or precision, and for a domain that has another.
  #dropsDefault({ type, default: own }: ColumnDescription): boolean {
    return own === undefined && (type.kind === "custom" || this.dialect.columnType(type).includes("("));
  }

  async #fillAdded({ fill = {} }: TableChange, difference: TableDifference): Promise<void> {
    const table = this.name(difference.after);
    const parts: string[] = [];
    for (const column of difference.addedColumns) {
      const value = fill[column.name];
      if (value === undefined || column.generated !== undefined) continue;
      const name = this.quote(column.name);
      if (!isFilledAtOnce(column, fill)) {
        await this.run({ sql: `UPDATE ${table} SET ${name} = ${valueSql(value, this.dialect)}`, kind: "rows" });
        if (column.null !== true) parts.push(`ALTER COLUMN ${name} SET NOT NULL`);
      } else if (this.#dropsDefault(column)) parts.push(`ALTER COLUMN ${name} DROP DEFAULT`);
    }
    await this.#alter(parts, table);
  }

  async #fillNulls({ fill = {} }: TableChange, difference: TableDifference): Promise<void> {
    const added = new Set(difference.addedColumns.map((column) => column.name));
    const retyped = new Set(difference.changedColumns.filter((each) => each.type).map((each) => each.after.name));
    for (const [column, value] of Object.entries(fill)) {
      if (added.has(column) || retyped.has(column)) continue;
      const name = this.quote(column);
      const sql = `UPDATE ${this.name(difference.after)} SET ${name} = ${valueSql(value, this.dialect)} WHERE ${name} IS NULL`;
      await this.run({ sql, kind: "rows" });
    }
  }

  #defaultPart(value: SqlExpression | undefined): string {
    return value === undefined ? "DROP DEFAULT" : `SET DEFAULT ${defaultSql(value, this.dialect)}`;
  }

  #columnChanges(
    change: TableChange,
    difference: TableDifference,
    replaced: readonly ColumnDescription[],
  ): readonly string[] {
    const parts: string[] = [];
    for (const each of difference.changedColumns)
      if (!replaced.includes(each.after)) parts.push(...this.#columnChange(each, change));
    return parts.map((part) => `ALTER COLUMN ${part}`);
  }

  #columnChange(each: ColumnDifference, { casts = {}, fill = {} }: TableChange): readonly string[] {
    const { before, after } = each;
    const name = this.quote(after.name);
    const parts: string[] = [];
    if (each.generated && after.generated === undefined) parts.push(`${name} DROP EXPRESSION`);
    // A default of the old type stands in the way of the new one.
    if (each.type && before.default !== undefined) parts.push(`${name} DROP DEFAULT`);
    if (each.identity && before.identity === true) parts.push(`${name} DROP IDENTITY IF EXISTS`);
    if (each.type) {
      let value = valueSql(casts[after.name] ?? defaultCast(before, after, this.dialect), this.dialect);
      const instead = fill[after.name];
      if (instead !== undefined) value = `COALESCE(${value}, ${valueSql(instead, this.dialect)})`;
      const collation = after.collation === undefined ? "" : ` COLLATE ${this.quote(after.collation)}`;
      parts.push(`${name} TYPE ${this.dialect.columnType(after.type)}${collation} USING ${value}`);
    }
    if (each.default || (each.type && after.default !== undefined))
      if (after.default !== undefined || !each.type) parts.push(`${name} ${this.#defaultPart(after.default)}`);
    if (each.null) parts.push(`${name} ${after.null === true ? "DROP" : "SET"} NOT NULL`);
    if (each.identity && after.identity === true) parts.push(`${name} ADD GENERATED BY DEFAULT AS IDENTITY`);
    return parts;
  }

  async #finish(difference: TableDifference, table: string): Promise<void> {
    const { after, indexes, constraints } = difference;
    for (const each of constraints.renamed)
      await this.#alter([`RENAME CONSTRAINT ${this.quote(each.before.name)} TO ${this.quote(each.after.name)}`], table);
    for (const each of indexes.renamed) {
      const old = this.name({ name: each.before.name, schema: after.schema });
      await this.run({ sql: `ALTER INDEX ${old} RENAME TO ${this.quote(each.after.name)}` });
    }
    for (const index of indexes.added) await this.run({ sql: indexSql(after, index, this.dialect)! });
    for (const column of difference.changedColumns.filter((each) => each.identity && each.after.identity === true))
      await this.#continueNumbers(after, column.after.name);
    await this.#comments(difference, table);
  }

  // A new numbering goes on behind the rows that are there.
  #continueNumbers(table: TableDescription, column: string): Promise<void> {
    const name = this.quote(column);
    const sequence = `pg_get_serial_sequence(${this.dialect.quoteText(this.name(table))}, ${this.dialect.quoteText(column)})`;
    return this.run({
      sql: `SELECT setval(${sequence}, GREATEST((SELECT MAX(${name}) FROM ${this.name(table)}), 1), EXISTS (SELECT 1 FROM ${this.name(table)}))`,
      kind: "rows",
    });
  }

  async #comments(difference: TableDifference, table: string): Promise<void> {
    const text = (comment: string | undefined) => (comment === undefined ? "NULL" : this.dialect.quoteText(comment));
    const columns = [
      ...difference.addedColumns.filter((column) => column.comment !== undefined),
      ...difference.changedColumns.filter((each) => each.comment).map((each) => each.after),
    ];
    for (const column of columns)
      await this.run({ sql: `COMMENT ON COLUMN ${table}.${this.quote(column.name)} IS ${text(column.comment)}` });
    if (difference.comment) await this.run({ sql: `COMMENT ON TABLE ${table} IS ${text(difference.after.comment)}` });
  }

  protected addKey(table: TableDescription, key: ConstraintDescription): Promise<void> {
    return this.run({ sql: `ALTER TABLE ${this.name(table)} ADD ${this.constraint(key)}` });
  }
  protected dropKey(table: TableDescription, key: ConstraintDescription): Promise<void> {
    return this.run({ sql: `ALTER TABLE ${this.name(table)} DROP CONSTRAINT ${this.quote(key.name)}` });
  }

  override addConstraint(
    table: TableDescription,
    constraint: ConstraintDescription,
    options: { readonly notValid?: boolean | undefined } = {},
  ): Promise<void> {
    const later = options.notValid === true && (constraint.kind === "check" || constraint.kind === "foreign key");
    return this.run({
      sql: `ALTER TABLE ${this.name(table)} ADD ${this.constraint(constraint)}${later ? " NOT VALID" : ""}`,
      table: table.name,
    });
  }
  override dropConstraint(table: TableDescription, constraint: ConstraintDescription): Promise<void> {
    return this.dropKey(table, constraint);
  }
  override validateConstraint(table: TableDescription, constraint: ConstraintDescription): Promise<void> {
    return this.run({
      sql: `ALTER TABLE ${this.name(table)} VALIDATE CONSTRAINT ${this.quote(constraint.name)}`,
      table: table.name,
    });
  }
}

// Whether the rows that are there get a new column's value from its default; one that is made of other columns cannot be one.
function isFilledAtOnce(column: ColumnDescription, fill: Readonly<Record<string, SqlExpression>>): boolean {
  const value = fill[column.name];
  return value !== undefined && column.generated === undefined && columnsIn(value).size === 0;
}
