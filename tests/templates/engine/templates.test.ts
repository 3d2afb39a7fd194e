// Shows the engine: rendering with and without awaiting, modules, expressions, names, errors across templates.
import assert from "node:assert/strict";
import test from "node:test";
import {
  defineGlobal,
  defineTemplate,
  findTemplateFrames,
  TemplateError,
  TemplateNotFound,
  Templates,
  TemplatesNotFound,
} from "../../../src/templates/index.ts";
import { engineWith, failureOf } from "../all-modes.ts";

test("a render is a string where nothing is awaited, else a promise", async () => {
  const engine = engineWith({ a: "{{ x }}" });
  assert.equal(engine.render("a", { x: 1 }), "1");
  const later = engine.render("a", { x: Promise.resolve(2) });
  assert.ok(later instanceof Promise);
  assert.equal(await later, "2");
  assert.equal(engine.renderSync("a", { x: 3 }), "3");
  assert.equal(
    engine.render(["none", "a"], { x: 4 }) instanceof Promise,
    true,
    "a template that once awaited goes on to",
  );
});

test("promises are awaited in prints, attributes, loops, conditions, operands, arguments and filters", async () => {
  const soon = <T>(value: T): Promise<T> => Promise.resolve(value);
  // biome-ignore lint/suspicious/noThenProperty: query sets are awaited through it.
  const query = { then: (done: (rows: number[]) => void) => done([1, 2]), count: () => soon(2) };
  const context = () => ({
    p: soon({ q: soon({ r: soon("x") }) }),
    list: soon([soon(1), 2]),
    yes: soon(true),
    n: soon(3),
    f: async (x: unknown) => x,
    query,
  });
  const cases: readonly (readonly [string, string])[] = [
    ["{{ p.q.r }}{{ p['q']['r'] }}{{ p?.q?.r }}", "xxx"],
    ["{% for x in list %}{{ x }}{% endfor %}", "12"],
    ["{% if yes and n > 2 %}y{% endif %}{{ 'a' if not yes else 'b' }}", "yb"],
    ["{{ n + 1 }}{{ n ~ 'x' }}{{ -n }}{{ n in [3] }}{{ [n, {'k': n}][0] }}{{ 1 < n < 9 }}", "43x-3true3true"],
    ["{{ f(n) }}{{ f(x)|default('d') }}{{ p.q.r|upper }}{{ 'a'|replace('a', p.q.r) }}{{ n is odd }}", "3dXxtrue"],
    ["{{ query|length }}{{ query.count() }}{% for x in query %}{{ x }}{% endfor %}{{ query }}", "2212[1,2]"],
    ["{% set s %}{{ n }}{% endset %}{{ s }}{% set v = n %}{{ v }}{% filter upper %}{{ p.q.r }}{% endfilter %}", "33X"],
    ["{% macro m(a) %}{{ a }}{{ n }}{% endmacro %}{{ m(n) }}{% call m(1) %}{% endcall %}", "33"],
    [
      "{% with q = p.q %}{{ q.r }}{% endwith %}{% do f(1) %}{{ [1, 2][n - 3:] }}{% trans c=n %}{{ c }}{% endtrans %}",
      "x[1,2]3",
    ],
    ["{% for x in [1, 2] if f(x) == n - 1 %}{{ loop.index }}{{ x }}{% endfor %}", "12"],
    ["{% for x in [1, 2, 3] if f(x) == n %}{{ x }}{{ loop.length }}{% endfor %}", "31"],
    ["{{ later }}{{ x|slow }}", "Lx!"],
  ];
  const engine = engineWith(
    {},
    { autoescape: false, globals: { later: soon("L") }, filters: { slow: async (x: unknown) => `${x ?? "x"}!` } },
  );
  for (const [source, result] of cases.slice(0, 7))
    assert.equal(await engine.renderString(source, context()), result, source);
  assert.match(
    String(
      await engine.renderString(
        "{% macro m(a) %}{{ a }}{{ n }}{{ caller() if caller }}{% endmacro %}{{ m(n) }}{% call m(1) %}c{% endcall %}",
        context(),
      ),
    ),
    /^3313c$/,
  );
  for (const [source, result] of cases.slice(8))
    assert.equal(await engine.renderString(source, context()), result, source);
  for (const [source] of cases)
    assert.throws(() => engine.compile(source).renderSync(context()), { code: "TEMPLATES_NEEDS_AWAIT" }, source);
});

test("functions called before the first promise was met are not called again", async () => {
  let calls = 0;
  const flash = (): string => `m${++calls}`;
  function* once(): Generator<number> {
    yield 1;
    yield 2;
  }
  const engine = engineWith({}, { globals: { stamp: defineGlobal(() => ++calls) } });
  const source = "{{ flash() }}{{ o.flash() }}{% for x in rows %}{{ x }}{% endfor %}{{ stamp() }}{{ p }}{{ flash() }}";
  assert.equal(
    await engine.renderString(source, { flash, o: { flash }, rows: once(), p: Promise.resolve("P") }),
    "m1m2123Pm4",
  );
  assert.equal(calls, 4);
});

test("a template that needs to await says so when it must not", () => {
  assert.throws(() => engineWith({ a: "{{ x }}" }).renderSync("a", { x: Promise.resolve(1) }), {
    message: `TEMPLATES_NEEDS_AWAIT: The template "a" meets a promise or an async iterable, but is rendered synchronously.
  At a
  Write await template.render(context) instead of renderSync.`,
  });
});

test("missing templates are named with the place that asks for them", () => {
  const engine = engineWith({ "film.html": "x", "page.html": "a\n{% include 'flim.html' %}" });
  assert.throws(
    () => engine.render("flim.html"),
    (error: unknown) => {
      assert.ok(error instanceof TemplateNotFound);
      assert.equal(error.templateName, "flim.html");
      assert.equal(
        error.message,
        `TEMPLATES_NOT_FOUND: No template named "flim.html".
  Looked in memory.
  Did you mean "film.html"?`,
      );
      return true;
    },
  );
  assert.throws(() => engine.render("page.html"), {
    message: `TEMPLATES_NOT_FOUND: No template named "flim.html".
  At page.html:2:4
  2 | {% include 'flim.html' %}
    |    ^
  Looked in memory.
  Did you mean "film.html"?`,
  });
  assert.throws(
    () => engine.render(["a", "b"]),
    (error: unknown) => {
      assert.ok(error instanceof TemplatesNotFound);
      assert.equal(
        error.message,
        `TEMPLATES_NONE_FOUND: None of the templates given were found: "a", "b".
  Looked in memory.`,
      );
      return true;
    },
  );
  assert.throws(() => engine.render([]), { message: "TEMPLATES_NONE_FOUND: An empty list of templates was given." });
  assert.throws(() => new Templates().render("a"), {
    message: /The engine has no loader; give it folders or a loader\.$/,
  });
  assert.match(
    failureOf("{% include 5 %}"),
    /TEMPLATES_TYPE: The name of a template is a text\.\n {2}At page\.html:1:4/,
  );
});

test("an error tells the way it came", () => {
  const engine = engineWith({
    base: "{% block a %}{% endblock %}",
    page: "{% extends 'base' %}\n{% block a %}{% include 'part' %}{% endblock %}",
    part: "{% import 'lib' as lib %}{{ lib.f() }}",
    lib: "{% macro f() %}\n  {{ x.y.z }}{% endmacro %}",
    bad: "{% include 'broken' %}",
    broken: "{% if %}",
  });
  assert.throws(
    () => engine.render("page"),
    (error: unknown) => {
      assert.ok(error instanceof TemplateError);
      assert.equal(
        error.message,
        `TEMPLATES_UNDEFINED: "x" is undefined.
  At lib:2:6
  2 |   {{ x.y.z }}{% endmacro %}
    |      ^
  called from part:1:33
  included from page:2:17
  shown from base:1:4
  extended from page:1:4
  Pass it to render, or write x?.… or x|default("") where it may be missing.`,
      );
      assert.deepEqual(
        error.chain.map((frame) => frame.template),
        ["part", "page", "base", "page"],
      );
      return true;
    },
  );
  assert.throws(() => engine.render("bad"), {
    message: `TEMPLATES_SYNTAX: Expected an expression, got "end of statement block".
  At broken:1:7
  1 | {% if %}
    |       ^
  included from bad:1:4`,
  });
});

test("errors of the application keep their class and are given the template's place", () => {
  class Gone extends Error {}
  const engine = engineWith({ a: "\n{% include 'b' %}", b: "{{ f() }}" });
  const error = new Gone("gone");
  assert.throws(
    () =>
      engine.render("a", {
        f: () => {
          throw error;
        },
      }),
    (thrown) => thrown === error,
  );
  assert.deepEqual(findTemplateFrames(error), [
    { template: "b", line: 1, column: 4, relation: "raised" },
    { template: "a", line: 2, column: 4, relation: "included" },
  ]);
  try {
    engine.compile("{{ a.b }}").renderSync();
  } catch (found) {
    assert.deepEqual(findTemplateFrames(found), [{ template: "<template>", line: 1, column: 4, relation: "raised" }]);
  }
  assert.deepEqual(findTemplateFrames("no error"), []);
  assert.throws(
    () =>
      engine.render("b", {
        f: () => {
          throw "text";
        },
      }),
    (thrown) => thrown === "text",
  );
});

test("endings decide about escaping unless the engine is told", () => {
  const sources = {
    "a.html": "{{ x }}",
    "a.txt": "{{ x }}",
    "a.xml": "{{ x }}",
    "a.md": "{{ x }}",
    "b.html": "{% include 'a.txt' %}{{ x }}",
  };
  const context = { x: "<" };
  const render = (name: string, options = {}) => engineWith(sources, options).render(name, context);
  assert.deepEqual(
    ["a.html", "a.txt", "a.xml", "a.md", "b.html"].map((name) => render(name)),
    ["&lt;", "<", "&lt;", "<", "<&lt;"],
  );
  assert.equal(render("a.html", { autoescape: false }), "<");
  assert.equal(render("a.txt", { autoescape: true }), "&lt;");
  assert.equal(render("a.md", { autoescape: (name: string) => name === "a.md" }), "&lt;");
});

test("filters, tests, globals and context processors of one's own", () => {
  const engine = engineWith(
    {},
    {
      filters: { twice: (x: string) => x + x },
      tests: { big: (x: number) => x > 10 },
      globals: { site: "S", add: (a: number, b: number) => a + b },
      contextProcessors: [() => ({ user: "U", site: "P" }), (context) => ({ size: Object.keys(context).length })],
    },
  );
  assert.equal(
    engine.renderString("{{ 'a'|twice }}{{ 11 is big }}{{ site }}{{ add(1, 2) }}{{ user }}{{ size }}", { user: "V" }),
    "aatrueP3V1",
  );
  assert.equal(
    engine.compile("{{ site }}{{ extra }}", { globals: { extra: 1 } }).renderSync({ site: undefined }),
    "S1",
  );
  assert.equal(engine.filter("twice", "x"), "xx");
  assert.equal(engine.options.locale, "en");
  assert.throws(() => new Templates({ filters: { uper: 5 as never } }), {
    message: `TEMPLATES_SETUP: The filter "uper" is not a function. Did you mean "upper"?
  Give a function (value, ...args) => …, or what defineFilter makes.`,
  });
  assert.throws(() => new Templates({ tests: { x: null as never } }), { message: /what defineTest makes\.$/ });
});

test("modules, expressions, nodes and undeclared names", async () => {
  const engine = engineWith({ lib: "{% set a = x %}{% macro m(n=1) %}<{{ n }}>{% endmacro %}{% set _b = 2 %}" });
  const module = engine.get("lib").moduleSync({ x: 5 }) as { a: number; m: (n?: number) => string };
  assert.deepEqual(Object.keys(module), ["a", "m"]);
  assert.equal(module.a, 5);
  assert.equal(module.m(3), "<3>");
  assert.equal((await engine.get("lib").module({ x: 6 }))["a"], 6);
  assert.equal(engine.compileExpression("a + 1")({ a: 2 }), 3);
  assert.equal(engine.compileExpression("missing")(), undefined);
  assert.deepEqual(engine.findUndeclaredVariables("{{ b }}{{ a }}{{ range(3) }}{% set c = 1 %}{{ c }}"), ["a", "b"]);
  assert.equal(engine.parse("x").body.length, 1);
  assert.deepEqual(engine.list(), ["lib"]);
  engine.clear();
  assert.equal(engine.get("lib").nodes?.type, "template");
});

test("a declared template types its context", async () => {
  const page = defineTemplate<{ title: string }>("page.html", { title: true });
  const engine = engineWith({ "page.html": "{{ title }}" });
  assert.equal(engine.render(page, { title: "T" }), "T");
  assert.equal(engine.renderSync(page, { title: "T" }), "T");
  assert.deepEqual(page, { name: "page.html", variables: ["title"] });
  assert.equal(defineTemplate("x").variables, undefined);
});

test("sources are compiled once, and the oldest are forgotten", () => {
  const engine = new Templates();
  const first = engine.compile("{{ a }}");
  assert.equal(engine.compile("{{ a }}").nodes, first.nodes);
  for (let i = 0; i < 600; i++) engine.compile(`{{ a${i} }}`);
  assert.notEqual(engine.compile("{{ a }}").nodes, first.nodes);
});
