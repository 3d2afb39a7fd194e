// Quotes text for URLs: percent signs and hexadecimal digits for every byte that may not stand there.

/** Percent-encodes the UTF-8 of a text except letters, digits, `_.-~` and the characters of `allowed`. RFC 3986 section 2. */
export function quoteUrl(text: string, allowed: string): string {
  const quoted = encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, quoteByte);
  if (allowed === "") return quoted;
  return quoted.replace(/%[0-7][0-9A-F]/g, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return allowed.includes(character) ? character : code;
  });
}

function quoteByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
