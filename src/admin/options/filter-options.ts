// Defines what a list can be filtered and searched by.
import type { Request } from "#http";
import type { QuerySet } from "#orm";
import type { PathName } from "./field-names.ts";

/** How a field is filtered. By its values, by periods of time, from and to, by a search among related rows, or by whether it has a value. */
export type FilterKind = "values" | "periods" | "range" | "related" | "empty";

/** A filter by a field, where its name alone does not say enough. */
export interface FieldFilter<Instance> {
  readonly field: PathName<Instance>;
  /** What stands over it; the field's label unless given. */
  readonly title?: string | undefined;
  /** By the field's type unless given; a relation with many rows is searched. */
  readonly kind?: FilterKind | undefined;
}

/** A filter of one's own: choices, and what each does to the rows. */
export interface OwnFilter<Instance> {
  /** In the address: `?decade=1980`. */
  readonly name: string;
  /** What stands over it; the name in words unless given. */
  readonly title?: string | undefined;
  /** The choices: a value for the address, and what it is called. None of them hides the filter. */
  readonly lookups: (
    request: Request,
  ) => readonly (readonly [string, string])[] | Promise<readonly (readonly [string, string])[]>;
  /** The rows that a value leaves: `rows.filter({ year__gte: Number(value) })`. */
  readonly apply: (rows: QuerySet<Instance>, value: string, request: Request) => QuerySet<Instance>;
}

/** Something that a list can be filtered by. */
export type ListFilterOption<Instance> = PathName<Instance> | FieldFilter<Instance> | OwnFilter<Instance>;

/** Where a word is looked for in a field. Anywhere, at its start, or as the whole of it; upper and lower case are the same. */
export type SearchMatch = "contains" | "startsWith" | "exact";

/** A field that is searched otherwise than anywhere in its text. */
export interface SearchField<Instance> {
  readonly field: PathName<Instance>;
  readonly match: SearchMatch;
}

/** What a list is searched and filtered by: a part of the options of `modelAdmin`. */
export interface FilterOptions<Instance> {
  readonly listFilter?: readonly ListFilterOption<Instance>[] | undefined;
  /**
   * Whether filters say how many rows each choice leaves: always, when the user asks, or never.
   *
   * Unless given, always up to 20,000 rows and when the user asks beyond.
   */
  readonly showFacets?: "always" | "allow" | "never" | undefined;
  /** A date or moment to go down by: years, months, days. */
  readonly dateHierarchy?: PathName<Instance> | undefined;
  readonly searchFields?: readonly (PathName<Instance> | SearchField<Instance>)[] | undefined;
  readonly searchHelpText?: string | undefined;
  readonly getListFilter?: ((request: Request) => readonly ListFilterOption<Instance>[]) | undefined;
  readonly getSearchFields?:
    | ((request: Request) => readonly (PathName<Instance> | SearchField<Instance>)[])
    | undefined;
  /** Searches in the place of the admin: gets the rows that the filters leave, and the words as they were typed. */
  readonly getSearchResults?:
    | ((rows: QuerySet<Instance>, words: string, request: Request) => QuerySet<Instance>)
    | undefined;
}
