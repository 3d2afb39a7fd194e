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
  #reading: { readonly rows: typeof StoredSession.objects; readonly model: typeof StoredSession } | undefined;

  constructor({ using = "default", now = Date.now }: DatabaseStoreOptions = {}) {
    this.#using = using;
    this.#now = now;
  }

  async load(key: string): Promise<string | undefined> {
    // The same query set each time, so that it keeps its statement: every request of a visitor comes here.
    const { rows, model } = (this.#reading ??= await this.#readingOf());
    try {
      const { text, endsAt } = await rows.get({ key });
      return endsAt.getTime() > this.#now() ? text : undefined;
    } catch (error) {
      if (error instanceof model.DoesNotExist) return undefined;
      throw error;
    }
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

  async #readingOf() {
    const [model] = await sessionModels();
    return { rows: model.objects.using(this.#using), model };
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
