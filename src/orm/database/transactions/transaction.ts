// Keeps the transactions of the current task, found again through async context by every statement it runs.
//
// Invariants: a transaction belongs to one database and one session. It is open until its `atomic` ends, whose last act
// is to mark it over; nothing runs on it afterwards. At most one savepoint of a transaction is open at a time: nested
// `atomic` calls that run side by side take turns (`enter`).
import { createContext } from "#kernel";
import type { Database, Session } from "../database.ts";
import { TransactionError } from "../database-error.ts";

/** Called after the outermost transaction has been committed. */
export interface CommitHook {
  readonly call: () => unknown;
  /** Whether its failure is only warned about. */
  readonly robust: boolean;
}

/** One open transaction, or savepoint inside of one. */
export class Transaction {
  readonly database: Database;
  readonly session: Session;
  readonly parent: Transaction | undefined;
  readonly depth: number;
  readonly hooks: CommitHook[] = [];
  #state: "open" | "failed" | "over" = "open";
  #rollback = false;
  #turn: Promise<void> | undefined;

  constructor(database: Database, session: Session, parent: Transaction | undefined) {
    this.database = database;
    this.session = session;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  /** The session, or an error where nothing may run on the transaction any more. */
  use(): Session {
    if (this.#state !== "open") throw this.#refuse();
    return this.session;
  }
  #refuse(): TransactionError {
    return this.#state === "over"
      ? new TransactionError("ORM_TRANSACTION_OVER", `The transaction of "${this.database.alias}" has ended already.`, {
          cure: "Await every query inside of atomic, or start work that outlives it with onCommit.",
        })
      : new TransactionError(
          "ORM_TRANSACTION_FAILED",
          `The transaction of "${this.database.alias}" can only be rolled back, because a nested atomic without a savepoint failed.`,
          {
            cure: "Let the error leave the outer atomic, or give the inner one its savepoint.",
          },
        );
  }
  /** Marks it as only good for rolling back. */
  fail(): void {
    if (this.#state === "open") this.#state = "failed";
  }
  finish(): void {
    this.#state = "over";
  }
  /** Asks for a rollback at the end, without an error. */
  setRollback(): void {
    this.#rollback = true;
  }
  get mustRollBack(): boolean {
    return this.#rollback || this.#state === "failed";
  }

  /** Runs `call` when no other savepoint of this transaction is open. */
  async enter<Result>(call: () => Promise<Result>): Promise<Result> {
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    if (before !== undefined) await before;
    try {
      return await call();
    } finally {
      if (this.#turn === promise) this.#turn = undefined;
      resolve();
    }
  }
}

interface Scope {
  readonly database: Database;
  readonly transaction: Transaction | undefined;
  readonly outer: Scope | undefined;
}
const scopes = createContext<Scope>();

/** The current task's transaction of a database. */
export function findTransaction(database: Database): Transaction | undefined {
  for (let scope = scopes.find(); scope !== undefined; scope = scope.outer)
    if (scope.database === database) return scope.transaction;
  return undefined;
}

/** Runs a call whose statements on the database go to `transaction`, or, where it is undefined, to none. */
export function withTransaction<Result>(
  database: Database,
  transaction: Transaction | undefined,
  call: () => Result,
): Result {
  return scopes.run({ database, transaction, outer: scopes.find() }, call);
}
