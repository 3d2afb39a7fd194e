// Reads lengths of time as people write them ("14 days", "1h 30m") into seconds, and writes seconds back that way.

// A year is 365 days and there are no months: a setting's length must not depend on the date.
const unitSeconds: Readonly<Record<string, number>> = Object.freeze({
  ms: 0.001,
  millisecond: 0.001,
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
  w: 604_800,
  week: 604_800,
  y: 31_536_000,
  year: 31_536_000,
});

const part = /(\d+(?:\.\d+)?)\s*([a-z]+)\s*(?:,|and\b)?\s*/gy;
const isoDuration = /^P(?=\w)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Reads a length of time into seconds; undefined when it is none.
 *
 * Takes plain seconds (`"90"`), numbers with units (`"14 days"`, `"1h 30m"`, `"500ms"`) and ISO 8601 (`"PT30M"`).
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const iso = isoDuration.exec(trimmed);
  if (iso) {
    const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = iso
      .slice(1)
      .map((digits) => Number(digits ?? 0));
    return weeks * 604_800 + days * 86_400 + hours * 3600 + minutes * 60 + seconds;
  }
  return parseParts(trimmed.toLowerCase());
}

function parseParts(text: string): number | undefined {
  let seconds = 0;
  part.lastIndex = 0;
  if (text === "") return undefined;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (!match) return undefined;
    const unit = [match[2]!, match[2]!.replace(/s$/, "")].find((name) => Object.hasOwn(unitSeconds, name));
    if (unit === undefined) return undefined;
    seconds += Number(match[1]) * unitSeconds[unit]!;
  }
  // Thousandths are the finest unit; this undoes the binary rounding of sums such as 0.1 + 0.2.
  return Math.round(seconds * 1000) / 1000;
}

/** Writes seconds for people: `"1 hour 30 minutes"`. */
export function describeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return String(seconds);
  const parts: string[] = [];
  let rest = Math.abs(seconds);
  for (const unit of ["week", "day", "hour", "minute"]) {
    const size = unitSeconds[unit]!;
    // "14 days" reads better than "2 weeks", and so does every whole number of days under ten weeks.
    if (unit === "week" && (rest % size !== 0 || rest < 10 * size)) continue;
    const count = Math.floor(rest / size);
    if (count === 0) continue;
    parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
    rest -= count * size;
  }
  rest = Math.round(rest * 1000) / 1000;
  if (rest > 0 || parts.length === 0) parts.push(`${rest} second${rest === 1 ? "" : "s"}`);
  return (seconds < 0 ? "minus " : "") + parts.join(" ");
}
