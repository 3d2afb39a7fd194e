// Makes the error for SQL that a dialect has no way to say.
import { NotSupportedError } from "../database/database-error.ts";

const titles = { sqlite: "SQLite", postgres: "PostgreSQL", mysql: "MySQL and MariaDB" } as const;

/** `SQLite has no DISTINCT ON.`, with what to write instead. */
export function unsupportedSql(
  dialect: { readonly name: keyof typeof titles },
  what: string,
  cure: string,
): NotSupportedError {
  const verb = dialect.name === "mysql" ? "have" : "has";
  return new NotSupportedError("ORM_UNSUPPORTED_SQL", `${titles[dialect.name]} ${verb} no ${what}.`, { cure });
}
