// The cache room's inner door: the connection to Redis, and the error table for the documentation.
export { connectRedis, type OwnRedisClient } from "./backends/connect-redis.ts";
export { cacheErrors } from "./error-table.ts";
