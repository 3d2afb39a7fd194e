// Draws the parameters' types from the text of a pattern, and turns wrong patterns into messages of the compiler.

/** The values of the built-in converters. */
interface BuiltInValues {
  readonly default: string;
  readonly string: string;
  readonly path: string;
  readonly slug: string;
  readonly uuid: string;
  readonly int: number;
  readonly float: number;
}

/**
 * The parameters that a pattern gives, as a plain object type.
 *
 * `C` maps the names of own converters to their values' types; {@link ConverterValues} makes it.
 *
 * @example
 * ```ts
 * import type { PatternParams } from "demijohn/routing";
 * type Post = PatternParams<"/posts/<int:id>/<any(html, json):form>">;
 * const post: Post = { id: 7, form: "json" };
 * console.log(post);
 * ```
 */
export type PatternParams<P extends string, C = {}> = string extends P
  ? Readonly<Record<string, unknown>>
  : ParamsOf<ParameterTexts<P>, C> extends infer Params
    ? // Mapped once more, so that editors show the object and not the names of these types.
      { readonly [K in keyof Params]: Params[K] }
    : never;

/**
 * The pattern itself where it is right. Otherwise it is a message that says what is wrong with it.
 *
 * Take a pattern as `pattern: ValidPattern<P>` and the compiler shows the message at the place where it is written.
 */
export type ValidPattern<P extends string, C = {}> = string extends P
  ? P
  : P extends `/${string}`
    ? FirstFault<ParameterTexts<P>, C> extends infer Fault extends string
      ? [Fault] extends [never]
        ? P
        : Fault
      : never
    : `The pattern "${P}" must begin with a slash`;

// "/a/<int:id>/<x>" to ["int:id", "x"]. A closing bracket inside of parentheses belongs to the arguments.
type ParameterTexts<P extends string, Found extends readonly string[] = []> = P extends `${string}<${infer Rest}`
  ? Rest extends `${infer Inner}>${infer After}`
    ? Inner extends `${string}(${infer Args}`
      ? Args extends `${string})${string}`
        ? ParameterTexts<After, [...Found, Inner]>
        : After extends `${infer More}>${infer Later}`
          ? ParameterTexts<Later, [...Found, `${Inner}>${More}`]>
          : [...Found, ">"]
      : ParameterTexts<After, [...Found, Inner]>
    : [...Found, ">"]
  : Found;

type ParamsOf<Texts extends readonly string[], C> = {
  readonly [Text in Texts[number] as NameOf<Text>]: ValueOf<Text, C>;
};

type NameOf<Text extends string> = Text extends `${string}(${string}):${infer Name}`
  ? Name
  : Text extends `${string}:${infer Name}`
    ? Name
    : Text;

type ConverterOf<Text extends string> = Text extends `${infer Head}:${string}`
  ? Head extends `${infer Converter}(${string}`
    ? Converter
    : Head
  : "default";

type ValueOf<Text extends string, C> =
  ConverterOf<Text> extends infer Name
    ? Name extends keyof C
      ? C[Name]
      : Name extends keyof BuiltInValues
        ? BuiltInValues[Name]
        : Name extends "any"
          ? Text extends `any(${infer Items}):${string}`
            ? Item<Items>
            : string
          : unknown
    : never;

type Item<Items extends string> = Items extends `${infer First},${infer Rest}`
  ? Bare<First> extends infer Text extends string
    ? IsWholeText<Text> extends true
      ? Unquoted<Text> | Item<Rest>
      : string
    : never
  : Unquoted<Bare<Items>>;

// A comma inside of quotes would need counting; such items are any text.
type IsWholeText<Text extends string> = Text extends `"${infer Inside}` | `'${infer Inside}`
  ? Inside extends `${string}"` | `${string}'`
    ? true
    : false
  : true;

type Bare<Text extends string> = Text extends ` ${infer Rest}` | `${infer Rest} ` ? Bare<Rest> : Text;
type Unquoted<Text extends string> = Text extends `"${infer Inside}"` | `'${infer Inside}'` ? Inside : Text;

type FirstFault<Texts extends readonly string[], C> = Texts extends readonly [
  infer Text extends string,
  ...infer Rest extends readonly string[],
]
  ? Text extends ">"
    ? 'A "<" in the pattern is never closed'
    : ConverterOf<Text> extends keyof C | keyof BuiltInValues | "any"
      ? IsName<NameOf<Text>> extends true
        ? NameOf<Text> extends NameOf<Rest[number]>
          ? `The parameter "${NameOf<Text>}" is used twice`
          : FirstFault<Rest, C>
        : `"<${Text}>" has no name for its parameter: letters, digits and "_"`
      : `There is no converter "${ConverterOf<Text>}"`
  : never;

type Letter =
  | "a"
  | "b"
  | "c"
  | "d"
  | "e"
  | "f"
  | "g"
  | "h"
  | "i"
  | "j"
  | "k"
  | "l"
  | "m"
  | "n"
  | "o"
  | "p"
  | "q"
  | "r"
  | "s"
  | "t"
  | "u"
  | "v"
  | "w"
  | "x"
  | "y"
  | "z"
  | "_";
type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";

type IsName<Text extends string> = Lowercase<Text> extends `${Letter}${infer Rest}` ? IsRestOfName<Rest> : false;
type IsRestOfName<Text extends string> = Text extends ""
  ? true
  : Text extends `${Letter | Digit}${infer Rest}`
    ? IsRestOfName<Rest>
    : false;
