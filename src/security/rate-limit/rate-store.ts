// Defines where rate limits are counted, and the sliding window that they are counted in.

/** One request to count. Times are in milliseconds. */
export interface RateQuery {
  /** What is limited: the limiter's name and the client. */
  readonly key: string;
  readonly limit: number;
  readonly window: number;
  /** How much the request counts. */
  readonly cost: number;
  readonly now: number;
}

/** The counts of two windows that follow each other, after the request. */
export interface RateCount {
  readonly allowed: boolean;
  /** In the window that `now` lies in. */
  readonly current: number;
  /** In the one before. */
  readonly previous: number;
}

/**
 * Counts requests.
 *
 * Time is cut into windows; of the one before the present, as much counts as a window that ends now would still hold. A
 * request is counted when it is allowed, and no two requests that come at once may both take the last place.
 */
export interface RateStore {
  take(query: RateQuery): RateCount | Promise<RateCount>;
  /** Forgets a key: for a login that succeeded. */
  forget(key: string): void | Promise<void>;
}

/** What a limiter says of one request. Times are in seconds. */
export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  /** How many more are allowed at once. */
  readonly remaining: number;
  /** Until when the present window is over. */
  readonly resetAfter: number;
  /** How long to wait for the next; 0 if it is allowed. */
  readonly retryAfter: number;
}

/** The number of the window that a moment lies in. */
export function slotOf(now: number, window: number): number {
  return Math.floor(now / window);
}

/** How much of the previous window still counts, from 1 to 0. */
export function weightOf(now: number, window: number): number {
  return 1 - (now % window) / window;
}

/** Whether a request fits beside what was counted. */
export function fits(query: RateQuery, current: number, previous: number): boolean {
  return previous * weightOf(query.now, query.window) + current + query.cost <= query.limit;
}

/** Turns counts into a verdict. */
export function judge(query: RateQuery, { allowed, current, previous }: RateCount): RateVerdict {
  const { limit, window, now } = query;
  const left = window - (now % window);
  const used = previous * weightOf(now, window) + current;
  return {
    allowed,
    limit,
    remaining: allowed ? Math.max(0, Math.floor(limit - used)) : 0,
    resetAfter: Math.ceil(left / 1000),
    retryAfter: allowed ? 0 : Math.max(1, Math.ceil(waitFor(query, { current, previous, left }) / 1000)),
  };
}

// The previous window's share shrinks evenly: solve for when it leaves room, in this window or in the next.
function waitFor(
  { limit, window, cost, now }: RateQuery,
  { current, previous, left }: { readonly current: number; readonly previous: number; readonly left: number },
): number {
  const room = limit - cost - current;
  if (room >= 0 && previous > 0) return window * (1 - room / previous) - (now % window);
  const nextRoom = limit - cost;
  return nextRoom < 0 || current === 0 ? left : left + Math.max(0, window * (1 - nextRoom / current));
}
