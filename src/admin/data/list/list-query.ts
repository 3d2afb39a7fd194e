// Reads what a list is asked for out of the address: words, filters, order, page; and writes such addresses.
import type { MultiMap } from "#http";
import { filterPath, type ModelAdmin } from "../../options/model-admin.ts";

/** What a list is asked for. */
export interface ListQuery {
  readonly words: string;
  /** By the name of a filter, or `<name>__from` and `<name>__to`: the values that are chosen. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
  /** Paths of columns, with `-` before one for falling; empty for the model's own order. */
  readonly order: readonly string[];
  /** The last page can be asked for without knowing its number. */
  readonly page: number | "last";
  /** Whether all rows are to stand on one page. */
  readonly all: boolean;
  /** The names of the columns to show; empty for all. */
  readonly columns: readonly string[];
  /** A year, month or day of the hierarchy of dates: `1995`, `1995-03`, `1995-03-27`; "" for none. */
  readonly date: string;
  /** Whether the user asks what each filter would leave. */
  readonly facets: boolean;
}

/** A list as it is without any wish. */
export const wholeList: ListQuery = Object.freeze({
  words: "",
  filters: {},
  order: [],
  page: 1,
  all: false,
  columns: [],
  date: "",
  facets: false,
});

/** The names in an address for what is not a filter. */
const reserved = {
  words: "q",
  order: "o",
  page: "p",
  all: "_all",
  columns: "_columns",
  date: "_date",
  facets: "_facets",
} as const;
type Reserved = keyof typeof reserved;

const longestWords = 200;
const mostValues = 50;
const dates = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** The names in an address that a filter reads. */
export function filterParams(name: string): readonly [only: string, from: string, to: string] {
  return [name, `${name}__from`, `${name}__to`];
}

/** Reads it; filters that the list does not have are left out. */
export function readListQuery(query: MultiMap, { options }: ModelAdmin): ListQuery {
  const filters: Record<string, readonly string[]> = {};
  for (const filter of options.listFilter ?? []) {
    const name = filterPath(filter) ?? (filter as { readonly name: string }).name;
    for (const param of filterParams(name)) {
      const values = query.getAll(param).filter((value) => value !== "" && !value.includes("\0"));
      if (values.length > 0) filters[param] = [...new Set(values)].slice(0, mostValues);
    }
  }
  const list = (name: Reserved): string[] => query.getAll(reserved[name]).join(",").split(",").filter(Boolean);
  const date = query.get(reserved.date) ?? "";
  return {
    words: (query.get(reserved.words) ?? "").replaceAll("\0", "").trim().slice(0, longestWords),
    filters,
    order: list("order").slice(0, 5),
    page:
      query.get(reserved.page) === "last" ? "last" : Math.max(1, query.get(reserved.page, { type: "int", default: 1 })),
    all: query.get(reserved.all) === "1",
    columns: list("columns").slice(0, 100),
    date: dates.test(date) ? date : "",
    facets: query.get(reserved.facets) === "1",
  };
}

/** What an address of a list changes; null takes one away. */
export interface ListChanges {
  readonly [name: string]: string | readonly string[] | number | boolean | null;
}

/** The address of a list with some things changed. Another search, filter or order begins at page 1. */
export function listAddress(query: ListQuery, changes: ListChanges = {}): string {
  return addressOf(listPairs(query, changes));
}

/** The address that says the same as these pairs. */
export function addressOf(pairs: readonly (readonly [string, string])[]): string {
  return `?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&")}`;
}

/** The names and values of such an address: what a form sends along. */
export function listPairs(query: ListQuery, changes: ListChanges = {}): readonly (readonly [string, string])[] {
  const values: Record<string, readonly string[]> = { ...query.filters };
  if (query.words !== "") values[reserved.words] = [query.words];
  if (query.date !== "") values[reserved.date] = [query.date];
  if (query.order.length > 0) values[reserved.order] = [query.order.join(",")];
  if (query.columns.length > 0) values[reserved.columns] = [query.columns.join(",")];
  if (query.facets) values[reserved.facets] = ["1"];
  if (query.all) values[reserved.all] = ["1"];
  for (const [name, value] of Object.entries(changes)) {
    const key = name in reserved ? reserved[name as Reserved] : name;
    if (value === null || value === false || String(value) === "") delete values[key];
    else if (value === true) values[key] = ["1"];
    else if (Array.isArray(value)) values[key] = name === "order" || name === "columns" ? [value.join(",")] : value;
    else values[key] = [String(value)];
  }
  return Object.entries(values).flatMap(([name, all]) => all.map((value) => [name, value] as const));
}

/** What leads back to the list as it was: `?q=wine`, where the address of a request kept it, else nothing. */
export function keptList(query: MultiMap): string {
  const kept = query.get(listParam) ?? "";
  return kept === "" || kept.length > 4_000 ? "" : `?${new URLSearchParams(kept)}`;
}

/** The same for an address that leads there in the end: `?_list=q%3Dwine`. */
export function keptParam(query: MultiMap): string {
  const list = keptList(query);
  return list === "" ? "" : addressOf([[listParam, list.slice(1)]]);
}

/** How the pages that lie behind a list, such as the form of one row, name it in their own address: `?_list=q%3Dwine`. */
export const listParam = "_list";
