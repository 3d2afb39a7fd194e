// Makes the cache that a URL, or else the settings, name.
import { loadSettings } from "#kernel";
import { Cache, type CacheOptions } from "./cache.ts";
import { cacheSettings } from "./cache-settings.ts";
import { backendOfUrl } from "./cache-url.ts";

/**
 * Makes the cache that a URL names.
 *
 * Schemes are `memory:`, `database:` (or `database:alias`), `file:folder`, `redis://host`, `rediss://host` and `none:`.
 * Without a URL, the settings say which: `CACHE_URL`, `CACHE_PREFIX`, `CACHE_TTL`.
 *
 * @throws SetupError `CACHE_BAD_URL`, `CACHE_BAD_OPTION`
 * @throws SettingsError for settings that cannot be used
 * @example
 * ```ts
 * import { createCache } from "demijohn/cache";
 * const cache = createCache("memory:", { prefix: "shop" });
 * console.log(await cache.getOrSet("answer", async () => 6 * 7, { ttl: "1 hour" })); // => 42
 * ```
 */
export function createCache(url?: string, options: CacheOptions = {}): Cache {
  if (url !== undefined) return new Cache(backendOfUrl(url), options);
  const settings = loadSettings([cacheSettings]).get(cacheSettings);
  return new Cache(backendOfUrl(settings.url), { prefix: settings.prefix, ttl: settings.ttl, ...options });
}
