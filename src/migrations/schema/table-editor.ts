// Holds what the editors of all databases share: running or collecting statements, and changes made of changeTables.
import type { Database } from "#orm";
import { type Dialect, dropTableStatement, type IndexDescription, type TableDescription } from "#orm/internals";
import type {
  ConstraintDescription,
  SchemaEditor,
  SchemaFeatures,
  SchemaProgress,
  TableChange,
  TableChangeOptions,
} from "./schema-editor.ts";
import { indexSql, nameOf, type Statement } from "./statements.ts";
import { constraintSql, constraintsOf, withConstraints } from "./table-difference.ts";

/** How an editor does its work. */
export interface EditorOptions {
  /** Keeps the statements instead of running them. */
  readonly collect?: boolean | undefined;
  /** Called around each statement, for a journal. */
  readonly around?: ((statement: Statement, run: () => Promise<void>) => Promise<void>) | undefined;
  /** Called around each piece of work on rows. */
  readonly aroundData?: ((description: string, run: () => Promise<void>) => Promise<void>) | undefined;
  readonly progress?: ((progress: SchemaProgress) => void) | undefined;
}

/** An editor without the parts that each database does its own way. */
export abstract class TableEditor implements SchemaEditor {
  readonly database: Database;
  abstract readonly features: SchemaFeatures;
  readonly #collected: string[] | undefined;
  protected readonly options: EditorOptions;

  constructor(database: Database, options: EditorOptions) {
    this.database = database;
    this.options = options;
    this.#collected = options.collect === true ? [] : undefined;
  }

  get dialect(): Dialect {
    return this.database.dialect;
  }
  get collected(): readonly string[] | undefined {
    return this.#collected;
  }

  abstract createTables(tables: readonly TableDescription[]): Promise<void>;
  abstract changeTables(changes: readonly TableChange[]): Promise<void>;
  protected abstract changeName(before: TableDescription, after: TableDescription): Promise<void>;

  protected name(table: Pick<TableDescription, "name" | "schema">): string {
    return nameOf(table, this.dialect);
  }
  protected quote(name: string): string {
    return this.dialect.quoteName(name);
  }
  protected constraint(constraint: ConstraintDescription): string {
    return constraintSql(constraint, this.dialect);
  }

  /** Runs one statement, or keeps it. */
  protected async run(statement: Statement): Promise<void> {
    if (this.#collected !== undefined) {
      this.#collected.push(statement.sql);
      return;
    }
    const run = () => this.database.script(statement.sql);
    if (this.options.around === undefined) await run();
    else await this.options.around(statement, run);
  }

  createTable(table: TableDescription): Promise<void> {
    return this.createTables([table]);
  }
  dropTable(table: TableDescription): Promise<void> {
    // What else uses the table is not to go unasked: no CASCADE.
    const sql = dropTableStatement(table, this.dialect).replace(/ CASCADE$/, "");
    return this.run({ sql, table: table.name });
  }
  async renameTable(
    before: TableDescription,
    after: TableDescription,
    options: TableChangeOptions = {},
  ): Promise<void> {
    if (before.name !== after.name || before.schema !== after.schema) await this.changeName(before, after);
    // A key that points at its own table follows it.
    const foreignKeys = before.foreignKeys?.map((key) =>
      key.table === before.name ? { ...key, table: after.name } : key,
    );
    await this.changeTable({ ...before, name: after.name, schema: after.schema, foreignKeys }, after, options);
  }
  changeTable(before: TableDescription, after: TableDescription, options: TableChangeOptions = {}): Promise<void> {
    return this.changeTables([{ ...options, before, after }]);
  }

  async addIndex(
    table: TableDescription,
    index: IndexDescription,
    options: { readonly concurrently?: boolean | undefined } = {},
  ): Promise<void> {
    const sql = indexSql(table, index, this.dialect);
    if (sql === undefined) return;
    const concurrently = options.concurrently === true && this.features.concurrentIndexes;
    await this.run(
      concurrently
        ? {
            sql: sql.replace(/^CREATE (UNIQUE )?INDEX/, "$& CONCURRENTLY"),
            table: table.name,
            kind: "outside",
            index: this.indexName(table, index.name),
          }
        : { sql, table: table.name },
    );
  }
  async dropIndex(
    table: TableDescription,
    index: IndexDescription,
    options: { readonly concurrently?: boolean | undefined } = {},
  ): Promise<void> {
    if (indexSql(table, index, this.dialect) === undefined) return;
    const concurrently = options.concurrently === true && this.features.concurrentIndexes;
    await this.run({
      sql: this.dropIndexSql(table, index.name, concurrently),
      table: table.name,
      kind: concurrently ? "outside" : "schema",
      index: concurrently ? this.indexName(table, index.name) : undefined,
    });
  }
  protected dropIndexSql(table: TableDescription, name: string, concurrently = false): string {
    return `DROP INDEX ${concurrently ? "CONCURRENTLY " : ""}${this.indexName(table, name)}`;
  }
  protected indexName(table: TableDescription, name: string): string {
    const quoted = this.quote(name);
    return table.schema === undefined ? quoted : `${this.quote(table.schema)}.${quoted}`;
  }

  addConstraint(
    table: TableDescription,
    constraint: ConstraintDescription,
    _options: { readonly notValid?: boolean | undefined } = {},
  ): Promise<void> {
    return this.changeTable(table, withConstraints(table, [...constraintsOf(table), constraint]));
  }
  dropConstraint(table: TableDescription, constraint: ConstraintDescription): Promise<void> {
    const others = constraintsOf(table).filter(
      (each) => each.kind !== constraint.kind || each.name !== constraint.name,
    );
    return this.changeTable(table, withConstraints(table, others));
  }
  async validateConstraint(_table: TableDescription, _constraint: ConstraintDescription): Promise<void> {
    // Where constraints are checked as they are added there is nothing left to do.
  }

  runSql(sql: string): Promise<void> {
    const rows = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE|WITH|SELECT)\b/i.test(sql);
    return this.run({ sql, kind: rows ? "rows" : "schema", raw: true });
  }
  async runData(description: string, work: () => unknown): Promise<void> {
    if (this.#collected !== undefined) {
      this.#collected.push(`-- ${description.replaceAll("\n", "\n-- ")}`);
      return;
    }
    const run = async (): Promise<void> => {
      await work();
    };
    if (this.options.aroundData === undefined) await run();
    else await this.options.aroundData(description, run);
  }
}
