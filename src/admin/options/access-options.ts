// Defines who may do what with a model, and what is called when its rows are written.
import type { Request } from "#http";
import type { FieldName } from "./field-names.ts";

/** Who may do something: a function in the place of the user's permissions. `row` is undefined for the model as a whole. */
export type AdminPermission<Instance> = (request: Request, row: Instance | undefined) => boolean | Promise<boolean>;

/** Who may see a field, and who may change it. Everybody who may do so with the row, unless given. */
export interface FieldRule<Instance> {
  readonly view?: AdminPermission<Instance> | undefined;
  /** Who may not see a field cannot change it. */
  readonly change?: AdminPermission<Instance> | undefined;
}

/** Who may do something with a field. Where `row` is undefined, it answers for the model as a whole. */
export type FieldPermission<Instance> = (
  request: Request,
  field: FieldName<Instance>,
  row: Instance | undefined,
) => boolean | Promise<boolean>;

/** Who may do what with a model: a part of the options of `modelAdmin`. */
export interface AccessOptions<Instance> {
  /** The rows that a request may see; all unless given. */
  // biome-ignore lint/suspicious/noExplicitAny: a query set of the model, whatever its row is
  readonly getQueryset?: ((request: Request) => any) | undefined;
  readonly hasViewPermission?: AdminPermission<Instance> | undefined;
  readonly hasAddPermission?: AdminPermission<Instance> | undefined;
  readonly hasChangePermission?: AdminPermission<Instance> | undefined;
  readonly hasDeletePermission?: AdminPermission<Instance> | undefined;
  /** By field. Lists, filters, searches, forms, history, exports and imports obey it. */
  readonly fieldPermissions?: { readonly [Name in FieldName<Instance>]?: FieldRule<Instance> } | undefined;
  /** Asked for every field besides `fieldPermissions`: both must agree. */
  readonly hasViewFieldPermission?: FieldPermission<Instance> | undefined;
  readonly hasChangeFieldPermission?: FieldPermission<Instance> | undefined;
}

/** What is called when rows are written: a part of the options of `modelAdmin`. */
export interface HookOptions<Instance> {
  /** Called in the transaction, before the row is written. */
  readonly saveModel?: ((row: Instance, request: Request, isNew: boolean) => void | Promise<void>) | undefined;
  /** Called in the transaction, before the row is deleted. Returning false keeps the row: the function did what was to be done. */
  readonly deleteModel?: ((row: Instance, request: Request) => void | false | Promise<void | false>) | undefined;
}
