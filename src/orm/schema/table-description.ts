// Describes a table as data: columns, keys, constraints and indexes, from which each dialect's CREATE TABLE is made.
import type { ColumnType } from "../column-type.ts";
import type { SqlExpression } from "../sql/sql-node.ts";

/** One column. Expressions name columns without a source, and hold constants, never parameters. */
export interface ColumnDescription {
  readonly name: string;
  readonly type: ColumnType;
  readonly null?: boolean | undefined;
  /** The database numbers new rows itself. */
  readonly identity?: boolean | undefined;
  /** The value that the database gives where an insert gives none. */
  readonly default?: SqlExpression | undefined;
  /** The database computes the value, at each write (`stored`) or each read. */
  readonly generated?: { readonly expression: SqlExpression; readonly stored: boolean } | undefined;
  readonly collation?: string | undefined;
  readonly comment?: string | undefined;
}

export type ReferenceAction = "no action" | "restrict" | "cascade" | "set null" | "set default";
/** Columns that must hold a key of another table. */
export interface ForeignKeyDescription {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: string;
  readonly schema?: string | undefined;
  readonly targets: readonly string[];
  readonly onDelete?: ReferenceAction | undefined;
  /** When it is checked; at each statement where not given. */
  readonly deferrable?: Deferrable | undefined;
}
/** Checked at the end of the transaction, or at each statement but open to be deferred. */
export type Deferrable = "deferred" | "immediate";

/** Columns whose values together appear once. One with expressions, a condition or covered columns is an index. */
export interface UniqueDescription {
  readonly name: string;
  readonly columns: readonly string[];
  readonly deferrable?: Deferrable | undefined;
  /** false makes two nulls clash; PostgreSQL 15 or newer. */
  readonly nullsDistinct?: boolean | undefined;
}
/** A condition that every row fulfils. */
export interface CheckDescription {
  readonly name: string;
  readonly condition: SqlExpression;
}
/** One column or expression of an index. */
export interface IndexPart {
  readonly expression: SqlExpression | string;
  readonly descending?: boolean | undefined;
  /** PostgreSQL's operator class, such as `gin_trgm_ops`. */
  readonly operatorClass?: string | undefined;
}
/** An index; on a database that has no partial or expression indexes, those are left out. */
export interface IndexDescription {
  readonly name: string;
  readonly parts: readonly IndexPart[];
  readonly unique?: boolean | undefined;
  readonly condition?: SqlExpression | undefined;
  /** Columns kept in the index so that it answers alone; PostgreSQL. */
  readonly include?: readonly string[] | undefined;
  /** PostgreSQL's kinds; `btree` where not given. */
  readonly method?: "btree" | "hash" | "gin" | "gist" | "spgist" | "brin" | undefined;
  readonly nullsDistinct?: boolean | undefined;
}
/** Rows no two of which may compare true by all operators; PostgreSQL. */
export interface ExclusionDescription {
  readonly name: string;
  readonly method?: "gist" | "spgist" | undefined;
  readonly parts: readonly { readonly expression: SqlExpression | string; readonly operator: string }[];
  readonly condition?: SqlExpression | undefined;
  readonly deferrable?: Deferrable | undefined;
}

/** A table as it is to be, or as it is. */
export interface TableDescription {
  readonly name: string;
  readonly schema?: string | undefined;
  readonly columns: readonly ColumnDescription[];
  readonly primaryKey: readonly string[];
  readonly uniques?: readonly UniqueDescription[] | undefined;
  readonly foreignKeys?: readonly ForeignKeyDescription[] | undefined;
  readonly checks?: readonly CheckDescription[] | undefined;
  readonly exclusions?: readonly ExclusionDescription[] | undefined;
  readonly indexes?: readonly IndexDescription[] | undefined;
  readonly comment?: string | undefined;
}
