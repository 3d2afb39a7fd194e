// Writes parts and starts of moments for MySQL and MariaDB, which keep moments as UTC without an offset.
import type { DatePart, ExtractNode, SqlExpression, TruncNode, TruncUnit } from "../../sql/sql-node.ts";
import type { SqlWriter } from "../../sql/sql-writer.ts";

const parts: Readonly<Record<DatePart, readonly [before: string, after: string]>> = {
  year: ["YEAR(", ")"],
  isoYear: ["(YEARWEEK(", ", 3) DIV 100)"],
  quarter: ["QUARTER(", ")"],
  month: ["MONTH(", ")"],
  week: ["WEEK(", ", 3)"],
  day: ["DAYOFMONTH(", ")"],
  weekDay: ["DAYOFWEEK(", ")"],
  isoWeekDay: ["(WEEKDAY(", ") + 1)"],
  yearDay: ["DAYOFYEAR(", ")"],
  hour: ["HOUR(", ")"],
  minute: ["MINUTE(", ")"],
  second: ["SECOND(", ")"],
  microsecond: ["MICROSECOND(", ")"],
  epoch: ["(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ", ") / 1000000E0)"],
};
const durationParts: Readonly<Partial<Record<DatePart, string>>> = {
  day: " DIV 86400000000)",
  hour: " DIV 3600000000 % 24)",
  minute: " DIV 60000000 % 60)",
  second: " DIV 1000000 % 60)",
  microsecond: " % 1000000)",
  epoch: " / 1000000E0)",
};

/** `YEAR(x)`. */
export function writeExtract(writer: SqlWriter, node: ExtractNode): void {
  if (node.operandType.kind === "duration") {
    writer
      .write("(")
      .expression(node.operand)
      .write(durationParts[node.part] ?? " * NULL)");
    return;
  }
  const [before, after] = parts[node.part];
  writer.write(before);
  if (node.part === "epoch") writer.expression(node.operand);
  else writeLocal(writer, node.operand, zoneOf(node));
  writer.write(after);
}

const formats: Readonly<Record<TruncUnit, string>> = {
  year: "%Y-01-01 00:00:00",
  quarter: "",
  month: "%Y-%m-01 00:00:00",
  week: "",
  day: "%Y-%m-%d 00:00:00",
  hour: "%Y-%m-%d %H:00:00",
  minute: "%Y-%m-%d %H:%i:00",
  second: "%Y-%m-%d %H:%i:%s",
};

/** `CAST(DATE_FORMAT(x, '%Y-%m-01 00:00:00') AS DATETIME(6))`. */
export function writeTrunc(writer: SqlWriter, node: TruncNode): void {
  const zone = zoneOf(node);
  const back = zone !== undefined && node.to === "dateTime";
  const type = node.to === "dateTime" ? "DATETIME(6)" : node.to === "date" ? "DATE" : "TIME(6)";
  const local = () => writeLocal(writer, node.operand, zone);
  writer.write(`${back ? "CONVERT_TZ(" : ""}CAST(`);
  if (node.to === "time") {
    writer.write("TIME_FORMAT(");
    local();
    writer.write(`, '${formats[node.unit].slice(9)}')`);
  } else if (node.unit === "quarter") {
    writer.write("(MAKEDATE(YEAR(");
    local();
    writer.write("), 1) + INTERVAL (QUARTER(");
    local();
    writer.write(") - 1) * 3 MONTH)");
  } else if (node.unit === "week") {
    writer.write("(DATE(");
    local();
    writer.write(") - INTERVAL WEEKDAY(");
    local();
    writer.write(") DAY)");
  } else {
    writer.write("DATE_FORMAT(");
    local();
    writer.write(`, '${formats[node.unit]}')`);
  }
  writer.write(` AS ${type})`);
  if (back) writer.write(`, ${writer.dialect.quoteText(zone)}, '+00:00')`);
}

function zoneOf(node: { operandType: { kind: string }; timeZone: string | undefined }): string | undefined {
  return node.operandType.kind !== "dateTime" || node.timeZone === "UTC" ? undefined : node.timeZone;
}

function writeLocal(writer: SqlWriter, operand: SqlExpression, zone: string | undefined): void {
  if (zone === undefined) writer.expression(operand);
  else
    writer
      .write("CONVERT_TZ(")
      .expression(operand)
      .write(`, '+00:00', ${writer.dialect.quoteText(zone)})`);
}
