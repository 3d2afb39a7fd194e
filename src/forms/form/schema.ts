// Joins forms and Standard Schema: a schema checks a field or a whole form, and a form is a schema for bodies of requests.
import type { StandardSchema } from "#http";
import { type AsyncValidator, type Issue, ValidationError } from "#validate";
import type { FormInstance } from "./form-instance.ts";

type SchemaIssues = NonNullable<Awaited<ReturnType<StandardSchema["~standard"]["validate"]>>["issues"]>;

/**
 * Makes a validator of a Standard Schema: zod, valibot, arktype and others.
 *
 * The schema checks; what it would turn the value into is not taken over.
 *
 * @example
 * ```ts
 * import { field, Form, schemaValidator } from "demijohn/forms";
 * import { z } from "zod";
 * class JarForm extends Form({ code: field.char({ validators: [schemaValidator(z.string().startsWith("J-"))] }) }) {}
 * console.log((await JarForm.from({ code: "7" })).hasError("code")); // true
 * ```
 */
export function schemaValidator(schema: StandardSchema): AsyncValidator<unknown> {
  return async (value) => {
    const { issues } = await schema["~standard"].validate(value);
    return issues?.map((issue): Issue => ({ code: "schema", message: issue.message }));
  };
}

/** Checks the values of a form by a schema. @throws ValidationError with the issues by field. */
export async function checkBySchema(schema: StandardSchema, values: unknown): Promise<void> {
  const { issues } = await schema["~standard"].validate(values);
  if (issues !== undefined) throw new ValidationError(byField(issues));
}

function byField(issues: SchemaIssues): Record<string, Issue[]> {
  const fields: Record<string, Issue[]> = Object.create(null);
  for (const { message, path = [] } of issues) {
    const [first] = path;
    const name = first === undefined ? "" : String(typeof first === "object" ? first.key : first);
    (fields[name] ??= []).push({ code: "schema", message });
  }
  return fields;
}

/** What makes a class of forms a Standard Schema. */
export interface FormSchema<Output> {
  readonly version: 1;
  readonly vendor: string;
  readonly validate: (
    value: unknown,
  ) => Promise<
    | { readonly value: Output; readonly issues?: undefined }
    | { readonly issues: readonly { readonly message: string; readonly path?: readonly PropertyKey[] }[] }
  >;
  readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
}

/** Makes the schema of a class of forms: its output is the clean data. */
export function schemaOf(make: (value: Readonly<Record<string, unknown>>) => FormInstance): FormSchema<unknown> {
  return {
    version: 1,
    vendor: "demijohn",
    async validate(value) {
      if (typeof value !== "object" || value === null || Array.isArray(value))
        return { issues: [{ message: "Send an object with the form's fields." }] };
      const form = make(value as Record<string, unknown>);
      if (await form.validate()) return { value: form.cleanedData };
      return {
        issues: Object.entries(form.errors).flatMap(([name, texts]) =>
          Array.from(texts ?? [], (message) => ({ message, ...(name === "" ? {} : { path: [name] }) })),
        ),
      };
    },
  };
}
