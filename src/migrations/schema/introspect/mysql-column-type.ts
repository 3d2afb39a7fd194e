// Reads the type of a column of MariaDB or MySQL, as the information schema writes it.
import type { ColumnType } from "#orm/internals";

const plain: Readonly<Record<string, ColumnType>> = {
  "tinyint(1)": { kind: "boolean" },
  smallint: { kind: "smallInt" },
  int: { kind: "integer" },
  bigint: { kind: "bigInt", safe: true },
  double: { kind: "float" },
  date: { kind: "date" },
  "datetime(6)": { kind: "dateTime" },
  "time(6)": { kind: "time" },
  json: { kind: "json" },
  longblob: { kind: "binary" },
  longtext: { kind: "text" },
  "char(36)": { kind: "uuid" },
};

/** The column type that the server calls by this name. */
export function mysqlColumnType(name: string): ColumnType {
  // The width in which whole numbers are shown says nothing.
  const known = plain[name] ?? plain[name.replace(/^(smallint|int|bigint)\(\d+\)$/, "$1")];
  if (known !== undefined) return known;
  const char = /^varchar\((\d+)\)$/.exec(name);
  if (char !== null) return { kind: "char", maxLength: Number(char[1]) };
  const decimal = /^decimal\((\d+),(\d+)\)$/.exec(name);
  if (decimal !== null) return { kind: "decimal", maxDigits: Number(decimal[1]), decimalPlaces: Number(decimal[2]) };
  return { kind: "custom", name };
}
