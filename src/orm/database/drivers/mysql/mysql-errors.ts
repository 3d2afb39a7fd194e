// Makes the errors of MariaDB and MySQL the ORM's classes, by their numbers; those of the socket become connection errors.
import * as errors from "../../database-error.ts";

type ErrorClass = new (code: string, summary: string, facts: errors.DatabaseErrorFacts) => errors.DatabaseError;

const unique = [errors.UniqueViolation, "ORM_UNIQUE_VIOLATION"] as const;
const foreignKey = [errors.ForeignKeyViolation, "ORM_FOREIGN_KEY_VIOLATION"] as const;
const notNull = [errors.NotNullViolation, "ORM_NOT_NULL_VIOLATION"] as const;
const data = [errors.DataError, "ORM_DATA_ERROR"] as const;
const program = [errors.ProgrammingError, "ORM_PROGRAMMING_ERROR"] as const;
const connection = [errors.ConnectionError, "ORM_CONNECTION_ERROR"] as const;
const timeout = [errors.StatementTimeoutError, "ORM_STATEMENT_TIMEOUT"] as const;

const byNumber: Readonly<Record<number, readonly [ErrorClass, string]>> = {
  1022: unique,
  1062: unique,
  1169: unique,
  1586: unique,
  1216: foreignKey,
  1217: foreignKey,
  1451: foreignKey,
  1452: foreignKey,
  1048: notNull,
  1364: notNull,
  3819: [errors.CheckViolation, "ORM_CHECK_VIOLATION"],
  4025: [errors.CheckViolation, "ORM_CHECK_VIOLATION"],
  1205: [errors.LockTimeoutError, "ORM_LOCK_TIMEOUT"],
  1213: [errors.DeadlockDetected, "ORM_DEADLOCK_DETECTED"],
  1020: [errors.SerializationFailure, "ORM_SERIALIZATION_FAILURE"],
  1264: data,
  1265: data,
  1292: data,
  1365: data,
  1366: data,
  1406: data,
  1690: data,
  4038: data,
  1054: program,
  1064: program,
  1146: program,
  1049: connection,
  1044: connection,
  1045: connection,
  1040: connection,
  1053: connection,
  1927: connection,
  1969: timeout,
  3024: timeout,
  1235: [errors.NotSupportedError, "ORM_NOT_SUPPORTED"],
};

interface MysqlError {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly sqlMessage?: string;
  readonly message: string;
}

/** Makes an error of mysql2 one of the ORM's. */
export function mapMysqlError(cause: unknown, sql: string | undefined): errors.DatabaseError {
  if (cause instanceof errors.DatabaseError) return cause;
  const error = cause as MysqlError;
  if (error.sqlMessage === undefined) {
    return new errors.ConnectionError(
      "ORM_CONNECTION_ERROR",
      `The connection to MariaDB failed: ${error.message || error.code}.`,
      {
        sql,
        databaseCode: error.code,
        cause,
      },
    );
  }
  const state = error.sqlState ?? "";
  const otherwise: readonly [ErrorClass, string] = state.startsWith("22")
    ? data
    : state.startsWith("42")
      ? program
      : state.startsWith("23")
        ? [errors.IntegrityError, "ORM_INTEGRITY_ERROR"]
        : [errors.OperationalError, "ORM_OPERATIONAL_ERROR"];
  const [Class, code] = byNumber[error.errno ?? 0] ?? otherwise;
  return new Class(code, `MariaDB says: ${error.sqlMessage}.`, {
    sql,
    databaseCode: error.code,
    facts: sql === undefined ? [] : [`SQL: ${sql.length > 300 ? `${sql.slice(0, 299)}…` : sql}`],
    cause,
    ...findPlace(error.sqlMessage),
  });
}

// "Duplicate entry 'x' for key 'name'", "… CONSTRAINT `name` FOREIGN KEY (`column`) …", "CONSTRAINT `name` failed for
// `schema`.`table`", "Column 'name' cannot be null", "Field 'name' doesn't have a default value".
function findPlace(message: string): Pick<errors.DatabaseErrorFacts, "table" | "columns" | "constraint"> {
  const key = /for key '(?:([^'.]*)\.)?([^']*)'$/.exec(message);
  if (key !== null) return { constraint: key[2], table: key[1] };
  const column = /^(?:Column|Field) '([^']*)'/.exec(message);
  if (column !== null) return { columns: [column[1]!] };
  const foreign = /\(`[^`]*`\.`([^`]*)`, CONSTRAINT `([^`]*)` FOREIGN KEY \(([^)]*)\)/.exec(message);
  if (foreign !== null)
    return {
      table: foreign[1],
      constraint: foreign[2],
      columns: foreign[3]!.split(", ").map((name) => name.slice(1, -1)),
    };
  const check = /CONSTRAINT `([^`]*)` failed for `[^`]*`\.`([^`]*)`/.exec(message);
  return check === null ? {} : { constraint: check[1], table: check[2] };
}
