// Defines what can be done to the rows that are ticked.
import type { Request } from "#http";

/** Something that can be done to the rows that are ticked. */
export interface AdminAction<Instance> {
  /** In the address and in forms: `publish`. */
  readonly name: string;
  readonly label: string;
  /** The permission that it takes; `change` unless given. */
  readonly permission?: "view" | "change" | "delete" | undefined;
  /** Whether it is asked for once more. */
  readonly confirm?: boolean | undefined;
  /**
   * Rows that `run` gets at a time. Where there are more, each batch is a transaction of its own, and a page shows how far it is and stops it.
   * Unless given, `run` gets all rows in one transaction.
   */
  readonly batch?: number | undefined;
  /** Does it in a transaction, and returns what to tell the user. */
  readonly run: (rows: AdminRows<Instance>, request: Request) => Promise<string>;
}

/** The rows that an action is for: a query set. */
export interface AdminRows<Instance> extends PromiseLike<readonly Instance[]>, AsyncIterable<Instance> {
  count(): Promise<number>;
  update(values: Readonly<Record<string, unknown>>): Promise<number>;
}

/** What can be done to rows: a part of the options of `modelAdmin`. */
export interface ActionOptions<Instance> {
  readonly actions?: readonly AdminAction<Instance>[] | undefined;
}
