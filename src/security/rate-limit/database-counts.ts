// Counts rate limits in a table of the database, whose single statements settle who comes first.
import { connection, F, f, IntegrityError, Model } from "#orm";
import { fits, type RateCount, type RateQuery, slotOf, weightOf } from "./rate-store.ts";

const table = "demijohn_rate_limit";

// The store makes its table itself, so migrations leave it alone.
class RateRow extends Model(
  "security.RateLimit",
  () => RateRow,
  {
    key: f.char({ maxLength: 150, primaryKey: true }),
    slot: f.bigInt(),
    current: f.integer(),
    previous: f.integer(),
    endsAt: f.bigInt(),
  },
  { table, managed: false },
) {}

// More rounds than competitors that turn one row's window at the same moment.
const mostRounds = 100;

/** Makes the table where there is none. */
export async function makeRateTable(using: string): Promise<void> {
  const database = connection(using);
  const q = (name: string): string => database.dialect.quoteName(name);
  const statement =
    `CREATE TABLE IF NOT EXISTS ${q(table)} (${q("key")} VARCHAR(150) NOT NULL PRIMARY KEY, ` +
    `${q("slot")} BIGINT NOT NULL, ${q("current")} INTEGER NOT NULL, ${q("previous")} INTEGER NOT NULL, ` +
    `${q("ends_at")} BIGINT NOT NULL)`;
  try {
    await database.script(statement);
  } catch (error) {
    // Two processes that make the same table at once: PostgreSQL lets one of them fail.
    if (!(error instanceof IntegrityError)) throw error;
  }
}

/** Counts one request. */
export async function takeFromTable(query: RateQuery, using: string): Promise<RateCount> {
  const slot = BigInt(slotOf(query.now, query.window));
  for (let round = 0; round < mostRounds; round++) {
    const row = await RateRow.objects.using(using).filter({ key: query.key }).first();
    if (row === null || row === undefined) {
      const count = await insert(query, slot, using);
      if (count !== undefined) return count;
    } else if (row.slot === slot) {
      if (!fits(query, row.current, row.previous))
        return { allowed: false, current: row.current, previous: row.previous };
      const room = Math.floor(query.limit - query.cost - row.previous * weightOf(query.now, query.window));
      // The condition is tried where the count is: of those that come at once, none gets beyond the limit.
      const taken = await RateRow.objects
        .using(using)
        .filter({ key: query.key, slot, current__lte: room })
        .update({ current: F("current").add(query.cost) as never });
      if (taken === 1) return { allowed: true, current: row.current + query.cost, previous: row.previous };
    } else {
      const previous = row.slot === slot - 1n ? row.current : 0;
      await RateRow.objects
        .using(using)
        .filter({ key: query.key, slot: row.slot, current: row.current })
        .update({ slot, previous, current: 0, endsAt: endOf(slot, query) });
    }
  }
  return { allowed: false, current: query.limit, previous: 0 };
}

async function insert(query: RateQuery, slot: bigint, using: string): Promise<RateCount | undefined> {
  const allowed = fits(query, 0, 0);
  const current = allowed ? query.cost : 0;
  try {
    await RateRow.objects
      .using(using)
      .create({ key: query.key, slot, current, previous: 0, endsAt: endOf(slot, query) });
    return { allowed, current, previous: 0 };
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}

function endOf(slot: bigint, { window }: RateQuery): bigint {
  return (slot + 2n) * BigInt(window);
}

/** Forgets one key. */
export async function forgetInTable(key: string, using: string): Promise<void> {
  await RateRow.objects.using(using).filter({ key }).delete();
}

/** Removes the rows whose windows are over. */
export async function sweepTable(now: number, using: string): Promise<number> {
  const { deleted } = (await RateRow.objects
    .using(using)
    .filter({ endsAt__lt: BigInt(now) })
    .delete()) as never as {
    deleted: number;
  };
  return deleted;
}
