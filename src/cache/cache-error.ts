// Defines the error of values, times and numbers that a cache cannot keep.
import { DemijohnError } from "#kernel";

/** Thrown for what a cache cannot keep or count; `code` says why. */
export class CacheError extends DemijohnError {}
