// Lists the error codes of caches: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type CacheCode =
  | "CACHE_BAD_OPTION"
  | "CACHE_BAD_TTL"
  | "CACHE_BAD_URL"
  | "CACHE_BAD_VALUE"
  | "CACHE_CONTENDED"
  | "CACHE_NOT_A_NUMBER"
  | "CACHE_NO_REDIS";

export const cacheErrors: Readonly<Record<CacheCode, ErrorRow>> = defineErrorTable({
  CACHE_BAD_OPTION: {
    when: "A cache is made with a prefix or a version that cannot stand in its keys.",
    cure: 'Write a prefix of lower-case letters, digits, ".", "_" and "-", and a version that is a whole number.',
  },
  CACHE_BAD_TTL: {
    when: "A value is to be kept for a time that is no time.",
    cure: 'Give seconds above 0, a duration such as "5 minutes", or null for as long as there is room.',
  },
  CACHE_BAD_URL: {
    when: "A cache is asked for by a URL that names none.",
    cure: "Write memory:, database:, file:folder, redis://host:6379 or none:.",
  },
  CACHE_BAD_VALUE: {
    when: "A cache is given a value that would not come back as it was, such as a Map, a date or a model instance.",
    cure: "Keep texts, finite numbers, booleans, null, arrays and plain objects.",
  },
  CACHE_CONTENDED: {
    when: "A number in a database's cache was changed by others each time that it was to be counted on.",
    cure: "Count outside of a transaction, or keep the number in Redis.",
  },
  CACHE_NOT_A_NUMBER: {
    when: "A value is counted on that is no whole number, or by what is none.",
    cure: "Count on a key that was set to a whole number.",
  },
  CACHE_NO_REDIS: {
    when: "A cache is kept in Redis, and the package that speaks to it is not installed.",
    cure: "Run npm install @redis/client.",
  },
});
