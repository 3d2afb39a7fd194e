// Writes parts and starts of moments for PostgreSQL, through EXTRACT and DATE_TRUNC.
import type { DatePart, ExtractNode, SqlExpression, TruncNode } from "../../sql/sql-node.ts";
import type { SqlWriter } from "../../sql/sql-writer.ts";

const parts: Readonly<Record<DatePart, readonly [field: string, rest: string]>> = {
  year: ["YEAR", ")::integer"],
  isoYear: ["ISOYEAR", ")::integer"],
  quarter: ["QUARTER", ")::integer"],
  month: ["MONTH", ")::integer"],
  week: ["WEEK", ")::integer"],
  day: ["DAY", ")::integer"],
  weekDay: ["DOW", ")::integer + 1"],
  isoWeekDay: ["ISODOW", ")::integer"],
  yearDay: ["DOY", ")::integer"],
  hour: ["HOUR", ")::integer"],
  minute: ["MINUTE", ")::integer"],
  second: ["SECOND", "))::integer"],
  microsecond: ["MICROSECONDS", ")::integer % 1000000"],
  epoch: ["EPOCH", ")::double precision"],
};

/** `EXTRACT(YEAR FROM x AT TIME ZONE 'UTC')::integer`. */
export function writeExtract(writer: SqlWriter, node: ExtractNode): void {
  const [field, rest] = parts[node.part];
  const sum = node.part === "weekDay" || node.part === "microsecond";
  if (sum) writer.write("(");
  writer.write(`${node.part === "second" ? "FLOOR(" : ""}EXTRACT(${field} FROM `);
  if (node.part === "epoch") writer.expression(node.operand);
  else writeLocal(writer, node.operand, node);
  writer.write(rest);
  if (sum) writer.write(")");
}

/** `DATE_TRUNC('month', x AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'`. */
export function writeTrunc(writer: SqlWriter, node: TruncNode): void {
  const instant = node.operandType.kind === "dateTime";
  writer.write("(");
  const whole =
    (node.to === "date" && node.unit === "day") || (node.to === "time" && node.unit === "second" && !instant);
  if (!whole) writer.write(`DATE_TRUNC('${node.unit}', `);
  writeLocal(writer, node.operand, node);
  if (!whole) writer.write(")");
  if (node.to === "dateTime" && instant)
    writer.write(` AT TIME ZONE ${writer.dialect.quoteText(node.timeZone ?? "UTC")}`);
  writer.write(")");
  if (node.to !== "dateTime") writer.write(`::${node.to}`);
}

function writeLocal(
  writer: SqlWriter,
  operand: SqlExpression,
  node: { readonly operandType: { readonly kind: string }; readonly timeZone: string | undefined },
): void {
  if (node.operandType.kind !== "dateTime") writer.expression(operand);
  else
    writer
      .write("(")
      .expression(operand)
      .write(` AT TIME ZONE ${writer.dialect.quoteText(node.timeZone ?? "UTC")})`);
}
