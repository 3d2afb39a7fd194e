// Runs those of Django's cases for its utilities that validation and forms answer: validators, IP addresses, dates, durations.
import { DateField, DateTimeField, DurationField, findLocaleFormats, TimeField } from "demijohn/forms";
import { normalizeIpv6, ValidationError, validateIpv6Address } from "demijohn/validate";
import type { CaseResult } from "./case-result.ts";
import { check as checkValidator } from "./django-validators.ts";
import { isSame, readValue, type Tagged } from "./python-values.ts";

interface UtilityCase {
  readonly fn: string;
  readonly input: {
    readonly args?: readonly Tagged[];
    readonly kwargs?: Readonly<Record<string, Tagged>>;
    readonly validator?: Tagged;
  };
  readonly expected?: Tagged;
  readonly raises?: string;
}

/** Answers for one case; utilities of other rooms are skipped by name. */
export async function check(testCase: unknown): Promise<CaseResult> {
  const one = testCase as UtilityCase;
  const name = one.fn.replace("django.utils.", "");
  if (one.fn === "validator" && !isPasswordOrName(one)) return checkValidator(one);
  if (one.fn.startsWith("django.core.validators."))
    return checkValidator({
      ...one,
      expected: one.raises === undefined ? "valid" : "invalid",
      input: { validator: { $ref: one.fn.replace("django.core.validators.", "") }, value: one.input.args?.[0] },
    });
  const utility = utilities[name];
  if (utility === undefined) return { kind: "skip", why: `${one.fn} is the business of another room` };
  return compare(one, utility);
}

function isPasswordOrName({ input }: UtilityCase): boolean {
  return /auth|Username|Password/.test(JSON.stringify(input.validator));
}

type Utility = (args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>) => unknown;

const utilities: Readonly<Record<string, Utility>> = {
  "ipv6.is_valid_ipv6_address": ([text]) => validateIpv6Address(text) === undefined,
  "ipv6.clean_ipv6_address": ([text, unpack], kwargs) => {
    const clean = normalizeIpv6(String(text), { unpackIpv4: (unpack ?? kwargs["unpack_ipv4"]) === true });
    if (clean === undefined || String(text).length > 39) throw new ValidationError("no address");
    return clean;
  },
  "dateparse.parse_date": ([text]) =>
    orNull(() => new DateField({ inputFormats: ["%Y-%m-%d"] }).toValue(text, context)),
  "dateparse.parse_datetime": ([text]) => orNull(() => new DateTimeField().toValue(text, context)),
  "dateparse.parse_time": ([text]) => orNull(() => new TimeField().toValue(text, context)),
  "dateparse.parse_duration": ([text]) => orNull(() => new DurationField().toValue(text)),
  "duration.duration_string": ([value]) => new DurationField().prepare(value),
};

const context = { formats: findLocaleFormats("en"), timeZone: "UTC" };

// Django's parsers give None for what is no date at all; fields refuse it.
function orNull(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof ValidationError) return null;
    throw error;
  }
}

function compare(one: UtilityCase, utility: Utility): CaseResult {
  const read = (value: Tagged): unknown => readValue(value, () => undefined);
  const kwargs = Object.fromEntries(Object.entries(one.input.kwargs ?? {}).map(([key, value]) => [key, read(value)]));
  let actual: unknown;
  try {
    actual = utility((one.input.args ?? []).map(read), kwargs);
  } catch (error) {
    return one.raises === undefined ? { kind: "fail", why: String(error) } : { kind: "pass" };
  }
  if (one.raises !== undefined)
    return actual === null
      ? { kind: "pass" }
      : { kind: "fail", why: `gave ${String(actual)} where ${one.raises} is raised` };
  return isSame(read(one.expected), actual)
    ? { kind: "pass" }
    : { kind: "fail", why: `gave ${JSON.stringify(String(actual))} instead of ${JSON.stringify(one.expected)}` };
}
