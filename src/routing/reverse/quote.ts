// Percent-encodes text for the path and the query of a URL, leaving readable what the URL standard allows.

const plainPath = /^[A-Za-z0-9._~!$&'()*+,/:;=@-]*$/;
const allowedInPath = /%(?:2[46BCF]|3[ABD]|40)/g;
const plainQuery = /^[A-Za-z0-9._~!$'()*,/:;?@-]*$/;
const allowedInQuery = /%(?:2[04CF]|3[ABF]|40)/g;

/** Encodes a path; slashes stay. Half of a surrogate pair becomes U+FFFD. (URL standard, path percent-encode set.) */
export function encodePath(path: string): string {
  if (plainPath.test(path)) return path;
  return encodeURIComponent(path.toWellFormed()).replace(allowedInPath, decode);
}

/** Encodes a name or value of a query; a space becomes `+`. */
export function encodeQueryText(text: string): string {
  if (plainQuery.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replace(allowedInQuery, decode);
}

function decode(escape: string): string {
  return escape === "%20" ? "+" : String.fromCharCode(Number.parseInt(escape.slice(1), 16));
}
