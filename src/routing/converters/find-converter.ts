// Turns a parsed parameter into the converter that matches it: a built-in one with its arguments, or an own one.
import { DemijohnError, didYouMean, quoteValue, SetupError } from "#kernel";
import type { ConverterArgument, ParsedArgument } from "../pattern/parse-arguments.ts";
import { type ParsedParameter, unknownConverter } from "../pattern/parse-pattern.ts";
import type { Converter, ConverterFactory, Converters } from "./converter.ts";
import { FloatConverter, IntegerConverter } from "./number-converters.ts";
import { OwnConverter } from "./own-converter.ts";
import {
  AnyConverter,
  anyItems,
  PathConverter,
  SlugConverter,
  StringConverter,
  UuidConverter,
} from "./text-converters.ts";
import type { ValueConverter } from "./value-converter.ts";

type ArgumentTypes = Readonly<Record<string, "number" | "count" | "boolean">>;

interface BuiltIn {
  /** Names in the order in which they may be given by position; undefined takes any list of texts. */
  readonly takes: ArgumentTypes | undefined;
  make(given: Readonly<Record<string, unknown>>, parsed: readonly ParsedArgument[]): ValueConverter;
}

const number = (value: unknown, other: number): number => (value as number | undefined) ?? other;

const text: BuiltIn = {
  takes: { minlength: "count", maxlength: "count", length: "count" },
  make: ({ length, minlength, maxlength }) =>
    length !== undefined
      ? new StringConverter(number(length, 1), number(length, 1))
      : new StringConverter(number(minlength, 1), number(maxlength, Infinity)),
};

const builtIns: Readonly<Record<string, BuiltIn>> = {
  default: text,
  string: text,
  any: { takes: undefined, make: (_given, parsed) => new AnyConverter(anyItems(parsed)) },
  path: { takes: {}, make: () => new PathConverter() },
  int: {
    takes: { fixed_digits: "count", min: "number", max: "number", signed: "boolean" },
    make: ({ fixed_digits, min, max, signed }) =>
      new IntegerConverter({
        fixedDigits: number(fixed_digits, 0),
        min: number(min, -Infinity),
        max: number(max, Infinity),
        signed: signed === true,
      }),
  },
  float: {
    takes: { min: "number", max: "number", signed: "boolean" },
    make: ({ min, max, signed }) =>
      new FloatConverter({
        fixedDigits: 0,
        min: number(min, -Infinity),
        max: number(max, Infinity),
        signed: signed === true,
      }),
  },
  uuid: { takes: {}, make: () => new UuidConverter() },
  slug: { takes: {}, make: () => new SlugConverter() },
};

/**
 * Returns the converter of a parameter; own converters come before built-in ones of the same name.
 *
 * @throws SetupError `ROUTING_UNKNOWN_CONVERTER`, `ROUTING_BAD_ARGUMENT` or `ROUTING_BAD_CONVERTER`.
 */
export function findConverter(pattern: string, parameter: ParsedParameter, own: Converters): ValueConverter {
  const name = parameter.converter;
  if (Object.hasOwn(own, name)) return useOwn(pattern, parameter, own[name]!);
  if (!Object.hasOwn(builtIns, name))
    throw unknownConverter(pattern, parameter, new Set([...Object.keys(own), ...Object.keys(builtIns)]));
  const builtIn = builtIns[name]!;
  const where = `${parameter.text} in ${quoteValue(pattern)}`;
  const given =
    builtIn.takes === undefined ? checkItems(where, parameter) : bindArguments(where, parameter, builtIn.takes);
  return builtIn.make(given, parameter.arguments);
}

function checkItems(where: string, parameter: ParsedParameter): {} {
  const items = parameter.arguments;
  if (items.length > 0 && items.every((item) => item.name === undefined && item.text !== "")) return {};
  throw badArgument(
    where,
    `The converter "any" takes the texts to choose from${items.length === 0 ? "" : ", none of them empty or named"}.`,
    `Write <any(draft, published):${parameter.name}>.`,
  );
}

function bindArguments(where: string, parameter: ParsedParameter, takes: ArgumentTypes): Record<string, unknown> {
  const names = Object.keys(takes);
  const given: Record<string, unknown> = {};
  parameter.arguments.forEach((argument, index) => {
    const name = argument.name ?? names[index];
    if (name === undefined || !Object.hasOwn(takes, name)) throw unknownArgument(where, parameter, argument, names);
    if (Object.hasOwn(given, name))
      throw badArgument(where, `The argument "${name}" is given twice.`, `Write "${name}" once.`);
    if (argument.value !== null) given[name] = checkArgument(where, name, argument, takes[name]!);
  });
  const { minlength, maxlength, min, max } = given as Record<string, number>;
  if ((minlength ?? 0) > (maxlength ?? Infinity) || (min ?? -Infinity) > (max ?? Infinity))
    throw badArgument(where, "The least is more than the most, so that nothing could match.", "Swap the two.");
  return given;
}

function unknownArgument(
  where: string,
  parameter: ParsedParameter,
  argument: ParsedArgument,
  names: readonly string[],
): SetupError {
  const written = argument.name === undefined ? "so many arguments" : `an argument "${argument.name}"`;
  const takes = names.length === 0 ? "none" : names.join(", ");
  return badArgument(
    where,
    `The converter "${parameter.converter}" does not take ${written}.`,
    `It takes: ${takes}.${didYouMean(argument.name ?? "", names)}`,
  );
}

function checkArgument(where: string, name: string, argument: ParsedArgument, type: string): ConverterArgument {
  const { value } = argument;
  if (type === "boolean" && typeof value === "boolean") return value;
  if (type === "number" && typeof value === "number") return value;
  if (
    type === "count" &&
    typeof value === "number" &&
    Number.isInteger(value) &&
    value >= 0 &&
    (value > 0 || name !== "length")
  )
    return value;
  const wanted = type === "boolean" ? "True or False" : type === "number" ? "a number" : "a whole number";
  throw badArgument(
    where,
    `The argument "${name}" must be ${wanted}, not ${quoteValue(value)}.`,
    `Write ${name}=${type === "boolean" ? "True" : "3"}.`,
  );
}

function badArgument(where: string, what: string, cure: string): SetupError {
  return new SetupError("ROUTING_BAD_ARGUMENT", what, { wrote: where, cure });
}

function useOwn(pattern: string, parameter: ParsedParameter, own: Converter | ConverterFactory): ValueConverter {
  const where = `${parameter.text} in ${quoteValue(pattern)}`;
  let converter: Converter;
  if (typeof own === "function") converter = callFactory(where, parameter, own);
  else if (parameter.arguments.length === 0) converter = own;
  else
    throw badArgument(
      where,
      `The converter "${parameter.converter}" takes no arguments.`,
      "Define it as a function to give it some: defineConverter((positional, named) => ({ … })).",
    );
  return new OwnConverter(where, parameter, converter);
}

function callFactory(where: string, parameter: ParsedParameter, factory: ConverterFactory): Converter {
  const positional: ConverterArgument[] = [];
  const named: Record<string, ConverterArgument> = {};
  for (const argument of parameter.arguments)
    if (argument.name === undefined) positional.push(argument.value);
    else named[argument.name] = argument.value;
  try {
    return factory(positional, named);
  } catch (cause) {
    if (cause instanceof DemijohnError) throw cause;
    throw new SetupError("ROUTING_BAD_CONVERTER", `The converter "${parameter.converter}" refused its arguments.`, {
      wrote: where,
      facts: [String(cause)],
      cure: "Correct the arguments in the pattern, or the converter's function.",
      cause,
    });
  }
}
