// Writes rows as a list of JSON objects, one a line, and reads such a list.
import { isRecord, plainValue } from "./cell-value.ts";
import type { CellValue, Table, TableLimits } from "./table.ts";
import { TableFault } from "./table-fault.ts";

/** The text of a list of objects. */
export async function* jsonLines(
  names: readonly string[],
  rows: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  let before = "[\n";
  for await (const row of rows) {
    const record = Object.fromEntries(names.map((name, i) => [name, plainValue(row[i])]));
    yield `${before}${JSON.stringify(record)}`;
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

/** Reads a list of objects; the columns are all names that occur. @throws TableFault */
export function readJson(text: string, limits: TableLimits): Table {
  const data = parse(text);
  if (!Array.isArray(data))
    throw new TableFault("The JSON is no list of objects: it begins with {start}.", {
      start: text.trim().slice(0, 20),
    });
  if (data.length === 0) throw new TableFault("The file is empty.");
  if (data.length > limits.rows) throw new TableFault("The file has more than {count} rows.", { count: limits.rows });
  const columns = new Set<string>();
  for (const [i, item] of data.entries()) {
    if (!isRecord(item) || Array.isArray(item))
      throw new TableFault("Item {number} of the JSON is no object.", { number: i + 1 });
    for (const name of Object.keys(item)) columns.add(name);
  }
  const names = [...columns];
  // The headings count as the first row, so that rows have the same numbers in every format.
  const rows = data.map((item: Record<string, unknown>, i) => ({
    number: i + 2,
    values: names.map((name) => cellOf(Object.hasOwn(item, name) ? item[name] : null)),
  }));
  return { columns: names, rows };
}

// Integers that a number cannot hold keep their digits.
function parse(text: string): unknown {
  try {
    return JSON.parse(text, ((_name: string, value: unknown, { source }: { source?: string }) =>
      typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
        ? (source ?? value)
        : value) as never);
  } catch (error) {
    throw new TableFault("This is no JSON: {reason}.", { reason: (error as Error).message });
  }
}

function cellOf(value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  return typeof value === "object"
    ? Array.isArray(value) && value.every(isSimple)
      ? value.join(", ")
      : JSON.stringify(value)
    : (value as CellValue);
}

function isSimple(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}
