// Finds the rows that cells name, by key or by a unique field, for many cells with one query a column.

import type { ModelMeta } from "#orm/internals";
import { typedKey } from "../list/typed-value.ts";

/** A row that a cell names. */
export type NamedRow = object & { readonly pk: unknown };

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

/** Where named rows are looked for. */
export interface RelatedOptions {
  readonly target: ModelMeta;
  /** The field that names them, or `pk`. */
  readonly by: string;
  /** A query set of those that may be named. */
  readonly rows: () => Rows;
  /** Those of them that no rule hides. */
  readonly seen: (found: readonly NamedRow[]) => readonly NamedRow[] | Promise<readonly NamedRow[]>;
}

/** The rows that cells of one column name. What was looked for once is not asked again. */
export class RelatedRows {
  readonly #options: RelatedOptions;
  readonly #known = new Map<string, readonly NamedRow[]>();
  /** All rows that were found, by key. */
  readonly byKey: Map<string, NamedRow> = new Map();

  constructor(options: RelatedOptions) {
    this.#options = options;
  }

  /** Looks for what is not known yet. */
  async look(texts: Iterable<string>): Promise<void> {
    const fresh = [...new Set(texts)].filter((text) => !this.#known.has(text));
    if (fresh.length === 0) return;
    const { target, by, rows, seen } = this.#options;
    const column = by === "pk" ? target.key : target.findColumn(by)!;
    const typed = fresh.map((text) => typedKey(column, text)).filter((key) => key !== undefined);
    const found = typed.length === 0 ? [] : await seen((await rows().filter({ [`${by}__in`]: typed })) as NamedRow[]);
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
