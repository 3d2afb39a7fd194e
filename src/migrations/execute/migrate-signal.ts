// Tells listeners that migrations are about to run on a database, and that they have run.
import type { PlannedMigration } from "./migration-run.ts";

/** What listeners of {@link preMigrate} and {@link postMigrate} are told. */
export interface MigrateEvent {
  /** The alias of the database. */
  readonly using: string;
  readonly plan: readonly PlannedMigration[];
}

/** A listener; what it returns is waited for. */
export type MigrateListener = (event: MigrateEvent) => void | Promise<void>;

/** A moment that listeners connect to. */
export class MigrateSignal {
  readonly #listeners = new Set<MigrateListener>();

  /** Calls `listener` from now on; returns the function that ends it. */
  connect(listener: MigrateListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls the listeners one after the other. */
  async send(event: MigrateEvent): Promise<void> {
    for (const listener of [...this.#listeners]) await listener(event);
  }
}

/** Sent before migrations run on a database. */
export const preMigrate: MigrateSignal = new MigrateSignal();
/** Sent after migrations have run on a database, or had nothing to do. */
export const postMigrate: MigrateSignal = new MigrateSignal();
