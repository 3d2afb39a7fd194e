// Reads the type of a PostgreSQL column, as format_type writes it.
import type { ColumnType } from "#orm/internals";

const plain: Readonly<Record<string, ColumnType>> = {
  smallint: { kind: "smallInt" },
  integer: { kind: "integer" },
  bigint: { kind: "bigInt", safe: true },
  boolean: { kind: "boolean" },
  "double precision": { kind: "float" },
  text: { kind: "text" },
  date: { kind: "date" },
  "timestamp with time zone": { kind: "dateTime" },
  "time without time zone": { kind: "time" },
  interval: { kind: "duration" },
  jsonb: { kind: "json" },
  uuid: { kind: "uuid" },
  bytea: { kind: "binary" },
  inet: { kind: "inet" },
  tsvector: { kind: "textVector" },
  int4range: { kind: "range", of: { kind: "integer" } },
  int8range: { kind: "range", of: { kind: "bigInt" } },
  daterange: { kind: "range", of: { kind: "date" } },
  tstzrange: { kind: "range", of: { kind: "dateTime" } },
};

/** The column type that PostgreSQL calls by this name. */
export function postgresColumnType(name: string): ColumnType {
  if (name.endsWith("[]")) return { kind: "array", of: postgresColumnType(name.slice(0, -2)) };
  const known = plain[name];
  if (known !== undefined) return known;
  const char = /^character varying\((\d+)\)$/.exec(name);
  if (char !== null) return { kind: "char", maxLength: Number(char[1]) };
  const decimal = /^numeric\((\d+),(\d+)\)$/.exec(name);
  if (decimal !== null) return { kind: "decimal", maxDigits: Number(decimal[1]), decimalPlaces: Number(decimal[2]) };
  return { kind: "custom", name };
}
