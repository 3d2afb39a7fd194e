// Defines the errors of databases: one set of classes for what SQLite, PostgreSQL and MariaDB each say in their own way.
import { DemijohnError, type ErrorDetails } from "#kernel";

/** What the database said about a failed statement, as far as it says it. */
export interface DatabaseErrorFacts extends ErrorDetails {
  /** The statement's text. */
  readonly sql?: string | undefined;
  /** The database's own code: an SQLSTATE, MariaDB's `ER_…` name or SQLite's number. */
  readonly databaseCode?: string | undefined;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly columns?: readonly string[] | undefined;
}

/** Anything that a database refused, or that went wrong on the way to it. */
export class DatabaseError extends DemijohnError {
  /** The statement that failed. */
  readonly sql: string | undefined;
  /** The database's own code: an SQLSTATE, MariaDB's `ER_…` name or SQLite's number. */
  readonly databaseCode: string | undefined;
  constructor(code: string, summary: string, facts: DatabaseErrorFacts = {}) {
    super(code, summary, facts);
    this.sql = facts.sql;
    this.databaseCode = facts.databaseCode;
  }
}

/** A constraint was broken. `constraint`, `table` and `columns` hold what the database told. */
export class IntegrityError extends DatabaseError {
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly columns: readonly string[];
  constructor(code: string, summary: string, facts: DatabaseErrorFacts = {}) {
    super(code, summary, facts);
    this.constraint = facts.constraint;
    this.table = facts.table;
    this.columns = facts.columns ?? [];
  }
}
/** A row with these values exists already. */
export class UniqueViolation extends IntegrityError {}
/** A foreign key points at no row, or a row that is still pointed at was deleted. */
export class ForeignKeyViolation extends IntegrityError {}
/** A column that must have a value has none. */
export class NotNullViolation extends IntegrityError {}
/** A check constraint is false. */
export class CheckViolation extends IntegrityError {}
/** An exclusion constraint of PostgreSQL is broken. */
export class ExclusionViolation extends IntegrityError {}

/** The value does not fit its column: too long, out of range, not of its type. */
export class DataError extends DatabaseError {}
/** The statement is wrong. It has bad syntax, or a table, column or function that does not exist. */
export class ProgrammingError extends DatabaseError {}
/** The database, its driver or this dialect cannot do what was asked. */
export class NotSupportedError extends DatabaseError {}

/** Not the program's fault: the server is gone, busy, full, or ended the work. */
export class OperationalError extends DatabaseError {}
/** The connection could not be made, or broke. */
export class ConnectionError extends OperationalError {}
/** No connection of the pool became free in time. */
export class PoolTimeoutError extends OperationalError {}
/** A lock was not granted in time, or at once where NOWAIT asked for that. */
export class LockTimeoutError extends OperationalError {}
/** The statement ran longer than it may. */
export class StatementTimeoutError extends OperationalError {}
/** Two transactions waited for each other; this one was ended. Run it again. */
export class DeadlockDetected extends OperationalError {}
/** The transaction clashed with another at its isolation level. Run it again. */
export class SerializationFailure extends OperationalError {}

/** The transaction is used in a way that it cannot be. That is after its failure, or nested where it must not be. */
export class TransactionError extends DatabaseError {}
