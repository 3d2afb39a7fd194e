// Reads IP addresses of both versions by RFC 4291 and 6943, checks them, and writes them in one normal form (RFC 5952).
import type { Issue } from "./issue.ts";
import { defineValidator, type RuleValidator } from "./validator.ts";

const ipv4Part = /^(?:0|[1-9]\d{0,2})$/;
// Eight groups of four digits and the colons between them; a zone must fit in as well.
const longestIpv6 = 39;
const ipv6Part = /^[0-9a-f]{1,4}$/i;

/** The four numbers of an IPv4 address. Undefined for anything else, such as leading zeros. */
export function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => ipv4Part.test(part) && Number(part) < 256)) return undefined;
  return parts.map(Number);
}

/** The eight groups of an IPv6 address, without its zone. Undefined for anything else. */
export function parseIpv6(text: string): readonly number[] | undefined {
  const [address, zone, ...more] = text.split("%");
  if (more.length > 0 || zone === "" || zone?.includes("/")) return undefined;
  const halves = address!.split("::");
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1]!, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

// The last group may be an IPv4 address, which counts as two.
function groupsOf(text: string, isEnd: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (isEnd && index === parts.length - 1 && part.includes(".")) {
      const four = parseIpv4(part);
      if (four === undefined) return undefined;
      groups.push(four[0]! * 256 + four[1]!, four[2]! * 256 + four[3]!);
    } else if (ipv6Part.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** How {@link normalizeIpv6} writes. */
export interface NormalizeOptions {
  /** Write `::ffff:1.2.3.4` as `1.2.3.4`. */
  readonly unpackIpv4?: boolean | undefined;
}

/** The normal form of an IPv6 address. It is undefined for what is none. */
export function normalizeIpv6(text: string, options: NormalizeOptions = {}): string | undefined {
  const groups = parseIpv6(text);
  if (groups === undefined) return undefined;
  const percent = text.indexOf("%");
  const zone = percent < 0 ? "" : text.slice(percent);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    const four = groups.slice(6).flatMap((group) => [group >> 8, group & 255]);
    return options.unpackIpv4 === true ? four.join(".") : `::ffff:${four.join(".")}${zone}`;
  }
  return compress(groups) + zone;
}

function compress(groups: readonly number[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.start < 0) return hex.join(":");
  return `${hex.slice(0, best.start).join(":")}::${hex.slice(best.start + best.length).join(":")}`;
}

function isIpv6(text: string): boolean {
  return text.length <= longestIpv6 && parseIpv6(text) !== undefined;
}

function addressValidator(version: string, message: string, parses: (text: string) => boolean): RuleValidator<unknown> {
  return defineValidator({ kind: "ipAddress", version }, (value): Issue | undefined =>
    typeof value === "string" && parses(value)
      ? undefined
      : { code: "invalid", message, params: { value, protocol: version } },
  );
}

/** Four numbers without leading zeros. */
export const validateIpv4Address: RuleValidator<unknown> = addressValidator(
  "IPv4",
  "Enter a valid {protocol} address.",
  (text) => parseIpv4(text) !== undefined,
);

/** Any way to write an IPv6 address. */
export const validateIpv6Address: RuleValidator<unknown> = addressValidator(
  "IPv6",
  "Enter a valid {protocol} address.",
  isIpv6,
);

/** An address of either version. */
export const validateIpv46Address: RuleValidator<unknown> = addressValidator(
  "IPv4 or IPv6",
  "Enter a valid {protocol} address.",
  (text) => parseIpv4(text) !== undefined || isIpv6(text),
);
