// Gives the expression that turns a column's value into one of another type, on each database.
import type { ColumnDescription, ColumnType, Dialect, SqlExpression } from "#orm/internals";

type Family = "text" | "whole" | "number" | ColumnType["kind"];

function familyOf(type: ColumnType): Family {
  switch (type.kind) {
    case "char":
    case "text":
    case "custom":
      return "text";
    case "smallInt":
    case "integer":
    case "bigInt":
      return "whole";
    case "float":
    case "decimal":
      return "number";
    default:
      return type.kind;
  }
}

/** Whether values of one type are none of the other, though the column's type may be written alike. */
export function needsConversion(from: ColumnType, to: ColumnType, dialect: Dialect): boolean {
  if (familyOf(from) !== familyOf(to)) return true;
  return dialect.columnType(from) !== dialect.columnType(to);
}

/** The old value of a column as one of its new type. */
export function defaultCast(before: ColumnDescription, after: ColumnDescription, dialect: Dialect): SqlExpression {
  const operand: SqlExpression = { kind: "column", source: undefined, name: before.name, type: before.type };
  const from = familyOf(before.type);
  const to = familyOf(after.type);
  if (from === to && dialect.name !== "postgres") return operand;
  const cast = (value: SqlExpression, type: ColumnType): SqlExpression => ({ kind: "cast", operand: value, type });
  if (dialect.name === "postgres") return postgresCast(operand, from, to, cast, after.type);
  // Text that looks the same is the same: only moments, JSON and numbers have forms of their own.
  if (to === "text" || to === "uuid" || to === "inet") return cast(operand, { kind: "text" });
  return cast(operand, after.type);
}

// PostgreSQL casts booleans by way of integers, and what it knows no way for by way of text.
function postgresCast(
  operand: SqlExpression,
  from: Family,
  to: Family,
  cast: (value: SqlExpression, type: ColumnType) => SqlExpression,
  type: ColumnType,
): SqlExpression {
  const numbers = ["whole", "number"];
  if (from === to || to === "text") return cast(operand, type);
  if (from === "boolean" && numbers.includes(to)) return cast(cast(operand, { kind: "integer" }), type);
  if (to === "boolean" && numbers.includes(from)) {
    const zero: SqlExpression = { kind: "constant", value: 0 };
    return { kind: "compare", operator: "<>", left: operand, right: zero };
  }
  if (numbers.includes(from) && numbers.includes(to)) return cast(operand, type);
  const moments = ["date", "time", "dateTime"];
  if (moments.includes(from) && moments.includes(to) && from !== "time") return cast(operand, type);
  return cast(cast(operand, { kind: "text" }), type);
}
