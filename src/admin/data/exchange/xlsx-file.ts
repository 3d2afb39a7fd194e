// Writes rows as an XLSX workbook while they come, and reads the first sheet of one, by the optional package hucre.
import { SetupError } from "#kernel";
import { isRecord, plainValue } from "./cell-value.ts";
import type { CellValue, Table, TableLimits, TableRow } from "./table.ts";
import { TableFault } from "./table-fault.ts";
import { checkUnpackedSize } from "./unpacked-size.ts";

/** The package's functions that are used. */
type Hucre = typeof import("hucre/xlsx");

let loading: Promise<Hucre | undefined> | undefined;

/** The package, or undefined where it is not installed. */
async function findHucre(): Promise<Hucre | undefined> {
  loading ??= import("hucre/xlsx").catch(() => undefined);
  return loading;
}

/** Whether spreadsheets can be written and read. */
export async function hasXlsx(): Promise<boolean> {
  return (await findHucre()) !== undefined;
}

async function needHucre(): Promise<Hucre> {
  const found = await findHucre();
  if (found !== undefined) return found;
  throw new SetupError("ADMIN_NO_XLSX", "Spreadsheets need the package hucre, which is not installed.", {
    cure: "Run npm install hucre, or export and import CSV or JSON.",
  });
}

/** How the values of a column look in a sheet. */
export interface SheetColumn {
  readonly heading: string;
  readonly kind: "text" | "number" | "boolean" | "date" | "dateTime";
}

const formats: Readonly<Partial<Record<SheetColumn["kind"], string>>> = {
  date: "yyyy-mm-dd",
  dateTime: "yyyy-mm-dd hh:mm",
};

/** The bytes of a workbook of one sheet; past a million rows it has more. Its texts are never formulas. @throws SetupError `ADMIN_NO_XLSX` */
export async function xlsxBytes(
  name: string,
  columns: readonly SheetColumn[],
  rows: AsyncIterable<readonly unknown[]>,
): Promise<AsyncIterable<Uint8Array>> {
  const { writeXlsxStream } = await needHucre();
  async function* cells(): AsyncGenerator<(string | number | boolean | Date | null)[]> {
    for await (const row of rows) yield row.map((value, i) => sheetCell(value, columns[i]!.kind));
  }
  return writeXlsxStream(cells(), {
    name: name.replaceAll(/[\\/?*[\]:]/g, " ").slice(0, 31),
    freezePane: { rows: 1 },
    columns: columns.map(({ heading, kind }) => ({
      header: heading,
      ...(formats[kind] === undefined ? {} : { numFmt: formats[kind], width: 18 }),
    })),
  });
}

// The longest text of a cell, and the first day that a sheet can show.
const longest = 32_767;
const firstDay = Date.UTC(1900, 2, 1);

function sheetCell(value: unknown, kind: SheetColumn["kind"]): string | number | boolean | Date | null {
  if (kind === "date" || kind === "dateTime") {
    const instant =
      value instanceof Date ? value : new Date(value === null || value === undefined ? Number.NaN : String(value));
    if (instant.getTime() >= firstDay) return instant;
  }
  const plain = plainValue(value);
  // A sheet's numbers have 15 digits.
  if (
    kind === "number" &&
    typeof plain === "string" &&
    /^-?\d+(\.\d+)?$/.test(plain) &&
    plain.replace(/\D/g, "").length <= 15
  )
    return Number(plain);
  if (typeof plain === "number" && Math.abs(plain) >= 1e15) return String(plain);
  if (plain === null || typeof plain === "number" || typeof plain === "boolean") return plain;
  // Control characters are not allowed in XML.
  return (isRecord(plain) ? JSON.stringify(plain) : String(plain))
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, "")
    .slice(0, longest);
}

/** Reads the first sheet; its first row that is not empty holds the headings. @throws TableFault; SetupError `ADMIN_NO_XLSX` */
export async function readXlsx(bytes: Uint8Array, limits: TableLimits): Promise<Table> {
  const { streamXlsxRows } = await needHucre();
  await checkUnpackedSize(bytes, limits.unpacked);
  let columns: readonly string[] | undefined;
  const rows: TableRow[] = [];
  try {
    for await (const { index, values } of streamXlsxRows(bytes)) {
      if (values.every((value) => value === null || value === "")) continue;
      if (columns === undefined) {
        columns = headingsOf(values);
        continue;
      }
      if (rows.length === limits.rows)
        throw new TableFault("The file has more than {count} rows.", { count: limits.rows });
      rows.push({ number: index + 1, values: columns.map((_, i) => cellOf(values[i])) });
    }
  } catch (error) {
    if (error instanceof TableFault) throw error;
    throw new TableFault("The spreadsheet cannot be read: {reason}", { reason: (error as Error).message });
  }
  if (columns === undefined) throw new TableFault("The file is empty.");
  return { columns, rows };
}

function headingsOf(values: readonly unknown[]): readonly string[] {
  const headings = values.map((value) => (value === null || value === undefined ? "" : String(value).trim()));
  while (headings.at(-1) === "") headings.pop();
  return headings;
}

// A day has no time; an instant of a sheet has no zone.
function cellOf(value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) {
    const text = value.toISOString();
    return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ");
  }
  return typeof value === "object" ? String(value) : (value as CellValue);
}
