// Runs one of Django's validator cases on the public API of demijohn/validate.
import * as validate from "demijohn/validate";
import type { CaseResult } from "./case-result.ts";
import { readValue, type Tagged } from "./python-values.ts";

interface ValidatorCase {
  readonly input: { readonly validator: Tagged; readonly value: Tagged };
  readonly expected?: "valid" | "invalid";
  readonly raises?: string;
  readonly messages?: readonly string[];
  readonly codes?: readonly string[];
}

type Validator = (value: never) => validate.Issue | undefined;

/** Answers for one case: whether the validator takes the value, and with which text and code it refuses it. */
export function check(testCase: unknown): CaseResult {
  const one = testCase as ValidatorCase;
  const validator = readValue(one.input.validator, resolveValidator);
  const value = readValue(one.input.value, resolveValue);
  if (typeof validator !== "function") return fail("there is no such validator");
  const issue = (validator as Validator)(value as never);
  const isWanted = one.raises === undefined && one.expected !== "invalid";
  if (isWanted !== (issue === undefined))
    return fail(issue === undefined ? "took the value" : `refused it: ${validate.describeIssue(issue)}`);
  if (issue === undefined) return { kind: "pass" };
  const text = validate.describeIssue(issue);
  if (one.messages !== undefined && one.messages[0] !== text)
    return fail(`said ${JSON.stringify(text)} instead of ${JSON.stringify(one.messages[0])}`);
  if (one.codes !== undefined && one.codes[0] !== issue.code)
    return fail(`has the code ${issue.code} instead of ${one.codes[0]}`);
  return { kind: "pass" };
}

const refs: Readonly<Record<string, unknown>> = {
  validate_integer: validate.validateInteger,
  validate_email: validate.validateEmail,
  validate_slug: validate.validateSlug,
  validate_unicode_slug: validate.validateUnicodeSlug,
  validate_ipv4_address: validate.validateIpv4Address,
  validate_ipv6_address: validate.validateIpv6Address,
  validate_ipv46_address: validate.validateIpv46Address,
  validate_comma_separated_integer_list: validate.validateCommaSeparatedIntegerList,
  validate_image_file_extension: validate.validateImageFileExtension,
  validate_domain_name: validate.validateDomainName,
};

type Kwargs = Readonly<Record<string, unknown>>;
type Make = (args: readonly unknown[], kwargs: Kwargs) => unknown;

const given = (args: readonly unknown[], kwargs: Kwargs, name: string, index: number): unknown =>
  kwargs[name] ?? args[index];
const message = (args: readonly unknown[], kwargs: Kwargs, index = 1): { message?: string; code?: string } => ({
  ...(given(args, kwargs, "message", index) === undefined
    ? {}
    : { message: placeholders(given(args, kwargs, "message", index)) }),
  ...(given(args, kwargs, "code", index + 1) === undefined
    ? {}
    : { code: String(given(args, kwargs, "code", index + 1)) }),
});
const limited =
  (make: (limit: never, options: validate.ValidatorOptions) => unknown): Make =>
  (args, kwargs) => {
    const limit = given(args, kwargs, "limit_value", 0);
    return make(limit as never, message(args, kwargs));
  };

const makers: Readonly<Record<string, Make>> = {
  EmailValidator: (args, kwargs) =>
    validate.emailValidator({ ...message(args, kwargs, 0), allowlist: kwargs["allowlist"] as string[] | undefined }),
  URLValidator: (args, kwargs) =>
    validate.urlValidator({
      ...message([], kwargs),
      schemes: given(args, kwargs, "schemes", 0) as string[] | undefined,
    }),
  DomainNameValidator: (_args, kwargs) =>
    validate.domainNameValidator({ ...message([], kwargs), acceptIdna: kwargs["accept_idna"] as boolean | undefined }),
  RegexValidator: (args, kwargs) => {
    const pattern = given(args, kwargs, "regex", 0) ?? "";
    const flags = Number(given(args, kwargs, "flags", 4) ?? 0);
    const regex = pattern instanceof RegExp ? pattern : new RegExp(String(pattern), flags & 2 ? "i" : "");
    return validate.regexValidator(regex, {
      ...message(args, kwargs),
      inverse: given(args, kwargs, "inverse_match", 3) === true,
    });
  },
  int_list_validator: (args, kwargs) =>
    validate.integerListValidator({
      ...message(args, kwargs),
      separator: given(args, kwargs, "sep", 0) as string | undefined,
      allowNegative: given(args, kwargs, "allow_negative", 3) === true,
    }),
  MaxValueValidator: limited(validate.maxValueValidator),
  MinValueValidator: limited(validate.minValueValidator),
  MaxLengthValidator: limited(validate.maxLengthValidator),
  MinLengthValidator: limited(validate.minLengthValidator),
  StepValueValidator: (args, kwargs) => {
    const offset = kwargs["offset"] as number | string | undefined;
    const options = { ...message(args, kwargs), ...(offset === undefined ? {} : { offset: plain(offset) }) };
    const step = validate.stepValueValidator(plain(given(args, kwargs, "limit_value", 0)), options);
    return (value: unknown) => step(plain(value));
  },
  // The base of Django's limits compares by identity; of values, that is whether they are the same.
  BaseValidator: (args) =>
    validate.defineValidator({ kind: "same" }, (value) =>
      Object.is(value, args[0]) ? undefined : { code: "limit_value", message: "" },
    ),
  DecimalValidator: (args, kwargs) =>
    validate.decimalValidator({
      maxDigits: (given(args, kwargs, "max_digits", 0) ?? undefined) as number | undefined,
      decimalPlaces: (given(args, kwargs, "decimal_places", 1) ?? undefined) as number | undefined,
    }),
  ProhibitNullCharactersValidator: (args, kwargs) => validate.prohibitNullCharactersValidator(message(args, kwargs, 0)),
  FileExtensionValidator: (args, kwargs) =>
    validate.fileExtensionValidator({
      ...message(args, kwargs),
      allowed: (given(args, kwargs, "allowed_extensions", 0) ?? undefined) as string[] | undefined,
    }),
};

/** The validator that a case names, for other suites as well. */
export function resolveValidator(
  kind: "new" | "ref",
  name: string,
  args: readonly Tagged[],
  kwargs: Readonly<Record<string, Tagged>>,
): unknown {
  const short = name.slice(name.lastIndexOf(".") + 1);
  if (kind === "ref") return refs[short];
  const read = (value: Tagged): unknown => readValue(value, resolveValue);
  const options = Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, read(value)]));
  return makers[short]?.(args.map(read), options) ?? refs[short];
}

// One instant, since a case that asks for the time twice means the same.
const now = new Date();

function resolveValue(
  _kind: "new" | "ref",
  name: string,
  args: readonly Tagged[],
  kwargs: Readonly<Record<string, Tagged>>,
): unknown {
  if (name === "ContentFile") return { name: String(kwargs["name"]), filename: String(kwargs["name"]) };
  if (name === "re.compile") return new RegExp(String(args[0]));
  if (name === "datetime.now") return now;
  if (name.startsWith("ipaddress.")) return String(args[0]);
  return undefined;
}

// A binary fraction that Python writes out whole stands for the short decimal that it was written as.
function plain(value: unknown): number | string {
  const text = String(value);
  return text.replace(/\D/g, "").length > 17 ? Number(text) : text;
}

function placeholders(text: unknown): string {
  return String(text).replace(
    /%\((\w+)\)[sd]/g,
    (_whole, name: string) => `{${{ limit_value: "limit", show_value: "length" }[name] ?? name}}`,
  );
}

function fail(why: string): CaseResult {
  return { kind: "fail", why };
}
