// Reads and writes the Age header and its like: a number of whole seconds.
import { DemijohnError, quoteValue } from "#kernel";

/** Parses seconds (RFC 9111 section 5.1). The result is undefined where the text is no whole number of them. */
export function parseAge(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? "";
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : undefined;
}

/**
 * Writes seconds, fractions dropped.
 *
 * @throws DemijohnError `HTTP_BAD_AGE` for a negative number or one that is not finite.
 */
export function formatAge(seconds: number): string {
  if (Number.isFinite(seconds) && seconds >= 0) return String(Math.trunc(seconds));
  throw new DemijohnError("HTTP_BAD_AGE", `${quoteValue(seconds)} is not an age in seconds.`, {
    cure: "Write formatAge(Math.max(0, seconds)).",
  });
}
