// Compares the trie with a slow matcher that weighs all routes for each path, on random maps and hostile paths.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RouteMap, type RouteMatch } from "#routing";

interface Route {
  readonly pattern: string;
  readonly methods: readonly string[] | undefined;
  readonly strictSlashes: boolean;
}

// Each converter with its weight, as the reference page states them, and an expression for the whole value.
const converters: Readonly<Record<string, readonly [weight: number, regex: string]>> = {
  string: [100, "[^/]+"],
  int: [50, "[0-9]+"],
  path: [200, "[^/\\n][^\\n]*?"],
  slug: [90, "[-A-Za-z0-9_]+"],
  "any(a,b)": [60, "(?:a|b)"],
  float: [50, "[0-9]+\\.[0-9]+"],
};

const parameter = fc.constantFrom(...Object.keys(converters)).map((name) => `<${name}:$>`);
const literal = fc.constantFrom("a", "b", "ab", "1", "-", ".", "v");
const segment = fc.oneof(
  { weight: 3, arbitrary: literal },
  { weight: 3, arbitrary: parameter },
  { weight: 1, arbitrary: fc.tuple(literal, parameter).map((pieces) => pieces.join("")) },
  { weight: 1, arbitrary: fc.tuple(parameter, literal).map((pieces) => pieces.join("")) },
  { weight: 1, arbitrary: fc.tuple(parameter, fc.constantFrom("-", ".", "a"), parameter).map((all) => all.join("")) },
);
const route: fc.Arbitrary<Route> = fc.record({
  pattern: fc
    .tuple(fc.array(segment, { minLength: 0, maxLength: 3 }), fc.boolean())
    .map(([segments, slash]) => `/${segments.join("/")}${slash && segments.length > 0 ? "/" : ""}`)
    .map((text) => nameParameters(text)),
  methods: fc.constantFrom(undefined, ["GET"], ["POST"]),
  strictSlashes: fc.boolean(),
});
const value = fc.constantFrom(
  "a",
  "b",
  "ab",
  "1",
  "12",
  "v1",
  "a-b",
  "1.5",
  "a.b",
  "-",
  ".",
  "",
  "é",
  "a b",
  "x_y",
  "\n",
);
const path = fc
  .tuple(fc.array(value, { maxLength: 4 }), fc.boolean())
  .map(([segments, slash]) => `/${segments.join("/")}${slash ? "/" : ""}`);

function nameParameters(text: string): string {
  let count = 0;
  return text.replaceAll("$", () => `p${count++}`);
}

test("the trie finds what weighing every route finds", () => {
  fc.assert(
    fc.property(
      fc.array(route, { minLength: 1, maxLength: 8 }),
      fc.array(path, { minLength: 1, maxLength: 12 }),
      (all, paths) => {
        const routes = withoutDuplicates(all);
        const map = new RouteMap(routes.map((each, index) => ({ ...each, name: String(index), target: index })));
        for (const each of paths)
          for (const method of ["GET", "POST"])
            assert.deepEqual(
              summarize(map.match(each, method)),
              matchSlowly(routes, each, method),
              `${method} ${each}`,
            );
      },
    ),
    { numRuns: 1500 },
  );
});

test("no path makes matching throw, and every redirect is to a clean path", () => {
  const map = new RouteMap([
    { pattern: "/", name: "index", target: 0 },
    { pattern: "/a/<path:x>/b/", name: "path", target: 1 },
    { pattern: "/<int:x>-<y>/", name: "pair", target: 2 },
    { pattern: "/x/<uuid:u>.<any(json,xml):form>", name: "form", target: 3 },
  ]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (text, method) => {
      for (const each of [text, `/${text}`, `/a/${text}/b`, `/1-${text}`, `/\ud800${text}`]) {
        const match = map.match(each, method);
        if (match.kind === "redirect") assert.match(match.path, /^\/[\x21-\x7e]*$/);
      }
    }),
    { numRuns: 2000 },
  );
});

// The time for a path of a given length, the least of several tries.
function timeOf(map: RouteMap, text: string): number {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    map.match(text, "GET");
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

test("matching time grows in step with the path's length, not with its square", () => {
  const map = new RouteMap(
    [
      "/<path:a>/x/<path:b>/y/<path:c>/z",
      "/p/<a>-<b>-<c>-<d>!",
      "/q/<path:a>:<path:b>:<path:c>!",
      "/<path:a>/edit",
      "/s/<path:a>/<int:b>/<path:c>/end/",
    ].map((pattern, index) => ({ pattern, name: String(index), target: index })),
  );
  const hostile = [
    (n: number) => `/${"a/x/b/y/".repeat(n)}\n`,
    (n: number) => `/p/${"a-".repeat(4 * n)}`,
    (n: number) => `/q/${"a:".repeat(4 * n)}\n`,
    (n: number) => `/${"/".repeat(8 * n)}`,
    (n: number) => `/s/${"a/1/".repeat(2 * n)}\n`,
  ];
  for (const make of hostile) {
    timeOf(map, make(500));
    const short = timeOf(map, make(1000));
    const long = timeOf(map, make(8000));
    // Eight times the length; a square would be 64 times.
    assert.ok(long < 30 * short + 5, `${JSON.stringify(make(2))}: ${short} ms, then ${long} ms`);
  }
});

function withoutDuplicates(routes: readonly Route[]): readonly Route[] {
  const kept: Route[] = [];
  for (const each of routes) {
    const clash = kept.some(
      (other) =>
        skeleton(other.pattern) === skeleton(each.pattern) &&
        (other.methods === undefined || each.methods === undefined || other.methods[0] === each.methods[0]),
    );
    if (!clash) kept.push(each);
  }
  return kept;
}

function skeleton(pattern: string): string {
  return pattern.replace(/:p\d>/g, ">");
}

type Outcome = { readonly kind: string; readonly name?: string; readonly params?: unknown; readonly path?: string };

function summarize(match: RouteMatch): Outcome {
  if (match.kind === "found") return { kind: "found", name: match.route.name, params: { ...match.params } };
  if (match.kind === "redirect") return { kind: "redirect", path: decodeURIComponent(match.path) };
  return { kind: match.kind };
}

/*
 * The rules, said without a trie. A route and a path are both lists of parts. A route can answer a path in three ways:
 * its parts fit the path's; they do so but for a last empty part of the route (a slash is missing); or but for a last
 * empty part of the path (one too many). Each way has a rank: for each part, text before parameters and specific before
 * general; at the end, exact before "slash missing" before anything longer before "slash too many". The least rank wins.
 */
interface Way {
  readonly rank: readonly Rank[];
  readonly route: Route;
  readonly index: number;
  readonly kind: "exact" | "missing" | "surplus";
  readonly values: readonly string[];
}
type Rank = readonly number[];

interface Part {
  readonly key: string;
  readonly regex: RegExp | undefined;
  readonly text: string;
  readonly final: boolean;
  readonly slashed: boolean;
  readonly rank: Rank;
}

function matchSlowly(routes: readonly Route[], text: string, method: string): Outcome {
  const path = `/${text.replace(/^\/+/, "")}`;
  const allowed = { any: false };
  const first = bestWay(routes, path, method, allowed);
  if (first?.kind === "redirect") return { kind: "redirect", path: `${path}/` };
  if (first !== undefined) return first;
  const merged = path.replace(/\/+/g, "/");
  if (merged !== path) {
    const second = bestWay(routes, merged, method, allowed);
    if (second?.kind === "redirect") return { kind: "redirect", path: `${merged}/` };
    if (second !== undefined) return { kind: "redirect", path: merged };
  }
  return { kind: allowed.any ? "method-not-allowed" : "not-found" };
}

function bestWay(
  routes: readonly Route[],
  path: string,
  method: string,
  allowed: { any: boolean },
): Outcome | undefined {
  const ways = routes.flatMap((each, index) => waysOf(routes, each, index, path));
  ways.sort((a, b) => compareRanks(a.rank, b.rank) || a.index - b.index);
  for (const way of ways) {
    const answers = way.route.methods?.includes(method) ?? true;
    if (!answers && way.kind !== "missing" && !(way.kind === "surplus" && way.route.strictSlashes)) allowed.any = true;
    if (!answers || (way.kind === "surplus" && way.route.strictSlashes)) continue;
    if (way.kind === "missing" && way.route.strictSlashes) return { kind: "redirect" };
    const params = Object.fromEntries(way.values.map((each, i) => [`p${i}`, valueOf(way.route.pattern, i, each)]));
    return { kind: "found", name: String(way.index), params };
  }
  return undefined;
}

function valueOf(pattern: string, index: number, text: string): unknown {
  return new RegExp(`<(?:int|float):p${index}>`).test(pattern) ? Number(text) : text;
}

function compareRanks(a: readonly Rank[], b: readonly Rank[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i]!, b[i]!];
    for (let j = 0; j < Math.max(x.length, y.length); j++)
      if ((x[j] ?? 0) !== (y[j] ?? 0)) return (x[j] ?? 0) - (y[j] ?? 0);
  }
  return a.length - b.length;
}

function waysOf(routes: readonly Route[], each: Route, index: number, path: string): readonly Way[] {
  const parts = partsOf(each.pattern);
  const texts = path.split("/").slice(1);
  const ways: Way[] = [];
  const add = (kind: Way["kind"], last: Rank, fit: Fit | undefined): void => {
    if (fit !== undefined) ways.push({ route: each, index, kind, values: fit.values, rank: [...fit.rank, last] });
  };
  const rankOf = (depth: number): Rank => [...parts[depth]!.rank, firstWith(routes, parts, depth)];
  add("exact", [0, 0], fit(parts, texts, rankOf));
  if (parts.length > 0 && parts.at(-1)!.regex === undefined && parts.at(-1)!.text === "")
    add("missing", [0, 1], fit(parts.slice(0, -1), texts, rankOf));
  // A path parameter takes a slash too many as its own.
  if (texts.at(-1) === "" && !parts.some((part) => part.final))
    add("surplus", [2], fit(parts, texts.slice(0, -1), rankOf));
  return ways;
}

// Parts of equal weight keep the order in which they first appear behind the same parts.
function firstWith(routes: readonly Route[], parts: readonly Part[], depth: number): number {
  const wanted = keyOf(parts, depth);
  return routes.findIndex((other) => keyOf(partsOf(other.pattern), depth) === wanted);
}

function keyOf(parts: readonly Part[], depth: number): string {
  return JSON.stringify(parts.slice(0, depth + 1).map((part) => part.key)) + (parts.length > depth ? "" : "short");
}

interface Fit {
  readonly rank: readonly Rank[];
  readonly values: readonly string[];
}

function fit(parts: readonly Part[], texts: readonly string[], rankOf: (depth: number) => Rank): Fit | undefined {
  const rank: Rank[] = [];
  const values: string[] = [];
  let at = 0;
  for (let depth = 0; depth < parts.length; depth++) {
    const part = parts[depth]!;
    if (at >= texts.length) return undefined;
    if (part.regex === undefined) {
      if (part.text !== texts[at]) return undefined;
      rank.push([0]);
      at++;
      continue;
    }
    let text = part.final ? texts.slice(at).join("/") : texts[at]!;
    let rest = part.final ? texts.length : at + 1;
    if (part.slashed) {
      if (text.endsWith("/")) {
        text = text.slice(0, -1);
        rest = texts.length - 1;
      }
      if (text === "" || text.endsWith("/")) return undefined;
    }
    const match = part.regex.exec(text);
    if (match === null) return undefined;
    values.push(...match.slice(1));
    rank.push(rankOf(depth));
    at = rest;
  }
  return at === texts.length ? { rank, values } : undefined;
}

// "/a/<int:p0>-<p1>/" becomes "a", the pair, "". From a path converter on, all is one part.
function partsOf(pattern: string): readonly Part[] {
  const [before, after] = /^(.*?)(?:\/([^/]*<path:.*))?$/.exec(pattern)!.slice(1) as [string, string | undefined];
  const parts = before
    .split("/")
    .slice(1)
    .map((text) => makePart(text, false));
  if (after === undefined) return parts;
  const final = makePart(after, true);
  return final.slashed ? [...parts, final, makePart("", false)] : [...parts, final];
}

function makePart(text: string, final: boolean): Part {
  const slashed = final && text.endsWith("/");
  const body = slashed ? text.slice(0, -1) : text;
  if (!body.includes("<")) return { key: body, regex: undefined, text: body, final: false, slashed: false, rank: [0] };
  const literals: number[] = [];
  const weights: number[] = [];
  let source = "";
  for (const piece of body.split(/(<[^>]*>)/)) {
    const name = /^<(.*):p\d>$/.exec(piece)?.[1];
    if (name !== undefined) {
      const [weight, regex] = converters[name]!;
      weights.push(weight);
      source += `(${regex})`;
    } else {
      literals.push(
        ...piece
          .split("/")
          .filter((each) => each !== "")
          .map((each) => each.length),
      );
      source += RegExp.escape(piece);
    }
  }
  return {
    key: `${final}${text}`.replace(/:p\d>/g, ">"),
    regex: new RegExp(`^${source}$`, "u"),
    text: body,
    final,
    slashed,
    // More literals, longer literals, more parameters, lower weights. At most five of each, to compare in place.
    rank: [1, -literals.length, ...pad(literals.map((each) => -each)), -weights.length, ...pad(weights)],
  };
}

function pad(numbers: readonly number[]): readonly number[] {
  return Array.from({ length: 5 }, (_, i) => numbers[i] ?? 0);
}
