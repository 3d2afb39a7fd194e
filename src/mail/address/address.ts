// Checks one mail address and writes it with an ASCII domain (RFC 5321, RFC 5891).
import { quoteValue } from "#kernel";
import { MailError } from "../mail-error.ts";
import { assertOneLine } from "./control-characters.ts";

/** Somebody who sends or gets mail. */
export interface Address {
  /** The name that is shown; empty if there is none. */
  readonly name: string;
  /** The address with an ASCII domain: `ada@xn--bcher-kva.example`. */
  readonly address: string;
}

const atom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const quoted = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const literal = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9a-f:.]+)\]$/i;
const longestLocal = 64;
const longestAddress = 254;

/** Makes an address out of its checked parts. @throws MailError `MAIL_BAD_ADDRESS`, `MAIL_HEADER_INJECTION` */
export function makeAddress(name: string, spec: string, what: string): Address {
  assertOneLine(name, `The name in ${what}`);
  assertOneLine(spec, `The address in ${what}`);
  const problem = findProblem(spec);
  if (problem !== undefined) throw badAddress(spec, what, problem);
  return Object.freeze({ name: name.replace(/\s+/g, " ").trim(), address: withAsciiDomain(spec) });
}

/** The error for text that is no address, with the reason. */
export function badAddress(text: string, what: string, problem: string): MailError {
  return new MailError("MAIL_BAD_ADDRESS", `${what[0]!.toUpperCase()}${what.slice(1)} is not a mail address.`, {
    wrote: quoteValue(text),
    facts: [problem],
    cure: "Write ada@example.org or Ada Lovelace <ada@example.org>.",
  });
}

function findProblem(spec: string): string | undefined {
  const at = spec.lastIndexOf("@");
  if (at < 0) return "It has no @.";
  const local = spec.slice(0, at);
  if (local === "") return "Nothing stands before the @.";
  if (/[^\x00-\x7f]/.test(local))
    return "The part before the @ has letters beyond ASCII, which few mail servers deliver to.";
  if (local.length > longestLocal) return `The part before the @ has more than ${longestLocal} characters.`;
  if (!atom.test(local) && !quoted.test(local)) return "The part before the @ has characters that are not allowed.";
  const domain = asciiDomain(spec.slice(at + 1));
  if (domain === undefined) return "The part after the @ is not a domain.";
  return local.length + 1 + domain.length > longestAddress
    ? `It has more than ${longestAddress} characters.`
    : undefined;
}

function withAsciiDomain(spec: string): string {
  const at = spec.lastIndexOf("@");
  return `${spec.slice(0, at)}@${asciiDomain(spec.slice(at + 1))}`;
}

function asciiDomain(domain: string): string | undefined {
  if (literal.test(domain)) return domain;
  // The URL rules would take a slash or a question mark as the domain's end, and decode percent signs.
  if (/[\x00-\x2c\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]/.test(domain)) return undefined;
  const ascii = /[^\x00-\x7f]/.test(domain) ? process.getBuiltinModule("node:url").domainToASCII(domain) : domain;
  const labels = ascii.split(".");
  return ascii.length <= 253 && labels.every((part) => label.test(part)) ? ascii : undefined;
}
