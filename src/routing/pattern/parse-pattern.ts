// Parses the text of a pattern, host or subdomain into literal text and parameters.
import { didYouMean, quoteValue, SetupError } from "#kernel";
import { type ParsedArgument, parseArguments } from "./parse-arguments.ts";

/** A parameter as written: `<int(min=1):id>`. */
export interface ParsedParameter {
  readonly name: string;
  /** `default` where none is written. */
  readonly converter: string;
  readonly arguments: readonly ParsedArgument[];
  /** The whole text with its angle brackets, for error reports. */
  readonly text: string;
}

export type PatternPiece = string | ParsedParameter;

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
// Assigning to these on a plain object would change what the object is.
const reserved: ReadonlySet<string> = new Set(["__proto__"]);

/**
 * Parses a pattern into pieces: strings for literal text, records for parameters. Neighbouring pieces are never both strings.
 *
 * @throws SetupError `ROUTING_BAD_PATTERN` where the text is not well formed.
 */
export function parsePattern(text: string): readonly PatternPiece[] {
  const pieces: PatternPiece[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("<", at);
    const literal = open < 0 ? text.slice(at) : text.slice(at, open);
    if (literal !== "") pieces.push(literal);
    if (open < 0) break;
    const close = findClose(text, open);
    pieces.push(parseParameter(text, open, close));
    at = close + 1;
  }
  return pieces;
}

// The bracket that closes, skipping quoted texts inside of the converter's arguments.
function findClose(text: string, open: number): number {
  let quote = "";
  let inside = false;
  for (let i = open + 1; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === "(") inside = true;
    else if (char === ")") inside = false;
    else if (inside && (char === '"' || char === "'")) quote = char;
    else if (char === ">" && !inside) return i;
    else if (char === "<") break;
  }
  throw badPattern(text, open, `the "<" is never closed.`, 'Close it with ">", as in "<int:id>".');
}

function parseParameter(pattern: string, open: number, close: number): ParsedParameter {
  const inner = pattern.slice(open + 1, close);
  const match = /^(?:([^(:]*)(?:\((.*)\))?:)?([^:()]*)$/s.exec(inner);
  const cure = "Write <name>, <converter:name> or <converter(arguments):name>.";
  if (match === null) throw badPattern(pattern, open, `"<${inner}>" is not a parameter.`, cure);
  const [, converter, args, name] = match;
  if (!identifier.test(name!))
    throw badPattern(
      pattern,
      open,
      name === ""
        ? `"<${inner}>" has no parameter name.`
        : `"${name}" is not a name: letters, digits and "_", not starting with a digit.`,
      cure,
    );
  if (reserved.has(name!))
    throw badPattern(pattern, open, `"${name}" is not allowed as a name.`, "Choose another name.");
  if (converter !== undefined && !identifier.test(converter))
    throw badPattern(pattern, open, `"${converter}" is not the name of a converter.`, cure);
  const parsed = parseArguments(args ?? "");
  if (parsed === undefined)
    throw badPattern(
      pattern,
      open,
      `"(${args})" is not a list of arguments.`,
      'Separate arguments with commas and quote texts, as in <any("a b", c):x> or <int(min=1):n>.',
    );
  return { name: name!, converter: converter ?? "default", arguments: parsed, text: `<${inner}>` };
}

function badPattern(pattern: string, index: number, what: string, cure: string): SetupError {
  return new SetupError("ROUTING_BAD_PATTERN", `In the pattern ${quoteValue(pattern)}, ${what}`, {
    where: `character ${index + 1}`,
    cure,
  });
}

/** Reports a converter that no one registered, with the nearest name. */
export function unknownConverter(pattern: string, parameter: ParsedParameter, known: Iterable<string>): SetupError {
  const names = [...known].sort();
  return new SetupError("ROUTING_UNKNOWN_CONVERTER", `There is no converter "${parameter.converter}".`, {
    wrote: `${parameter.text} in ${quoteValue(pattern)}`,
    facts: [`Converters: ${names.join(", ")}.${didYouMean(parameter.converter, names)}`],
    cure: `Pass your own as new RouteMap(routes, { converters: { ${parameter.converter}: defineConverter({ … }) } }).`,
  });
}
