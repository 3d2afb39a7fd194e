// Changes tables of MariaDB and MySQL: as much as one ALTER TABLE takes, since each statement stands for itself there.
import {
  type ColumnDescription,
  columnSql,
  createTableStatements,
  defaultSql,
  type IndexDescription,
  type TableDescription,
} from "#orm/internals";
import { MigrationError } from "../migration-error.ts";
import { queryRows } from "./query-rows.ts";
import { columnsIn, renamesInOrder } from "./rename-columns.ts";
import type { ConstraintDescription, SchemaFeatures, TableChange } from "./schema-editor.ts";
import { namesIn, replacedColumns, ServerEditor, withDependents } from "./server-editor.ts";
import { indexSql, nameList, valueSql } from "./statements.ts";
import { compareTables, isSame, type TableDifference } from "./table-difference.ts";

const features: SchemaFeatures = Object.freeze({
  transactional: false,
  rebuildsTables: false,
  concurrentIndexes: false,
  laterValidation: false,
  comments: true,
});

/** The editor of MariaDB and MySQL databases. */
export class MysqlEditor extends ServerEditor {
  readonly features: SchemaFeatures = features;

  async createTables(tables: readonly TableDescription[]): Promise<void> {
    const full = tables.map(withSupport);
    // One statement for each table, with its indexes: whoever is killed finds it made or not made.
    for (const table of full) {
      const [create = ""] = createTableStatements([{ ...table, indexes: [] }], this.dialect);
      const lines = (table.indexes ?? []).flatMap((index) => this.#indexPart(table, index) ?? []);
      const at = create.lastIndexOf("\n)");
      const indexes = lines.map((line) => `,\n  ${line}`).join("");
      await this.run({ sql: create.slice(0, at) + indexes + create.slice(at), table: table.name });
    }
    for (const table of full)
      await this.#alter(
        (table.foreignKeys ?? []).map((key) => `ADD ${this.constraint({ kind: "foreign key", ...key })}`),
        table,
      );
  }

  protected changeName(before: TableDescription, after: TableDescription): Promise<void> {
    return this.run({ sql: `RENAME TABLE ${this.name(before)} TO ${this.name(after)}`, table: before.name });
  }

  protected override compare(
    before: TableDescription,
    after: TableDescription,
    renamed: Readonly<Record<string, string>> | undefined,
  ): TableDifference {
    return compareTables(withSupport(before), withSupport(after), this.dialect, renamed);
  }

  // `KEY name (a, b)`, as it stands inside of CREATE TABLE.
  #indexPart(table: TableDescription, index: IndexDescription): string | undefined {
    const sql = indexSql(table, index, this.dialect);
    return sql?.replace(/^CREATE /, "").replace(` ON ${this.name(table)}`, "");
  }

  async #alter(parts: readonly string[], table: TableDescription): Promise<void> {
    if (parts.length > 0)
      await this.run({ sql: `ALTER TABLE ${this.name(table)} ${parts.join(", ")}`, table: table.name });
  }

  protected async alterTable(change: TableChange, compared: TableDifference): Promise<void> {
    const replaced = replacedColumns(compared, { keepsValues: true });
    const moved = new Set(replaced.map((column) => column.name));
    for (const { to } of compared.renamedColumns) moved.add(to);
    const casts = Object.keys(change.casts ?? {}).filter((name) =>
      compared.changedColumns.some((each) => each.type && each.after.name === name),
    );
    const difference = withDependents(
      withChecksOf(compared, moved),
      new Set([...replaced.map((each) => each.name), ...casts]),
    );
    const { after } = difference;
    await this.#dropChecksOfRenamed(change, difference);
    await this.#alter(
      renamesInOrder(difference.renamedColumns, change.before).map(
        ({ from, to }) => `RENAME COLUMN ${this.quote(from)} TO ${this.quote(to)}`,
      ),
      after,
    );
    if (isSame({ ...difference, renamedColumns: [] }) && change.fill === undefined) return;
    await this.#refuseMissingValues(change, difference);
    await this.#fillNulls(change, difference);
    const dropped = this.#drops(difference, replaced);
    // A key cannot go and come back under its name in one statement.
    const again = difference.constraints.dropped.some((each) =>
      difference.constraints.added.some((other) => other.name === each.name),
    );
    if (again || casts.length > 0) await this.#alter(dropped.splice(0), after);
    for (const name of casts) await this.#castColumn(name, change, difference);
    await this.#alter(
      [
        ...dropped,
        ...difference.indexes.renamed.map(
          (each) => `RENAME INDEX ${this.quote(each.before.name)} TO ${this.quote(each.after.name)}`,
        ),
        ...this.#columns(change, difference, replaced),
        ...this.#adds(difference),
      ],
      after,
    );
    await this.#fillAdded(change, difference);
  }

  // A check does not follow the new name of its column, and forbids it.
  async #dropChecksOfRenamed({ before }: TableChange, difference: TableDifference): Promise<void> {
    if (difference.renamedColumns.length === 0) return;
    const names = new Set(
      difference.constraints.dropped.filter((each) => each.kind === "check").map((each) => each.name),
    );
    await this.#alter(
      (before.checks ?? [])
        .filter((each) => names.has(each.name))
        .map((each) => `DROP CONSTRAINT ${this.quote(each.name)}`),
      difference.after,
    );
  }

  // In its strict mode MariaDB still gives 0 or '' to rows that exist when a column is added.
  async #refuseMissingValues({ fill = {} }: TableChange, difference: TableDifference): Promise<void> {
    const missing = difference.addedColumns.find(
      (column) =>
        column.null !== true &&
        column.default === undefined &&
        column.identity !== true &&
        column.generated === undefined &&
        fill[column.name] === undefined,
    );
    if (missing === undefined || this.collected !== undefined) return;
    const { after } = difference;
    const [row] = await queryRows(this.database, `SELECT 1 FROM ${this.name(after)} LIMIT 1`);
    if (row === undefined) return;
    throw new MigrationError(
      "MIGRATIONS_NO_VALUE",
      `The column "${missing.name}" of "${after.name}" takes no nulls, and there is no value for the rows that are there.`,
      {
        cure: "Give the field a default, or make it null: true, fill it, and take that away in a later migration.",
      },
    );
  }

  async #fillNulls({ fill = {} }: TableChange, difference: TableDifference): Promise<void> {
    const added = new Set(difference.addedColumns.map((column) => column.name));
    for (const [column, value] of Object.entries(fill)) {
      if (added.has(column)) continue;
      const name = this.quote(column);
      await this.run({
        sql: `UPDATE ${this.name(difference.after)} SET ${name} = ${valueSql(value, this.dialect)} WHERE ${name} IS NULL`,
        kind: "rows",
      });
    }
  }

  #drops(difference: TableDifference, replaced: readonly ColumnDescription[]): string[] {
    const { constraints, indexes, before } = difference;
    const keys = constraints.dropped.filter((each) => each.kind === "foreign key");
    const renamed = difference.renamedColumns.length > 0;
    const parts = [...keys, ...constraints.renamed.map((each) => each.before)].flatMap((each) =>
      each.kind === "foreign key" ? [`DROP FOREIGN KEY ${this.quote(each.name)}`] : [],
    );
    for (const each of [...constraints.dropped, ...constraints.renamed.map((both) => both.before)]) {
      if (each.kind === "unique") parts.push(`DROP INDEX ${this.quote(each.name)}`);
      const gone = renamed && constraints.dropped.includes(each);
      if (each.kind === "check" && !gone) parts.push(`DROP CONSTRAINT ${this.quote(each.name)}`);
    }
    for (const index of indexes.dropped) parts.push(`DROP INDEX ${this.quote(index.name)}`);
    if (difference.primaryKey && before.primaryKey.length > 0) parts.push("DROP PRIMARY KEY");
    for (const column of [...difference.droppedColumns, ...replaced])
      parts.push(`DROP COLUMN ${this.quote(column.name)}`);
    return parts;
  }

  #columns(
    change: TableChange,
    difference: TableDifference,
    replaced: readonly ColumnDescription[],
  ): readonly string[] {
    const { fill = {} } = change;
    const parts: string[] = [];
    const added = new Set([...difference.addedColumns, ...replaced]);
    difference.after.columns.forEach((column, i, all) => {
      if (!added.has(column)) return;
      const value = fill[column.name];
      let sql = columnSql(column, this.dialect);
      if (value !== undefined && column.generated === undefined)
        sql =
          columnsIn(value).size > 0
            ? columnSql({ ...column, null: true }, this.dialect)
            : columnSql({ ...column, default: value }, this.dialect);
      const before = all[i - 1];
      parts.push(`ADD COLUMN ${sql} ${before === undefined ? "FIRST" : `AFTER ${this.quote(before.name)}`}`);
    });
    for (const each of difference.changedColumns) {
      if (replaced.includes(each.after)) continue;
      parts.push(`MODIFY COLUMN ${columnSql(each.after, this.dialect)}`);
    }
    return parts;
  }

  #adds(difference: TableDifference): readonly string[] {
    const { after, constraints, indexes } = difference;
    const parts: string[] = [];
    if (difference.primaryKey && after.primaryKey.length > 0)
      parts.push(`ADD PRIMARY KEY (${nameList(after.primaryKey, this.dialect)})`);
    for (const index of indexes.added) {
      const sql = this.#indexPart(after, index);
      if (sql !== undefined) parts.push(`ADD ${sql}`);
    }
    for (const each of [...constraints.added, ...constraints.renamed.map((both) => both.after)])
      parts.push(`ADD ${this.constraint(each)}`);
    if (difference.comment) parts.push(`COMMENT = ${this.dialect.quoteText(after.comment ?? "")}`);
    return parts;
  }

  async #fillAdded({ fill = {} }: TableChange, difference: TableDifference): Promise<void> {
    const table = this.name(difference.after);
    const parts: string[] = [];
    for (const column of difference.addedColumns) {
      const value = fill[column.name];
      if (value === undefined || column.generated !== undefined) continue;
      const name = this.quote(column.name);
      if (columnsIn(value).size > 0) {
        await this.run({ sql: `UPDATE ${table} SET ${name} = ${valueSql(value, this.dialect)}`, kind: "rows" });
        if (column.null !== true) parts.push(`MODIFY COLUMN ${columnSql(column, this.dialect)}`);
      } else if (column.default !== undefined) {
        parts.push(`ALTER COLUMN ${name} SET DEFAULT ${defaultSql(column.default, this.dialect)}`);
      } else {
        parts.push(`ALTER COLUMN ${name} ${column.null === true ? "SET DEFAULT NULL" : "DROP DEFAULT"}`);
      }
    }
    await this.#alter(parts, difference.after);
  }

  // The new values are written to a column beside the old one, which then takes its name.
  async #castColumn(name: string, { casts = {} }: TableChange, difference: TableDifference): Promise<void> {
    const { after } = difference;
    const column = after.columns.find((each) => each.name === name)!;
    const beside = `${name}__new`;
    const quoted = this.quote(beside);
    const temporary = columnSql({ ...column, name: beside, null: true }, this.dialect);
    await this.#alter([`ADD COLUMN ${temporary} AFTER ${this.quote(name)}`], after);
    await this.run({
      sql: `UPDATE ${this.name(after)} SET ${quoted} = ${valueSql(casts[name]!, this.dialect)}`,
      kind: "rows",
    });
    await this.#alter(
      [`DROP COLUMN ${this.quote(name)}`, `CHANGE COLUMN ${quoted} ${columnSql(column, this.dialect)}`],
      after,
    );
  }

  protected addKey(table: TableDescription, key: ConstraintDescription): Promise<void> {
    return this.#alter([`ADD ${this.constraint(key)}`], table);
  }
  protected dropKey(table: TableDescription, key: ConstraintDescription): Promise<void> {
    return this.#alter([`DROP FOREIGN KEY ${this.quote(key.name)}`], table);
  }

  override async addIndex(table: TableDescription, index: IndexDescription): Promise<void> {
    await this.changeTable(table, { ...table, indexes: [...(table.indexes ?? []), index] });
  }
  override async dropIndex(table: TableDescription, index: IndexDescription): Promise<void> {
    const others = (table.indexes ?? []).filter((each) => each.name !== index.name);
    await this.changeTable({ ...table, indexes: [...others, index] }, { ...table, indexes: others });
  }
}

/**
 * The table with an index for each key that no other index supports: the server would make one by itself, and keep it
 * when the key goes.
 */
export function withSupport(table: TableDescription): TableDescription {
  const leads = (columns: readonly unknown[], key: readonly string[]) => key.every((name, i) => columns[i] === name);
  const lists: (readonly unknown[])[] = [
    table.primaryKey,
    ...(table.uniques ?? []).map((unique) => unique.columns),
    ...(table.indexes ?? [])
      .filter(
        (index) => index.condition === undefined && index.parts.every((part) => typeof part.expression === "string"),
      )
      .map((index) => index.parts.map((part) => part.expression)),
  ];
  const support: IndexDescription[] = [];
  for (const key of table.foreignKeys ?? []) {
    if (lists.some((columns) => leads(columns, key.columns))) continue;
    lists.push(key.columns);
    support.push({ name: key.name, parts: key.columns.map((expression) => ({ expression })) });
  }
  return support.length === 0 ? table : { ...table, indexes: [...(table.indexes ?? []), ...support] };
}

// Checks on these columns are dropped and added, whatever else happens to them.
function withChecksOf(difference: TableDifference, columns: ReadonlySet<string>): TableDifference {
  const { constraints } = difference;
  const touches = (each: ConstraintDescription) =>
    each.kind === "check" && [...namesIn(each)].some((name) => columns.has(name));
  const again = constraints.kept.filter(touches);
  return {
    ...difference,
    constraints: {
      ...constraints,
      kept: constraints.kept.filter((each) => !touches(each)),
      dropped: [...constraints.dropped, ...again],
      added: [...constraints.added, ...again],
    },
  };
}
