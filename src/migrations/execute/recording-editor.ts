// Notes what a migration asks of the schema editor, without a database doing any of it: the material of the lint.
import type { Database } from "#orm";
import type { Dialect, IndexDescription, TableDescription } from "#orm/internals";
import type {
  ConstraintDescription,
  SchemaEditor,
  SchemaFeatures,
  TableChange,
  TableChangeOptions,
} from "../schema/schema-editor.ts";

/** One call of the editor. */
export type SchemaEvent =
  | { readonly kind: "create"; readonly table: TableDescription }
  | { readonly kind: "drop"; readonly table: TableDescription }
  | { readonly kind: "rename"; readonly before: TableDescription; readonly after: TableDescription }
  | ({ readonly kind: "change" } & TableChange)
  | {
      readonly kind: "add index";
      readonly table: TableDescription;
      readonly index: IndexDescription;
      readonly concurrently: boolean;
    }
  | {
      readonly kind: "drop index";
      readonly table: TableDescription;
      readonly index: IndexDescription;
      readonly concurrently: boolean;
    }
  | {
      readonly kind: "add constraint";
      readonly table: TableDescription;
      readonly constraint: ConstraintDescription;
      readonly notValid: boolean;
    }
  | { readonly kind: "sql"; readonly sql: string };

/** An editor that changes nothing. */
export class RecordingEditor implements SchemaEditor {
  readonly database: Database;
  readonly features: SchemaFeatures;
  readonly events: SchemaEvent[] = [];
  readonly collected: readonly string[] = [];

  constructor(database: Database, features: SchemaFeatures) {
    this.database = database;
    this.features = features;
  }

  get dialect(): Dialect {
    return this.database.dialect;
  }
  async createTable(table: TableDescription): Promise<void> {
    this.events.push({ kind: "create", table });
  }
  async createTables(tables: readonly TableDescription[]): Promise<void> {
    for (const table of tables) await this.createTable(table);
  }
  async dropTable(table: TableDescription): Promise<void> {
    this.events.push({ kind: "drop", table });
  }
  async renameTable(before: TableDescription, after: TableDescription, options?: TableChangeOptions): Promise<void> {
    this.events.push({ kind: "rename", before, after });
    await this.changeTable({ ...before, name: after.name, schema: after.schema }, after, options);
  }
  async changeTable(before: TableDescription, after: TableDescription, options?: TableChangeOptions): Promise<void> {
    this.events.push({ kind: "change", before, after, ...options });
  }
  async changeTables(changes: readonly TableChange[]): Promise<void> {
    for (const change of changes) this.events.push({ kind: "change", ...change });
  }
  async addIndex(
    table: TableDescription,
    index: IndexDescription,
    options?: { readonly concurrently?: boolean | undefined },
  ): Promise<void> {
    this.events.push({ kind: "add index", table, index, concurrently: options?.concurrently === true });
  }
  async dropIndex(
    table: TableDescription,
    index: IndexDescription,
    options?: { readonly concurrently?: boolean | undefined },
  ): Promise<void> {
    this.events.push({ kind: "drop index", table, index, concurrently: options?.concurrently === true });
  }
  async addConstraint(
    table: TableDescription,
    constraint: ConstraintDescription,
    options?: { readonly notValid?: boolean | undefined },
  ): Promise<void> {
    this.events.push({ kind: "add constraint", table, constraint, notValid: options?.notValid === true });
  }
  async dropConstraint(): Promise<void> {}
  async validateConstraint(): Promise<void> {}
  async runSql(sql: string): Promise<void> {
    this.events.push({ kind: "sql", sql });
  }
  async runData(): Promise<void> {}
}
