// Pins what patterns give as types, and which patterns and values do not compile.
import {
  type Converter,
  type ConverterValues,
  defineConverter,
  type PatternParams,
  type RouteDefinition,
  RouteMap,
  type RouteMatch,
  type ValidPattern,
} from "#routing";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_proof: Same<A, B>): void {}

// One parameter for each built-in converter.
same<PatternParams<"/about">, {}>(true);
same<PatternParams<"/hello/<name>">, { readonly name: string }>(true);
same<PatternParams<"/posts/<int:id>/<path:p>">, { readonly id: number; readonly p: string }>(true);
same<PatternParams<"/<float:x>/<uuid:u>/<slug:s>">, { readonly x: number; readonly u: string; readonly s: string }>(
  true,
);
same<PatternParams<"/<string(length=2):lang>">, { readonly lang: string }>(true);
same<PatternParams<"/<int(min=1, signed=True):n>-<int:m>">, { readonly n: number; readonly m: number }>(true);
same<PatternParams<"/<any(a, b):x>">, { readonly x: "a" | "b" }>(true);
same<PatternParams<"/<any(\"b c\", 'd', 1):x>">, { readonly x: "b c" | "d" | "1" }>(true);
same<PatternParams<"/<any('a>b', c):x>/<int:y>">, { readonly x: "a>b" | "c"; readonly y: number }>(true);
same<PatternParams<"/<any('a,b', c):x>">, { readonly x: string }>(true);
same<PatternParams<"/a.<any(json, xml):form>/<id>">, { readonly form: "json" | "xml"; readonly id: string }>(true);
same<PatternParams<string>, Readonly<Record<string, unknown>>>(true);

// Own converters.
same<PatternParams<"/<date:day>", { date: Date }>, { readonly day: Date }>(true);
same<PatternParams<"/<int:n>", { int: bigint }>, { readonly n: bigint }>(true);
const date = defineConverter({
  regex: "\\d{4}-\\d{2}-\\d{2}",
  parse: (text) => new Date(text),
  format: (day: Date) => day.toISOString().slice(0, 10),
});
const list = defineConverter(([separator]) => ({
  regex: "[^/]+",
  parse: (text): readonly string[] => text.split(String(separator)),
  format: (items) => items.join(String(separator)),
}));
same<typeof date, Converter<Date>>(true);
same<
  ConverterValues<{ date: typeof date; list: typeof list }>,
  { readonly date: Date; readonly list: readonly string[] }
>(true);

// What a handler sees.
declare function get<const P extends string>(
  pattern: ValidPattern<P>,
  handler: (params: PatternParams<P>) => unknown,
): void;
get("/posts/<int:id>", ({ id }) => id.toFixed());
get("/", (params) => params);
// @ts-expect-error: there is no parameter "di".
get("/posts/<int:id>", ({ di }) => di);
// @ts-expect-error: a number has no toUpperCase.
get("/posts/<int:id>", ({ id }) => id.toUpperCase());
// @ts-expect-error: parameters cannot be set.
get("/posts/<int:id>", (params) => (params.id = 1));
// @ts-expect-error: There is no converter "itn".
get("/posts/<itn:id>", () => "");
// @ts-expect-error: must begin with a slash.
get("posts", () => "");
// @ts-expect-error: has no name for its parameter.
get("/posts/<int:>", () => "");
// @ts-expect-error: is never closed.
get("/posts/<int:id", () => "");
// @ts-expect-error: is used twice.
get("/<id>/<int:id>", () => "");
// @ts-expect-error: a name does not start with a digit.
get("/<int:1d>", () => "");
same<ValidPattern<"/posts/<itn:id>">, 'There is no converter "itn"'>(true);
same<ValidPattern<"/<date:day>", { date: Date }>, "/<date:day>">(true);
const computed: string = "/x";
get(computed, (params) => params["anything"]);

// A map keeps the type of its targets.
const map = new RouteMap([{ pattern: "/", name: "index", target: 1 }]);
same<typeof map, RouteMap<number>>(true);
const match = map.match("/", "GET");
same<typeof match, RouteMatch<number>>(true);
if (match.kind === "found") same<typeof match.route, RouteDefinition<number>>(true);
if (match.kind === "method-not-allowed") same<typeof match.allow, readonly string[]>(true);
// @ts-expect-error: a route needs a target.
new RouteMap<number>([{ pattern: "/", name: "index" }]);
// @ts-expect-error: format takes what parse gives.
defineConverter({ regex: "x", parse: (text) => text.length, format: (value: string) => value });
