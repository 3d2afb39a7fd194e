// Defines validators: functions of one value that return its fault, with a description by which equal ones are known.
import { isDeepEqual } from "./deep-equal.ts";
import type { Issue, MessageText } from "./issue.ts";
import { ValidationError } from "./validation-error.ts";

/** What a validator answers. Nothing for a good value, else a text, an issue, or several. */
export type Verdict = Issue | string | readonly Issue[] | undefined | void;

/** A check of one value. */
export type Validator<Value = never> = (value: Value) => Verdict;

/** A check that may have to wait, such as for a database. */
export type AsyncValidator<Value = never> = (value: Value) => Verdict | Promise<Verdict>;

/** Describes what a validator checks, for widgets, migrations and APIs. */
export interface Rule {
  /** `maxLength`, `regex`, `email`. */
  readonly kind: string;
  readonly [option: string]: unknown;
}

/** A validator that says what it checks. */
export interface RuleValidator<Value> {
  (value: Value): Issue | undefined;
  readonly rule: Rule;
}

/** What every ready-made validator lets its user replace. */
export interface ValidatorOptions {
  readonly message?: MessageText | undefined;
  readonly code?: string | undefined;
}

/**
 * Makes a validator with a description.
 *
 * @example
 * ```ts
 * import { defineValidator } from "demijohn/validate";
 * const even = defineValidator({ kind: "even" }, (value: number) =>
 *   value % 2 === 0 ? undefined : { code: "odd", message: "{value} is odd.", params: { value } },
 * );
 * console.log(even(2), even(3)?.code); // undefined odd
 * ```
 */
export function defineValidator<Value>(rule: Rule, check: (value: Value) => Issue | undefined): RuleValidator<Value> {
  return Object.freeze(Object.assign((value: Value) => check(value), { rule: Object.freeze(rule) }));
}

/** The description of a validator; undefined for a plain function. */
export function ruleOf(validator: unknown): Rule | undefined {
  return typeof validator === "function" ? (validator as Partial<RuleValidator<never>>).rule : undefined;
}

/** Whether two validators check the same. Their descriptions are equal then. */
export function sameValidator(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  const [a, b] = [ruleOf(left), ruleOf(right)];
  return a !== undefined && b !== undefined && isDeepEqual(a, b);
}

/** The issues of a verdict. */
export function issuesOf(verdict: Verdict): readonly Issue[] {
  if (verdict === undefined) return [];
  if (typeof verdict === "string") return [{ code: "invalid", message: verdict }];
  return Array.isArray(verdict) ? (verdict as readonly Issue[]) : [verdict as Issue];
}

/**
 * Runs validators on a value and returns the issues of all. Those that throw a ValidationError count like those that return.
 *
 * @example
 * ```ts
 * import { checkValue, minValueValidator, stepValueValidator } from "demijohn/validate";
 * console.log(checkValue(7, [minValueValidator(8), stepValueValidator(2)]).map((issue) => issue.code)); // ["min_value", "step_size"]
 * ```
 */
export function checkValue<Value>(value: Value, validators: readonly Validator<Value>[]): readonly Issue[] {
  return validators.flatMap((validator) => {
    try {
      return issuesOf(validator(value));
    } catch (error) {
      return issuesThrown(error);
    }
  });
}

/** As {@link checkValue}, for validators of which some wait. They run one after the other. */
export async function checkValueAsync<Value>(
  value: Value,
  validators: readonly AsyncValidator<Value>[],
): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  for (const validator of validators) {
    try {
      issues.push(...issuesOf(await validator(value)));
    } catch (error) {
      issues.push(...issuesThrown(error));
    }
  }
  return issues;
}

/**
 * Throws the issues of a value, if it has any.
 *
 * @throws ValidationError
 */
export function assertValid<Value>(value: Value, ...validators: readonly Validator<Value>[]): void {
  const issues = checkValue(value, validators);
  if (issues.length > 0) throw new ValidationError(issues);
}

function issuesThrown(error: unknown): readonly Issue[] {
  if (!(error instanceof ValidationError)) throw error;
  return Object.values(error.issues).flat();
}
