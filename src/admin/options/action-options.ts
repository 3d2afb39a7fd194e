// Defines what can be done to the rows that are ticked.
import type { CleanData, FieldRecord, FormStatic } from "#forms";
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
  /** The class of a form that is filled in before: {@link formAction} types its values. */
  // biome-ignore lint/suspicious/noExplicitAny: a form of any fields
  readonly form?: FormStatic<any> | undefined;
  /** Does it in a transaction, and returns what to tell the user. `values` are those of the form. */
  readonly run: (
    rows: AdminRows<Instance>,
    request: Request,
    values: Readonly<Record<string, unknown>>,
  ) => Promise<string>;
}

/**
 * Makes an action that asks for values with a form.
 *
 * @example
 * ```ts
 * import { formAction, modelAdmin } from "demijohn/admin";
 * import { field, Form } from "demijohn/forms";
 * import { f, Model } from "demijohn/orm";
 * class Jar extends Model("cellar.Jar", () => Jar, { label: f.char({ maxLength: 50 }), litres: f.integer() }) {}
 * class LitresForm extends Form({ litres: field.integer({ minValue: 1 }) }) {}
 * const refill = formAction(LitresForm, {
 *   name: "refill",
 *   label: "Refill",
 *   run: async (rows, _request, { litres }) => `${await rows.update({ litres })} jars hold ${litres} litres.`,
 * });
 * console.log(modelAdmin(Jar, { actions: [refill] }).options.actions?.[0]?.label); // Refill
 * ```
 */
export function formAction<Instance, Fields extends FieldRecord>(
  form: FormStatic<Fields>,
  action: FormAction<Instance, Fields>,
): AdminAction<Instance> {
  return { ...action, form, run: action.run as unknown as AdminAction<Instance>["run"] };
}

/** What {@link formAction} takes. `run` gets the clean values of the form. */
export interface FormAction<Instance, Fields extends FieldRecord> extends Omit<AdminAction<Instance>, "form" | "run"> {
  readonly run: (rows: AdminRows<Instance>, request: Request, values: CleanData<Fields>) => Promise<string>;
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
