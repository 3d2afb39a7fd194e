// Writes rows of a model into a file of one format, while they come from the database.
import type { Request } from "#http";
import type { ExportFormat } from "../../options/exchange-options.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { seenRows } from "../row-rules.ts";
import { plainValue } from "./cell-value.ts";
import { csvLines } from "./csv-file.ts";
import { type ExportColumn, relationsOf } from "./export-columns.ts";
import { jsonLines } from "./json-file.ts";
import { hasXlsx, xlsxBytes } from "./xlsx-file.ts";

/** A format that an export can have. */
export type OfferedFormat = Pick<ExportFormat, "name" | "label" | "contentType">;

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The formats: XLSX where its package is installed, and the model's own. */
export async function exportFormats({ options }: ModelAdmin): Promise<readonly OfferedFormat[]> {
  return [
    { name: "csv", label: "CSV", contentType: "text/csv; charset=utf-8" },
    ...((await hasXlsx()) ? [{ name: "xlsx", label: "Excel", contentType: xlsxType }] : []),
    { name: "json", label: "JSON", contentType: "application/json" },
    ...(options.exportFormats ?? []),
  ];
}

/** What is exported. */
export interface ExportAsked {
  readonly entry: ModelAdmin;
  readonly format: string;
  readonly columns: readonly ExportColumn[];
  /** Whether the headings are what people read, rather than the names of fields. */
  readonly labels: boolean;
}

/** The file's content. @throws SetupError `ADMIN_NO_XLSX` */
export async function exportFile(
  { entry, format, columns, labels }: ExportAsked,
  request: Request,
  // biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
  rows: any,
): Promise<AsyncIterable<string | Uint8Array>> {
  const { meta, options } = entry;
  const asked = options.getExportQueryset?.(request, rows) ?? rows;
  const { one, many } = relationsOf(meta, columns);
  let found = asked.orderBy("pk");
  if (one.length > 0) found = found.selectRelated(...one);
  if (many.length > 0) found = found.prefetchRelated(...many);
  const isList = columns.map(({ isMany }) => isMany && format !== "json");
  const values = valuesOf(seen(request, entry, found), columns, isList);
  const headings = columns.map(({ name, label }) => (labels ? label : name));
  const own = options.exportFormats?.find(({ name }) => name === format);
  if (own !== undefined) return own.write(columns, plainRows(values));
  if (format === "json") return joined(jsonLines(headings, values));
  if (format === "csv") return joined(csvLines(headings, values));
  const sheet = columns.map(({ kind }, i) => ({ heading: headings[i]!, kind }));
  return xlsxBytes(meta.shortName, sheet, values);
}

// Rows that a rule hides one by one.
async function* seen(request: Request, entry: ModelAdmin, rows: AsyncIterable<object>): AsyncGenerator<object> {
  if (entry.options.hasViewPermission === undefined) yield* rows;
  else for await (const row of rows) yield* await seenRows(request, entry, [row]);
}

async function* valuesOf(
  rows: AsyncIterable<object>,
  columns: readonly ExportColumn[],
  isList: readonly boolean[],
): AsyncGenerator<readonly unknown[]> {
  for await (const row of rows) {
    const values = columns.map(({ read }) => read(row));
    for (const [i, value] of values.entries()) {
      if (value instanceof Promise) values[i] = await value;
      // A cell names several rows as an import reads them.
      if (isList[i]) values[i] = ((values[i] ?? []) as readonly unknown[]).join(", ");
    }
    yield values;
  }
}

const sentAtOnce = 65_536;

// A line alone is too little for a write.
async function* joined(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let text = "";
  for await (const line of lines) {
    text += line;
    if (text.length < sentAtOnce) continue;
    yield text;
    text = "";
  }
  yield text;
}

async function* plainRows(rows: AsyncIterable<readonly unknown[]>): AsyncGenerator<readonly unknown[]> {
  for await (const row of rows) yield row.map(plainValue);
}
