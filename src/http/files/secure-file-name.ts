// Turns a file name that came from outside into one that is safe on every file system.

const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * Makes a file name safe to store. It keeps ASCII letters, digits, `.`, `_` and `-`; no folder, no leading dot.
 *
 * Accents are dropped from letters. The result may be empty; give the file a name of your own then.
 *
 * @example
 * ```ts
 * import { secureFileName } from "demijohn/http";
 * console.log(secureFileName("../../etc/My cool møvie.mov")); // etc_My_cool_mvie.mov
 * ```
 */
export function secureFileName(name: string): string {
  const ascii = name.normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
  const words = ascii.replace(/[/\\]/g, " ").trim().split(/\s+/);
  const safe = stripEdges(words.join("_").replace(/[^A-Za-z0-9_.-]/g, ""));
  return deviceName.test(safe) ? `_${safe}` : safe;
}

// Drops dots and underscores at both ends; a pattern for those at the end would take quadratic time on runs inside.
function stripEdges(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && "._".includes(text[start]!)) start++;
  while (end > start && "._".includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}
