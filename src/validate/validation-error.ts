// Gathers the issues of a value or of a whole record, by field, in the one error that forms, models and accounts throw.
import { DemijohnError } from "#kernel";
import { describeIssue, type Issue, type Translate } from "./issue.ts";

/** The faults as texts by field. Those of no single field have the empty name. */
export type Faults = Readonly<Record<string, readonly string[]>>;

/** One fault, or several: texts, issues, errors, and lists of them. */
export type IssueInput = string | Issue | ValidationError | readonly IssueInput[];

/** What a {@link ValidationError} is made of. Faults of the whole, or by field. */
export type ValidationInput = IssueInput | Readonly<Record<string, IssueInput>>;

/** What is known of a fault that is given as a text, and where it stands. */
export interface ValidationErrorOptions {
  /** The code of faults that are given as texts: `invalid` unless given. */
  readonly code?: string | undefined;
  /** What stands for `{name}` in texts. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** The model or form, for the error's text. */
  readonly where?: string | undefined;
}

/**
 * Thrown when values are refused, with every fault by its field.
 *
 * It is made of a text with an optional code and parameters, of an issue, of a list of these, or of a record of these
 * by field. The empty name holds faults of no single field.
 *
 * @example
 * ```ts
 * import { ValidationError } from "demijohn/validate";
 * const one = new ValidationError("{jar} is full.", { code: "full", params: { jar: "The red one" } });
 * console.log(one.messages); // ["The red one is full."]
 * const many = new ValidationError({ title: "Too dull.", slug: ["Taken.", "Too long."] });
 * console.log(many.faults); // { title: ["Too dull."], slug: ["Taken.", "Too long."] }
 * ```
 */
export class ValidationError extends DemijohnError {
  /** The issues by field, in an object without a prototype; those of no single field under the empty name. */
  readonly issues: Readonly<Record<string, readonly Issue[]>>;
  #faults: Faults | undefined;

  constructor(input: ValidationInput, options: ValidationErrorOptions | string = {}) {
    const given = typeof options === "string" ? { where: options } : options;
    const issues = collect(input, given);
    const lines = Object.entries(issues).flatMap(([field, list]) =>
      list.map((issue) => (field === "" ? describeIssue(issue) : `${field}: ${describeIssue(issue)}`)),
    );
    super("VALIDATE_INVALID", "The values are not valid.", { where: given.where, facts: lines });
    this.issues = issues;
  }

  /** The texts by field. */
  get faults(): Faults {
    this.#faults ??= this.describe();
    return this.#faults;
  }

  /** All texts, whatever their field. */
  get messages(): readonly string[] {
    return Object.values(this.faults).flat();
  }

  /** The codes of all issues, whatever their field. */
  get codes(): readonly string[] {
    return Object.values(this.issues).flatMap((list) => list.map((issue) => issue.code));
  }

  /** The texts by field, in another language. */
  describe(translate?: Translate): Faults {
    const faults: Record<string, readonly string[]> = Object.create(null);
    for (const [field, list] of Object.entries(this.issues))
      faults[field] = list.map((issue) => describeIssue(issue, translate));
    // A plain object compares and prints as people expect; the names of fields were written by the program.
    return { ...faults };
  }
}

type IssueLists = Record<string, Issue[]>;

function collect(input: ValidationInput, options: ValidationErrorOptions): IssueLists {
  const issues: IssueLists = Object.create(null);
  if (isRecord(input)) for (const [field, one] of Object.entries(input)) addTo(issues, field, one, options);
  else addTo(issues, "", input, options);
  return issues;
}

function isRecord(input: ValidationInput): input is Readonly<Record<string, IssueInput>> {
  return typeof input === "object" && !Array.isArray(input) && !(input instanceof ValidationError) && !isIssue(input);
}

function isIssue(input: object): input is Issue {
  const { code, message } = input as Partial<Issue>;
  return typeof code === "string" && (typeof message === "string" || isPlural(message));
}

function isPlural(message: unknown): boolean {
  return typeof message === "object" && message !== null && "one" in message && "other" in message;
}

function addTo(issues: IssueLists, field: string, input: IssueInput, options: ValidationErrorOptions): void {
  if (typeof input === "string") {
    const { code = "invalid", params } = options;
    (issues[field] ??= []).push({ code, message: input, params });
  } else if (input instanceof ValidationError) {
    // The faults of a record keep their own fields, unless they are given for one.
    for (const [name, list] of Object.entries(input.issues)) (issues[field === "" ? name : field] ??= []).push(...list);
  } else if (isIssue(input as object)) {
    (issues[field] ??= []).push(input as Issue);
  } else {
    for (const one of input as readonly IssueInput[]) addTo(issues, field, one, options);
  }
}
