// Models a row of a file that is being imported: what it says, and what writing it would do.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";
import type { LoggedChange } from "./log-entry.ts";

/** What writing a row would do; empty before it was checked. */
export type ImportOutcome = "" | "create" | "update" | "same" | "bad";

/** Why a row cannot be written. */
export interface RowFault {
  /** The label of the field; empty for the row as a whole. */
  readonly field: string;
  /** What stands in the file. */
  readonly value: string;
  readonly reason: string;
}

type Fields = {
  /** The token of its job. */
  readonly job: ScalarField<string, "text", "required">;
  /** Its place in the file, as people count. */
  readonly number: ScalarField<number, "number", "required">;
  /** Its cells, by the file's columns. */
  readonly values: ScalarField<readonly unknown[], "json", "optional">;
  readonly outcome: ScalarField<string, "text", "optional">;
  /** The key, text and version of the object that it would change. */
  readonly objectKey: ScalarField<string, "text", "optional">;
  readonly objectText: ScalarField<string, "text", "optional">;
  readonly version: ScalarField<string, "text", "optional">;
  readonly changes: ScalarField<readonly LoggedChange[], "json", "optional">;
  readonly faults: ScalarField<readonly RowFault[], "json", "optional">;
};

const fields: Fields = {
  job: f.char({ maxLength: 36 }),
  number: f.integer(),
  values: f.json<readonly unknown[]>(),
  outcome: f.char({ maxLength: 6, default: "", blank: true }),
  objectKey: f.char({ maxLength: 200, default: "", blank: true }),
  objectText: f.char({ maxLength: 200, default: "", blank: true }),
  version: f.char({ maxLength: 22, default: "", blank: true }),
  changes: f.json<readonly LoggedChange[]>({ default: () => [] }),
  faults: f.json<readonly RowFault[]>({ default: () => [] }),
};

type Base = ModelStatic<() => typeof ImportRow, "admin.ImportRow", Fields, Fields, unknown>;

const ImportRowModel: Base = Model("admin.ImportRow", () => ImportRow, fields, {
  indexes: [
    ["job", "number"],
    ["job", "outcome", "number"],
  ] as never,
  ordering: ["number"] as never,
}) as never;

/** A row of a file that is being imported. */
export class ImportRow extends ImportRowModel {}
