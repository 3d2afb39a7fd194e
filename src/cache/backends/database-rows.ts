// Reads and writes cached texts as rows, by single statements that settle who comes first.
import { atomic, connection, f, IntegrityError, Model } from "#orm";
import { type CachePut, prefixOf } from "../cache-backend.ts";
import { CacheError } from "../cache-error.ts";
import { decodeCount } from "../cache-value.ts";
import { hashKey } from "./hash-key.ts";

const table = "demijohn_cache";

// The cache makes its table itself, so migrations leave it alone. Keys are digests: columns differ in what letters they tell apart.
class CacheRow extends Model(
  "cache.CacheRow",
  () => CacheRow,
  {
    key: f.char({ maxLength: 64, primaryKey: true }),
    space: f.char({ maxLength: 50 }),
    text: f.text(),
    endsAt: f.bigInt(),
  },
  { table, managed: false },
) {}

/** The database, by alias, and the time, in milliseconds since 1970. */
interface At {
  readonly using: string;
  readonly now: number;
}

const never = 8_640_000_000_000_000n;
// More rounds than competitors that count on one key at the same moment.
const mostRounds = 100;
// Fewer than any database takes as parameters of one statement.
const mostKeys = 500;

/** Makes the table where there is none. */
export async function makeCacheTable(using: string): Promise<void> {
  const database = connection(using);
  const q = (name: string): string => database.dialect.quoteName(name);
  const text = database.dialect.name === "mysql" ? "LONGTEXT" : "TEXT";
  const statement =
    `CREATE TABLE IF NOT EXISTS ${q(table)} (${q("key")} VARCHAR(64) NOT NULL PRIMARY KEY, ` +
    `${q("space")} VARCHAR(50) NOT NULL, ${q("text")} ${text} NOT NULL, ${q("ends_at")} BIGINT NOT NULL)`;
  try {
    await database.script(statement);
  } catch (error) {
    // Two processes that make the same table at once: PostgreSQL lets one of them fail.
    if (!(error instanceof IntegrityError)) throw error;
  }
}

/** Returns the texts of keys, in their order. */
export async function readTexts(keys: readonly string[], { using, now }: At): Promise<(string | undefined)[]> {
  const hashes = keys.map(hashKey);
  const texts = new Map<string, string>();
  for (let i = 0; i < hashes.length; i += mostKeys) {
    const rows = await CacheRow.objects
      .using(using)
      .filter({ key__in: hashes.slice(i, i + mostKeys), endsAt__gt: BigInt(now) })
      .valuesList("key", "text");
    for (const [key, text] of rows) texts.set(key, text);
  }
  return hashes.map((hash) => texts.get(hash));
}

/** Keeps a text. */
export async function putRow(
  { key, text, ttl, when }: CachePut & { readonly key: string; readonly text: string },
  at: At,
): Promise<boolean> {
  const row = { key: hashKey(key), space: prefixOf(key), text, endsAt: endOf(ttl, at.now) };
  const rows = CacheRow.objects.using(at.using);
  if (when === "present") {
    const present = rows.filter({ key: row.key, endsAt__gt: BigInt(at.now) });
    return (await present.update({ text, endsAt: row.endsAt })) > 0;
  }
  if (when === "absent") return addRow(row, at);
  await rows.bulkCreate([row], { updateFields: ["text", "endsAt"], uniqueFields: ["key"] });
  return true;
}

async function addRow(
  row: { readonly key: string; readonly space: string; readonly text: string; readonly endsAt: bigint },
  { using, now }: At,
): Promise<boolean> {
  const rows = CacheRow.objects.using(using);
  const over = rows.filter({ key: row.key, endsAt__lte: BigInt(now) });
  if ((await over.update({ text: row.text, endsAt: row.endsAt })) > 0) return true;
  try {
    // In a transaction of the caller's this is a savepoint, which alone fails.
    await atomic(() => rows.create(row), { using });
    return true;
  } catch (error) {
    if (error instanceof IntegrityError) return false;
    throw error;
  }
}

/** Adds to the number in a row. */
export async function countRow(key: string, by: number, at: At): Promise<number | undefined> {
  for (let round = 0; round < mostRounds; round++) {
    const [text] = await readTexts([key], at);
    if (text === undefined) return undefined;
    const sum = decodeCount(key, text) + by;
    const unchanged = CacheRow.objects.using(at.using).filter({ key: hashKey(key), text });
    if (by === 0 || (await unchanged.update({ text: String(sum) })) > 0) return sum;
  }
  throw new CacheError(
    "CACHE_CONTENDED",
    `A number was changed by others ${mostRounds} times while it was counted on.`,
    {
      cure: "Count outside of a transaction, or keep the number in Redis.",
    },
  );
}

/** Starts a row's time again. */
export async function touchRow(key: string, ttl: number | undefined, { using, now }: At): Promise<boolean> {
  const present = CacheRow.objects.using(using).filter({ key: hashKey(key), endsAt__gt: BigInt(now) });
  return (await present.update({ endsAt: endOf(ttl, now) })) > 0;
}

/** Removes rows; returns how many had time left. */
export async function deleteRows(keys: readonly string[], { using, now }: At): Promise<number> {
  const hashes = keys.map(hashKey);
  let deleted = 0;
  for (let i = 0; i < hashes.length; i += mostKeys) {
    const rows = CacheRow.objects.using(using).filter({ key__in: hashes.slice(i, i + mostKeys) });
    deleted += (await rows.filter({ endsAt__gt: BigInt(now) }).delete()).total;
    await rows.delete();
  }
  return deleted;
}

/** Removes all rows of a prefix. */
export async function clearRows(space: string, { using }: At): Promise<void> {
  await CacheRow.objects.using(using).filter({ space }).delete();
}

/** Removes the rows whose time has passed; returns how many. */
export async function sweepRows({ using, now }: At): Promise<number> {
  return (
    await CacheRow.objects
      .using(using)
      .filter({ endsAt__lte: BigInt(now) })
      .delete()
  ).total;
}

function endOf(ttl: number | undefined, now: number): bigint {
  return ttl === undefined ? never : BigInt(now + ttl);
}
