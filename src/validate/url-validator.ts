// Checks web addresses: a scheme of the list, a host name or IP address, a port, and no blanks or control characters.
import { hostPattern } from "./domain-name.ts";
import { parseIpv6 } from "./ip-address.ts";
import { defineValidator, type RuleValidator, type ValidatorOptions } from "./validator.ts";

const octet = "(?:0|25[0-5]|2[0-4]\\d|1\\d?\\d?|[1-9]\\d?)";
const ipv4 = `${octet}(?:\\.${octet}){3}`;
const ipv6 = "\\[[0-9a-f:.]+\\]";
const host = `(?:${ipv4}|${ipv6}|${hostPattern}\\.?|localhost)`;
const whole = new RegExp(
  `^[a-z0-9.+-]*://(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?(${host})(?::(\\d{1,5}))?(?:[/?#][^\\s]*)?$`,
  "i",
);
const longest = 2048;

/** Options of {@link urlValidator}. */
export interface UrlOptions extends ValidatorOptions {
  /** `http`, `https`, `ftp` and `ftps` unless given. */
  readonly schemes?: readonly string[] | undefined;
  /** The most characters: 2048 unless given. */
  readonly maxLength?: number | undefined;
}

/** Makes a validator of web addresses with a scheme. */
export function urlValidator(options: UrlOptions = {}): RuleValidator<unknown> {
  const { schemes = ["http", "https", "ftp", "ftps"], maxLength = longest } = options;
  const { message = "Enter a valid URL.", code = "invalid" } = options;
  return defineValidator({ kind: "url", schemes, maxLength, message, code }, (value) =>
    typeof value === "string" && value.length <= maxLength && isUrl(value, schemes)
      ? undefined
      : { code, message, params: { value } },
  );
}

function isUrl(value: string, schemes: readonly string[]): boolean {
  if (/[\t\r\n]/.test(value)) return false;
  if (!schemes.includes(value.split("://", 1)[0]!.toLowerCase())) return false;
  const name = whole.exec(value)?.[1];
  if (name === undefined || name.length > 253) return false;
  return !name.startsWith("[") || parseIpv6(name.slice(1, -1)) !== undefined;
}

/** A web address. */
export const validateUrl: RuleValidator<unknown> = urlValidator();
