// Defines how a model's list looks.
import type { FieldName, PathName } from "./field-names.ts";

/** A column of a list that is computed from the row. */
export interface DisplayColumn<Instance> {
  readonly name: string;
  /** The heading; the name in words unless given. */
  readonly label?: string | undefined;
  readonly value: (row: Instance) => unknown;
  /** The path that the column is sorted by; not sortable without one. */
  readonly sortBy?: PathName<Instance> | undefined;
}

/** How a model's list looks: a part of the options of `modelAdmin`. */
export interface ListOptions<Instance> {
  readonly listDisplay?: readonly (PathName<Instance> | DisplayColumn<Instance>)[] | undefined;
  /** The columns that lead to the form; the first unless given. */
  readonly listDisplayLinks?: readonly string[] | undefined;
  readonly listFilter?: readonly FieldName<Instance>[] | undefined;
  readonly searchFields?: readonly PathName<Instance>[] | undefined;
  readonly searchHelpText?: string | undefined;
  /** Each a path, with `-` before it for falling. */
  readonly ordering?: readonly (PathName<Instance> | `-${PathName<Instance>}`)[] | undefined;
  /** @default 50 */
  readonly listPerPage?: number | undefined;
}
