// Reads an uploaded file as a table, by the format that its name and content say.
import { readCsv } from "./csv-file.ts";
import { readJson } from "./json-file.ts";
import type { Table, TableLimits } from "./table.ts";
import { TableFault } from "./table-fault.ts";
import { readXlsx } from "./xlsx-file.ts";

/** Reads CSV, JSON or XLSX. Texts are in UTF-8. @throws TableFault; SetupError `ADMIN_NO_XLSX` */
export async function readTable(bytes: Uint8Array, limits: TableLimits): Promise<Table> {
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (isArchive) return checked(await readXlsx(bytes, limits));
  const text = decoded(bytes);
  return checked(/^\s*[[{]/.test(text) ? readJson(text, limits) : readCsv(text, limits));
}

function decoded(bytes: Uint8Array): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  try {
    if (!isUtf16) {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      if (!text.includes("\0")) return text;
    }
  } catch {
    // Told below.
  }
  throw new TableFault("The file is not in UTF-8. Save it anew as “CSV UTF-8”.");
}

function checked(table: Table): Table {
  const seen = new Set<string>();
  for (const name of table.columns) {
    if (name !== "" && seen.has(name)) throw new TableFault("There are two columns “{name}”.", { name });
    seen.add(name);
  }
  return table;
}
