// Finds the rows that cells name, by key or by a unique field, for many cells with one query a column.

import type { ModelMeta } from "#orm/internals";
import { typedKey } from "../list/typed-value.ts";

/** A row that a cell names. */
export type NamedRow = object & { readonly pk: unknown };

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

/** The rows that cells of one column name. What was looked for once is not asked again. */
export class RelatedRows {
  readonly #target: ModelMeta;
  readonly #by: string;
  readonly #rows: () => Rows;
  readonly #known = new Map<string, readonly NamedRow[]>();
  /** All rows that were found, by key. */
  readonly byKey = new Map<string, NamedRow>();

  /** `rows` are those that may be named. */
  constructor(target: ModelMeta, by: string, rows: () => Rows) {
    this.#target = target;
    this.#by = by;
    this.#rows = rows;
  }

  /** Looks for what is not known yet. */
  async look(texts: Iterable<string>): Promise<void> {
    const fresh = [...new Set(texts)].filter((text) => !this.#known.has(text));
    if (fresh.length === 0) return;
    const column = this.#by === "pk" ? this.#target.key : this.#target.findColumn(this.#by)!;
    const typed = fresh.map((text) => typedKey(column, text)).filter((key) => key !== undefined);
    const found: readonly NamedRow[] =
      typed.length === 0 ? [] : await this.#rows().filter({ [`${this.#by}__in`]: typed });
    const byText = new Map<string, NamedRow[]>();
    for (const row of found) {
      const text = String((row as unknown as Record<string, unknown>)[column.attribute]);
      byText.set(text, [...(byText.get(text) ?? []), row]);
      this.byKey.set(String(row.pk), row);
    }
    for (const text of fresh)
      this.#known.set(text, byText.get(text) ?? byText.get(String(typedKey(column, text))) ?? []);
  }

  /** The rows that a cell names: one, none, or several that cannot be told apart. */
  find(text: string): readonly NamedRow[] {
    return this.#known.get(text) ?? [];
  }
}
