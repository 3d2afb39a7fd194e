// Checks where a login shall lead: only to an address of this site.

/** Returns the address if it stays on the site; undefined for any other text. */
export function safeNext(text: string | undefined | null): string | undefined {
  if (text === undefined || text === null || text.length > 2048) return undefined;
  // Browsers read "\" as "/", drop tabs and line breaks, and take "//host" for another site.
  if (!/^\/(?![/\\])/.test(text) || /[\\\u0000-\u001f\u007f]/.test(text)) return undefined;
  if (!URL.canParse(text, "http://site.invalid")) return undefined;
  const url = new URL(text, "http://site.invalid");
  if (url.host !== "site.invalid" || url.pathname.startsWith("//")) return undefined;
  return url.pathname + url.search + url.hash;
}
