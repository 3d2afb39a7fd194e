// Makes the operations that add extensions and collations to a PostgreSQL database; elsewhere they do nothing.
import type { SchemaEditor } from "../../schema/schema-editor.ts";
import type { ProjectState } from "../../state/project-state.ts";
import type { Operation, OperationCategory, WrittenCall } from "../operation.ts";
import { Step } from "../step.ts";

abstract class PostgresStep extends Step {
  readonly category: OperationCategory = "+";
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  stateForwards(_label: string, state: ProjectState): ProjectState {
    return state;
  }
  protected async run(editor: SchemaEditor, sql: string): Promise<void> {
    if (editor.dialect.name === "postgres") await editor.runSql(sql);
  }
  override referencesModel(): boolean {
    return true;
  }
}

/** Adds an extension. */
export class CreateExtension extends PostgresStep {
  readonly kind = "createExtension";

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name] };
  }
  override get fragment(): string {
    return `create_extension_${this.name.replace(/\W+/g, "_")}`;
  }
  describe(): string {
    return `Create extension ${this.name}`;
  }
  override async databaseForwards(editor: SchemaEditor): Promise<void> {
    await this.run(editor, `CREATE EXTENSION IF NOT EXISTS ${editor.dialect.quoteName(this.name)}`);
  }
  override async databaseBackwards(editor: SchemaEditor): Promise<void> {
    await this.run(editor, `DROP EXTENSION IF EXISTS ${editor.dialect.quoteName(this.name)}`);
  }
}

/** How a collation of PostgreSQL compares. */
export interface CollationOptions {
  /** The locale, such as `und-u-ks-level2`. */
  readonly locale: string;
  readonly provider?: "icu" | "libc" | undefined;
  /** Whether only equal bytes are equal; true by default. */
  readonly deterministic?: boolean | undefined;
}

/** Adds a collation. */
export class CreateCollation extends PostgresStep {
  readonly kind = "createCollation";
  readonly options: CollationOptions;

  constructor(name: string, options: CollationOptions) {
    super(name);
    this.options = options;
  }

  get written(): WrittenCall {
    return { name: this.kind, args: [this.name, this.options] };
  }
  override get fragment(): string {
    return `create_collation_${this.name.replace(/\W+/g, "_")}`;
  }
  describe(): string {
    return `Create collation ${this.name}`;
  }
  override async databaseForwards(editor: SchemaEditor): Promise<void> {
    const { locale, provider = "icu", deterministic = true } = this.options;
    const { dialect } = editor;
    const how = deterministic ? "" : ", deterministic = false";
    await this.run(
      editor,
      `CREATE COLLATION ${dialect.quoteName(this.name)} (provider = ${provider}, locale = ${dialect.quoteText(locale)}${how})`,
    );
  }
  override async databaseBackwards(editor: SchemaEditor): Promise<void> {
    await this.run(editor, `DROP COLLATION ${editor.dialect.quoteName(this.name)}`);
  }
}

/** Adds an extension to a PostgreSQL database, such as `pg_trgm`. Other databases do nothing. */
export function createExtension(name: string): Operation {
  return new CreateExtension(name);
}

/** Adds a collation to a PostgreSQL database; other databases do nothing. */
export function createCollation(name: string, options: CollationOptions): Operation {
  return new CreateCollation(name, options);
}
