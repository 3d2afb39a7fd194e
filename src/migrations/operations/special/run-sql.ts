// Makes the operation that runs SQL written by hand, and what undoes it.
import type { SchemaEditor } from "../../schema/schema-editor.ts";
import type { ProjectState } from "../../state/project-state.ts";
import { irreversible } from "../irreversible.ts";
import type { Operation, OperationContext, WrittenCall } from "../operation.ts";
import { Step } from "../step.ts";

/** Statements, or a record of them by dialect. A dialect that is not named runs nothing. */
export type SqlText =
  | string
  | readonly string[]
  | Readonly<Partial<Record<"sqlite" | "postgres" | "mysql", string | readonly string[]>>>;

/** What {@link runSql} takes besides the statements. */
export interface RunSqlOptions {
  /** What undoes it; without it the migration cannot run backwards. An empty list does nothing. */
  readonly reverse?: SqlText | undefined;
  /** What the SQL amounts to in the state, as operations that run nothing. */
  readonly stateOperations?: readonly Operation[] | undefined;
  /** Whether squashing may leave it out. */
  readonly elidable?: boolean | undefined;
  /** False for statements that refuse a transaction; the migration must not be atomic then. */
  readonly atomic?: boolean | undefined;
}

/** Runs SQL. */
export class RunSql extends Step {
  readonly kind = "runSql";
  readonly category = "s";
  readonly sql: SqlText;
  readonly options: RunSqlOptions;

  constructor(sql: SqlText, options: RunSqlOptions = {}) {
    super();
    this.sql = sql;
    this.options = options;
  }

  override get reversible(): boolean {
    return this.options.reverse !== undefined;
  }
  override get elidable(): boolean {
    return this.options.elidable === true;
  }
  override get atomic(): boolean {
    return this.options.atomic !== false;
  }
  get written(): WrittenCall {
    return { name: this.kind, args: Object.keys(this.options).length > 0 ? [this.sql, this.options] : [this.sql] };
  }
  describe(): string {
    const [first = "nothing"] = [this.sql, Object.values(this.sql)].flat(2).filter((each) => typeof each === "string");
    const line = first.trim().split("\n")[0]!;
    return `Run SQL: ${line.length > 60 ? `${line.slice(0, 59)}…` : line}`;
  }
  stateForwards(label: string, state: ProjectState): ProjectState {
    return (this.options.stateOperations ?? []).reduce((at, each) => each.stateForwards(label, at), state);
  }
  override async databaseForwards(editor: SchemaEditor): Promise<void> {
    await run(editor, this.sql);
  }
  override async databaseBackwards(
    editor: SchemaEditor,
    _from: ProjectState,
    _to: ProjectState,
    { label }: OperationContext,
  ): Promise<void> {
    if (this.options.reverse === undefined) throw irreversible(label, this);
    await run(editor, this.options.reverse);
  }
}

async function run(editor: SchemaEditor, sql: SqlText): Promise<void> {
  const own =
    typeof sql === "string" || Array.isArray(sql)
      ? (sql as string | readonly string[])
      : ((sql as Readonly<Record<string, string | readonly string[]>>)[editor.dialect.name] ?? []);
  for (const statement of typeof own === "string" ? [own] : own) await editor.runSql(statement);
}

/**
 * Runs SQL written by hand. It is one statement, a list, or a record of them by dialect.
 *
 * @example
 * ```ts
 * import { runSql } from "demijohn/migrations";
 * const step = runSql("UPDATE blog_article SET views = 0", { reverse: [] });
 * console.log(step.reversible, step.describe()); // => true Run SQL: UPDATE blog_article SET views = 0
 * ```
 */
export function runSql(sql: SqlText, options?: RunSqlOptions): Operation {
  return new RunSql(sql, options);
}
