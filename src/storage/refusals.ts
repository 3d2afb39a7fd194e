// Says why a storage cannot do what was asked, and joins a file's name to the address of a storage.
import { quoteValue } from "#kernel";
import { StorageError } from "./storage-error.ts";

/** The error of a file that is not there. */
export function noFile(name: string): StorageError {
  return new StorageError("STORAGE_NO_FILE", `There is no file ${quoteValue(name)} in the storage.`, {
    cure: "Ask first: await storage.exists(name).",
  });
}

/**
 * The address of a file below `base`.
 *
 * @throws StorageError `STORAGE_NO_URL` without a base.
 */
export function joinUrl(base: string | undefined, name: string): string {
  if (base === undefined)
    throw new StorageError("STORAGE_NO_URL", `The storage has no addresses, and so ${quoteValue(name)} has none.`, {
      cure: 'Tell it under which address its files are served: { baseUrl: "/media/" }.',
    });
  return `${base.endsWith("/") ? base : `${base}/`}${name.split("/").map(encodeURIComponent).join("/")}`;
}
