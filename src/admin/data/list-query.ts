// Reads what a list is asked for out of the address: words, filters, order, page.
import type { MultiMap } from "#http";
import type { ModelAdmin } from "../options/model-admin.ts";

/** What a list is asked for. */
export interface ListQuery {
  readonly words: string;
  /** By field: the value that it must have. */
  readonly filters: Readonly<Record<string, string>>;
  /** Paths of columns, with `-` before one for falling; empty for the model's own order. */
  readonly order: readonly string[];
  readonly page: number;
}

const reserved = { words: "q", order: "o", page: "p" } as const;
const longestWords = 200;

/** Reads it; filters of fields that the list does not filter by are left out. */
export function readListQuery(query: MultiMap, { options }: ModelAdmin): ListQuery {
  const filters: Record<string, string> = {};
  for (const name of options.listFilter ?? []) {
    const value = query.get(name);
    if (value !== null && value !== undefined && value !== "") filters[name] = value;
  }
  return {
    words: (query.get(reserved.words) ?? "").trim().slice(0, longestWords),
    filters,
    order: (query.get(reserved.order) ?? "").split(",").filter(Boolean).slice(0, 5),
    page: Math.max(1, query.get(reserved.page, { type: "int", default: 1 })),
  };
}

/** The address of a list with some things changed; null takes one away. Another filter or order begins at page 1. */
export function listAddress(
  query: ListQuery,
  changes: { readonly [name: string]: string | readonly string[] | number | null } = {},
): string {
  const values = new Map<string, string>();
  if (query.words !== "") values.set(reserved.words, query.words);
  for (const [name, value] of Object.entries(query.filters)) values.set(name, value);
  if (query.order.length > 0) values.set(reserved.order, query.order.join(","));
  for (const [name, value] of Object.entries(changes)) {
    const key = name === "order" || name === "page" || name === "words" ? reserved[name] : name;
    if (value === null || String(value) === "") values.delete(key);
    else values.set(key, Array.isArray(value) ? value.join(",") : String(value));
  }
  const text = [...values].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
  return `?${text}`;
}
