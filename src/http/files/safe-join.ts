// Joins a trusted folder and untrusted path parts, and never leaves the folder.

const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/**
 * Joins untrusted parts to a folder. The result is undefined where it would lie outside of it.
 *
 * Refuses absolute parts, `..` that climbs out, backslashes, NUL bytes, drive letters and Windows device names.
 *
 * @example
 * ```ts
 * import { safeJoin } from "demijohn/http";
 * console.log(safeJoin("/srv/files", "a/b.txt"), safeJoin("/srv/files", "../passwd")); // /srv/files/a/b.txt undefined
 * ```
 */
export function safeJoin(folder: string, ...parts: readonly string[]): string | undefined {
  const base = folder === "" ? "." : folder;
  const kept: string[] = [];
  for (const part of parts) {
    const clean = cleanPart(part);
    if (clean === undefined) return undefined;
    kept.push(...clean);
  }
  if (kept.length === 0) return base;
  return base.endsWith("/") ? base + kept.join("/") : `${base}/${kept.join("/")}`;
}

function cleanPart(part: string): string[] | undefined {
  if (part.startsWith("/") || part.includes("\\") || part.includes("\0")) return undefined;
  const segments: string[] = [];
  for (const segment of part.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") {
      if (segments.pop() === undefined) return undefined;
      continue;
    }
    if (/^[a-z]:/i.test(segment) || deviceName.test(segment.split(".")[0]!.trim())) return undefined;
    segments.push(segment);
  }
  return segments;
}
