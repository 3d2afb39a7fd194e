// Runs the statements of a migration that no transaction encloses, each once, however often the process is killed.
//
// Invariants: the statements of a migration come in the same order at each run, because they follow from its states alone.
// Before a statement that cannot be rolled back there is a row `done = 0`, with what the database looked like; after it
// the row says `done = 1`. A statement that can be rolled back is in one transaction with its row. So a row that is not
// done is a statement that was cut off, and whether it took effect shows in the database.
import { createHash } from "node:crypto";
import type { Database } from "#orm";
import type { TableDescription } from "#orm/internals";
import type { MigrationId } from "../graph/migration.ts";
import { migrationText } from "../graph/migration.ts";
import { MigrationError } from "../migration-error.ts";
import { queryRows } from "../schema/query-rows.ts";
import type { Statement } from "../schema/statements.ts";
import { fingerprint, indexState } from "./fingerprint.ts";

/** The name of the table. */
export const journalTable = "demijohn_migration_journal";

/** The description of the table. */
export const journalTableDescription: TableDescription = {
  name: journalTable,
  columns: [
    { name: "label", type: { kind: "char", maxLength: 190 } },
    { name: "name", type: { kind: "char", maxLength: 190 } },
    { name: "backwards", type: { kind: "integer" } },
    { name: "step", type: { kind: "integer" } },
    { name: "done", type: { kind: "integer" } },
    { name: "digest", type: { kind: "char", maxLength: 64 } },
    { name: "fingerprint", type: { kind: "char", maxLength: 64 } },
    { name: "statement", type: { kind: "text" } },
  ],
  primaryKey: ["label", "name", "backwards", "step"],
};

/** What is known of a statement of an earlier run. */
export interface JournalEntry {
  readonly step: number;
  readonly done: boolean;
  readonly digest: string;
  readonly fingerprint: string;
  readonly statement: string;
}

/** How to go on where it cannot be told whether a statement took effect. */
export type ResumeAs = "done" | "again";

/** The journal of one migration, in one direction. */
export class Journal {
  readonly #database: Database;
  readonly #id: MigrationId;
  readonly #backwards: boolean;
  readonly #resumeAs: ResumeAs | undefined;
  readonly #entries = new Map<number, JournalEntry>();
  #step = 0;

  constructor(
    database: Database,
    id: MigrationId,
    options: { readonly backwards: boolean; readonly resumeAs?: ResumeAs | undefined },
  ) {
    this.#database = database;
    this.#id = id;
    this.#backwards = options.backwards;
    this.#resumeAs = options.resumeAs;
  }

  /** Reads what an earlier run has done; returns how many statements that are. */
  async load(): Promise<number> {
    for (const entry of await readJournal(this.#database, this.#id, this.#backwards))
      this.#entries.set(entry.step, entry);
    return [...this.#entries.values()].filter((entry) => entry.done).length;
  }

  /** Runs a statement, or leaves it out where an earlier run has done it. */
  async statement(statement: Statement, run: () => Promise<void>): Promise<void> {
    const step = this.#step++;
    const known = this.#entries.get(step);
    const kind = this.#kindOf(statement);
    if (known !== undefined) {
      this.#refuseOther(known, statement.sql);
      if (known.done) return;
      if (await this.#tookEffect(known, statement)) {
        await this.#markDone(step);
        return;
      }
    }
    const canRollBack = kind === "rows" || (kind === "schema" && this.#database.dialect.features.transactionalSchema);
    if (canRollBack) {
      await this.#inTransaction(async () => {
        await run();
        if (known === undefined) await this.#write(step, statement.sql, { done: true });
        else await this.#markDone(step);
      });
      return;
    }
    if (known === undefined) {
      const mark = kind === "outside" ? "" : await fingerprint(this.#database, statement.table);
      await this.#write(step, statement.sql, { done: false, fingerprint: mark });
    }
    await run();
    await this.#markDone(step);
  }

  /** Runs work that can be rolled back in one transaction with its row in the journal, unless an earlier run has done it. */
  async work(description: string, run: () => Promise<void>): Promise<void> {
    const step = this.#step++;
    const known = this.#entries.get(step);
    if (known !== undefined) {
      this.#refuseOther(known, description);
      if (known.done) return;
    }
    await this.#inTransaction(async () => {
      await run();
      await this.#write(step, description, { done: true });
    });
  }

  /** Runs work that commits as it goes, and marks it afterwards: work that is cut off is run again. */
  async repeatable(description: string, run: () => Promise<void>): Promise<void> {
    const step = this.#step++;
    const known = this.#entries.get(step);
    if (known !== undefined) {
      this.#refuseOther(known, description);
      if (known.done) return;
    }
    await run();
    await this.#write(step, description, { done: true });
  }

  /** Forgets the migration; in the transaction that records it as applied. */
  clear(): Promise<void> {
    return this.#database.script(`DELETE FROM ${journalTable} WHERE ${this.#where()}`);
  }

  // Where schemas can be rolled back, only what refuses a transaction is run outside of one; so SQL by hand may be.
  #kindOf({ kind = "schema", raw }: Statement): "schema" | "rows" | "outside" {
    if (raw === true && this.#database.dialect.features.transactionalSchema) return "outside";
    return kind;
  }

  // The session is in no transaction between statements.
  async #inTransaction(work: () => Promise<void>): Promise<void> {
    await this.#database.script(this.#database.dialect.name === "sqlite" ? "BEGIN IMMEDIATE" : "BEGIN");
    try {
      await work();
    } catch (error) {
      await this.#database.script("ROLLBACK").catch(() => {});
      throw error;
    }
    await this.#database.script("COMMIT");
  }

  #refuseOther(known: JournalEntry, sql: string): void {
    if (known.digest === digestOf(sql)) return;
    throw new MigrationError(
      "MIGRATIONS_JOURNAL_DIFFERS",
      `${migrationText(this.#id)} was cut off, and is not the same any more: step ${known.step + 1} is another statement.`,
      {
        facts: [`Then: ${cut(known.statement)}`, `Now: ${cut(sql)}`],
        cure: `Restore the migration's file as it was, and run demijohn migrate again. Or undo by hand what has been done, and delete its rows from ${journalTable}.`,
      },
    );
  }

  async #tookEffect(known: JournalEntry, statement: Statement): Promise<boolean> {
    const kind = this.#kindOf(statement);
    if (kind === "rows") return false;
    if (this.#resumeAs !== undefined) return this.#resumeAs === "done";
    if (statement.index !== undefined) return indexState(this.#database, statement.index, statement.sql);
    const isKnownKind = /^\s*(?:CREATE|ALTER|DROP|RENAME|TRUNCATE|COMMENT)\b/i.test(statement.sql);
    if (kind !== "outside" && isKnownKind)
      return (await fingerprint(this.#database, statement.table)) !== known.fingerprint;
    throw new MigrationError(
      "MIGRATIONS_UNSURE",
      `${migrationText(this.#id)} was cut off during step ${known.step + 1}, and whether that took effect cannot be told.`,
      {
        facts: [`Statement: ${cut(statement.sql)}`],
        cure: "Look whether it did. If so, run demijohn migrate --resume-as done; if not, demijohn migrate --resume-as again.",
      },
    );
  }

  #where(): string {
    const { dialect } = this.#database;
    const [label, name] = this.#id;
    return `label = ${dialect.quoteText(label)} AND name = ${dialect.quoteText(name)} AND backwards = ${Number(this.#backwards)}`;
  }

  async #write(
    step: number,
    sql: string,
    state: { readonly done: boolean; readonly fingerprint?: string },
  ): Promise<void> {
    const { dialect } = this.#database;
    const [label, name] = this.#id;
    const texts = [digestOf(sql), state.fingerprint ?? "", sql].map(dialect.quoteText);
    await this.#database.script(
      `INSERT INTO ${journalTable} (label, name, backwards, step, done, digest, fingerprint, statement) VALUES (${dialect.quoteText(label)}, ${dialect.quoteText(name)}, ${Number(this.#backwards)}, ${step}, ${Number(state.done)}, ${texts.join(", ")})`,
    );
  }

  async #markDone(step: number): Promise<void> {
    await this.#database.script(`UPDATE ${journalTable} SET done = 1 WHERE ${this.#where()} AND step = ${step}`);
  }
}

/** The journal's rows of one migration, in order. */
export async function readJournal(
  database: Database,
  [label, name]: MigrationId,
  backwards: boolean,
): Promise<readonly JournalEntry[]> {
  const { dialect } = database;
  const rows = await queryRows(
    database,
    `SELECT step, done, digest, fingerprint, statement FROM ${journalTable} WHERE label = ${dialect.quoteText(label)} AND name = ${dialect.quoteText(name)} AND backwards = ${Number(backwards)} ORDER BY step`,
  );
  return rows.map(([step, done, digest, mark, statement]) => ({
    step: Number(step),
    done: Number(done) === 1,
    digest: String(digest),
    fingerprint: String(mark),
    statement: String(statement),
  }));
}

function digestOf(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}

function cut(sql: string): string {
  const line = sql.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
