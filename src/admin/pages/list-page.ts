// Answers the pages of lists: the list itself, its actions, and its rows as CSV or JSON.
import { type Blueprint, type Reply, reply } from "#app";
import { BadRequest, Forbidden, type Request, redirect } from "#http";
import { atomic } from "#orm";
import { typedKey } from "../data/list-filters.ts";
import { type ListQuery, listAddress, readListQuery } from "../data/list-query.ts";
import { readDeletion } from "../data/read-deletion.ts";
import { filteredRows, readList } from "../data/read-list.ts";
import { type AdminSite, type Allowed, allowedOf, placeOf, pluralOf } from "../data/site.ts";
import type { AdminAction } from "../options/action-options.ts";
import type { ModelAdmin } from "../options/model-admin.ts";
import { capital, entryOf, showAdminPage } from "./admin-context.ts";
import { logAction } from "./log-action.ts";

/** Adds the routes of lists. */
export function addListPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.get("/<slug:label>/<slug:model>/", { name: "list" }, (request) => showList(site, request));
  blueprint.post("/<slug:label>/<slug:model>/", { name: "act" }, (request) => act(site, request));
  blueprint.get("/<slug:label>/<slug:model>/export.<any(csv,json):format>", { name: "export" }, (request) =>
    exportRows(site, request, request.params.format),
  );
}

async function showList(site: AdminSite, request: Request): Promise<Reply> {
  const { entry, allowed } = await entryOf(site, request);
  if (!allowed.view) throw new Forbidden();
  const query = readListQuery(request.query, entry);
  const list = await readList(entry, query, request);
  const place = placeOf(entry.meta);
  const { t } = site.texts(request);
  const address = (page: number): string => listAddress(query, { page: page === 1 ? null : page });
  return showAdminPage(site, request, "list", {
    title: capital(pluralOf(entry.meta)),
    entry,
    context: {
      list,
      query,
      place,
      allowed,
      noun: list.total === 1 ? entry.meta.verboseName : pluralOf(entry.meta),
      can_search: (entry.options.searchFields ?? []).length > 0,
      search_help: entry.options.searchHelpText,
      filtered: query.words !== "" || Object.keys(query.filters).length > 0,
      actions: actionsOf(entry, allowed).map((action) => ({
        ...action,
        label: action === deletion ? t("Delete") : action.label,
      })),
      first: address(1),
      previous: list.page > 1 ? address(list.page - 1) : undefined,
      next: list.page < list.pages ? address(list.page + 1) : undefined,
      last: address(list.pages),
      here: listAddress(query),
      change_address: (key: string) => request.urlFor(".change", { ...place, key }),
      // In a template, a closure is called as it is.
      export_address: (format: string) => request.urlFor(".export", { ...place, format }) + listAddress(query),
    },
  });
}

// --- actions ----------------------------------------------------------------------------------------------------------------

const deletion: AdminAction<object> = {
  name: "delete",
  label: "Delete",
  permission: "delete",
  confirm: true,
  run: async () => "",
};

function actionsOf(entry: ModelAdmin, allowed: Allowed): readonly AdminAction<object>[] {
  const own = (entry.options.actions ?? []).filter(({ permission = "change" }) => allowed[permission]);
  return allowed.delete ? [...own, deletion] : own;
}

async function act(site: AdminSite, request: Request): Promise<Reply> {
  const { entry, allowed } = await entryOf(site, request);
  const { fields } = await request.form();
  const action = actionsOf(entry, allowed).find(({ name }) => name === fields.get("action"));
  if (action === undefined) throw new BadRequest("There is no such action.");
  const query = readListQuery(request.query, entry);
  const rows = chosenRows(entry, query, {
    request,
    all: fields.get("all") === "yes",
    keys: fields.getAll("row").map(String),
  });
  const back = request.urlFor(".list", placeOf(entry.meta)) + listAddress(query);
  const total: number = await rows.count();
  if (total === 0) {
    request.flash(site.texts(request).t("Nothing was ticked."), "warning");
    return redirect(back);
  }
  if (action.confirm === true && fields.get("confirmed") !== "yes")
    return confirm(site, request, {
      entry,
      action,
      rows,
      total,
      all: fields.get("all") === "yes",
      here: listAddress(query),
    });
  const told =
    action === deletion
      ? await deleteRows(site, request, { entry, rows })
      : await atomic(() => action.run(rows, request));
  request.flash(told, "success");
  return redirect(back);
}

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

function chosenRows(
  entry: ModelAdmin,
  query: ListQuery,
  { request, all, keys }: { readonly request: Request; readonly all: boolean; readonly keys: readonly string[] },
): Rows {
  const rows = filteredRows(entry, query, { request, now: new Date() });
  if (all) return rows;
  const typed = keys.map((key) => typedKey(entry.meta.key, key)).filter((key) => key !== undefined);
  return rows.filter({ pk__in: typed });
}

interface Asked {
  readonly entry: ModelAdmin;
  readonly action: AdminAction<object>;
  readonly rows: Rows;
  readonly total: number;
  readonly all: boolean;
  readonly here: string;
}

const mostFollowed = 2_000;

async function confirm(site: AdminSite, request: Request, asked: Asked): Promise<Reply> {
  const { entry, action, rows, total, all, here } = asked;
  const keys: readonly unknown[] = all ? [] : await rows.flat("pk");
  const along =
    action === deletion ? await readDeletion(entry.meta, await rows.limit(mostFollowed).flat("pk")) : undefined;
  const examples: readonly object[] = await rows.limit(10);
  return showAdminPage(site, request, "confirm", {
    title: `${action === deletion ? site.texts(request).t("Delete") : action.label}: ${total} ${total === 1 ? entry.meta.verboseName : pluralOf(entry.meta)}`,
    entry,
    crumbs: [{ title: capital(pluralOf(entry.meta)), address: request.urlFor(".list", placeOf(entry.meta)) + here }],
    context: {
      action,
      total,
      all,
      keys,
      along,
      examples: examples.map(String),
      here,
      more: total - examples.length,
      guessed: total > mostFollowed,
    },
  });
}

// Rows are deleted as instances: their relations, hooks and signals are those of a single delete.
async function deleteRows(
  site: AdminSite,
  request: Request,
  { entry, rows }: { readonly entry: ModelAdmin; readonly rows: Rows },
): Promise<string> {
  const { meta, options } = entry;
  const { t, tn } = site.texts(request);
  const deleted = await atomic(async () => {
    const logged: { meta: typeof meta; key: string; text: string }[] = [];
    for (const row of (await rows) as readonly (object & { readonly pk: unknown })[]) {
      if (!(await allowedOf(request, entry, row)).delete)
        throw new Forbidden(t("You may not delete {object}.", { object: row }));
      await options.deleteModel?.(row, request);
      logged.push({ meta, key: String(row.pk), text: String(row) });
    }
    await rows.delete();
    await logAction(request, "delete", logged);
    return logged.length;
  });
  return tn("{count} {noun} was deleted.", "{count} {noun} were deleted.", deleted, {
    noun: deleted === 1 ? meta.verboseName : pluralOf(meta),
  });
}

// --- export -----------------------------------------------------------------------------------------------------------------

async function exportRows(site: AdminSite, request: Request, format: string): Promise<Reply> {
  const { entry, allowed } = await entryOf(site, request);
  if (!allowed.view) throw new Forbidden();
  const query = readListQuery(request.query, entry);
  const rows = filteredRows(entry, query, { request, now: new Date() }).orderBy("pk");
  const names = entry.meta.columns.map((column) => column.attribute).filter((name) => name !== "password");
  const { model } = placeOf(entry.meta);
  const headers = { "Content-Disposition": `attachment; filename="${model}.${format}"`, "Cache-Control": "no-store" };
  return format === "csv"
    ? reply(csvLines(rows, names), 200, { ...headers, "Content-Type": "text/csv; charset=utf-8" })
    : reply(jsonLines(rows, names), 200, { ...headers, "Content-Type": "application/json" });
}

type AnyRow = Readonly<Record<string, unknown>>;

async function* csvLines(rows: AsyncIterable<AnyRow>, names: readonly string[]): AsyncGenerator<string> {
  yield `${names.join(",")}\r\n`;
  for await (const row of rows) yield `${names.map((name) => csvCell(row[name])).join(",")}\r\n`;
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const given =
    value instanceof Date
      ? value.toISOString()
      : typeof value === "object" && isRecord(value)
        ? JSON.stringify(value)
        : String(value);
  // A spreadsheet would take a text that begins with one of these for a formula.
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(given) ? `'${given}` : given;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function* jsonLines(rows: AsyncIterable<AnyRow>, names: readonly string[]): AsyncGenerator<string> {
  let before = "[\n";
  for await (const row of rows) {
    const record = Object.fromEntries(names.map((name) => [name, jsonValue(row[name])]));
    yield `${before}${JSON.stringify(record)}`;
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

function jsonValue(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "object" && value !== null && !isRecord(value)
    ? String(value instanceof Date ? value.toISOString() : value)
    : (value ?? null);
}

function isRecord(value: object | null): boolean {
  return Array.isArray(value) || (value !== null && Object.getPrototypeOf(value) === Object.prototype);
}
