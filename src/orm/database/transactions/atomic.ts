// Runs work in transactions: the outermost is one of the database, nested ones are savepoints.
import type { Connection } from "../../connection.ts";
import type { Database, Session } from "../database.ts";
import { DeadlockDetected, SerializationFailure, TransactionError } from "../database-error.ts";
import { databaseOf } from "../databases.ts";
import type { BeginOptions } from "../drivers/driver.ts";
import { findTransaction, Transaction, withTransaction } from "./transaction.ts";

/** How {@link atomic} runs its work. */
export interface AtomicOptions extends BeginOptions {
  /** The database, by alias; `default` where not given. */
  readonly using?: string | Connection | undefined;
  /** Whether a nested atomic can fail alone; true where not given. Without, its failure fails the whole transaction. */
  readonly savepoint?: boolean | undefined;
  /** Refuses to be nested, so that its end is the commit. */
  readonly durable?: boolean | undefined;
  /** How often the outermost work is run again after a deadlock or serialization failure; 0 where not given. */
  readonly retries?: number | undefined;
  /** Rolls everything back at the end, for tests. */
  readonly rollback?: boolean | undefined;
}

/**
 * Runs work in a transaction. All of it takes effect, or, when it throws, nothing.
 *
 * Nested calls are savepoints. Statements find the transaction through async context, so nothing is handed down. The
 * outermost work runs again, `retries` times, after a {@link DeadlockDetected} or {@link SerializationFailure}.
 *
 * @throws {TransactionError} ORM_NOT_OUTERMOST for a durable one inside of another.
 * @example
 * ```ts
 * import { atomic, connection, defineDatabases, onCommit } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * await atomic(async () => {
 *   onCommit(() => console.log("committed"));
 * });
 * await connection().close();
 * ```
 */
export async function atomic<Result>(
  work: () => Result | Promise<Result>,
  options: AtomicOptions = {},
): Promise<Result> {
  const database = databaseOf(options.using);
  const current = findTransaction(database);
  if (current !== undefined) {
    if (options.durable === true)
      throw new TransactionError(
        "ORM_NOT_OUTERMOST",
        `A durable atomic of "${database.alias}" was called inside of another.`,
        {
          cure: "Call it outside, or leave durable out where the caller's transaction may end it.",
        },
      );
    return options.savepoint === false
      ? runJoined(current, work)
      : current.enter(() => runNested(current, work, options));
  }
  for (let attempt = 0; ; attempt++) {
    try {
      return await runOutermost(database, work, options);
    } catch (error) {
      const again = error instanceof DeadlockDetected || error instanceof SerializationFailure;
      if (!again || attempt >= (options.retries ?? 0)) throw error;
      // Competitors that wait equally long would clash again.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** Math.min(attempt, 6)));
    }
  }
}

async function runOutermost<Result>(
  database: Database,
  work: () => Result | Promise<Result>,
  options: AtomicOptions,
): Promise<Result> {
  const session = await database.begin(options);
  const transaction = new Transaction(database, session, undefined);
  let result: Result;
  try {
    result = await withTransaction(database, transaction, awaited(work));
  } catch (error) {
    transaction.finish();
    // What went wrong first is the error to tell; a session that cannot even roll back is thrown away by `end`.
    await database.end(session, "rollback").catch(() => {});
    throw error;
  }
  const rollback = transaction.mustRollBack || options.rollback === true;
  transaction.finish();
  await database.end(session, rollback ? "rollback" : "commit");
  if (!rollback) await withTransaction(database, undefined, () => runHooks(transaction));
  return result;
}

// A query set that the work returns is asked when it is awaited: that must be inside of the transaction, too.
function awaited<Result>(work: () => Result | Promise<Result>): () => Promise<Result> {
  return async () => await work();
}

async function runHooks(transaction: Transaction): Promise<void> {
  for (const hook of transaction.hooks) {
    try {
      await hook.call();
    } catch (error) {
      if (!hook.robust) throw error;
      process.emitWarning(`An onCommit callback failed: ${error instanceof Error ? error.message : String(error)}`, {
        code: "ORM_COMMIT_HOOK",
      });
    }
  }
}

async function runNested<Result>(
  parent: Transaction,
  work: () => Result | Promise<Result>,
  options: AtomicOptions,
): Promise<Result> {
  const session = parent.use();
  const name = `dj_${parent.depth + 1}`;
  await session.script(`SAVEPOINT ${name}`);
  const transaction = new Transaction(parent.database, session, parent);
  let result: Result;
  try {
    result = await withTransaction(parent.database, transaction, awaited(work));
  } catch (error) {
    transaction.finish();
    await rollbackTo(session, name).catch(() => parent.fail());
    throw error;
  }
  const rollback = transaction.mustRollBack || options.rollback === true;
  transaction.finish();
  if (rollback) {
    await rollbackTo(session, name);
  } else {
    await session.script(`RELEASE SAVEPOINT ${name}`);
    parent.hooks.push(...transaction.hooks);
  }
  return result;
}

async function rollbackTo(session: Session, name: string): Promise<void> {
  await session.script(`ROLLBACK TO SAVEPOINT ${name}`);
  await session.script(`RELEASE SAVEPOINT ${name}`);
}

async function runJoined<Result>(current: Transaction, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    current.fail();
    throw error;
  }
}

/** Which database, and what a failure does. */
export interface CommitHookOptions {
  readonly using?: string | Connection | undefined;
  /** Only warns when the callback fails, so that the ones after it still run. */
  readonly robust?: boolean | undefined;
}

/**
 * Calls back after the current transaction has been committed. Where there is none it calls at once.
 *
 * A callback of a savepoint or transaction that is rolled back is forgotten. An error of a callback leaves `atomic`,
 * though the work is done, unless it is `robust`.
 */
export function onCommit(call: () => unknown, options: CommitHookOptions = {}): void {
  const transaction = findTransaction(databaseOf(options.using));
  if (transaction === undefined) call();
  else transaction.hooks.push({ call, robust: options.robust ?? false });
}

/**
 * Makes the current transaction or savepoint roll back at its end. No error is needed.
 *
 * @throws {TransactionError} ORM_NO_TRANSACTION outside of atomic.
 */
export function setRollback(using?: string | Connection): void {
  const database = databaseOf(using);
  const transaction = findTransaction(database);
  if (transaction === undefined)
    throw new TransactionError("ORM_NO_TRANSACTION", `There is no transaction of "${database.alias}" to roll back.`, {
      cure: "Call setRollback inside of atomic(async () => …).",
    });
  transaction.setRollback();
}
