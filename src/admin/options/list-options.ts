// Defines how a model's list looks: its columns, order and pages, and what can be changed in it.
import type { EditableName } from "#forms";
import type { Request } from "#http";
import type { QuerySet } from "#orm";
import type { FieldName, PathName } from "./field-names.ts";

/** A column of a list that is computed from the row. */
export interface DisplayColumn<Instance> {
  readonly name: string;
  /** The heading; the name in words unless given. */
  readonly label?: string | undefined;
  /** A text, a number, a date, a boolean; HTML where it was made by `html` of demijohn. */
  readonly value: (row: Instance, request: Request) => unknown;
  /** The path that the column is sorted by; not sortable without one. */
  readonly sortBy?: PathName<Instance> | undefined;
  /** Shows ✓ and ✗ for what is true and false. */
  readonly boolean?: boolean | undefined;
  /** Shows the picture whose address the value is. */
  readonly image?: boolean | undefined;
  /** What stands for a value that is empty, in the place of the list's own. */
  readonly emptyValue?: string | undefined;
}

/** A field, or something computed. */
export type ListColumnOption<Instance> = PathName<Instance> | DisplayColumn<Instance>;

/** How an order is written: a path, with `-` before it for falling. */
export type OrderName<Instance> = PathName<Instance> | `-${PathName<Instance>}`;

/** Gives the rows of a list page by page, in the place of the admin. */
export interface ListPaginator<Instance> {
  /** How many rows there are. */
  count(): number | Promise<number>;
  /** The rows from `start` to before `end`. */
  rows(start: number, end: number): PromiseLike<readonly Instance[]>;
}

/** What is computed over all rows that fit. */
export type ListTotal = "sum" | "avg" | "min" | "max";

/** How a model's list looks: a part of the options of `modelAdmin`. */
export interface ListOptions<Instance> {
  readonly listDisplay?: readonly ListColumnOption<Instance>[] | undefined;
  /** The columns that lead to the form; the first unless given, none for `[]`. */
  readonly listDisplayLinks?: readonly string[] | undefined;
  /** Columns that can be changed in the list. */
  readonly listEditable?: readonly EditableName<Instance>[] | undefined;
  /** Relations to one row that computed columns read; those that columns show come by themselves. */
  readonly listSelectRelated?: readonly PathName<Instance>[] | undefined;
  readonly ordering?: readonly OrderName<Instance>[] | undefined;
  /** The columns that can be sorted by; all that can unless given. */
  readonly sortableBy?: readonly string[] | undefined;
  /** @default 50 */
  readonly listPerPage?: number | undefined;
  /** Up to how many rows all can be shown on one page. @default 200 */
  readonly listMaxShowAll?: number | undefined;
  /** Whether a search says how many rows there are besides. @default true */
  readonly showFullResultCount?: boolean | undefined;
  /** For how many seconds counts of many rows are kept; 0 for not at all. What the admin itself writes makes an end to them. @default 10 */
  readonly keepCounts?: number | undefined;
  /** A line below the rows, computed over all that fit: `{ budget: "sum" }`. */
  readonly listTotals?: { readonly [Name in FieldName<Instance>]?: ListTotal } | undefined;
  /** Whether one comes back to the list as it was filtered and sorted. @default true */
  readonly preserveFilters?: boolean | undefined;
  /** @default false */
  readonly actionsOnTop?: boolean | undefined;
  /** @default true */
  readonly actionsOnBottom?: boolean | undefined;
  /** Whether the number of ticked rows is said. @default true */
  readonly actionsSelectionCounter?: boolean | undefined;

  readonly getListDisplay?: ((request: Request) => readonly ListColumnOption<Instance>[]) | undefined;
  readonly getListDisplayLinks?: ((request: Request, columns: readonly string[]) => readonly string[]) | undefined;
  readonly getListSelectRelated?: ((request: Request) => readonly PathName<Instance>[]) | undefined;
  readonly getOrdering?: ((request: Request) => readonly OrderName<Instance>[]) | undefined;
  readonly getSortableBy?: ((request: Request) => readonly string[]) | undefined;
  /** Rows come filtered, searched and in order. */
  readonly getPaginator?:
    | ((rows: QuerySet<Instance>, perPage: number, request: Request) => ListPaginator<Instance>)
    | undefined;
}
