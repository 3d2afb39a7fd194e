// Makes the base class of a form from its fields, as Model does for models.
import { didYouMean, quoteValue, SetupError } from "#kernel";
import { FormInstance } from "./form-instance.ts";
import type { FieldRecord, FormDefinition, FormOptions, FormSource, FormStatic, FromOptions } from "./form-types.ts";
import { readInput } from "./read-input.ts";
import { type FormSchema, schemaOf } from "./schema.ts";

const refused = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Makes the base class of a form.
 *
 * The values after cleaning are inferred from the fields, and names that are misspelled do not compile.
 *
 * @throws SetupError `FORMS_BAD_FIELD_NAME`, `FORMS_UNKNOWN_FIELD`.
 * @example
 * ```ts
 * import { field, Form } from "demijohn/forms";
 * class ContactForm extends Form({
 *   subject: field.char({ maxLength: 100 }),
 *   sender: field.email(),
 *   copies: field.integer({ required: false, minValue: 1 }),
 * }) {}
 * const form = await ContactForm.from({ subject: " Corks ", sender: "ann@example.org" });
 * if (form.isValid()) console.log(form.cleanedData.subject.length, form.cleanedData.copies); // 5 null
 * ```
 */
export function Form<const Fields extends FieldRecord>(
  fields: Fields,
  definition: FormDefinition<Fields> = {},
): FormStatic<Fields> {
  checkNames(fields, definition as FormDefinition);
  const shared = Object.freeze({ ...fields });
  class MadeForm extends FormInstance {
    static override get fields(): FieldRecord {
      return shared;
    }
    static override readonly definition = definition as FormDefinition;

    static from = makeFrom;
    static get "~standard"(): FormSchema<unknown> {
      return schemaOf((data) => new this({ data }) as never);
    }
  }
  for (const name of Object.keys(fields)) defineShortcut(MadeForm.prototype, name);
  return MadeForm as unknown as FormStatic<Fields>;
}

/** The static method `from` of every class of forms. */
export async function makeFrom(
  this: new (
    options?: FormOptions,
  ) => FormInstance,
  source: FormSource,
  options: FromOptions = {},
): Promise<FormInstance> {
  const { input, settings } = await readInput(source, options);
  const { bind: _bind, ...rest } = options;
  const form = new this({ ...rest, settings, ...(input === undefined ? {} : { data: input }) });
  const isGood = await form.validate();
  return isGood ? form : form.load();
}

function checkNames(fields: FieldRecord, definition: FormDefinition): void {
  const names = Object.keys(fields);
  for (const name of names) {
    if (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && !refused.has(name)) continue;
    throw new SetupError("FORMS_BAD_FIELD_NAME", `A field of a form cannot be called ${quoteValue(name)}.`, {
      cure: "Name it with letters, digits and underscores, beginning with a letter.",
    });
  }
  for (const name of [...Object.keys(definition.cleanFields ?? {}), ...(definition.fieldOrder ?? [])]) {
    if (names.includes(name)) continue;
    throw new SetupError(
      "FORMS_UNKNOWN_FIELD",
      `A form's options name the field ${quoteValue(name)}, which it does not have.`,
      {
        facts: [`Fields: ${names.join(", ")}.`],
        cure: didYouMean(name, names).trim() || "Name one of its fields.",
      },
    );
  }
}

/**
 * Lets templates write `{{ form.title }}`. A field called as something that every form has is reached by `form.fields`;
 * one called "then" would make the form look like a promise.
 */
export function defineShortcut(prototype: object, name: string): void {
  if (name in prototype || name === "then" || name === "toJSON") return;
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: FormInstance) {
      return this.findField(name);
    },
  });
}
