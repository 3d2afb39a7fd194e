// Compiles SqlNode trees into SQL text and parameter places for one dialect.
import type { CompiledSql } from "./compiled-sql.ts";
import type { SqlNode } from "./sql-node.ts";
import { SqlWriter, type WriterDialect } from "./sql-writer.ts";

/**
 * Makes the SQL of a statement. Costly compared with running a small one: keep the result by the query's shape.
 *
 * @throws {NotSupportedError} ORM_UNSUPPORTED_SQL where the dialect has no way to say it.
 */
export function compileSql(node: SqlNode, dialect: WriterDialect): CompiledSql {
  return new SqlWriter(dialect).statement(node).finish();
}
