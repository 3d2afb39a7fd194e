// Checks host names by RFC 1034 section 3.1, with letters of all scripts for international names.
import type { Issue } from "./issue.ts";
import { defineValidator, type RuleValidator, type ValidatorOptions } from "./validator.ts";

// Letters beyond ASCII that may stand in a name before it is written as punycode.
const wide = "\\u00a1-\\uffff";
const label = `[a-z${wide}0-9](?:[a-z${wide}0-9-]{0,61}[a-z${wide}0-9])?`;
const middle = `(?:\\.(?!-)[a-z${wide}0-9-]{1,63}(?<!-))*`;
const top = `\\.(?!-)(?:[a-z${wide}-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)`;
const plainLabel = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const plainMiddle = "(?:\\.(?!-)[a-z0-9-]{1,63}(?<!-))*";
const plainTop = "\\.(?!-)(?:[a-z-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)";

/** The source of a pattern for host names with at least one dot. */
export const hostPattern: string = label + middle + top;

const wideName: RegExp = new RegExp(`^${hostPattern}\\.?$`, "i");
const plainName = new RegExp(`^${plainLabel}${plainMiddle}${plainTop}\\.?$`, "i");
const mailName = new RegExp(`^${hostPattern}$`, "i");

/** Options of {@link domainNameValidator}. */
export interface DomainNameOptions extends ValidatorOptions {
  /** Whether letters beyond ASCII are taken; true unless given. */
  readonly acceptIdna?: boolean | undefined;
}

/** Makes a validator of domain names. */
export function domainNameValidator(options: DomainNameOptions = {}): RuleValidator<unknown> {
  const { acceptIdna = true, message = "Enter a valid domain name.", code = "invalid" } = options;
  const pattern = acceptIdna ? wideName : plainName;
  return defineValidator({ kind: "domainName", acceptIdna, message, code }, (value): Issue | undefined => {
    const isName = typeof value === "string" && value.length <= 255 && pattern.test(value);
    return isName ? undefined : { code, message, params: { value } };
  });
}

/** A domain name, international ones included. */
export const validateDomainName: RuleValidator<unknown> = domainNameValidator();

/** Whether a name can stand behind the @ of an address: with a dot, and none at its end. */
export function isMailDomain(name: string): boolean {
  return name.length <= 255 && mailName.test(name);
}
