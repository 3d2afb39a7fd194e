// Describes one fault of a value as data, a code with a message and its parameters, and fills it in as text for people.

/** A message whose wording depends on a number: on the parameter named by `count`. */
export interface PluralMessage {
  readonly one: string;
  readonly other: string;
  /** The parameter that decides. */
  readonly count: string;
}

/** The text of a fault. `{name}` stands for the parameter of that name. */
export type MessageText = string | PluralMessage;

/**
 * One fault of a value.
 *
 * The message is a pattern, so that it can be translated or replaced by its code before it is filled in.
 */
export interface Issue {
  /** What is wrong, for programs: `required`, `max_length`. */
  readonly code: string;
  readonly message: MessageText;
  /** The values that stand in the message, and the refused `value` where it is known. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** Finds a message in another language. `count` chooses among plural forms. */
export type Translate = (message: MessageText, count: number | undefined) => string;

/**
 * Fills in the message of an issue.
 *
 * @example
 * ```ts
 * import { describeIssue, maxLengthValidator } from "demijohn/validate";
 * const issue = maxLengthValidator(3)("wine");
 * console.log(describeIssue(issue!)); // Ensure this value has at most 3 characters (it has 4).
 * ```
 */
export function describeIssue(issue: Issue, translate: Translate = chooseForm): string {
  const { message, params = {} } = issue;
  const count = typeof message === "string" ? undefined : Number(params[message.count]);
  return fillMessage(translate(message, count), params);
}

/** Puts parameters into the places `{name}` of a message. Names that are not given stay. */
export function fillMessage(text: string, params: Readonly<Record<string, unknown>>): string {
  if (!text.includes("{")) return text;
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(params, name) ? textOf(params[name]) : place,
  );
}

function chooseForm(message: MessageText, count: number | undefined): string {
  if (typeof message === "string") return message;
  return count === 1 ? message.one : message.other;
}

// Only what prints well: an object in a message would read "[object Object]", or run code of its own.
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return Object.prototype.toString.call(value).startsWith("[object Temporal.") ? String(value) : "…";
}
