// Defines what of a model can be exported and imported, by whom, and in which formats.
import type { EditableName } from "#forms";
import type { Request } from "#http";
import type { AdminPermission } from "./access-options.ts";
import type { PathName } from "./field-names.ts";
import type { DisplayColumn } from "./list-options.ts";

/** A format of exports besides CSV, JSON and XLSX. */
export interface ExportFormat {
  /** In the address, and the ending of the file: `ndjson`. */
  readonly name: string;
  readonly label: string;
  readonly contentType: string;
  /** The file's content, from rows with one value a column. */
  readonly write: (
    columns: readonly { readonly name: string; readonly label: string }[],
    rows: AsyncIterable<readonly unknown[]>,
  ) => AsyncIterable<string | Uint8Array>;
}

/** What can be exported and imported: a part of the options of `modelAdmin`. */
export interface ExchangeOptions<Instance> {
  /** The columns that an export offers; all fields that the user may see, and those of related rows, unless given. */
  readonly exportFields?: readonly (PathName<Instance> | DisplayColumn<Instance>)[] | undefined;
  readonly exportFormats?: readonly ExportFormat[] | undefined;
  /** The rows that are exported, from those that were asked for. */
  // biome-ignore lint/suspicious/noExplicitAny: a query set of the model, whatever its row is
  readonly getExportQueryset?: ((request: Request, rows: any) => any) | undefined;
  /** The fields that an import may write; those of the form unless given. */
  readonly importFields?: readonly EditableName<Instance>[] | undefined;
  /** How many rows a file may have. @default 20000 */
  readonly importRows?: number | undefined;
  /** Who may see the rows unless given. */
  readonly hasExportPermission?: AdminPermission<Instance> | undefined;
  /** Who may add or change rows unless given; each row is asked for besides. */
  readonly hasImportPermission?: AdminPermission<Instance> | undefined;
}
