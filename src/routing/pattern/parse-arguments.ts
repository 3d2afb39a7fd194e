// Parses the arguments of a converter in a pattern, such as `min=1, signed=True`, into values with their source text.

/** A value written in a converter's parentheses. `True`, `False` and `None` are read as well as `true`, `false` and `null`. */
export type ConverterArgument = string | number | boolean | null;

/** One argument as it was written. */
export interface ParsedArgument {
  readonly name: string | undefined;
  readonly value: ConverterArgument;
  /** The text without quotes. */
  readonly text: string;
}

const argument = /\s*(?:([A-Za-z_]\w*)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|([^\s,()='"]+))\s*(?:,|$)/y;
const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const constants = new Map<string, ConverterArgument>([
  ["True", true],
  ["true", true],
  ["False", false],
  ["false", false],
  ["None", null],
  ["null", null],
]);

/** Returns the arguments in order, or undefined where the text is not a list of arguments. */
export function parseArguments(text: string): readonly ParsedArgument[] | undefined {
  const found: ParsedArgument[] = [];
  // A list may be empty, and end with a comma.
  const end = text.trimEnd().length;
  argument.lastIndex = 0;
  while (argument.lastIndex < end) {
    const match = argument.exec(text);
    if (match === null) return undefined;
    const quoted = match[2] ?? match[3];
    const written = quoted ?? match[4]!;
    found.push({ name: match[1], value: quoted === undefined ? parseValue(written) : written, text: written });
  }
  return found;
}

function parseValue(text: string): ConverterArgument {
  const constant = constants.get(text);
  if (constant !== undefined) return constant;
  return number.test(text) ? Number(text) : text;
}
