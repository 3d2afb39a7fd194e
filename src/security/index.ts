// The security room's door: the battery, its parts for single routes, rate limits and safe redirects.
export type { CorsOptions } from "./cors/cors.ts";
export { CsrfError, type CsrfReason } from "./csrf/csrf-error.ts";
export { cspNonce } from "./headers/content-security-policy.ts";
export type { CspReport } from "./headers/csp-reports.ts";
export type { FramePolicy } from "./headers/header-rules.ts";
export type { PermissionsPolicy } from "./headers/permissions-policy.ts";
export { clientKey } from "./rate-limit/client-key.ts";
export { DatabaseRateStore } from "./rate-limit/database-rate-store.ts";
export { MemoryRateStore } from "./rate-limit/memory-rate-store.ts";
export { type RateLimitOptions, rateLimit } from "./rate-limit/rate-limit.ts";
export { RateLimiter, type RateLimiterOptions } from "./rate-limit/rate-limiter.ts";
export type { RateCount, RateQuery, RateStore, RateVerdict } from "./rate-limit/rate-store.ts";
export { type RateRedisClient, RedisRateStore, type RedisRateStoreOptions } from "./rate-limit/redis-rate-store.ts";
export { isSafeRedirect, type SafeRedirectOptions, safeRedirect } from "./redirects/safe-redirect.ts";
export type { RouteSecurity } from "./route-security.ts";
export { rotateCsrfToken, type SecurityOptions, type SecurityTrace, security } from "./security.ts";
export { type SecuritySettingsShape, securitySettings } from "./security-settings.ts";
