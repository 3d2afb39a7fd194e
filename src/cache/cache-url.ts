// Turns a cache URL such as `redis://host:6379` into the backend that it names.
import { quoteValue, type SettingProblem, SetupError } from "#kernel";
import { DatabaseCache } from "./backends/database-cache.ts";
import { FileCache } from "./backends/file-cache.ts";
import { MemoryCache } from "./backends/memory-cache.ts";
import { NoCache } from "./backends/no-cache.ts";
import { RedisCache } from "./backends/redis-cache.ts";
import type { CacheBackend } from "./cache-backend.ts";

const cure = "Write memory:, database:, file:folder, redis://host:6379 or none:.";

/** Makes the backend of a URL. @throws SetupError `CACHE_BAD_URL` */
export function backendOfUrl(url: string): CacheBackend {
  const [, scheme, rest = ""] = /^([a-z]+):(.*)$/s.exec(url) ?? [];
  if (scheme === "memory" && rest === "") return new MemoryCache();
  if (scheme === "none" && rest === "") return new NoCache();
  if (scheme === "database" && /^\w*$/.test(rest)) return new DatabaseCache({ using: rest || "default" });
  if (scheme === "file" && rest !== "") return new FileCache(folderOf(url, rest));
  if ((scheme === "redis" || scheme === "rediss") && URL.canParse(url) && new URL(url).hostname !== "")
    return new RedisCache({ url });
  throw new SetupError("CACHE_BAD_URL", "A URL names no cache.", { wrote: quoteValue(withoutPassword(url)), cure });
}

/** Says what is wrong with a cache URL; nothing when it can be used. */
export function checkCacheUrl(url: string): SettingProblem | undefined {
  try {
    backendOfUrl(url);
    return undefined;
  } catch {
    return { problem: "names no cache.", cure };
  }
}

function folderOf(url: string, rest: string): string {
  return rest.startsWith("//") ? process.getBuiltinModule("node:url").fileURLToPath(url) : rest;
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//***@");
}
