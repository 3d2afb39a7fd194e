// Defines what the form of a model does when it is sent: its buttons, what is answered, and what is written down.
import type { Reply } from "#app";
import type { Request, Response } from "#http";
import type { LoggedChange } from "../models/log-entry.ts";
import type { AdminRows } from "./action-options.ts";

/** What is answered after a form was sent. Undefined leaves the admin's own answer. */
export type AnswerHook<Instance> = (
  request: Request,
  row: Instance,
) => Reply | Response | undefined | Promise<Reply | Response | undefined>;

/** What a form does when it is sent: a part of the options of `modelAdmin`. */
export interface SaveOptions<Instance> {
  /** Whether an object can be saved as a new one. @default false */
  readonly saveAs?: boolean | undefined;
  /** Whether the new object's form is shown afterwards, rather than the list. @default true */
  readonly saveAsContinue?: boolean | undefined;
  /** Whether the buttons stand above the form too. @default false */
  readonly saveOnTop?: boolean | undefined;
  readonly responseAdd?: AnswerHook<Instance> | undefined;
  readonly responseChange?: AnswerHook<Instance> | undefined;
  /** The row is deleted by then; its values are still there. */
  readonly responseDelete?: AnswerHook<Instance> | undefined;
  /** Deletes the rows of the list's action in the place of the admin, in its transaction; `deleteModel` is not called then. */
  readonly deleteQueryset?: ((rows: AdminRows<Instance>, request: Request) => void | Promise<void>) | undefined;
  /** What the history says of a change; what it returns is written down. */
  readonly constructChangeMessage?:
    | ((request: Request, row: Instance, changes: readonly LoggedChange[]) => readonly LoggedChange[])
    | undefined;
}
