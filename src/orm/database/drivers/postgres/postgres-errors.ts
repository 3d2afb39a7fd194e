// Makes PostgreSQL's errors the ORM's classes, by their SQLSTATE; those of the socket become connection errors.
import * as errors from "../../database-error.ts";

type ErrorClass = new (code: string, summary: string, facts: errors.DatabaseErrorFacts) => errors.DatabaseError;

const byState: Readonly<Record<string, readonly [ErrorClass, string]>> = {
  "23505": [errors.UniqueViolation, "ORM_UNIQUE_VIOLATION"],
  "23503": [errors.ForeignKeyViolation, "ORM_FOREIGN_KEY_VIOLATION"],
  "23001": [errors.ForeignKeyViolation, "ORM_FOREIGN_KEY_VIOLATION"],
  "23502": [errors.NotNullViolation, "ORM_NOT_NULL_VIOLATION"],
  "23514": [errors.CheckViolation, "ORM_CHECK_VIOLATION"],
  "23P01": [errors.ExclusionViolation, "ORM_EXCLUSION_VIOLATION"],
  "40001": [errors.SerializationFailure, "ORM_SERIALIZATION_FAILURE"],
  "40P01": [errors.DeadlockDetected, "ORM_DEADLOCK_DETECTED"],
  "55P03": [errors.LockTimeoutError, "ORM_LOCK_TIMEOUT"],
  "57014": [errors.StatementTimeoutError, "ORM_STATEMENT_TIMEOUT"],
  "25P02": [errors.TransactionError, "ORM_TRANSACTION_FAILED"],
  "0A000": [errors.NotSupportedError, "ORM_NOT_SUPPORTED"],
};
const byClass: Readonly<Record<string, readonly [ErrorClass, string]>> = {
  "08": [errors.ConnectionError, "ORM_CONNECTION_ERROR"],
  "22": [errors.DataError, "ORM_DATA_ERROR"],
  "23": [errors.IntegrityError, "ORM_INTEGRITY_ERROR"],
  "25": [errors.TransactionError, "ORM_TRANSACTION_ERROR"],
  "26": [errors.ProgrammingError, "ORM_PROGRAMMING_ERROR"],
  "28": [errors.ConnectionError, "ORM_CONNECTION_ERROR"],
  "3D": [errors.ConnectionError, "ORM_CONNECTION_ERROR"],
  "42": [errors.ProgrammingError, "ORM_PROGRAMMING_ERROR"],
  "57": [errors.ConnectionError, "ORM_CONNECTION_ERROR"],
};

interface PostgresError {
  readonly code?: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

/** Makes an error of pg or PGlite one of the ORM's. */
export function mapPostgresError(cause: unknown, sql: string | undefined): errors.DatabaseError {
  if (cause instanceof errors.DatabaseError) return cause;
  const error = cause as PostgresError;
  const state = error.code ?? "";
  const summary = `PostgreSQL says: ${error.message}.`;
  const facts: string[] = [];
  if (error.detail !== undefined) facts.push(error.detail);
  if (sql !== undefined) facts.push(`SQL: ${sql.length > 300 ? `${sql.slice(0, 299)}…` : sql}`);
  const found = /^[0-9A-Z]{5}$/.test(state) ? (byState[state] ?? byClass[state.slice(0, 2)]) : undefined;
  if (found === undefined && !/^[0-9A-Z]{5}$/.test(state)) {
    // A socket's error, or one of pg's own about a connection that is gone.
    return new errors.ConnectionError(
      "ORM_CONNECTION_ERROR",
      `The connection to PostgreSQL failed: ${error.message || state}.`,
      {
        sql,
        databaseCode: state === "" ? undefined : state,
        cause,
      },
    );
  }
  const [Class, code] = found ?? [errors.OperationalError, "ORM_OPERATIONAL_ERROR"];
  const columns = error.column !== undefined ? [error.column] : findColumns(error.detail);
  return new Class(code, summary, {
    sql,
    facts,
    databaseCode: state,
    constraint: error.constraint,
    table: error.table,
    columns,
    cure: error.hint,
    cause,
  });
}

// "Key (a, lower(b))=(1, x) already exists.": the columns of the key, in the words of the index.
function findColumns(detail: string | undefined): readonly string[] | undefined {
  const match = detail === undefined ? null : /^Key \((.*?)\)=\(/.exec(detail);
  return match?.[1]?.split(", ").map((name) => name.replace(/^"(.*)"$/, "$1"));
}
