// Defines a converter: the text that a parameter matches, and the value it stands for in both directions.
import type { ConverterArgument } from "../pattern/parse-arguments.ts";

/**
 * What a parameter of a pattern matches. It also says how the text becomes a value and back.
 *
 * @example
 * ```ts
 * import { defineConverter, RouteMap } from "demijohn/routing";
 * const month = defineConverter({
 *   regex: "\\d{4}-\\d{2}",
 *   parse: (text) => ({ year: Number(text.slice(0, 4)), month: Number(text.slice(5)) }),
 *   format: ({ year, month }) => `${year}-${String(month).padStart(2, "0")}`,
 * });
 * const routes = new RouteMap([{ pattern: "/archive/<month:when>", name: "archive", target: null }], {
 *   converters: { month },
 * });
 * console.log(routes.build("archive", { when: { year: 2026, month: 3 } })); // /archive/2026-03
 * ```
 */
export interface Converter<T = unknown> {
  /** The source of a regular expression for the whole value: no anchors, no capturing groups. Unicode mode is on. */
  readonly regex: string;
  /** Turns matching text into a value. Returning undefined or throwing means that the route does not match. */
  parse(text: string): T | undefined;
  /** Turns a value into text for a URL; the router does the percent-encoding. Throwing refuses the value. */
  format(value: T): string;
  /** Lower ones are tried first: numbers 50, one segment of text 100 (the default), a path 200. */
  readonly weight?: number | undefined;
  /** Whether a value stays inside one segment. By default it does unless `regex` contains a slash. */
  readonly isolating?: boolean | undefined;
}

/** Makes a converter from the arguments of a pattern. `<list(";", max=3):tags>` gives one positional and one named. */
export type ConverterFactory<T = unknown> = (
  positional: readonly ConverterArgument[],
  named: Readonly<Record<string, ConverterArgument>>,
) => Converter<T>;

/** The converters that a map adds to the built-in ones, by the name patterns use. */
export type Converters = Readonly<Record<string, Converter | ConverterFactory>>;

/**
 * Declares a converter and keeps the type of its value.
 *
 * Give a function instead of a record for a converter that takes arguments.
 *
 * @example
 * ```ts
 * import { defineConverter, RouteMap } from "demijohn/routing";
 * const list = defineConverter(([separator = ","]) => ({
 *   regex: "[^/]+",
 *   parse: (text) => text.split(String(separator)),
 *   format: (items: readonly string[]) => items.join(String(separator)),
 * }));
 * const routes = new RouteMap([{ pattern: '/tags/<list("+"):tags>', name: "tags", target: null }], { converters: { list } });
 * console.log(routes.build("tags", { tags: ["red", "dry"] })); // /tags/red+dry
 * ```
 */
export function defineConverter<T>(converter: Converter<T>): Converter<T>;
export function defineConverter<T>(factory: ConverterFactory<T>): ConverterFactory<T>;
export function defineConverter<T>(converter: Converter<T> | ConverterFactory<T>): Converter<T> | ConverterFactory<T> {
  return converter;
}

/** The value types of a record of converters, to pass to `PatternParams`. */
export type ConverterValues<C> = {
  readonly [K in keyof C]: C[K] extends Converter<infer T>
    ? T
    : C[K] extends (...args: never[]) => Converter<infer T>
      ? T
      : never;
};
