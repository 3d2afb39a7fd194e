// Writes rows as lines of CSV that no spreadsheet takes for formulas, and reads CSV of any common delimiter (RFC 4180).
import { isRecord, type Primitive, plainValue } from "./cell-value.ts";
import type { Table, TableLimits, TableRow } from "./table.ts";
import { TableFault } from "./table-fault.ts";

/** The lines of a table. */
export async function* csvLines(
  headings: readonly string[],
  rows: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  yield `${headings.map(csvCell).join(",")}\r\n`;
  for await (const row of rows) yield `${row.map(csvCell).join(",")}\r\n`;
}

/** One cell. A spreadsheet would take a text that begins with `=`, `+`, `-` or `@` for a formula: a quote goes before it. */
export function csvCell(value: unknown): string {
  const plain: Primitive = plainValue(value);
  if (plain === null) return "";
  const given = isRecord(plain) ? JSON.stringify(plain) : String(plain);
  const isText = typeof value === "string" || typeof plain === "object";
  const isFormula = isText && /^[=+\-@\t\r]/.test(given) && !/^[+-]\d+(\.\d+)?$/.test(given);
  const text = isFormula ? `'${given}` : given;
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Reads a table. Its first line holds the headings. @throws TableFault */
export function readCsv(text: string, limits: TableLimits): Table {
  const records = readRecords(text, delimiterOf(text), limits.rows + 1);
  const [head, ...rest] = records.filter(({ values }) => values.length > 1 || values[0] !== "");
  if (head === undefined) throw new TableFault("The file is empty.");
  const columns = head.values.map((value) => String(value).trim());
  const rows = rest.map(({ number, values }): TableRow => {
    if (values.length > columns.length)
      throw new TableFault("Line {line} has {count} values, and there are {columns} headings.", {
        line: number,
        count: values.length,
        columns: columns.length,
      });
    return { number, values: columns.map((_, i) => armed(values[i] ?? null)) };
  });
  return { columns, rows };
}

// The quote that csvCell puts before a text is taken away again.
function armed(value: TableRow["values"][number]): TableRow["values"][number] {
  return typeof value === "string" && /^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value;
}

// The one of the common delimiters that the first line has most of, outside of quotes.
function delimiterOf(text: string): string {
  const end = /\r?\n/.exec(text)?.index ?? text.length;
  const bare = text.slice(0, end).replaceAll(/"[^"]*"/g, "");
  const counts = [",", ";", "\t"].map((mark) => [mark, bare.split(mark).length] as const);
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

// Goes through the text once; a record keeps the line that it begins on.
function readRecords(text: string, delimiter: string, most: number): TableRow[] {
  const records: TableRow[] = [];
  let values: string[] = [];
  let line = 1;
  let began = 1;
  let at = 0;
  const finish = (): void => {
    if (records.length >= most && values.some((value) => value !== ""))
      throw new TableFault("The file has more than {count} rows.", { count: most - 1 });
    if (records.length < most) records.push({ number: began, values });
    values = [];
    began = line;
  };
  while (at < text.length) {
    let value: string;
    if (text[at] === '"') {
      const quoted = readQuoted(text, at, line);
      ({ value, at } = quoted);
      line += quoted.lines;
    } else {
      const start = at;
      while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at++;
      value = text.slice(start, at);
    }
    values.push(value);
    if (text[at] === delimiter) {
      at++;
      if (at === text.length) values.push("");
      continue;
    }
    if (at < text.length) {
      at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
      line++;
    }
    finish();
  }
  if (values.length > 0) finish();
  return records;
}

function readQuoted(text: string, start: number, line: number): { value: string; at: number; lines: number } {
  let at = start + 1;
  let value = "";
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new TableFault("A quote on line {line} is never closed.", { line });
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      at = quote + 1;
      break;
    }
    value += '"';
    at = quote + 2;
  }
  // What stands between the closing quote and the delimiter belongs to the value.
  const rest = /^[^,;\t\r\n]*/.exec(text.slice(at, at + 1000))![0];
  return { value: value + rest, at: at + rest.length, lines: value.split("\n").length - 1 };
}
