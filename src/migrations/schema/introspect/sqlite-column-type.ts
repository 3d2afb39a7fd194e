// Reads the type that a column of SQLite declares, in Demijohn's words, in Django's and in those of other programs.
import type { ColumnType } from "#orm/internals";

const plain: Readonly<Record<string, ColumnType>> = {
  integer: { kind: "integer" },
  int: { kind: "integer" },
  "integer unsigned": { kind: "integer" },
  bigint: { kind: "bigInt", safe: true },
  "bigint unsigned": { kind: "bigInt", safe: true },
  smallint: { kind: "smallInt" },
  "smallint unsigned": { kind: "smallInt" },
  tinyint: { kind: "smallInt" },
  bool: { kind: "boolean" },
  boolean: { kind: "boolean" },
  real: { kind: "float" },
  double: { kind: "float" },
  "double precision": { kind: "float" },
  float: { kind: "float" },
  text: { kind: "text" },
  clob: { kind: "text" },
  date: { kind: "date" },
  datetime: { kind: "dateTime" },
  timestamp: { kind: "dateTime" },
  time: { kind: "time" },
  blob: { kind: "binary" },
  json: { kind: "json" },
  "": { kind: "custom", name: "" },
};

/** The column type that a declared type means. */
export function sqliteColumnType(declared: string): ColumnType {
  const text = declared.trim().toLowerCase().replace(/\s+/g, " ");
  const known = plain[text];
  if (known !== undefined) return known;
  const char = /^(?:var|n|nvar|character )?char(?:acter)?(?: varying)?\s*\((\d+)\)$/.exec(text);
  if (char !== null) return { kind: "char", maxLength: Number(char[1]) };
  const decimal = /^(?:decimal|numeric)\s*\((\d+)(?:\s*,\s*(\d+))?\)$/.exec(text);
  if (decimal !== null)
    return { kind: "decimal", maxDigits: Number(decimal[1]), decimalPlaces: Number(decimal[2] ?? 0) };
  return { kind: "custom", name: declared };
}
