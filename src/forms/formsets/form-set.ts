// Makes the base class of a set of forms from the class of its forms.

import type { FormSource, FromOptions } from "../form/form-types.ts";
import { readInput } from "../form/read-input.ts";
import { type AnyForm, type FormSetDefinition, FormSetInstance, type FormSetOptions } from "./form-set-instance.ts";

/** Options of a set's `from`. */
export type FromSetOptions = Omit<FormSetOptions, "data" | "files"> & Pick<FromOptions, "bind">;

/** The class that `formSet(...)` returns. */
export interface FormSetStatic<Form extends AnyForm> {
  new (options?: FormSetOptions): FormSetInstance<Form>;
  readonly definition: FormSetDefinition;
  /** Makes a set of a request: bound and cleaned where the method is unsafe, else unbound. */
  from<Self extends object>(
    this: new (
      options?: FormSetOptions,
    ) => Self,
    source: FormSource,
    options?: FromSetOptions,
  ): Promise<Self>;
}

/**
 * Makes the base class of a set of forms.
 *
 * @example
 * ```ts
 * import { field, Form, formSet } from "demijohn/forms";
 * class JarForm extends Form({ name: field.char(), litres: field.integer({ minValue: 1 }) }) {}
 * class JarForms extends formSet(JarForm, { canDelete: true }) {}
 * const jars = await JarForms.from({
 *   "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0",
 *   "form-0-name": "red", "form-0-litres": "5", "form-1-name": "", "form-1-litres": "",
 * });
 * if (jars.isValid()) console.log(jars.cleanedData.map((jar) => jar.litres)); // [5]
 * ```
 */
export function formSet<Form extends AnyForm>(
  // biome-ignore lint/suspicious/noExplicitAny: the options of the form are its own
  form: new (options?: any) => Form,
  definition: FormSetDefinition = {},
): FormSetStatic<Form> {
  return class extends FormSetInstance<Form> {
    static override readonly form = form as never;
    static override readonly definition = definition;
    static from = makeSetFrom;
  } as never;
}

/** The static method `from` of every class of sets. */
export async function makeSetFrom(
  this: new (
    options?: FormSetOptions,
  ) => FormSetInstance,
  source: FormSource,
  options: FromSetOptions = {},
): Promise<FormSetInstance> {
  const { input, settings } = await readInput(source, options as FromOptions);
  const { bind: _bind, ...rest } = options;
  const set = new this({ ...rest, settings, ...(input === undefined ? {} : { data: input }) });
  const isGood = await set.validate();
  return isGood ? set : set.load();
}
