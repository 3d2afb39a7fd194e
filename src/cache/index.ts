// The cache room's door: caches, where they are kept, their settings, and whole pages.
export { DatabaseCache, type DatabaseCacheOptions } from "./backends/database-cache.ts";
export { FileCache, type FileCacheOptions } from "./backends/file-cache.ts";
export { MemoryCache, type MemoryCacheOptions } from "./backends/memory-cache.ts";
export { NoCache } from "./backends/no-cache.ts";
export { type CacheRedisClient, RedisCache, type RedisCacheOptions } from "./backends/redis-cache.ts";
export { Cache, type CacheOptions, type CacheSetOptions, type CacheTtl } from "./cache.ts";
export type { CacheBackend, CachePut, Eventually } from "./cache-backend.ts";
export { CacheError } from "./cache-error.ts";
export { type CacheSettingsShape, cacheSettings } from "./cache-settings.ts";
export { createCache } from "./create-cache.ts";
export { type PageCache, type PageCacheOptions, pageCache } from "./page-cache.ts";
