// Keeps nothing: for tests, and for looking whether a fault comes from the cache.
import type { CacheBackend } from "../cache-backend.ts";

/** A cache that forgets everything at once. */
export class NoCache implements CacheBackend {
  get(keys: readonly string[]): undefined[] {
    return keys.map(() => undefined);
  }

  /** Says what a cache would whose other values have just passed their time. */
  put(_key: string, _text: string, { when }: { readonly when?: "absent" | "present" | undefined }): boolean {
    return when !== "present";
  }

  count(): undefined {
    return undefined;
  }

  touch(): boolean {
    return false;
  }

  delete(): number {
    return 0;
  }

  clear(): void {}
}
