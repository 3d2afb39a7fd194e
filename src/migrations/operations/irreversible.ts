// Makes the error of an operation that cannot run backwards.
import { MigrationError } from "../migration-error.ts";
import type { Operation } from "./operation.ts";

/** The error that says which operation stands in the way, before anything is undone. */
export function irreversible(label: string, operation: Operation, name?: string): MigrationError {
  const where = name === undefined ? label : `${label}.${name}`;
  return new MigrationError("MIGRATIONS_IRREVERSIBLE", `"${operation.describe()}" of ${where} cannot be undone.`, {
    where,
    cure:
      operation.kind === "runCode"
        ? "Give it what undoes it: runCode({ forwards, backwards }). A backwards of async () => {} does nothing."
        : "Give it what undoes it: runSql(statement, { reverse: statement }). A reverse of [] does nothing.",
  });
}
