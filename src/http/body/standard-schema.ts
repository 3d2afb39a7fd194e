// Checks a value with any validator that speaks Standard Schema v1: zod, valibot, arktype and others.
import { UnprocessableContent } from "../http-error.ts";

/** The part of Standard Schema v1 that is used here; see standardschema.dev. */
export interface StandardSchema<Output = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What a schema says of a value. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One fault of a value, with the path to it. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** A body that was read well but is not valid; `issues` names each fault. Answers with 422. */
export class InvalidBody extends UnprocessableContent {
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  constructor(issues: readonly SchemaIssue[]) {
    const named = issues.map((issue) => ({ path: pathOf(issue), message: issue.message }));
    super(named.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; "), {
      code: "HTTP_INVALID_BODY",
    });
    this.issues = named;
  }
}

/** Validates `value` and returns the schema's output. @throws InvalidBody with every issue. */
export function validateBody<Output>(schema: StandardSchema<Output>, value: unknown): Output | Promise<Output> {
  const result = schema["~standard"].validate(value);
  return result instanceof Promise ? result.then(outputOf) : outputOf(result);
}

function outputOf<Output>(result: SchemaResult<Output>): Output {
  if (result.issues !== undefined) throw new InvalidBody(result.issues);
  return result.value;
}

function pathOf({ path }: SchemaIssue): string {
  return (path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
}
