// Registers the functions that SQLite lacks: Unicode case, regular expressions, hashes, time zones, statistics.
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { parseInstant } from "../../../dialects/date-text.ts";
import { registerDecimals } from "./sqlite-decimals.ts";

const pure = { deterministic: true } as const;
type Value = SQLOutputValue;

/** Gives a connection the functions that the SQLite dialect writes. */
export function registerFunctions(database: DatabaseSync): void {
  // SQLite's own fold the case of ASCII letters alone.
  database.function("lower", pure, (text: Value) => onText(text, (value) => value.toLowerCase()));
  database.function("upper", pure, (text: Value) => onText(text, (value) => value.toUpperCase()));
  database.function("dj_regexp", pure, (pattern: Value, text: Value) => testPattern(pattern, text, "u"));
  database.function("dj_iregexp", pure, (pattern: Value, text: Value) => testPattern(pattern, text, "iu"));
  database.function("dj_like", pure, (pattern: Value, text: Value) => testLike(pattern, text));
  database.function("dj_lpad", { ...pure, varargs: true }, (...args: Value[]) => pad(args, true));
  database.function("dj_rpad", { ...pure, varargs: true }, (...args: Value[]) => pad(args, false));
  database.function("dj_repeat", pure, (text: Value, count: Value) =>
    count === null ? null : onText(text, (value) => value.repeat(Math.max(0, Number(count)))),
  );
  database.function("dj_reverse", pure, (text: Value) => onText(text, (value) => [...value].reverse().join("")));
  database.function("dj_hash", pure, (name: Value, text: Value) =>
    onText(text, (value) =>
      process.getBuiltinModule("node:crypto").createHash(String(name)).update(value).digest("hex"),
    ),
  );
  database.function("dj_uuid4", {}, () => crypto.randomUUID());
  database.function("dj_uuid7", {}, () => uuid7());
  database.function("dj_join", pure, (list: Value, delimiter: Value) => {
    const texts = list === null ? [] : (JSON.parse(String(list)) as unknown[]).filter((text) => text !== null);
    return texts.length === 0 ? null : texts.join(String(delimiter));
  });
  database.function("dj_local", pure, (text: Value, zone: Value) =>
    onText(text, (value) => localText(value, String(zone))),
  );
  database.function("dj_instant", pure, (text: Value, zone: Value) =>
    onText(text, (value) => instantText(value, String(zone))),
  );
  database.function("dj_json_contains", pure, (left: Value, right: Value) =>
    left === null || right === null ? null : Number(jsonContains(JSON.parse(String(left)), JSON.parse(String(right)))),
  );
  database.function("dj_fts_query", pure, (text: Value) =>
    onText(text, (value) =>
      value
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => `"${word.replaceAll('"', '""')}"`)
        .join(" "),
    ),
  );
  registerAggregates(database);
  registerDecimals(database);
}

// 48 bits of milliseconds, then random ones, with the version and variant of RFC 9562 between.
function uuid7(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

function onText<Result>(value: Value, make: (text: string) => Result): Result | null {
  return value === null ? null : make(String(value));
}

// The expressions that queries pass are few and come again for each row.
const patterns = new Map<string, RegExp>();
function compilePattern(source: string, flags: string): RegExp {
  const key = `${flags}/${source}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    if (patterns.size >= 100) patterns.clear();
    pattern = new RegExp(source, flags);
    patterns.set(key, pattern);
  }
  return pattern;
}
function testPattern(pattern: Value, text: Value, flags: string): number | null {
  return pattern === null || text === null ? null : Number(compilePattern(String(pattern), flags).test(String(text)));
}
function testLike(pattern: Value, text: Value): number | null {
  if (pattern === null || text === null) return null;
  const source = String(pattern).replace(/\\(.)|[%_]|[.*+?^${}()|[\]\\/]/gs, (found, escaped) =>
    escaped !== undefined
      ? escaped.replace(/[.*+?^${}()|[\]\\/]/, "\\$&")
      : found === "%"
        ? ".*"
        : found === "_"
          ? "."
          : `\\${found}`,
  );
  return Number(compilePattern(`^${source}$`, "su").test(String(text)));
}

function pad(args: readonly Value[], left: boolean): string | null {
  const [text, length, fill = " "] = args;
  if (text === null || text === undefined || length === null || length === undefined || fill === null) return null;
  const characters = [...String(text)];
  const filling = [...String(fill)];
  const missing = Number(length) - characters.length;
  if (missing <= 0 || filling.length === 0) return characters.slice(0, Math.max(0, Number(length))).join("");
  const padding = Array.from({ length: missing }, (_, i) => filling[i % filling.length]!).join("");
  return left ? padding + characters.join("") : characters.join("") + padding;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      era: "short",
    });
    formats.set(zone, format);
  }
  return format;
}
// Milliseconds by which the wall clock of the zone is ahead of UTC at an instant.
function offsetAt(time: number, zone: string): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(time)) parts[type] = value;
  const year = parts.era === "BC" ? 1 - Number(parts.year) : Number(parts.year);
  const wall = new Date(0);
  wall.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  wall.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return wall.getTime() - Math.floor(time / 1000) * 1000;
}
function localText(text: string, zone: string): string | null {
  const time = parseInstant(text).getTime();
  return Number.isNaN(time) ? null : new Date(time + offsetAt(time, zone)).toISOString().slice(0, -1);
}
function instantText(text: string, zone: string): string | null {
  const wall = parseInstant(text).getTime();
  if (Number.isNaN(wall)) return null;
  // The offset is that of the instant sought; a second look settles it near a change of the clocks.
  const guess = wall - offsetAt(wall, zone);
  return new Date(wall - offsetAt(guess, zone)).toISOString();
}

function jsonContains(left: unknown, right: unknown): boolean {
  if (Array.isArray(left)) {
    if (Array.isArray(right)) return right.every((item) => left.some((own) => jsonContains(own, item)));
    return typeof right !== "object" && left.includes(right);
  }
  if (typeof left === "object" && left !== null && typeof right === "object" && right !== null && !Array.isArray(right))
    return Object.entries(right).every(
      ([key, value]) => Object.hasOwn(left, key) && jsonContains((left as Record<string, unknown>)[key], value),
    );
  return left === right;
}

// Welford's running mean and sum of squares, which does not lose digits as the sums themselves do.
interface Moments {
  count: number;
  mean: number;
  squares: number;
}
function registerAggregates(database: DatabaseSync): void {
  const statistics = (name: string, result: (moments: Moments) => number | null) =>
    database.aggregate(name, {
      start: (): Moments => ({ count: 0, mean: 0, squares: 0 }) as never,
      step(moments: Moments, value: Value): Moments {
        if (value === null) return moments;
        const count = moments.count + 1;
        const delta = Number(value) - moments.mean;
        const mean = moments.mean + delta / count;
        return { count, mean, squares: moments.squares + delta * (Number(value) - mean) };
      },
      result,
    } as never);
  const population = ({ count, squares }: Moments) => (count === 0 ? null : squares / count);
  const sample = ({ count, squares }: Moments) => (count < 2 ? null : squares / (count - 1));
  const root = (value: number | null) => (value === null ? null : Math.sqrt(value));
  statistics("dj_var_pop", population);
  statistics("dj_var_samp", sample);
  statistics("dj_stddev_pop", (moments) => root(population(moments)));
  statistics("dj_stddev_samp", (moments) => root(sample(moments)));
  const bits = (name: string, join: (a: bigint, b: bigint) => bigint) =>
    database.aggregate(name, {
      start: null,
      useBigIntArguments: true,
      step: (total: bigint | null, value: bigint | null) =>
        value === null ? total : total === null ? value : join(total, value),
      result: (total: bigint | null) => total,
    } as never);
  bits("dj_bit_and", (a, b) => a & b);
  bits("dj_bit_or", (a, b) => a | b);
  bits("dj_bit_xor", (a, b) => a ^ b);
}
