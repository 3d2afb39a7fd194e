// Removes tags and comments from HTML in linear time, and decodes character references.

/**
 * Removes comments and everything between `<` and `>`.
 *
 * For showing text, not for making foreign HTML safe: escape the result.
 */
export function stripMarkup(html: string): string {
  return removeTags(removeComments(html));
}

function removeComments(html: string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const start = html.indexOf("<!--", at);
    const end = start < 0 ? -1 : html.indexOf("-->", start);
    if (end < 0) return out + html.slice(at);
    out += html.slice(at, start);
    at = end + 3;
  }
}

function removeTags(html: string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const start = html.indexOf("<", at);
    const end = start < 0 ? -1 : html.indexOf(">", start);
    if (end < 0) return out + html.slice(at);
    out += html.slice(at, start);
    at = end + 1;
  }
}

const reference = /&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z][a-zA-Z0-9]{1,31}));/g;

/** Decodes numeric character references and the names that are common in text. */
export function decodeReferences(html: string): string {
  return html.replace(reference, (whole, hex: string | undefined, decimal: string | undefined, name: string) => {
    if (hex !== undefined) return decodeNumber(Number.parseInt(hex, 16));
    if (decimal !== undefined) return decodeNumber(Number(decimal));
    return names.get(name) ?? whole;
  });
}

function decodeNumber(code: number): string {
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? "\ufffd" : String.fromCodePoint(code);
}

// Latin-1 letters and signs in the order of their code points from U+00A0, then the names beyond.
const latin =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot " +
  "cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml " +
  "Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig " +
  "agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute " +
  "ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

const others: readonly (readonly [string, string])[] = [
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["ndash", "–"],
  ["mdash", "—"],
  ["lsquo", "‘"],
  ["rsquo", "’"],
  ["sbquo", "‚"],
  ["ldquo", "“"],
  ["rdquo", "”"],
  ["bdquo", "„"],
  ["lsaquo", "‹"],
  ["rsaquo", "›"],
  ["hellip", "…"],
  ["bull", "•"],
  ["dagger", "†"],
  ["permil", "‰"],
  ["euro", "€"],
  ["trade", "™"],
  ["minus", "−"],
  ["infin", "∞"],
  ["ne", "≠"],
  ["le", "≤"],
  ["ge", "≥"],
  ["larr", "←"],
  ["uarr", "↑"],
  ["rarr", "→"],
  ["darr", "↓"],
  ["harr", "↔"],
  ["ensp", "\u2002"],
  ["emsp", "\u2003"],
  ["thinsp", "\u2009"],
  ["zwnj", "\u200c"],
  ["zwj", "\u200d"],
  ["OElig", "Œ"],
  ["oelig", "œ"],
  ["Scaron", "Š"],
  ["scaron", "š"],
  ["fnof", "ƒ"],
  ["circ", "ˆ"],
  ["tilde", "˜"],
  ["alpha", "α"],
  ["beta", "β"],
  ["gamma", "γ"],
  ["delta", "δ"],
  ["lambda", "λ"],
  ["mu", "μ"],
  ["pi", "π"],
  ["sigma", "σ"],
  ["omega", "ω"],
  ["Omega", "Ω"],
  ["check", "✓"],
  ["hearts", "♥"],
];

const names: ReadonlyMap<string, string> = new Map([
  ...latin.split(" ").map((name, i) => [name, String.fromCharCode(0xa0 + i)] as const),
  ...others,
]);
