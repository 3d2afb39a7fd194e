// Wraps a converter that the app defined, so that the matcher can use it like a built-in one.
import { quoteValue, SetupError } from "#kernel";
import type { ParsedParameter } from "../pattern/parse-pattern.ts";
import type { Converter } from "./converter.ts";
import type { ValueConverter } from "./value-converter.ts";

export class OwnConverter implements ValueConverter {
  readonly signature: string;
  readonly weight: number;
  readonly isolating: boolean;
  readonly greedy = true;
  readonly regex: string;
  readonly scan = undefined;
  readonly expects: string;
  readonly #whole: RegExp;
  readonly #converter: Converter;

  /** @throws SetupError `ROUTING_BAD_CONVERTER` where a part is missing or the expression does not compile. */
  constructor(where: string, parameter: ParsedParameter, converter: Converter) {
    const wrong = describeFault(converter);
    if (wrong !== undefined) throw badConverter(where, parameter.converter, wrong);
    this.#converter = converter;
    this.regex = converter.regex;
    this.weight = converter.weight ?? 100;
    this.isolating = converter.isolating ?? !converter.regex.includes("/");
    this.signature = parameter.text.slice(1, parameter.text.lastIndexOf(":"));
    this.expects = `a value that the converter "${parameter.converter}" can write`;
    try {
      this.#whole = new RegExp(`^(?:${converter.regex})$`, "u");
    } catch (cause) {
      throw badConverter(where, parameter.converter, `its regex does not compile: ${(cause as Error).message}`);
    }
  }

  accepts(text: string, start: number, end: number): boolean {
    return this.#whole.test(text.slice(start, end));
  }

  read(text: string, start: number, end: number): unknown {
    try {
      return this.#converter.parse(text.slice(start, end));
    } catch {
      // Throwing is a converter's way to say that the text is not one of its values.
      return undefined;
    }
  }

  write(value: unknown): string | undefined {
    return this.#converter.format(value);
  }
}

function describeFault(converter: Partial<Converter> | null | undefined): string | undefined {
  if (typeof converter !== "object" || converter === null) return `it is ${quoteValue(converter)}, not a record`;
  if (typeof converter.regex !== "string") return "it has no regex text";
  if (typeof converter.parse !== "function") return "it has no parse function";
  if (typeof converter.format !== "function") return "it has no format function";
  return undefined;
}

function badConverter(where: string, name: string, what: string): SetupError {
  return new SetupError("ROUTING_BAD_CONVERTER", `The converter "${name}" cannot be used: ${what}.`, {
    wrote: where,
    cure: 'Write defineConverter({ regex: "[a-z]+", parse: (text) => text, format: (value) => value }).',
  });
}
