// Describes what introspection finds: tables as they are, views, and what the description of a table has no place for.
import type { TableDescription } from "#orm/internals";

/** One table as the database has it. */
export interface IntrospectedTable extends TableDescription {
  readonly kind: "table" | "view" | "materialized view" | "partition";
  /** Parts that the database keeps and a description cannot say, in words. */
  readonly notes: readonly string[];
  /** The declared types, word by word, by column. */
  readonly declaredTypes: Readonly<Record<string, string>>;
}

/** Which tables to look at. */
export interface IntrospectOptions {
  /** Only these tables; all where not given. */
  readonly tables?: readonly string[] | undefined;
  readonly views?: boolean | undefined;
  readonly partitions?: boolean | undefined;
  /** The schema; the connection's own where not given (PostgreSQL). */
  readonly schema?: string | undefined;
}
