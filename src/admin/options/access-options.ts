// Defines who may do what with a model, and what is called when its rows are written.
import type { Request } from "#http";

/** Who may do something: a function in the place of the user's permissions. `row` is undefined for the model as a whole. */
export type AdminPermission<Instance> = (request: Request, row: Instance | undefined) => boolean | Promise<boolean>;

/** Who may do what with a model: a part of the options of `modelAdmin`. */
export interface AccessOptions<Instance> {
  /** The rows that a request may see; all unless given. */
  // biome-ignore lint/suspicious/noExplicitAny: a query set of the model, whatever its row is
  readonly getQueryset?: ((request: Request) => any) | undefined;
  readonly hasViewPermission?: AdminPermission<Instance> | undefined;
  readonly hasAddPermission?: AdminPermission<Instance> | undefined;
  readonly hasChangePermission?: AdminPermission<Instance> | undefined;
  readonly hasDeletePermission?: AdminPermission<Instance> | undefined;
}

/** What is called when rows are written: a part of the options of `modelAdmin`. */
export interface HookOptions<Instance> {
  /** Called in the transaction, before the row is written. */
  readonly saveModel?: ((row: Instance, request: Request, isNew: boolean) => void | Promise<void>) | undefined;
  readonly deleteModel?: ((row: Instance, request: Request) => void | Promise<void>) | undefined;
}
