// Describes what sets one database's SQL apart: quoting, types, values, functions, limits and features.
import type { ColumnType } from "../column-type.ts";
import type { MatchLookup } from "../sql/sql-node.ts";
import type { WriterDialect } from "../sql/sql-writer.ts";

/** Turns a value of the program into one that the driver takes, and back. */
export interface Codec {
  /** Makes the driver's value; null stays null and never reaches it. undefined when the value passes as it is. */
  readonly encode: ((value: never) => unknown) | undefined;
  /** Makes the program's value; null never reaches it. undefined when the raw value is right already. */
  readonly decode: ((raw: never) => unknown) | undefined;
}

/** What a database can do; a query that needs more is refused, with a cure. */
export interface DialectFeatures {
  readonly insertReturning: boolean;
  readonly updateReturning: boolean;
  readonly deleteReturning: boolean;
  /** Whether one row of a bulk insert may leave its key to the database and still be told it, through RETURNING. */
  readonly bulkReturning: boolean;
  readonly distinctOn: boolean;
  readonly lockRows: boolean;
  readonly arrays: boolean;
  readonly ranges: boolean;
  readonly lateral: boolean;
  readonly partialIndexes: boolean;
  readonly coveringIndexes: boolean;
  readonly expressionIndexes: boolean;
  readonly exclusionConstraints: boolean;
  readonly deferrableConstraints: boolean;
  readonly nullsNotDistinct: boolean;
  /** Whether creating and altering tables can be rolled back. */
  readonly transactionalSchema: boolean;
  /** Whether nulls come first in an ascending order that says nothing about them. */
  readonly nullsSortFirst: boolean;
  readonly isolationLevels: boolean;
}

/** One database's SQL; `sqlite`, `postgres` and `mysql` (which MariaDB speaks) are the three there are. */
export interface Dialect extends WriterDialect {
  readonly features: DialectFeatures;
  /** How values of a column type travel. */
  codec(type: ColumnType): Codec;
  /** Makes the driver's value of a search text: escapes what is special in a pattern, and adds `%`, as the lookup asks. */
  encodePattern(lookup: MatchLookup, text: string): string;
  /** The type's name in CREATE TABLE. */
  columnType(type: ColumnType): string;
  /** The longest name of a table, column, index or constraint, in bytes. */
  readonly maxNameLength: number;
}
