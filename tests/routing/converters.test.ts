// Tests what each converter matches, the values it gives, and the text it writes; alone and several in one segment.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Converters, defineConverter, RouteMap } from "#routing";

/** What `/<converter:x>` gives for a segment; undefined where it does not match. */
function parse(converter: string, text: string): unknown {
  const match = new RouteMap([{ pattern: `/<${converter}:x>`, name: "x", target: 0 }]).match(`/${text}`, "GET");
  return match.kind === "found" ? match.params["x"] : undefined;
}

/** What `/<converter:x>` writes for a value; undefined where it refuses. */
function write(converter: string, value: unknown): string | undefined {
  const map = new RouteMap([{ pattern: `/<${converter}:x>`, name: "x", target: 0 }]);
  try {
    return map.build("x", { x: value }).slice(1);
  } catch (error) {
    assert.match((error as Error).message, /^ROUTING_BAD_VALUE/);
    return undefined;
  }
}

/** The parameters of a pattern for a path, or undefined. */
function params(pattern: string, path: string, converters: Converters = {}): unknown {
  const match = new RouteMap([{ pattern, name: "x", target: 0 }], { converters }).match(path, "GET");
  return match.kind === "found" ? { ...match.params } : undefined;
}

test("string takes any text of one segment within its lengths, counted in characters", () => {
  assert.equal(parse("string", "héllo wörld"), "héllo wörld");
  assert.equal(parse("string", ""), undefined);
  assert.equal(parse("default", "a"), "a");
  assert.equal(parse("string(length=2)", "ab"), "ab");
  assert.equal(parse("string(length=2)", "abc"), undefined);
  assert.equal(parse("string(length=2)", "a"), undefined);
  assert.equal(parse("string(length=2)", "😀😀"), "😀😀");
  assert.equal(parse("string(length=2)", "😀😀😀"), undefined);
  assert.equal(parse("string(minlength=2, maxlength=3)", "abcd"), undefined);
  assert.equal(parse("string(2, 3)", "abc"), "abc");
  assert.equal(parse("string(minlength=2)", "abcd"), "abcd");
  assert.equal(parse("string(minlength=2)", "😀"), undefined);
  assert.equal(parse("string(minlength=0)", ""), "");
  assert.equal(parse("string(maxlength=None)", "abcd"), "abcd");
  assert.equal(write("string(length=2)", "abc"), undefined);
  assert.equal(write("string(minlength=2)", "a"), undefined);
  assert.equal(write("string(minlength=2, maxlength=3)", "abcd"), undefined);
  assert.equal(write("string", 7), "7");
  assert.equal(write("string", true), "true");
  assert.equal(write("string", 10n), "10");
  assert.equal(write("string", Number.POSITIVE_INFINITY), undefined);
});

test("int takes digits and gives a number that is exact", () => {
  assert.equal(parse("int", "0042"), 42);
  assert.equal(parse("int", "9007199254740991"), Number.MAX_SAFE_INTEGER);
  assert.equal(parse("int", "9007199254740993"), undefined);
  for (const text of ["", "-1", "+1", "1.0", "1a", "٣", " 1", "1e3"]) assert.equal(parse("int", text), undefined, text);
  assert.equal(parse("int(signed=True)", "-42"), -42);
  assert.equal(parse("int(signed=true)", "42"), 42);
  assert.equal(parse("int(signed=True)", "-"), undefined);
  assert.equal(parse("int(signed=True)", "--1"), undefined);
  assert.equal(Object.is(parse("int(signed=True)", "-0"), 0), true);
  assert.equal(parse("int(min=2, max=4)", "1"), undefined);
  assert.equal(parse("int(min=2, max=4)", "4"), 4);
  assert.equal(parse("int(min=2, max=4)", "5"), undefined);
  assert.equal(parse("int(fixed_digits=3)", "007"), 7);
  assert.equal(parse("int(fixed_digits=3)", "07"), undefined);
  assert.equal(parse("int(3, 5, 9, True)", "-07"), undefined);
});

test("int writes integers, padded where digits are fixed", () => {
  assert.equal(write("int", 42), "42");
  assert.equal(write("int", 42n), "42");
  assert.equal(write("int", "42"), "42");
  for (const value of [1.5, Number.NaN, "x", "", true, {}, -1, 2 ** 53]) assert.equal(write("int", value), undefined);
  assert.equal(write("int(signed=True)", -5), "-5");
  assert.equal(write("int(max=4)", 5), undefined);
  assert.equal(write("int(fixed_digits=4)", 42), "0042");
  assert.equal(write("int(fixed_digits=4)", 12345), undefined);
  assert.equal(write("int(fixed_digits=4, signed=True)", -42), "-042");
});

test("float takes digits, a point and digits", () => {
  assert.equal(parse("float", "0.815"), 0.815);
  assert.equal(parse("float(signed=True)", "-2.50"), -2.5);
  for (const text of ["1", "1.", ".5", "-1.0", "1.0.0", "1.0e3", "a.b", "1.a"])
    assert.equal(parse("float", text), undefined, text);
  assert.equal(parse("float(min=1.5, max=2.5)", "1.4"), undefined);
  assert.equal(parse("float(min=1.5, max=2.5)", "2.5"), 2.5);
  assert.equal(parse("float(1.5, 2.5)", "2.6"), undefined);
  assert.equal(parse("float", `${"9".repeat(400)}.0`), undefined);
});

test("float writes numbers without an exponent, so that they match again", () => {
  for (const [value, text] of [
    [0.815, "0.815"],
    [5, "5.0"],
    [5n, "5.0"],
    ["2.5", "2.5"],
    [1e21, "1000000000000000000000.0"],
    [1.25e22, "12500000000000000000000.0"],
    [1e-7, "0.0000001"],
    [1.25e-9, "0.00000000125"],
    [Number.MAX_VALUE, `${BigInt(Number.MAX_VALUE).toString().slice(0, 17).padEnd(309, "0")}.0`],
  ] as const) {
    assert.equal(write("float", value), text);
    assert.equal(parse("float", text), Number(value));
  }
  assert.equal(write("float(signed=True)", -1e-7), "-0.0000001");
  assert.equal(write("float(signed=True)", -1.5e21), "-1500000000000000000000.0");
  for (const value of [-1, Number.NaN, Infinity, "", "x", null, true, {}]) {
    if (value !== null) assert.equal(write("float", value), undefined);
  }
});

test("path takes slashes, but none at its start and no line feed", () => {
  assert.equal(parse("path", "a/b//c"), "a/b//c");
  assert.equal(parse("path", "a\nb"), undefined);
  assert.equal(write("path", "a/b"), "a/b");
  assert.equal(write("path", "/a"), undefined);
  assert.equal(write("path", ""), undefined);
  assert.equal(write("path", "a\nb"), undefined);
});

test("slug takes letters, digits, hyphens and underscores", () => {
  assert.equal(parse("slug", "Hello-World_9"), "Hello-World_9");
  for (const text of ["", "a b", "a.b", "é", "a@"]) assert.equal(parse("slug", text), undefined, text);
  assert.equal(write("slug", "a-b"), "a-b");
  assert.equal(write("slug", "a b"), undefined);
});

test("uuid takes the canonical form and gives it in lower case", () => {
  const id = "9A1F0B3C-2D4E-4F60-8A7B-1C2D3E4F5A6B";
  assert.equal(parse("uuid", id), id.toLowerCase());
  assert.equal(write("uuid", id), id.toLowerCase());
  assert.equal(write("uuid", {}), undefined);
  for (const text of [`${id}0`, id.replace("-", "0"), id.replace("9A", "9G"), id.replace("9A", "9:"), id.slice(1)])
    assert.equal(parse("uuid", text), undefined, text);
});

test("any takes one of its texts, quoted or not", () => {
  assert.equal(parse("any(about, 'foo,bar', \"a b\", a.1, 1.50, True)", "foo,bar"), "foo,bar");
  for (const text of ["about", "a b", "a.1", "1.50", "True"])
    assert.equal(parse("any(about, 'foo,bar', \"a b\", a.1, 1.50, True)", text), text);
  assert.equal(parse("any(about, a.1)", "ax1"), undefined);
  assert.equal(parse("any('a/b', c)", "a/b"), "a/b");
  assert.equal(write("any(about, imprint)", "imprint"), "imprint");
  assert.equal(write("any(about, imprint)", "imprnt"), undefined);
  assert.equal(parse("any( a , b , )", "b"), "b");
});

test("several parameters in a segment divide it, the first taking the most", () => {
  assert.deepEqual(params("/<a>-<b>", "/x-y-z"), { a: "x-y", b: "z" });
  assert.deepEqual(params("/<a><b>", "/xyz"), { a: "xy", b: "z" });
  assert.deepEqual(params("/<a>.<b>", "/x."), undefined);
  assert.deepEqual(params("/<int:y>-<int:m>-<slug:s>", "/2026-07-a-b"), { y: 2026, m: 7, s: "a-b" });
  assert.deepEqual(params("/<int(fixed_digits=4):y><int(fixed_digits=2):m>", "/202612"), { y: 2026, m: 12 });
  assert.deepEqual(params("/<int(fixed_digits=4):y><int(fixed_digits=2):m>", "/20261"), undefined);
  assert.deepEqual(params("/<int(signed=True):a><int(signed=True):b>", "/1-2"), { a: 1, b: -2 });
  assert.deepEqual(params("/<int(signed=True, fixed_digits=3):a><int:b>", "/-127"), { a: -12, b: 7 });
  assert.deepEqual(params("/<int(signed=True):a>x<int:b>", "/-x1"), undefined);
  assert.deepEqual(params("/<float:a><float:b>", "/1.23.4"), { a: 1.2, b: 3.4 });
  assert.deepEqual(params("/<float(signed=True):a>,<float:b>", "/-1.5,2.5"), { a: -1.5, b: 2.5 });
  assert.deepEqual(params("/<float:a>,<float:b>", "/1,2"), undefined);
  assert.deepEqual(params("/<any(a,ab):x><any(c,bc):y>", "/abc"), { x: "a", y: "bc" });
  assert.deepEqual(params("/<any(a,ab):x><any(c,d):y>", "/abc"), { x: "ab", y: "c" });
  assert.deepEqual(params("/<string(length=2):x><string:y>", "/😀bc"), { x: "😀b", y: "c" });
  assert.deepEqual(params("/<string(maxlength=2):x><int:y>", "/ab12"), { x: "ab", y: 12 });
  assert.deepEqual(params("/<string(minlength=3):x>-<y>", "/ab-c"), undefined);
  const id = "9a1f0b3c-2d4e-4f60-8a7b-1c2d3e4f5a6b";
  assert.deepEqual(params("/<uuid:u>.<slug:s>", `/${id}.txt`), { u: id, s: "txt" });
  assert.deepEqual(params("/<uuid:u>.<slug:s>", "/9a1f.txt"), undefined);
});

test("several parameters with a path among them: paths take the least", () => {
  assert.deepEqual(params("/<path:a>:<path:b>", "/x/y:z:w"), { a: "x/y", b: "z:w" });
  assert.deepEqual(params("/<path:a>/<int:b>/<path:c>", "/x/1/2/y"), { a: "x", b: 1, c: "2/y" });
  assert.deepEqual(params("/<path:a>/<b>", "/x/y/z"), { a: "x/y", b: "z" });
  assert.deepEqual(params("/<path:a>:<path:b>", "/x:/z"), undefined);
  assert.deepEqual(params("/<path:a>.<any(x,y):b>/", "/a/b.x/"), { a: "a/b", b: "x" });
});

const months = ["jan", "feb", "mar"];
const month = defineConverter({
  regex: "[a-z]{3}",
  parse: (text) => (months.includes(text) ? months.indexOf(text) : undefined),
  format: (value: number) => months[value]!,
  weight: 40,
});

test("an own converter matches, parses and writes; undefined and throwing mean no match", () => {
  const throwing = defineConverter({
    regex: "[a-z]{3}",
    parse: (text): number => {
      if (text !== "feb") throw new RangeError("not this one");
      return 2;
    },
    format: String,
  });
  for (const [converter, value] of [
    [month, 1],
    [throwing, 2],
  ] as const) {
    assert.deepEqual(params("/<m:x>", "/feb", { m: converter }), { x: value });
    assert.equal(params("/<m:x>", "/xyz", { m: converter }), undefined);
    assert.equal(params("/<m:x>", "/febr", { m: converter }), undefined);
  }
  const map = new RouteMap([{ pattern: "/<month:m>/é", name: "x", target: 0 }], { converters: { month } });
  assert.equal(map.build("x", { m: 2 }), "/mar/%C3%A9");
  assert.throws(() => map.build("x", { m: 5 }), /must be a value that the converter "month" can write/);
});

test("an own converter's weight decides against others, and its arguments tell its uses apart", () => {
  const between = defineConverter(([least = 0], { most = 9 }) => ({
    regex: "[0-9]",
    parse: (text) => (Number(text) >= Number(least) && Number(text) <= Number(most) ? Number(text) : undefined),
    format: String,
    weight: 45,
  }));
  const map = new RouteMap(
    ["/<between(0, most=3):low>", "/<between(4):high>", "/<int:n>", "/<month:m>", "/<slug:s>"].map((pattern) => ({
      pattern,
      name: pattern,
      target: 0,
    })),
    { converters: { between, month } },
  );
  for (const [path, wanted] of [
    ["/3", { low: 3 }],
    ["/4", { high: 4 }],
    ["/12", { n: 12 }],
    ["/feb", { m: 1 }],
    ["/fob", { s: "fob" }],
  ] as const) {
    const match = map.match(path, "GET");
    assert.deepEqual(match.kind === "found" && { ...match.params }, wanted);
  }
});

test("an own converter shares a segment with others through its regular expression", () => {
  assert.deepEqual(params("/<month:m><int(fixed_digits=2):d>.<x>", "/feb07.a", { month }), { m: 1, d: 7, x: "a" });
  assert.equal(params("/<month:m><int(fixed_digits=2):d>", "/feb7", { month }), undefined);
  assert.equal(params("/<month:m>-<d>", "/feb", { month }), undefined);
  const nested = defineConverter({ regex: "(?:a|(b))+", parse: (text) => text, format: String });
  assert.deepEqual(params("/<n:x>-<n:y>", "/ab-ba", { n: nested }), { x: "ab", y: "ba" });
});

test("an own converter with slashes takes the rest of the path, unless it says that it is isolating", () => {
  const pair = defineConverter({ regex: "[a-z]/[a-z]", parse: (text) => text, format: String });
  assert.deepEqual(params("/<pair:x>/end", "/a/b/end", { pair }), { x: "a/b" });
  const dated = { ...pair, regex: "\\d{4}(?:/|-)\\d{2}", isolating: true };
  assert.deepEqual(params("/<dated:x>/<y>", "/2026-07/a", { dated }), { x: "2026-07", y: "a" });
  const isolated = new RouteMap([{ pattern: "/<dated:x>", name: "x", target: 0 }], { converters: { dated } });
  assert.throws(() => isolated.build("x", { x: "2026/07" }), /ROUTING_BAD_VALUE/);
  assert.equal(isolated.build("x", { x: "2026-07" }), "/2026-07");
});

test("own converters replace built-in ones of the same name", () => {
  const shout = defineConverter({ regex: "[A-Z]+", parse: (text) => text, format: String });
  assert.deepEqual(params("/<x>", "/ABC", { default: shout }), { x: "ABC" });
  assert.equal(params("/<x>", "/abc", { default: shout }), undefined);
  assert.deepEqual(params("/<string:x>", "/abc", { default: shout }), { x: "abc" });
});
