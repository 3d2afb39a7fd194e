// Checks e-mail addresses as RFC 5321 writes them: a name or a quoted text, and a domain, a listed host or an IP literal.
import { isMailDomain } from "./domain-name.ts";
import { validateIpv46Address } from "./ip-address.ts";
import { defineValidator, type RuleValidator, type ValidatorOptions } from "./validator.ts";

const atoms = /^[-!#$%&'*+/=?^_`{}|~0-9a-z]+(?:\.[-!#$%&'*+/=?^_`{}|~0-9a-z]+)*$/i;
const quoted = /^"(?:[\x01-\x08\x0b\x0c\x0e-\x1f!#-[\]-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*"$/;
const literal = /^\[([a-f0-9:.]+)\]$/i;
const longest = 320;

/** Options of {@link emailValidator}. */
export interface EmailOptions extends ValidatorOptions {
  /** Hosts without a dot that are taken: `localhost` unless given. */
  readonly allowlist?: readonly string[] | undefined;
}

/** Makes a validator of e-mail addresses. */
export function emailValidator(options: EmailOptions = {}): RuleValidator<unknown> {
  const { allowlist = ["localhost"], message = "Enter a valid email address.", code = "invalid" } = options;
  return defineValidator({ kind: "email", allowlist, message, code }, (value) =>
    isEmail(value, allowlist) ? undefined : { code, message, params: { value } },
  );
}

function isEmail(value: unknown, allowlist: readonly string[]): boolean {
  if (typeof value !== "string" || value.length > longest) return false;
  const at = value.lastIndexOf("@");
  if (at < 0) return false;
  const name = value.slice(0, at);
  const domain = value.slice(at + 1);
  if (!atoms.test(name) && !quoted.test(name)) return false;
  return allowlist.includes(domain) || isMailDomain(domain) || isLiteral(domain);
}

function isLiteral(domain: string): boolean {
  const address = literal.exec(domain)?.[1];
  return address !== undefined && validateIpv46Address(address) === undefined;
}

/** An e-mail address. */
export const validateEmail: RuleValidator<unknown> = emailValidator();
