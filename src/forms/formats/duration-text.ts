// Reads durations from text ("1 day, 02:03:04", "15:30", "P4DT12H", "3 days 04:05:06") and writes them in one form.

const day = 86_400_000_000n;
const plain =
  /^(?:(-?\d+) (?:days?, )?)?(-?)(?=-?\d+(?::\d+){0,2}(?:[.,]\d+)?$)(?:(?:(\d+):)?(\d+):)?(-?\d+)(?:[.,](\d{1,6})\d*)?$/;
const onlyDays = /^(-?\d+) days?,?$/;
const iso =
  /^([-+]?)P(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const postgres = /^(?:(-?\d+) (?:days?) ?)?(?:([-+])?(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;

/** The microseconds of a duration; undefined for other texts. */
export function parseDuration(text: string): bigint | undefined {
  return parsePlain(text) ?? parseIso(text) ?? parsePostgres(text);
}

function parsePlain(text: string): bigint | undefined {
  const bare = onlyDays.exec(text);
  if (bare !== null) return BigInt(bare[1]!) * day;
  const found = plain.exec(text);
  if (found === null) return undefined;
  const [, days = "0", sign, hours = "0", minutes = "0", seconds = "0", fraction = ""] = found;
  const clock = (BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds)) * 1_000_000n;
  const part = BigInt(fraction.padEnd(6, "0"));
  const isNegative = seconds.startsWith("-");
  return BigInt(days) * day + (sign === "-" ? -1n : 1n) * (isNegative ? clock - part : clock + part);
}

function parseIso(text: string): bigint | undefined {
  const found = iso.exec(text);
  if (found === null || text.endsWith("P") || text.endsWith("T")) return undefined;
  const [, sign, weeks, days, hours, minutes, seconds] = found;
  const total =
    micros(weeks, 604_800) + micros(days, 86_400) + micros(hours, 3600) + micros(minutes, 60) + micros(seconds, 1);
  return sign === "-" ? -total : total;
}

function micros(text: string | undefined, seconds: number): bigint {
  if (text === undefined) return 0n;
  const [whole = "0", part = ""] = text.replace(",", ".").split(".");
  return (BigInt(whole) * 1_000_000n + BigInt(part.slice(0, 6).padEnd(6, "0"))) * BigInt(seconds);
}

function parsePostgres(text: string): bigint | undefined {
  const found = postgres.exec(text);
  if (text === "" || found === null) return undefined;
  const [, days = "0", sign, hours = "0", minutes = "0", seconds = "0", fraction = ""] = found;
  const clock = (BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds)) * 1_000_000n;
  const time = clock + BigInt(fraction.padEnd(6, "0"));
  return BigInt(days) * day + (sign === "-" ? -time : time);
}

/** Writes a duration as `3 04:05:06.000007`: days and fraction only where there are some. */
export function formatDuration(microseconds: bigint): string {
  let days = microseconds / day;
  let rest = microseconds % day;
  if (rest < 0n) {
    days -= 1n;
    rest += day;
  }
  const seconds = rest / 1_000_000n;
  const fraction = rest % 1_000_000n;
  const two = (value: bigint): string => value.toString().padStart(2, "0");
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  const part = fraction === 0n ? "" : `.${fraction.toString().padStart(6, "0")}`;
  return `${days === 0n ? "" : `${days} `}${clock}${part}`;
}
