// Declares the settings of the cache: where it is, what its keys begin with, and how long values are kept.
import { defineSettings, type Setting, type SettingsSection, setting } from "#kernel";
import { checkCacheUrl } from "./cache-url.ts";

// A type and not an interface: only types pass where a record of settings is asked for.
/** The settings of the section `cache`. */
export type CacheSettingsShape = {
  readonly url: Setting<string, string>;
  readonly prefix: Setting<string, string>;
  readonly ttl: Setting<number, number | string>;
};

/** The section `cache`, read from `CACHE_…`. */
export const cacheSettings: SettingsSection<CacheSettingsShape> = defineSettings("cache", {
  url: setting.string({
    env: "CACHE_URL",
    default: "memory:",
    check: checkCacheUrl,
    help: "Where the cache is: memory:, database:, file:folder, redis://host:6379 or none:.",
  }),
  prefix: setting.string({ env: "CACHE_PREFIX", default: "cache", help: "What the keys of the cache begin with." }),
  ttl: setting.duration({
    env: "CACHE_TTL",
    default: "5 minutes",
    min: 1,
    help: "How long values are kept that are given no time.",
  }),
});
