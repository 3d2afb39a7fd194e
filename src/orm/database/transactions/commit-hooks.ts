// Gathers in a test what a call would do after the commit, and does it, in a transaction that is rolled back.
import type { Connection } from "../../connection.ts";
import { TransactionError } from "../database-error.ts";
import { databaseOf } from "../databases.ts";
import { findTransaction } from "./transaction.ts";

/** How {@link captureCommitHooks} works. */
export interface CaptureHooksOptions {
  readonly using?: string | Connection | undefined;
  /** Calls them at the end, with those that they hand in themselves; they are not called again by a commit. */
  readonly run?: boolean | undefined;
}

/**
 * Gathers the `onCommit` callbacks of a call, in a transaction of a test.
 *
 * @throws {TransactionError} ORM_NO_TRANSACTION outside of atomic, where they are called at once.
 * @example
 * ```ts
 * import { atomic, captureCommitHooks, connection, defineDatabases, onCommit } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * await atomic(async () => {
 *   const { hooks } = await captureCommitHooks(() => onCommit(() => "sent"), { run: true });
 *   console.log(hooks.length); // 1
 * }, { rollback: true });
 * await connection().close();
 * ```
 */
export async function captureCommitHooks<Result>(
  call: () => Result | Promise<Result>,
  { using, run = false }: CaptureHooksOptions = {},
): Promise<{ readonly result: Result; readonly hooks: readonly (() => unknown)[] }> {
  const database = databaseOf(using);
  const transaction = findTransaction(database);
  if (transaction === undefined)
    throw new TransactionError(
      "ORM_NO_TRANSACTION",
      `There is no transaction of "${database.alias}" whose callbacks could be gathered.`,
      { cure: "Call captureCommitHooks inside of atomic(async () => …, { rollback: true })." },
    );
  const before = transaction.hooks.length;
  const result = await call();
  if (!run) return { result, hooks: transaction.hooks.slice(before).map((hook) => hook.call) };
  const hooks: (() => unknown)[] = [];
  // A callback may hand in further ones.
  for (let hook = transaction.hooks[before]; hook !== undefined; hook = transaction.hooks[before]) {
    transaction.hooks.splice(before, 1);
    hooks.push(hook.call);
    await hook.call();
  }
  return { result, hooks };
}
