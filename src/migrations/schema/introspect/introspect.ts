// Describes the tables of a database as they are, whichever database it is.
import type { Database } from "#orm";
import { introspectMysql } from "./introspect-mysql.ts";
import { introspectPostgres } from "./introspect-postgres.ts";
import { introspectSqlite } from "./introspect-sqlite.ts";
import type { IntrospectedTable, IntrospectOptions } from "./introspected-database.ts";

/**
 * Describes the tables of a database, in the order of their names.
 *
 * @example
 * ```ts
 * import { introspect } from "demijohn/migrations";
 * import { connection, defineDatabases } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * await connection().script("CREATE TABLE jar (id integer PRIMARY KEY, name varchar(9) NOT NULL)");
 * const [jar] = await introspect(connection());
 * console.log(jar?.columns.map((column) => column.name)); // => [ 'id', 'name' ]
 * await connection().close();
 * ```
 */
export function introspect(database: Database, options: IntrospectOptions = {}): Promise<readonly IntrospectedTable[]> {
  const { name } = database.dialect;
  if (name === "sqlite") return introspectSqlite(database, options);
  return name === "postgres" ? introspectPostgres(database, options) : introspectMysql(database, options);
}
