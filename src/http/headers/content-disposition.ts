// Writes Content-Disposition, so that a browser shows or saves a response under the right name.
import { percentEncode } from "../urls/percent.ts";
import { dumpOptionsHeader } from "./header-value.ts";

/**
 * Writes a `Content-Disposition` header (RFC 6266). It has a plain name for all clients, and the exact one for today's.
 *
 * Folders and control characters are dropped from the name.
 *
 * @example
 * ```ts
 * import { formatContentDisposition } from "demijohn/http";
 * console.log(formatContentDisposition("attachment", "naïve.txt"));
 * // attachment; filename=naive.txt; filename*=UTF-8''na%C3%AFve.txt
 * ```
 */
export function formatContentDisposition(type: "attachment" | "inline", fileName?: string): string {
  if (fileName === undefined) return type;
  const name = fileName.replace(/^.*[/\\]/s, "").replace(/[\x00-\x1f\x7f]/g, "");
  const plain = name.normalize("NFKD").replace(/[^\x20-\x7e]/g, "");
  if (plain === name) return dumpOptionsHeader(type, { filename: name });
  // The characters that RFC 8187 section 3.2.1 lets stand for themselves.
  return dumpOptionsHeader(type, { filename: plain, "filename*": `UTF-8''${percentEncode(name, "!#$&+^`|")}` });
}
