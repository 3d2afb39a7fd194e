// Chooses the schema editor of a database by its dialect.
import type { Database } from "#orm";
import { MysqlEditor } from "./mysql-editor.ts";
import { PostgresEditor } from "./postgres-editor.ts";
import type { SchemaEditor } from "./schema-editor.ts";
import { SqliteEditor } from "./sqlite-editor.ts";
import type { EditorOptions } from "./table-editor.ts";

/** Makes the editor of a database. With `collect` it runs nothing, and keeps the statements. */
export function createSchemaEditor(database: Database, options: EditorOptions = {}): SchemaEditor {
  const { name } = database.dialect;
  if (name === "sqlite") return new SqliteEditor(database, options);
  return name === "postgres" ? new PostgresEditor(database, options) : new MysqlEditor(database, options);
}
