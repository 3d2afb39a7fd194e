// Reads one page of a model's list: columns, rows, filters with counts, and how to get to the others.
import type { Request } from "#http";
import type { ModelMeta } from "#orm/internals";
import type { DisplayColumn } from "../options/list-options.ts";
import type { ModelAdmin } from "../options/model-admin.ts";
import { conditionOf, type ListFilter, readFilter } from "./list-filters.ts";
import { type ListQuery, listAddress } from "./list-query.ts";
import { type Shown, showPath, showValue } from "./show-value.ts";
import { labelOfField, visibleRows } from "./site.ts";
import { hasFieldRules, mayViewField } from "./visible-fields.ts";

/** A heading of a list. */
export interface ListColumn {
  readonly name: string;
  readonly label: string;
  /** What sorting by it leads to; undefined where it cannot be. */
  readonly sortAddress: string | undefined;
  readonly sorted: "ascending" | "descending" | undefined;
  /** Its place among several columns that are sorted by. */
  readonly sortPlace: number | undefined;
  readonly isNumber: boolean;
}

/** A row of a list. */
export interface ListRow {
  readonly key: string;
  readonly text: string;
  readonly cells: readonly (Shown & { readonly isLink: boolean })[];
}

/** One page of a list, as data. */
export interface ListPage {
  readonly columns: readonly ListColumn[];
  readonly rows: readonly ListRow[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly filters: readonly (Omit<ListFilter, "choices"> & {
    readonly allAddress: string;
    readonly choices: readonly (ListFilter["choices"][number] & { readonly address: string })[];
  })[];
}

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;
interface OneColumn {
  readonly name: string;
  readonly label: string;
  readonly sortPath: string | undefined;
  readonly isNumber: boolean;
  show(row: object): Shown;
}

const defaultPerPage = 50;

/** Reads a page. The number of queries does not depend on the number of rows or columns. */
export async function readList(
  entry: ModelAdmin,
  query: ListQuery,
  request: Request,
  now: Date = new Date(),
): Promise<ListPage> {
  const { meta, options } = entry;
  const perPage = options.listPerPage ?? defaultPerPage;
  const columns = columnsOf(entry);
  const found = filteredRows(entry, query, { request, now });
  const total: number = await found.count();
  const pages = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(query.page, pages);
  const rows = await readPage(loaded(found, columns, meta), {
    page,
    perPage,
    total,
    order: orderOf(entry, query, columns),
  });
  const named = options.listDisplayLinks ?? [];
  const links = columns.some(({ name }) => named.includes(name)) ? named : [columns[0]!.name];
  const filters = await Promise.all(
    (options.listFilter ?? []).map((name) =>
      readFilter({ meta, name, now }, filteredRows(entry, without(query, name), { request, now }), query.filters[name]),
    ),
  );
  return {
    columns: columns.map((column) => headingOf(column, query)),
    rows: await Promise.all(
      rows.map(async (row) => ({
        key: String((row as { pk: unknown }).pk),
        text: String(row),
        cells: await cellsOf(entry, request, columns, row).then((cells) =>
          cells.map((cell, i) => ({ ...cell, isLink: links.includes(columns[i]!.name) })),
        ),
      })),
    ),
    total,
    page,
    pages,
    filters: filters.map((filter) => ({
      ...filter,
      allAddress: listAddress(query, { [filter.name]: null }),
      choices: filter.choices.map((choice) => ({
        ...choice,
        address: listAddress(query, { [filter.name]: choice.isChosen ? null : choice.value }),
      })),
    })),
  };
}

// A field that may be seen in some rows alone is empty in the others.
async function cellsOf(
  entry: ModelAdmin,
  request: Request,
  columns: readonly OneColumn[],
  row: object,
): Promise<readonly Shown[]> {
  if (!hasFieldRules(entry)) return columns.map((column) => column.show(row));
  return Promise.all(
    columns.map(async (column) => {
      const [field] = column.name.split("__") as [string];
      const isField = entry.meta.definitions[field] !== undefined;
      const isSeen = !isField || (await mayViewField(request, entry, field, row));
      return isSeen ? column.show(row) : showValue(null);
    }),
  );
}

/** The rows that a request may see and that fit its words and filters, in no order. */
export function filteredRows(
  entry: ModelAdmin,
  query: ListQuery,
  { request, now }: { readonly request: Request; readonly now: Date },
): Rows {
  const { meta, options } = entry;
  let rows = visibleRows(entry, request);
  for (const [name, value] of Object.entries(query.filters)) {
    const where = conditionOf(meta, name, value, now);
    rows = where === undefined ? rows : rows.filter(where);
  }
  const paths = options.searchFields ?? [];
  if (query.words === "" || paths.length === 0) return rows;
  const { q } = meta.cls as unknown as { q(where: object): { or(other: unknown): never } };
  for (const word of query.words.split(/\s+/)) {
    const parts = paths.flatMap((path) => searchOf(meta, path, word)).map((where) => q.call(meta.cls, where));
    rows = parts.length === 0 ? rows.none() : rows.filter(parts.reduce((all, part) => all.or(part)));
  }
  return rows;
}

// A number is looked for as it is; text anywhere in the field, whatever its case.
function searchOf(meta: ModelMeta, path: string, word: string): readonly object[] {
  const parts = path.split("__");
  let at = meta;
  for (const part of parts.slice(0, -1)) at = at.relation(part).target;
  const kind = at.findColumn(parts.at(-1)!)?.type.kind;
  if (kind === "char" || kind === "text") return [{ [`${path}__icontains`]: word }];
  return /^\d{1,9}$/.test(word) ? [{ [path]: Number(word) }] : [];
}

function without(query: ListQuery, name: string): ListQuery {
  const { [name]: _left, ...filters } = query.filters;
  return { ...query, filters };
}

// --- columns ----------------------------------------------------------------------------------------------------------------

/** The columns of a list: those of the options, or the row's text alone. */
export function columnsOf({ meta, options }: ModelAdmin): readonly OneColumn[] {
  const given = options.listDisplay;
  if (given === undefined || given.length === 0)
    return [
      {
        name: "__text__",
        label: capital(meta.verboseName),
        sortPath: undefined,
        isNumber: false,
        show: (row) => showValue(String(row)),
      },
    ];
  return given.map((column) => (typeof column === "string" ? fieldColumn(meta, column) : computedColumn(meta, column)));
}

function fieldColumn(meta: ModelMeta, path: string): OneColumn {
  const parts = path.split("__");
  let at = meta;
  for (const part of parts.slice(0, -1)) at = at.relation(part).target;
  const last = parts.at(-1)!;
  const column = at.findColumn(last);
  return {
    name: path,
    label: parts.map((part, i) => (i === 0 ? labelOfField(meta, part) : part)).join(" "),
    sortPath: sortPathOf(at, path, last),
    isNumber:
      column?.definition.fieldKind === "scalar" && isNumeric(column.type.kind) && column.scalar.choices === undefined,
    show: (row) => showPath(meta, row, path),
  };
}

// A relation is sorted by what its rows are sorted by.
function sortPathOf(at: ModelMeta, path: string, last: string): string | undefined {
  const relation = at.findRelation(last);
  if (relation === undefined) return path;
  if (relation.many) return undefined;
  const [first] = relation.target.options.ordering ?? [];
  return first === undefined ? path : `${path}__${first.replace(/^-/, "")}`;
}

function computedColumn(meta: ModelMeta, column: DisplayColumn<object>): OneColumn {
  return {
    name: column.name,
    label: column.label ?? labelOfField(meta, column.name),
    sortPath: column.sortBy,
    isNumber: false,
    show: (row) => showValue(column.value(row)),
  };
}

function isNumeric(kind: string): boolean {
  return ["integer", "smallInt", "bigInt", "float", "decimal"].includes(kind);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function headingOf({ name, label, sortPath, isNumber }: OneColumn, query: ListQuery): ListColumn {
  const place = query.order.findIndex((key) => key.replace(/^-/, "") === name);
  const isFalling = place >= 0 && query.order[place]!.startsWith("-");
  const rest = query.order.filter((_, i) => i !== place);
  const next = place < 0 ? [name] : isFalling ? rest : [`-${name}`, ...rest];
  return {
    name,
    label,
    sortAddress: sortPath === undefined ? undefined : listAddress(query, { order: place < 0 ? [name, ...rest] : next }),
    sorted: place < 0 ? undefined : isFalling ? "descending" : "ascending",
    sortPlace: place >= 0 && query.order.length > 1 ? place + 1 : undefined,
    isNumber,
  };
}

// --- rows -------------------------------------------------------------------------------------------------------------------

function orderOf({ meta, options }: ModelAdmin, query: ListQuery, columns: readonly OneColumn[]): readonly string[] {
  const asked = query.order.flatMap((key) => {
    const path = columns.find((column) => column.name === key.replace(/^-/, ""))?.sortPath;
    return path === undefined ? [] : [key.startsWith("-") ? `-${path}` : path];
  });
  const order = asked.length > 0 ? asked : [...(options.ordering ?? meta.options.ordering ?? [])];
  const key = meta.key.name;
  return order.some((path) => path.replace(/^-/, "") === key || path.replace(/^-/, "") === "pk")
    ? order
    : [...order, "-pk"];
}

// Related rows that a column shows come with the row.
function loaded(rows: Rows, columns: readonly OneColumn[], meta: ModelMeta): Rows {
  const paths = new Set<string>();
  for (const { name } of columns) {
    const parts = name.split("__");
    const relations: string[] = [];
    let at: ModelMeta | undefined = meta;
    for (const part of parts) {
      const relation: ReturnType<ModelMeta["findRelation"]> = at?.findRelation(part);
      if (relation === undefined || relation.many) break;
      relations.push(part);
      at = relation.target;
    }
    if (relations.length > 0) paths.add(relations.join("__"));
  }
  return paths.size === 0 ? rows : rows.selectRelated(...paths);
}

interface PageAsked {
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  readonly order: readonly string[];
}

// A page of the second half is read from the end, so that the last one costs as little as the first.
async function readPage(rows: Rows, { page, perPage, total, order }: PageAsked): Promise<readonly object[]> {
  const start = (page - 1) * perPage;
  const end = Math.min(start + perPage, total);
  if (start <= total / 2) return rows.orderBy(...order).slice(start, end);
  const turned = order.map((path) => (path.startsWith("-") ? path.slice(1) : `-${path}`));
  const found: readonly object[] = await rows.orderBy(...turned).slice(total - end, total - start);
  return [...found].reverse();
}
