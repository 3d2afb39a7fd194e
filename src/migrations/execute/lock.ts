// Makes sure that one process at a time runs migrations on a database, on the connection of the transaction that is open.
import type { Database } from "#orm";
import { queryRows } from "../schema/query-rows.ts";

// Any number will do, as long as all versions of Demijohn use the same.
const lockNumber = 8_377_102_642_301;
const lockName = "CONCAT('demijohn_migrate_', LEFT(MD5(DATABASE()), 16))";

/** How the lock is held. */
export interface LockOptions {
  /** Outlives the transaction, which is ended: for migrations that are not atomic. */
  readonly wholeSession: boolean;
  /** Called once when another process has the lock. */
  readonly waiting: () => void;
}

/**
 * Takes the lock, waiting for as long as another process has it; resolves to whether another had it. SQLite's own lock,
 * which `atomic` has taken, serves there. A process that is killed holds it until the server has ended its last statement.
 */
export async function acquireLock(database: Database, { wholeSession, ...options }: LockOptions): Promise<boolean> {
  const { name } = database.dialect;
  let waited = false;
  const waiting = (): void => {
    if (!waited) options.waiting();
    waited = true;
  };
  if (name === "postgres") {
    const kind = wholeSession ? "" : "xact_";
    const [row] = await queryRows(database, `SELECT pg_try_advisory_${kind}lock(${lockNumber})::int`);
    if (Number(row?.[0]) !== 1) {
      waiting();
      await queryRows(database, `SELECT pg_advisory_${kind}lock(${lockNumber})::text`);
    }
  }
  if (name === "mysql") {
    const [row] = await queryRows(database, `SELECT GET_LOCK(${lockName}, 0)`);
    if (Number(row?.[0]) !== 1) {
      waiting();
      while (Number((await queryRows(database, `SELECT GET_LOCK(${lockName}, 60)`))[0]?.[0]) !== 1);
    }
  }
  if (wholeSession) await database.script("COMMIT");
  return waited;
}

/** Lets go of the lock of a whole session, and gives `atomic` a transaction to end. */
export async function releaseLock(database: Database): Promise<void> {
  const { name } = database.dialect;
  // After a failure inside of a transaction nothing else is heard.
  await database.script("ROLLBACK").catch(() => {});
  if (name === "postgres") await queryRows(database, `SELECT pg_advisory_unlock(${lockNumber})::int`);
  if (name === "mysql") await queryRows(database, `SELECT RELEASE_LOCK(${lockName})`);
  await database.script("BEGIN");
}
