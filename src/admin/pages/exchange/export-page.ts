// Answers the page where an export is put together, and the file.
import { type Blueprint, type Reply, reply } from "#app";
import { Forbidden, NotFound, type Request } from "#http";
import { type Chosen, chosenRows } from "../../data/actions/chosen-rows.ts";
import { type ExportColumn, exportColumns } from "../../data/exchange/export-columns.ts";
import { exportFile, exportFormats } from "../../data/exchange/export-rows.ts";
import { type ListQuery, listAddress, readListQuery, wholeList } from "../../data/list/list-query.ts";
import { filteredRows } from "../../data/list/read-list.ts";
import { type AdminSite, type Allowed, placeOf, pluralOf } from "../../data/site.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { capital, entryOf, showAdminPage } from "../admin-context.ts";
import { modelPath } from "../row-of.ts";

/** Adds the routes. The file is sent after the answer has begun, when a transaction around the request would have ended. */
export function addExportPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.get(`${modelPath}/export`, { name: "export" }, (request) => showExport(site, request));
  blueprint.get(`${modelPath}/export.<slug:format>`, { name: "export-file", atomic: false }, (request) =>
    sendFile(site, request),
  );
}

/** Whether a user may export rows of a model. */
export async function mayExport(request: Request, { options }: ModelAdmin, allowed: Allowed): Promise<boolean> {
  return allowed.view && ((await options.hasExportPermission?.(request, undefined)) ?? true);
}

/** The address of the page for the rows of a list, or for those that are ticked. */
export function exportAddress(request: Request, { meta }: ModelAdmin, query: ListQuery, { all, keys }: Chosen): string {
  const address = request.urlFor(".export", placeOf(meta)) + listAddress(query);
  return all ? address : address + keys.map((key) => `&row=${encodeURIComponent(key)}`).join("");
}

interface Asked {
  readonly entry: ModelAdmin;
  readonly query: ListQuery;
  readonly keys: readonly string[];
  readonly columns: readonly ExportColumn[];
}

async function readAsked(site: AdminSite, request: Request): Promise<Asked> {
  const { entry, allowed } = await entryOf(site, request);
  if (!(await mayExport(request, entry, allowed))) throw new Forbidden();
  return {
    entry,
    query: readListQuery(request.query, entry),
    keys: request.query.getAll("row"),
    columns: await exportColumns(site, request, entry),
  };
}

async function showExport(site: AdminSite, request: Request): Promise<Reply> {
  const { entry, query, keys, columns } = await readAsked(site, request);
  const { t } = site.texts(request);
  const { meta } = entry;
  const place = placeOf(meta);
  const everything = wholeList;
  const isFiltered = query.words !== "" || Object.keys(query.filters).length > 0;
  const count = async (asked: ListQuery): Promise<number> =>
    filteredRows(entry, asked, { request, now: new Date() }).count();
  const scopes = [
    ...(keys.length > 0
      ? [
          {
            value: "ticked",
            label: t("The ticked rows"),
            count: await chosenRows(entry, query, request, { all: false, keys }).count(),
          },
        ]
      : []),
    ...(isFiltered
      ? [{ value: "filtered", label: t("The rows that fit the list’s search and filters"), count: await count(query) }]
      : []),
    { value: "all", label: t("All rows"), count: await count(everything) },
  ];
  return showAdminPage(site, request, "export", {
    title: t("Export {list}", { list: capital(pluralOf(meta)) }),
    entry,
    crumbs: [{ title: capital(pluralOf(meta)), address: request.urlFor(".list", place) + listAddress(query) }],
    context: {
      query,
      keys,
      scopes,
      groups: groupsOf(columns),
      formats: (await exportFormats(entry)).map(({ name, label }) => ({
        label,
        address: request.urlFor(".export-file", { ...place, format: name }),
      })),
    },
  });
}

interface ColumnGroup {
  readonly title: string | undefined;
  readonly columns: readonly ExportColumn[];
}

function groupsOf(columns: readonly ExportColumn[]): readonly ColumnGroup[] {
  const groups = new Map<string | undefined, ExportColumn[]>([[undefined, []]]);
  for (const column of columns) groups.set(column.group, [...(groups.get(column.group) ?? []), column]);
  return [...groups].map(([title, list]) => ({ title, columns: list }));
}

async function sendFile(site: AdminSite, request: Request): Promise<Reply> {
  const asked = await readAsked(site, request);
  const { entry, query, keys } = asked;
  const { label, model } = placeOf(entry.meta);
  const { format } = request.params as { readonly format: string };
  const offered = (await exportFormats(entry)).find(({ name }) => name === format);
  if (offered === undefined && format !== "xlsx")
    throw new NotFound(`There is no export of ${label}.${model} in this format.`);
  const named = request.query.getAll("column");
  const chosen = asked.columns.filter(({ name }) => named.includes(name));
  // What stands in an address without columns is the row itself.
  const columns = chosen.length > 0 ? chosen : ownColumns(entry, asked.columns);
  const scope = request.query.get("rows") ?? (keys.length > 0 ? "ticked" : "filtered");
  const base = scope === "all" ? { ...query, words: "", filters: {} } : query;
  const rows = chosenRows(entry, base, request, { all: scope !== "ticked", keys });
  const labels = request.query.get("headings") === "labels";
  const content = await exportFile({ entry, format, columns, labels }, request, rows);
  return reply(content, 200, {
    "Content-Disposition": `attachment; filename="${model}.${format}"`,
    "Content-Type": offered?.contentType ?? "application/octet-stream",
    "Cache-Control": "no-store",
  });
}

function ownColumns({ options }: ModelAdmin, columns: readonly ExportColumn[]): readonly ExportColumn[] {
  return options.exportFields === undefined ? columns.filter(({ group }) => group === undefined) : columns;
}
