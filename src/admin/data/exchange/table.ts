// Describes a table that was read from a file, whatever its format.

/** A value of a cell: dates have become text. */
export type CellValue = string | number | boolean | null;

/** A row as it stands in the file. */
export interface TableRow {
  /** The line, record or sheet row that people count, from 1; the headings are the first. */
  readonly number: number;
  /** One a column. */
  readonly values: readonly CellValue[];
}

/** A table: its headings, and its rows. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

/** How much of a table is read. */
export interface TableLimits {
  readonly rows: number;
  /** Bytes that a compressed file may unpack to. */
  readonly unpacked: number;
}
