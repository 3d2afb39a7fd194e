// Lists the error codes of databases, connections and transactions, with when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type Code =
  | "ORM_BAD_DATABASE_URL"
  | "ORM_CHECK_VIOLATION"
  | "ORM_COMMIT_HOOK"
  | "ORM_CONNECTION_ERROR"
  | "ORM_CROSS_DATABASE"
  | "ORM_DATA_ERROR"
  | "ORM_DEADLOCK_DETECTED"
  | "ORM_DURATION_WITHOUT_LENGTH"
  | "ORM_EXCLUSION_VIOLATION"
  | "ORM_FOREIGN_KEY_VIOLATION"
  | "ORM_INTEGRITY_ERROR"
  | "ORM_LOCK_TIMEOUT"
  | "ORM_MIXED_REPLICAS"
  | "ORM_NO_DATABASE"
  | "ORM_NO_DRIVER"
  | "ORM_NO_TRANSACTION"
  | "ORM_NOT_NULL_VIOLATION"
  | "ORM_NOT_OUTERMOST"
  | "ORM_NOT_SUPPORTED"
  | "ORM_OPERATIONAL_ERROR"
  | "ORM_POOL_TIMEOUT"
  | "ORM_PROGRAMMING_ERROR"
  | "ORM_QUERY_COUNT"
  | "ORM_SERIALIZATION_FAILURE"
  | "ORM_SLOW_QUERY"
  | "ORM_STATEMENT_TIMEOUT"
  | "ORM_TRANSACTION_ERROR"
  | "ORM_TRANSACTION_FAILED"
  | "ORM_TRANSACTION_OVER"
  | "ORM_UNIQUE_VIOLATION"
  | "ORM_UNSUPPORTED_SQL";

/** The codes of databases, connections and transactions. */
export const databaseErrors: Readonly<Record<Code, ErrorRow>> = defineErrorTable<Readonly<Record<Code, ErrorRow>>>({
  ORM_BAD_DATABASE_URL: {
    when: "A database's URL has a scheme that is not known, or an option that is no number.",
    cure: "Write sqlite:films.db, postgres://user:password@host/films, mariadb://user:password@host/films or pglite:folder.",
  },
  ORM_CHECK_VIOLATION: {
    when: "A row breaks a check constraint.",
    cure: "Validate the values before saving, as fullClean does; the error's constraint names the rule.",
  },
  ORM_COMMIT_HOOK: {
    when: "A robust callback of onCommit failed; this is a warning, as the transaction is committed.",
    cure: "Correct the callback, or hand its work to a task that is tried again.",
  },
  ORM_CONNECTION_ERROR: {
    when: "A connection could not be made, or broke while in use.",
    cure: "Look whether the server runs and the URL is right; a transaction that was open is rolled back and can be run again.",
  },
  ORM_CROSS_DATABASE: {
    when: "An instance is to point at one of another database.",
    cure: "Read both from one database with using(alias), or allow it by allowRelation of a router.",
  },
  ORM_DATA_ERROR: {
    when: "A value does not fit its column: too long, out of range, or not of its type.",
    cure: "Validate the value before saving, or widen the column.",
  },
  ORM_DEADLOCK_DETECTED: {
    when: "Two transactions waited for each other, and the database ended this one.",
    cure: "Run it again, atomic(work, { retries: 3 }), and lock rows in the same order everywhere.",
  },
  ORM_DURATION_WITHOUT_LENGTH: {
    when: "A duration has years or months, which are not always equally long.",
    cure: "Write the duration in weeks, days or smaller units.",
  },
  ORM_EXCLUSION_VIOLATION: {
    when: "A row breaks an exclusion constraint of PostgreSQL.",
    cure: "Choose values that do not overlap with those of another row.",
  },
  ORM_FOREIGN_KEY_VIOLATION: {
    when: "A foreign key points at no row, or a row that is still pointed at was deleted.",
    cure: "Save the row that is pointed at first, or delete those that point at it.",
  },
  ORM_INTEGRITY_ERROR: {
    when: "A constraint of a kind that has no class of its own is broken.",
    cure: "Read what the database says in the error's text.",
  },
  ORM_LOCK_TIMEOUT: {
    when: "A lock was not granted in time, or not at once where nowait was asked for.",
    cure: "Keep transactions short, and wait for nothing else inside of them.",
  },
  ORM_MIXED_REPLICAS: {
    when: "A replica is of another kind than its primary.",
    cure: "Give replicas the same kind of URL as their primary.",
  },
  ORM_NO_DATABASE: {
    when: "A database is used under an alias that is not declared.",
    cure: "Set DATABASE_URL, or call defineDatabases.",
  },
  ORM_NO_DRIVER: {
    when: "The package that reaches the database is not installed.",
    cure: "Install it: npm install pg, mysql2 or @electric-sql/pglite.",
  },
  ORM_NO_TRANSACTION: {
    when: "Something that needs a transaction was called outside of one.",
    cure: "Call it inside of atomic(async () => …).",
  },
  ORM_NOT_NULL_VIOLATION: {
    when: "A column that must have a value was given none.",
    cure: "Give the field a value or a default, or declare it with null: true.",
  },
  ORM_NOT_OUTERMOST: {
    when: "A durable atomic was called inside of another.",
    cure: "Call it outside, or leave durable out.",
  },
  ORM_NOT_SUPPORTED: {
    when: "The database server says that it cannot do what was asked.",
    cure: "Write it otherwise, or use a database that can.",
  },
  ORM_OPERATIONAL_ERROR: {
    when: "The database failed for a reason that is not the program's: no space, no memory, a broken file.",
    cure: "Read what the database says in the error's text.",
  },
  ORM_POOL_TIMEOUT: {
    when: "No connection of the pool became free in time.",
    cure: "Keep transactions short; or raise max or acquireTimeout in the database's URL.",
  },
  ORM_PROGRAMMING_ERROR: {
    when: "The SQL is wrong, or names a table, column or function that does not exist.",
    cure: "Apply the migrations that are missing, or correct the SQL.",
  },
  ORM_QUERY_COUNT: {
    when: "A call ran more or fewer queries than assertQueries expected.",
    cure: "Look at the list of queries in the error's text.",
  },
  ORM_SERIALIZATION_FAILURE: {
    when: "A transaction clashed with another at its isolation level.",
    cure: "Run it again: atomic(work, { retries: 3 }).",
  },
  ORM_SLOW_QUERY: {
    when: "A query took longer than slowQuery of the database's URL; this is a warning.",
    cure: "Look at its plan with explain, and add an index.",
  },
  ORM_STATEMENT_TIMEOUT: {
    when: "A statement ran longer than the server allows, or was cancelled.",
    cure: "Make the query faster, or raise the server's limit.",
  },
  ORM_TRANSACTION_ERROR: {
    when: "The server refuses a statement in the transaction's state, such as a write in a read-only one.",
    cure: "Read what the database says in the error's text.",
  },
  ORM_TRANSACTION_FAILED: {
    when: "A statement ran in a transaction that can only be rolled back, because an earlier one failed.",
    cure: "Let the first error leave atomic, or put what may fail into an atomic of its own.",
  },
  ORM_TRANSACTION_OVER: {
    when: "A statement ran in a transaction that has ended already.",
    cure: "Await every query inside of atomic.",
  },
  ORM_UNIQUE_VIOLATION: {
    when: "A row with these values exists already.",
    cure: "Use getOrCreate or updateOrCreate, or tell the user that the value is taken.",
  },
  ORM_UNSUPPORTED_SQL: {
    when: "A query needs what the database's SQL has no words for.",
    cure: "Follow the error's advice, or use a database that can.",
  },
});
