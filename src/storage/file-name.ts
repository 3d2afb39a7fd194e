// Makes the names of files safe: a relative name within the storage, or another one where it is taken.
import { quoteValue } from "#kernel";
import { StorageError } from "./storage-error.ts";

const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The name with `/` between its folders.
 *
 * @throws StorageError `STORAGE_BAD_NAME` for a name that is empty, absolute or leads out of the storage.
 */
export function checkFileName(name: string): string {
  const parts = name.replaceAll("\\", "/").split("/");
  const faulty =
    CONTROL.test(name) || /^[a-z]:/i.test(name) || parts.some((part) => part === "" || part === "." || part === "..");
  if (!faulty) return parts.join("/");
  throw new StorageError("STORAGE_BAD_NAME", `${quoteValue(name)} is no name for a file in a storage.`, {
    cure: 'Use a relative name without "..": storage.save("photos/cat.png", content).',
  });
}

/** What a browser calls a file, as a safe last part of a name. */
export function cleanFileName(name: string): string {
  const last = name.replaceAll("\\", "/").split("/").at(-1)!;
  const clean = last
    .normalize("NFC")
    .trim()
    .replace(/\s+/g, "_")
    .replace(/[^\p{L}\p{N}\p{M}._-]/gu, "")
    .replace(/^\.+/, "");
  return clean === "" ? "file" : clean;
}

/** The name with something random before its extension, cut to `maxLength`. */
export function alternativeName(name: string, maxLength: number): string {
  return fitName(name, maxLength, `_${randomText()}`);
}

/** The name cut to `maxLength`, with `mark` before its extension. */
export function fitName(name: string, maxLength: number, mark = ""): string {
  const slash = name.lastIndexOf("/") + 1;
  const dot = name.indexOf(".", slash + 1);
  const stem = dot < 0 ? name : name.slice(0, dot);
  const extension = dot < 0 ? "" : name.slice(dot);
  const room = maxLength - extension.length - mark.length;
  if (room <= slash && stem.length > room)
    throw new StorageError("STORAGE_BAD_NAME", `${quoteValue(name)} does not fit into ${maxLength} characters.`, {
      cure: "Use shorter names of folders, or a larger maxLength.",
    });
  return `${stem.slice(0, room)}${mark}${extension}`;
}

function randomText(): string {
  return process.getBuiltinModule("node:crypto").randomBytes(5).toString("base64url").replace(/[-_]/g, "x");
}
