// Writes parts and starts of moments for SQLite, through strftime over ISO 8601 text.
import type { DatePart, ExtractNode, SqlExpression, TruncNode, TruncUnit } from "../../sql/sql-node.ts";
import type { SqlWriter } from "../../sql/sql-writer.ts";

const formats: Readonly<Partial<Record<DatePart, string>>> = {
  year: "%Y",
  isoYear: "%G",
  month: "%m",
  week: "%V",
  day: "%d",
  isoWeekDay: "%u",
  yearDay: "%j",
  hour: "%H",
  minute: "%M",
  second: "%S",
};

/** `CAST(STRFTIME('%Y', x) AS INTEGER)`. */
export function writeExtract(writer: SqlWriter, node: ExtractNode): void {
  const moment = () => writeLocal(writer, node.operand, zoneOf(node.operandType.kind, node.timeZone));
  const format = formats[node.part];
  if (node.operandType.kind === "duration") {
    writeDurationPart(writer, node);
  } else if (format !== undefined) {
    writer.write(`CAST(STRFTIME('${format}', `);
    moment();
    writer.write(") AS INTEGER)");
  } else if (node.part === "quarter") {
    writer.write("((CAST(STRFTIME('%m', ");
    moment();
    writer.write(") AS INTEGER) + 2) / 3)");
  } else if (node.part === "weekDay") {
    writer.write("(CAST(STRFTIME('%w', ");
    moment();
    writer.write(") AS INTEGER) + 1)");
  } else if (node.part === "microsecond") {
    writer.write("(CAST(ROUND(STRFTIME('%f', ");
    moment();
    writer.write(") * 1000) AS INTEGER) % 1000 * 1000)");
  } else {
    writer.write("((JULIANDAY(");
    moment();
    writer.write(") - 2440587.5) * 86400.0)");
  }
}

const durationUnits: Readonly<Partial<Record<DatePart, string>>> = {
  day: " / 86400000000)",
  hour: " / 3600000000 % 24)",
  minute: " / 60000000 % 60)",
  second: " / 1000000 % 60)",
  microsecond: " % 1000000)",
  epoch: " / 1000000.0)",
};
function writeDurationPart(writer: SqlWriter, node: ExtractNode): void {
  writer
    .write("(")
    .expression(node.operand)
    .write(durationUnits[node.part] ?? " * NULL)");
}

const starts: Readonly<Record<TruncUnit, { date: string; time: string; modifiers?: string }>> = {
  year: { date: "%Y-01-01", time: "00:00:00" },
  quarter: { date: "%Y-%m-01", time: "00:00:00" },
  month: { date: "%Y-%m-01", time: "00:00:00" },
  week: { date: "%Y-%m-%d", time: "00:00:00", modifiers: ", '-6 days', 'weekday 1'" },
  day: { date: "%Y-%m-%d", time: "00:00:00" },
  hour: { date: "%Y-%m-%d", time: "%H:00:00" },
  minute: { date: "%Y-%m-%d", time: "%H:%M:00" },
  second: { date: "%Y-%m-%d", time: "%H:%M:%S" },
};

/** `STRFTIME('%Y-%m-01T00:00:00.000Z', x)`. */
export function writeTrunc(writer: SqlWriter, node: TruncNode): void {
  const zone = zoneOf(node.operandType.kind, node.timeZone);
  const { date, time, modifiers = "" } = starts[node.unit];
  const local = zone !== undefined && node.to === "dateTime";
  const format = node.to === "date" ? date : node.to === "time" ? time : `${date}T${time}.000${local ? "" : "Z"}`;
  if (local) writer.write("DJ_INSTANT(");
  writer.write(`STRFTIME('${format}', `);
  writeLocal(writer, node.operand, zone);
  // The first month of a quarter is up to two months back; the first day of the month keeps that from overflowing.
  if (node.unit === "quarter") {
    writer.write(", 'start of month', '-' || ((CAST(STRFTIME('%m', ");
    writeLocal(writer, node.operand, zone);
    writer.write(") AS INTEGER) - 1) % 3) || ' months'");
  }
  writer.write(`${modifiers})`);
  if (local) writer.write(`, ${writer.dialect.quoteText(zone)})`);
}

function zoneOf(kind: string, timeZone: string | undefined): string | undefined {
  return kind !== "dateTime" || timeZone === undefined || timeZone === "UTC" ? undefined : timeZone;
}

function writeLocal(writer: SqlWriter, operand: SqlExpression, zone: string | undefined): void {
  if (zone === undefined) writer.expression(operand);
  else
    writer
      .write("DJ_LOCAL(")
      .expression(operand)
      .write(`, ${writer.dialect.quoteText(zone)})`);
}
