// Remembers what genuine cookies were found to hold, so that a visitor's next requests need not be verified anew.

const mostCookies = 1000;
const longestCookie = 1024;

/**
 * The cookies that one carrier verified lately, which all have its keys, purpose and lifetime.
 *
 * Security: only what was genuine is kept, and its age is looked at each time. Whether a session or login was ended is not
 * known here: stores and tables are asked with every request.
 */
export class RecentCookies<Found extends { readonly writtenAt: Date }> {
  readonly #found = new Map<string, Found>();
  readonly #lifetime: number;
  readonly #now: () => number;

  /** `lifetime` in seconds; `now` in milliseconds. */
  constructor(lifetime: number, now: () => number) {
    this.#lifetime = lifetime;
    this.#now = now;
  }

  /** What a cookie holds; undefined for one that has to be verified, because it is not known or its time has passed. */
  find(cookie: string): Found | undefined {
    const found = this.#found.get(cookie);
    if (found === undefined) return undefined;
    const age = Math.floor(this.#now() / 1000) - Math.floor(found.writtenAt.getTime() / 1000);
    return age >= 0 && age <= this.#lifetime ? found : undefined;
  }

  /** Keeps what a genuine cookie holds; the oldest goes, and long cookies are not worth their place. */
  keep(cookie: string, found: Found): Found {
    if (cookie.length > longestCookie) return found;
    if (this.#found.size >= mostCookies) this.#found.delete(this.#found.keys().next().value!);
    this.#found.set(cookie, found);
    return found;
  }
}
