// Keeps sessions in a table of the database, which all processes and machines share.
import type { SessionSaving, SessionStore } from "../session-store.ts";
import type { StoredSession } from "./stored-session.ts";

/** What a {@link DatabaseStore} may be given: its database and its clock. */
export interface DatabaseStoreOptions {
  /** The database, by alias. @default "default" */
  readonly using?: string | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/**
 * A session store in the database. Its table is that of the model `StoredSession`, which {@link sessionModels} gives.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { createTables, defineDatabases } from "demijohn/orm";
 * import { DatabaseStore, sessionModels, sessions } from "demijohn/sessions";
 * defineDatabases({ default: "sqlite::memory:" });
 * await createTables(await sessionModels());
 * const app = new App({ secretKey: "a long random key" });
 * app.use(sessions({ store: new DatabaseStore() }));
 * ```
 */
export class DatabaseStore implements SessionStore {
  readonly #using: string;
  readonly #now: () => number;
  #reading: ((key: string) => string | undefined | Promise<string | undefined>) | undefined;

  constructor({ using = "default", now = Date.now }: DatabaseStoreOptions = {}) {
    this.#using = using;
    this.#now = now;
  }

  // Every request of a visitor comes here.
  load(key: string): string | undefined | Promise<string | undefined> {
    return this.#reading === undefined ? this.#beginReading().then((read) => read(key)) : this.#reading(key);
  }

  async save(key: string, text: string, { lifetime, exists }: SessionSaving): Promise<boolean> {
    const endsAt = this.#end(lifetime);
    const table = await this.#table();
    if (exists)
      return (
        (await table
          .all()
          .filter({ key, endsAt__gt: new Date(this.#now()) })
          .update({ text, endsAt })) > 0
      );
    await table.all().updateOrCreate({ key }, { text, endsAt });
    return true;
  }

  async delete(key: string): Promise<void> {
    await (await this.#table()).all().filter({ key }).delete();
  }

  async touch(key: string, lifetime: number): Promise<void> {
    const present = (await this.#table()).all().filter({ key, endsAt__gt: new Date(this.#now()) });
    await present.update({ endsAt: this.#end(lifetime) });
  }

  /** Deletes the sessions whose lifetime has passed; returns how many. To be called now and then. */
  async clean(): Promise<number> {
    const { total } = await (await this.#table())
      .all()
      .filter({ endsAt__lte: new Date(this.#now()) })
      .delete();
    return total;
  }

  async #beginReading() {
    const { findText, StoredSession } = await import("./stored-session.ts");
    // The same query set each time, so that it keeps its statement.
    const rows = StoredSession.objects.using(this.#using);
    return (this.#reading = (key: string) => findText(rows, key, this.#now()));
  }

  #end(lifetime: number): Date {
    return new Date(this.#now() + lifetime * 1000);
  }

  // A query set is asked when it is awaited, and so cannot be what a promise gives.
  async #table(): Promise<{ all(): typeof StoredSession.objects }> {
    const [StoredSession] = await sessionModels();
    return { all: () => StoredSession.objects.using(this.#using) };
  }
}

/** The models of stored sessions. The ORM is loaded by asking for them, and not before. */
export async function sessionModels(): Promise<[typeof StoredSession]> {
  return [(await import("./stored-session.ts")).StoredSession];
}
