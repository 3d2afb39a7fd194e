// Counts attempts in the database before they are made, so that parallel ones count too, and refuses those beyond a limit.
import { atomic, F, IntegrityError } from "#orm";
import { Throttle } from "../models/throttle.ts";
import { digestOf } from "../tokens/digest.ts";

/** What is counted: a name for the kind of attempt, and of what. */
export interface AttemptKey {
  readonly of: readonly string[];
  readonly limit: number;
  /** Seconds after which counting begins anew. */
  readonly seconds: number;
}

/** What counting an attempt found. */
export interface AttemptCount {
  readonly count: number;
  readonly isAllowed: boolean;
  /** When the count begins anew. */
  readonly endsAt: Date;
}

/** Counts one attempt, and says whether it may be made. */
export async function countAttempt({ of, limit, seconds }: AttemptKey, now: Date): Promise<AttemptCount> {
  const key = digestOf(...of);
  const endsAt = new Date(now.getTime() + seconds * 1000);
  for (let round = 0; ; round++) {
    const present = Throttle.objects.filter({ key, endsAt__gt: now });
    if ((await present.update({ count: F("count").add(1) } as never)) > 0) {
      const row = await present.first();
      if (row !== null && row !== undefined)
        return { count: row.count, isAllowed: row.count <= limit, endsAt: row.endsAt };
    }
    // Nothing counts any more: the first who takes the row begins anew.
    const renewed = await Throttle.objects.filter({ key, endsAt__lte: now }).update({ count: 1, endsAt });
    if (renewed > 0) return { count: 1, isAllowed: limit >= 1, endsAt };
    try {
      await atomic(() => Throttle.objects.create({ key, count: 1, endsAt }));
      return { count: 1, isAllowed: limit >= 1, endsAt };
    } catch (error) {
      // Somebody else was first: the row is there by now.
      if (!(error instanceof IntegrityError) || round > 3) throw error;
    }
  }
}

/** Forgets what was counted. */
export async function forgetAttempts(of: readonly string[]): Promise<void> {
  await Throttle.objects.filter({ key: digestOf(...of) }).delete();
}
