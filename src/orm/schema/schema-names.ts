// Names the indexes and constraints of tables by Django's scheme, so that a database of Django's can be taken over.
import type { Dialect } from "../dialects/dialect.ts";

// How long a name may be; SQLite has no limit, and Django stops at this.
const LIMITS: Readonly<Record<string, number>> = { postgres: 63, mysql: 64, sqlite: 200 };

function digest(parts: readonly string[], length: number): string {
  const hash = process.getBuiltinModule("node:crypto").createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, length);
}

/** `blog_article_author_id_1a2b3c4d` and a suffix: what an index or constraint over columns is called. */
export function constraintName(table: string, columns: readonly string[], suffix: string, dialect: Dialect): string {
  const limit = LIMITS[dialect.name]!;
  let tail = `${digest([table, ...columns], 8)}${suffix}`;
  const whole = `${table}_${columns.join("_")}_${tail}`;
  if (whole.length <= limit) return whole;
  if (tail.length > limit / 3) tail = tail.slice(0, Math.floor(limit / 3));
  const room = Math.floor((limit - tail.length) / 2) - 1;
  const name = `${table.slice(0, room)}_${columns.join("_").slice(0, room)}_${tail}`;
  return /^[_\d]/.test(name) ? `D${name.slice(0, -1)}` : name;
}

/** The index of one column. */
export function columnIndexName(table: string, column: string, dialect: Dialect): string {
  return constraintName(table, [column], "", dialect);
}

/** A unique constraint over columns. */
export function uniqueName(table: string, columns: readonly string[], dialect: Dialect): string {
  return constraintName(table, columns, "_uniq", dialect);
}

/** A foreign key to a column of another table. */
export function foreignKeyName(
  table: string,
  column: string,
  target: { readonly table: string; readonly column: string },
  dialect: Dialect,
): string {
  return constraintName(table, [column], `_fk_${target.table}_${target.column}`, dialect);
}

/** An index that a model lists without a name: `blog_articl_title_3f2a1b_idx`. A `-` stands before descending columns. */
export function listedIndexName(table: string, columns: readonly string[], suffix = "idx"): string {
  const [first = ""] = columns;
  const tail = `${digest([table, ...columns], 6)}_${suffix}`;
  const name = `${table.slice(0, 11)}_${first.replace(/^-/, "").slice(0, 7)}_${tail}`;
  return /^[_\d]/.test(name) ? `D${name.slice(1)}` : name;
}
