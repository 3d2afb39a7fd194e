// Makes text of anything fit to be shown: bounded, well formed, and with invisible characters made visible.

const invisible = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Cuts text, and writes control characters and those that turn the direction of writing as pictures or escapes. */
export function shownText(text: string, limit: number): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}… (${text.length - limit} more characters)` : text;
  return cut.replaceAll("\r\n", "\n").toWellFormed().replace(invisible, picture);
}

/** The same for one line: line breaks become spaces. */
export function shownLine(text: string, limit: number): string {
  return shownText(text.length > limit * 2 ? text.slice(0, limit * 2) : text, limit).replace(/\s*\n\s*/g, " ");
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 32) return String.fromCharCode(0x2400 + code);
  return code === 127 ? "␡" : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Prints a value without calling code of its own; a value that cannot be printed says so. */
export function inspectValue(value: unknown, limit: number): string {
  try {
    const text = process.getBuiltinModule("node:util").inspect(value, {
      customInspect: false,
      depth: 2,
      maxArrayLength: 20,
      maxStringLength: limit,
      breakLength: 100,
    });
    return shownText(text, limit);
  } catch {
    return "(a value that cannot be printed)";
  }
}

/** Reads a property of anything; undefined when its getter fails. */
export function readProperty(value: unknown, name: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[name];
  } catch {
    return undefined;
  }
}

/** Reads a property that is only of use as text. */
export function readText(value: unknown, name: string): string | undefined {
  const read = readProperty(value, name);
  return typeof read === "string" ? read : undefined;
}
