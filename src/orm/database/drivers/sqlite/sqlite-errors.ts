// Makes SQLite's errors the ORM's classes, by SQLite's extended result codes.
import * as errors from "../../database-error.ts";

type ErrorClass = new (code: string, summary: string, facts: errors.DatabaseErrorFacts) => errors.DatabaseError;

const byCode: Readonly<Record<number, readonly [ErrorClass, string]>> = {
  1555: [errors.UniqueViolation, "ORM_UNIQUE_VIOLATION"],
  2067: [errors.UniqueViolation, "ORM_UNIQUE_VIOLATION"],
  2579: [errors.UniqueViolation, "ORM_UNIQUE_VIOLATION"],
  787: [errors.ForeignKeyViolation, "ORM_FOREIGN_KEY_VIOLATION"],
  1811: [errors.ForeignKeyViolation, "ORM_FOREIGN_KEY_VIOLATION"],
  1299: [errors.NotNullViolation, "ORM_NOT_NULL_VIOLATION"],
  275: [errors.CheckViolation, "ORM_CHECK_VIOLATION"],
  3091: [errors.DataError, "ORM_DATA_ERROR"],
};
const byPrimaryCode: Readonly<Record<number, readonly [ErrorClass, string]>> = {
  1: [errors.ProgrammingError, "ORM_PROGRAMMING_ERROR"],
  5: [errors.LockTimeoutError, "ORM_LOCK_TIMEOUT"],
  6: [errors.LockTimeoutError, "ORM_LOCK_TIMEOUT"],
  14: [errors.ConnectionError, "ORM_CONNECTION_ERROR"],
  18: [errors.DataError, "ORM_DATA_ERROR"],
  19: [errors.IntegrityError, "ORM_INTEGRITY_ERROR"],
  20: [errors.DataError, "ORM_DATA_ERROR"],
  25: [errors.ProgrammingError, "ORM_PROGRAMMING_ERROR"],
};

/** Whether another connection's lock was in the way: worth another try. */
export function isBusy(error: unknown): boolean {
  return error instanceof errors.LockTimeoutError && (error.databaseCode === "5" || error.databaseCode === "6");
}

/** Makes an error of node:sqlite one of the ORM's; others pass through. */
export function mapSqliteError(error: unknown, sql: string | undefined, path?: string): errors.DatabaseError {
  if (error instanceof errors.DatabaseError) return error;
  const { errcode, message, code } = error as { errcode?: number; message: string; code?: string };
  if (errcode === undefined) {
    // What node:sqlite itself refuses: a value that SQLite has no type for, too many values, a closed database.
    if (code === "ERR_INVALID_STATE")
      return new errors.ConnectionError("ORM_CONNECTION_ERROR", "The SQLite database is closed.", {
        sql,
        cause: error,
      });
    return new errors.DataError("ORM_DATA_ERROR", `SQLite cannot take a value: ${message}`, { sql, cause: error });
  }
  const [Class, name] = byCode[errcode] ??
    byPrimaryCode[errcode & 255] ?? [errors.OperationalError, "ORM_OPERATIONAL_ERROR"];
  const where = path === undefined ? "" : ` (${path})`;
  return new Class(name, `SQLite says: ${message}${where}.`, {
    sql,
    databaseCode: String(errcode),
    facts: sql === undefined ? [] : [`SQL: ${sql.length > 300 ? `${sql.slice(0, 299)}…` : sql}`],
    cause: error,
    ...findPlace(message),
  });
}

// "UNIQUE constraint failed: t.a, t.b", "UNIQUE constraint failed: index 'i'", "CHECK constraint failed: name".
function findPlace(message: string): Pick<errors.DatabaseErrorFacts, "table" | "columns" | "constraint"> {
  const place = message.slice(message.indexOf("constraint failed: ") + 19);
  if (message.startsWith("CHECK")) return { constraint: place };
  if (!message.startsWith("UNIQUE") && !message.startsWith("NOT NULL")) return {};
  const index = /^index '(.*)'$/.exec(place);
  if (index !== null) return { constraint: index[1] };
  const names = place.split(", ");
  return {
    table: names[0]!.slice(0, names[0]!.lastIndexOf(".")),
    columns: names.map((name) => name.slice(name.lastIndexOf(".") + 1)),
  };
}
