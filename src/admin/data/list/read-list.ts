// Reads one page of a model's list: columns, rows, filters with counts, and how to get to the others.
import type { Request } from "#http";
import type { Safe } from "#kernel";
import { avg, max, min, sum } from "#orm";
import { keyText, type ModelMeta } from "#orm/internals";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { seenRows } from "../row-rules.ts";
import { type Shown, showValue } from "../show-value.ts";
import { type AdminSite, visibleRows } from "../site.ts";
import { entryFor } from "../visible-fields.ts";
import { allColumns, columnsOf, loadedRows, type OneColumn } from "./columns.ts";
import { countRows, countTable, type RowCount } from "./count-rows.ts";
import { type DateHierarchy, readDateHierarchy, rowsOfDate } from "./date-hierarchy.ts";
import { filterRows, resolveFilters } from "./filters.ts";
import { keptAnswer } from "./kept-counts.ts";
import { type ListQuery, listAddress } from "./list-query.ts";
import { type ActiveChip, chipsOf, type ListFilter, readFilter } from "./read-filters.ts";
import { type RowsRead, readRows } from "./read-rows.ts";
import { searchedRows } from "./search-words.ts";
import { hiddenCells } from "./seen-cells.ts";

/** A heading of a list. */
export interface ListColumn {
  readonly name: string;
  readonly label: string;
  /** What sorting by it leads to; undefined where it cannot be. */
  readonly sortAddress: string | undefined;
  readonly sorted: "ascending" | "descending" | undefined;
  /** Its place among several columns that are sorted by. */
  readonly sortPlace: number | undefined;
  /** What leaving it out of several that are sorted by leads to. */
  readonly unsortAddress: string | undefined;
  readonly isNumber: boolean;
}

/** A row of a list. */
export interface ListRow {
  readonly key: string;
  readonly text: string;
  readonly cells: readonly ListCell[];
  /** The row itself, for what is edited in place. */
  readonly row: object;
  /** Its controls, where it can be changed in the list. */
  readonly edit?: RowEdit | undefined;
}

/** What a row shows where it can be changed in the list. */
export interface RowEdit {
  /** Tells whether somebody else changed the row meanwhile. */
  readonly version: string;
  /** By column. */
  readonly controls: Readonly<Record<string, Safe>>;
  /** What is wrong with the row as a whole. */
  readonly errors: Safe | undefined;
}

export interface ListCell extends Shown {
  readonly name: string;
  readonly isLink: boolean;
}

/** One page of a list, as data. */
export interface ListPage {
  readonly columns: readonly ListColumn[];
  /** All columns that there are, and whether they are shown. */
  readonly choosable: readonly { readonly name: string; readonly label: string; readonly isShown: boolean }[];
  readonly rows: readonly ListRow[];
  /** The rows that fit. */
  readonly total: number;
  /** Whether `total` is about right rather than exact. */
  readonly isAbout: boolean;
  /** All rows, where fewer fit and they were counted. */
  readonly full: RowCount | undefined;
  readonly page: number;
  readonly pages: number;
  /** What shows all rows on one page, or goes back to pages; undefined where it cannot be. */
  readonly allAddress: string | undefined;
  readonly isAll: boolean;
  readonly filters: readonly ListFilter[];
  readonly chips: readonly ActiveChip[];
  /** What shows the counts of the filters, or hides them; undefined where that is not the user's choice. */
  readonly facetsAddress: string | undefined;
  readonly hasFacets: boolean;
  readonly dates: DateHierarchy | undefined;
  /** By column: what was computed over all rows that fit. */
  readonly totals: readonly (Shown | undefined)[] | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

const defaultPerPage = 50;
const defaultMaxShowAll = 200;
/** Up to how many rows counts stand beside filters without being asked for. */
const fewForCounts = 20_000;

/** Reads a page. The number of questions does not depend on the number of rows or columns. */
export async function readList(
  site: AdminSite,
  entry: ModelAdmin,
  query: ListQuery,
  request: Request,
  now: Date = new Date(),
): Promise<ListPage> {
  const { meta, options } = entry;
  const { keepCounts = 10 } = options;
  const texts = site.texts(request);
  const columns = columnsOf(entry, request, query.columns);
  const found = filteredRows(entry, query, { request, now });
  const page = await readPage(entry, query, request, { found, columns, keepCounts });
  const read = { ...page, rows: await seenRows(request, entry, page.rows) };
  const isNarrowed = query.words !== "" || query.date !== "" || Object.keys(query.filters).length > 0;
  const full =
    isNarrowed && options.showFullResultCount !== false
      ? await countAll(visibleRows(entry, request), meta, keepCounts)
      : undefined;
  const mode = options.showFacets ?? ((full ?? read.total).count <= fewForCounts ? "always" : "allow");
  const isCounted = mode === "always" || (mode === "allow" && query.facets);
  const related = (target: ModelMeta): Rows => {
    const own = entryFor(site, target);
    return own === undefined ? target.defaultManager : visibleRows(own, request);
  };
  const filters = await Promise.all(
    resolveFilters(entry).map((filter) =>
      readFilter(filter, {
        entry,
        query,
        request,
        now,
        texts,
        related,
        isCounted,
        keepCounts,
        rows: (except) => filteredRows(entry, query, { request, now, except }),
      }),
    ),
  );
  const offered = filters.filter(
    (filter) => filter.choices.length > 0 || filter.range !== undefined || filter.searched,
  );
  return {
    ...(await linesOf(site, entry, request, query, columns, read)),
    choosable: allColumns(entry, request).map(({ name, label }) => ({
      name,
      label,
      isShown: columns.some((column) => column.name === name),
    })),
    total: read.total.count,
    isAbout: read.total.isAbout,
    full: full !== undefined && full.count !== read.total.count ? full : undefined,
    page: read.page,
    pages: read.pages,
    allAddress: read.isAll
      ? listAddress(query, { all: null })
      : read.pages > 1 && read.total.count <= (options.listMaxShowAll ?? defaultMaxShowAll)
        ? listAddress(query, { all: true, page: null })
        : undefined,
    isAll: read.isAll,
    filters: offered,
    chips: chipsOf(offered, query),
    facetsAddress:
      mode === "allow" && offered.length > 0 ? listAddress(query, { facets: query.facets ? null : true }) : undefined,
    hasFacets: isCounted,
    dates: await readDateHierarchy(found, entry, query, texts),
    totals: await readTotals(entry, found, columns, keepCounts),
  };
}

/** The rows that a request may see and that fit its words, filters and date, in no order. */
export function filteredRows(
  entry: ModelAdmin,
  query: ListQuery,
  { request, now, except }: { readonly request: Request; readonly now: Date; readonly except?: string | undefined },
): Rows {
  const { options } = entry;
  let rows = filterRows(visibleRows(entry, request), entry, query.filters, { request, now, except });
  rows = rowsOfDate(rows, entry, query.date);
  if (query.words === "") return rows;
  return options.getSearchResults === undefined
    ? searchedRows(rows, entry, query.words, request)
    : options.getSearchResults(rows, query.words, request);
}

async function countAll(rows: Rows, meta: ModelMeta, keepCounts: number): Promise<RowCount> {
  if (rows.query.where.length === 0 && meta.parent === undefined) return countTable(rows, meta.table, keepCounts);
  return { count: await countRows(rows, keepCounts), isAbout: false };
}

interface PageAsked {
  readonly found: Rows;
  readonly columns: readonly OneColumn[];
  readonly keepCounts: number;
}

async function readPage(
  entry: ModelAdmin,
  query: ListQuery,
  request: Request,
  { found, columns, keepCounts }: PageAsked,
): Promise<RowsRead> {
  const { meta, options } = entry;
  const perPage = options.listPerPage ?? defaultPerPage;
  const load = (rows: Rows): Rows => loadedRows(rows, columns, entry, request);
  const order = orderOf(entry, request, query, columns);
  const mostOnOne = query.all ? (options.listMaxShowAll ?? defaultMaxShowAll) : 0;
  if (options.getPaginator === undefined)
    return readRows({
      meta,
      found,
      load,
      order,
      page: query.page,
      perPage,
      mostOnOne,
      isSearch: query.words !== "" && options.getSearchResults === undefined,
      keepCounts,
    });
  const paginator = options.getPaginator(load(found.orderBy(...order)), perPage, request);
  const total = await paginator.count();
  const isAll = mostOnOne > 0 && total <= mostOnOne;
  const pages = isAll ? 1 : Math.max(1, Math.ceil(total / perPage));
  const page = query.page === "last" ? pages : Math.min(query.page, pages);
  const start = (page - 1) * perPage;
  const rows = await paginator.rows(start, isAll ? total : Math.min(start + perPage, total));
  return { rows, total: { count: total, isAbout: false }, page, pages, isAll };
}

async function linesOf(
  site: AdminSite,
  entry: ModelAdmin,
  request: Request,
  query: ListQuery,
  columns: readonly OneColumn[],
  { rows }: RowsRead,
): Promise<Pick<ListPage, "columns" | "rows">> {
  const { options } = entry;
  const hidden = await hiddenCells(site, request, entry, columns, rows);
  const names = columns.map(({ name }) => name);
  const links = options.getListDisplayLinks?.(request, names) ?? options.listDisplayLinks ?? [names[0]!];
  // A cell that holds a control leads nowhere: the first one without then does.
  const edited: readonly string[] = options.listEditable ?? [];
  const free = links.filter((name) => !edited.includes(name));
  const leading =
    free.length > 0 || links.length === 0 ? free : names.filter((name) => !edited.includes(name)).slice(0, 1);
  const isLink = names.map((name) => leading.includes(name));
  return {
    columns: columns.map((column) => headingOf(column, query)),
    rows: rows.map((row) => ({
      key: keyText(entry.meta, (row as { readonly pk: unknown }).pk),
      text: String(row),
      row,
      cells: columns.map((column, i) => {
        const { text, kind, html } = hidden(row, column.name)
          ? showValue(null, options.emptyValueDisplay)
          : column.show(row, request);
        return { name: names[i]!, text, kind, html, isLink: isLink[i]! };
      }),
    })),
  };
}

function headingOf({ name, label, sortPath, isNumber }: OneColumn, query: ListQuery): ListColumn {
  const place = query.order.findIndex((key) => key.replace(/^-/, "") === name);
  const isFalling = place >= 0 && query.order[place]!.startsWith("-");
  const rest = query.order.filter((_, i) => i !== place);
  const next = place < 0 ? [name, ...rest] : isFalling ? rest : [`-${name}`, ...rest];
  const isOneOfSeveral = place >= 0 && query.order.length > 1;
  return {
    name,
    label,
    sortAddress: sortPath === undefined ? undefined : listAddress(query, { order: next }),
    sorted: place < 0 ? undefined : isFalling ? "descending" : "ascending",
    sortPlace: isOneOfSeveral ? place + 1 : undefined,
    unsortAddress: isOneOfSeveral ? listAddress(query, { order: rest }) : undefined,
    isNumber,
  };
}

// The last path tells all rows apart, and in the direction of the one before it: an index over that one then serves both.
function orderOf(
  { meta, options }: ModelAdmin,
  request: Request,
  query: ListQuery,
  columns: readonly OneColumn[],
): readonly string[] {
  const asked = query.order.flatMap((key) => {
    const path = columns.find((column) => column.name === key.replace(/^-/, ""))?.sortPath;
    return path === undefined ? [] : [key.startsWith("-") ? `-${path}` : path];
  });
  const own = options.getOrdering?.(request) ?? options.ordering ?? meta.options.ordering ?? [];
  const order = asked.length > 0 ? asked : [...(own as readonly string[])];
  if (order.some((path) => ["pk", meta.key.name].includes(path.replace(/^-/, "")))) return order;
  return [...order, asked.length > 0 && !asked.at(-1)!.startsWith("-") ? "pk" : "-pk"];
}

const totalsBy = { sum, avg, min, max } as const;

async function readTotals(
  { options }: ModelAdmin,
  found: Rows,
  columns: readonly OneColumn[],
  keepCounts: number,
): Promise<ListPage["totals"]> {
  const wanted = (options.listTotals ?? {}) as Readonly<Record<string, keyof typeof totalsBy>>;
  const shown = columns.filter(({ name }) => Object.hasOwn(wanted, name));
  if (shown.length === 0) return undefined;
  const asked = Object.fromEntries(shown.map(({ name }) => [`total_${name}`, totalsBy[wanted[name]!](name as never)]));
  const values: Readonly<Record<string, unknown>> = await keptAnswer(found, "totals", keepCounts, () =>
    found.aggregate(asked),
  );
  return columns.map(({ name }) =>
    Object.hasOwn(wanted, name) ? showValue(values[`total_${name}`], options.emptyValueDisplay) : undefined,
  );
}
