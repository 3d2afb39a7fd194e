// Lists the error codes of running migrations and of handling rows: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type RunCode =
  | "MIGRATIONS_BAD_FIXTURE"
  | "MIGRATIONS_BAD_TEST_DATABASE"
  | "MIGRATIONS_BROKEN_FIXTURE"
  | "MIGRATIONS_BROKEN_KEYS"
  | "MIGRATIONS_CONFLICT"
  | "MIGRATIONS_INCONSISTENT"
  | "MIGRATIONS_JOURNAL_DIFFERS"
  | "MIGRATIONS_KEYS_ENFORCED"
  | "MIGRATIONS_LOST_VALUES"
  | "MIGRATIONS_NOT_ATOMIC"
  | "MIGRATIONS_NO_CLIENT"
  | "MIGRATIONS_NO_SHELL"
  | "MIGRATIONS_NO_SUCH_MODEL"
  | "MIGRATIONS_NO_SUCH_TABLE"
  | "MIGRATIONS_NO_VALUE"
  | "MIGRATIONS_OTHER_TABLES"
  | "MIGRATIONS_UNKNOWN_LABEL"
  | "MIGRATIONS_UNSURE";

export const runErrors: Readonly<Record<RunCode, ErrorRow>> = defineErrorTable({
  MIGRATIONS_BAD_FIXTURE: {
    when: "A file given to loaddata is no fixture, or has a model, a field or a value that does not fit.",
    cure: "Write it as dumpdata does, or load with --ignore-unknown.",
  },
  MIGRATIONS_BAD_TEST_DATABASE: {
    when: "A test database is asked for with the URL of a database in memory, or of one that does not say its name.",
    cure: "Give the URL of a file or of a server's database; those of the tests are made beside it.",
  },
  MIGRATIONS_BROKEN_FIXTURE: {
    when: "The records of a fixture point at rows that are neither in it nor in the database.",
    cure: "Load what they point at with them.",
  },
  MIGRATIONS_BROKEN_KEYS: {
    when: "A migration that copies tables on SQLite would leave foreign keys that point at nothing.",
    cure: "Delete or mend those rows in an operation before.",
  },
  MIGRATIONS_CONFLICT: {
    when: "A label has several last migrations, because two branches have each added one.",
    cure: "Put one behind the other with rebasemigration, or join them with makemigrations --merge.",
  },
  MIGRATIONS_INCONSISTENT: {
    when: "A database has a migration, but not one on which that depends.",
    cure: "Record the missing one with migrate --fake, or correct the dependency.",
  },
  MIGRATIONS_JOURNAL_DIFFERS: {
    when: "A migration that was cut off has been edited before it could go on.",
    cure: "Restore its file and migrate again.",
  },
  MIGRATIONS_KEYS_ENFORCED: {
    when: "An SQLite table that others point at has to be copied while foreign keys are enforced.",
    cure: "Run the change through migrate, which turns them off meanwhile and checks them.",
  },
  MIGRATIONS_LOST_VALUES: {
    when: "A column of SQLite changes its type, and has values that would become 0 or nothing.",
    cure: "Mend them in a migration before.",
  },
  MIGRATIONS_NOT_ATOMIC: {
    when: "An atomic migration holds an operation that no transaction may enclose, such as a concurrent index.",
    cure: "Move it to a migration of its own, with atomic: false.",
  },
  MIGRATIONS_NO_CLIENT: {
    when: "dbshell does not find the program of the database's command line.",
    cure: "Install it, so that it is on the PATH.",
  },
  MIGRATIONS_NO_SHELL: {
    when: "dbshell is asked for a database that lives inside of the program.",
    cure: "Use demijohn shell.",
  },
  MIGRATIONS_NO_SUCH_MODEL: {
    when: "A command names a model or label that the project does not have.",
    cure: "Name one of those that the error lists.",
  },
  MIGRATIONS_NO_SUCH_TABLE: {
    when: "inspectdb is given a table that the database does not have.",
    cure: "Name one of those that the error lists.",
  },
  MIGRATIONS_NO_VALUE: {
    when: "A column that takes no nulls is added to a filled table of MariaDB without a value for its rows.",
    cure: "Give the field a default, or add it with null: true and fill it first.",
  },
  MIGRATIONS_OTHER_TABLES: {
    when: "migrate --fake-initial finds some, but not all, of what a first migration creates.",
    cure: "Change the models to what is there, and make the migration anew.",
  },
  MIGRATIONS_UNKNOWN_LABEL: {
    when: "A command names a label that has no migrations.",
    cure: "Name one that has, or make its first migration.",
  },
  MIGRATIONS_UNSURE: {
    when: "A migration was cut off during a statement of which it cannot be told whether it took effect.",
    cure: "Look, and run migrate --resume-as done or --resume-as again.",
  },
});
