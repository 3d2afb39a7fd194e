// Shows extends, blocks, includes and partials, in all modes.
import assert from "node:assert/strict";
import test from "node:test";
import { assertRenders, engineWith, failureOf, joined, type RenderCase } from "../all-modes.ts";

const layout = "<{% block title %}base{% endblock %}|{% block body %}{% endblock %}>";

const cases: readonly RenderCase[] = [
  {
    source: "{% extends 'l' %}ignored{{ x }}{% block body %}B{% endblock %}",
    result: "<base|B>",
    templates: { l: layout },
  },
  { source: "before{% extends 'l' %}", result: "before<base|>", templates: { l: layout } },
  {
    source: "{% extends 'm' %}{% block title %}c/{{ super() }}{% endblock %}",
    result: "<c/m/base|>",
    templates: { l: layout, m: "{% extends 'l' %}{% block title %}m/{{ super() }}{% endblock %}" },
  },
  {
    source: "{% extends 'm' %}{% block title %}{{ super.super() }}{{ block.super }}{{ super.name }}{% endblock %}",
    result: "<basemtitle|>",
    templates: { l: layout, m: "{% extends 'l' %}{% block title %}m{% endblock %}" },
  },
  {
    source: "{% extends 'l' %}{% block title %}{{ super()|upper }}{% set s = super %}{{ s() }}{% endblock %}",
    result: "<BASEbase|>",
    templates: { l: layout },
  },
  {
    source: "{% extends p %}{% block body %}B{% endblock %}",
    result: "<base|B>",
    context: { p: "l" },
    templates: { l: layout },
  },
  {
    source: "{% if a %}{% extends 'l' %}{% else %}{% extends 'k' %}{% endif %}{% block body %}B{% endblock %}after",
    result: "[B]",
    templates: { l: layout, k: "[{% block body %}{% endblock %}]" },
  },
  {
    source: "x{% if a %}{% extends 'l' %}{% endif %}{% block body %}B{% endblock %}y",
    result: "xBy",
    templates: { l: layout },
  },
  { source: "{% extends ['missing', 'l'] %}", result: "<base|>", templates: { l: layout } },
  {
    source:
      "{% extends 'l' %}{% set x = 1 %}{% macro m() %}M{% endmacro %}{% block body %}{{ x }}{{ m() }}{% endblock %}",
    result: "<base|1M>",
    templates: { l: layout },
  },
  {
    source:
      "{% extends 'l' %}{% include 'gone' %}{% for x in [1] %}{{ x }}{% block body %}{{ x }}{% endblock %}{% endfor %}",
    result: "<base|>",
    templates: { l: layout },
  },
  {
    source:
      "{% block a %}1{% block b %}2{% endblock %}{% endblock a %}{{ self.b() }}{{ self.a()|upper }}{{ self.nothing is defined }}",
    result: "12212false",
  },
  {
    source:
      "{% for x in [1, 2] %}{% block a scoped %}{{ x }}{{ loop.last }}{% endblock %}{% endfor %}{% for y in [3] %}{% block b %}{{ y }}{% endblock %}{% endfor %}",
    result: "1false2true",
  },
  {
    source: "{% extends 'r' %}{% block need %}N{% endblock %}",
    result: "N",
    templates: { r: "{% block need required %} {% endblock %}" },
  },
  { source: "{% block super_ %}{{ block }}{% endblock %}", result: "" },
  {
    source:
      "{% include 'i' %}{% include 'i' without context %}{% include 'i' with x=2 only %}{% include 'i' with y=3 %}",
    result: "[1][][2][13]",
    context: { x: 1 },
    templates: { i: "[{{ x }}{{ y }}]" },
  },
  {
    source:
      "{% include 'no' ignore missing %}{% include ['no', 'i'] %}{% include ['no', n] ignore missing without context %}",
    result: "[]",
    context: { n: "none" },
    templates: { i: "[]" },
  },
  { source: "{% include t %}", result: "T", context: { t: engineWith().compile("T") } },
  {
    source: "{% set y = 1 %}{% for x in [2] %}{% set z = 3 %}{% include 'i' %}{% endfor %}",
    result: "123",
    templates: { i: "{{ y }}{{ x }}{{ z }}" },
  },
  {
    source: "{% include 'd/i' %}",
    result: "J",
    templates: { "d/i": "{% include './j' %}", "d/j": "{% include '../k' %}", k: "J" },
  },
  {
    source: "{% partialdef p %}<{{ x }}>{% endpartialdef %}{% for x in [1, 2] %}{% partial p %}{% endfor %}",
    result: "<1><2>",
  },
  {
    source: "{% partialdef p inline %}<{{ x }}>{% endpartialdef p %}{% partial p %}",
    result: "<5><5>",
    context: { x: 5 },
  },
  {
    source:
      "{% partial p %}{% if true %}{% partialdef p %}P{% endpartialdef %}{% endif %}{% autoescape x %}{% partialdef q inline %}{{ '<' }}{% endpartialdef %}{% endautoescape %}",
    result: "P&lt;",
  },
  {
    source: "{% include 'i#part' %}",
    result: "part!",
    templates: { i: "whole{% partialdef part %}part!{% endpartialdef %}" },
  },
  {
    source:
      "{% set text %}{% block a %}A{% endblock %}{% include 'i' %}{% partialdef p inline %}P{% endpartialdef %}{% endset %}{{ text }}",
    result: "AIP",
    templates: { i: "I" },
  },
  {
    source:
      "{% extends 'l' %}{% block body %}{% set x %}{{ super() }}{{ self.title() }}{% endset %}{{ x }}{% endblock %}",
    result: "<base|base>",
    templates: { l: layout },
  },
  {
    source: "{% import 'lib' as lib %}{% block a %}{{ lib.f() }}{% endblock %}",
    result: "F",
    templates: { lib: "{% macro f() %}F{% endmacro %}" },
  },
];

test("inheritance and inclusion render the same in all modes", async () => {
  for (const item of cases) await assertRenders(item);
});

test("one block or partial renders alone", async () => {
  const engine = engineWith({
    l: layout,
    page: "{% extends 'l' %}{% set x = 'set' %}{% block body %}{{ x }}{{ y }}{% endblock %}{% partialdef row %}<{{ y }}>{% endpartialdef %}",
    plain: "text{% block a %}{{ y }}{% endblock %}",
  });
  assert.equal(engine.renderBlock("page", "body", { y: 1 }), "set1");
  assert.equal(engine.renderBlock("page", "title"), "base");
  assert.equal(engine.renderBlock("page", "row", { y: 2 }), "<2>");
  assert.equal(engine.renderBlock("plain", "a", { y: 3 }), "3");
  assert.throws(() => engine.renderBlock("page", "nope"), {
    message: `TEMPLATES_NOT_FOUND: The template "page" has no block or partial "nope".
  At page
  It has body, title, row.`,
  });
  assert.equal(await engine.renderBlock("page", "body", { y: Promise.resolve(4) }), "set4");
  assert.equal(engine.render("page#row", { y: 5 }), "<5>");
  assert.throws(() => engineWith({ a: "" }).renderBlock("a", "b"), { message: /It has none\.$/ });
});

test("chunks of a stream come before what has to be awaited", async () => {
  const engine = engineWith({
    l: "<head>{% block body %}{% endblock %}",
    page: "{% extends 'l' %}{% block body %}{{ slow }}{% endblock %}",
  });
  let resolve = (_: string): void => {};
  const slow = new Promise<string>((done) => {
    resolve = done;
  });
  const chunks = engine.stream("page", { slow });
  assert.deepEqual(await chunks.next(), { value: "<head>", done: false });
  resolve("late");
  assert.equal(await joined(chunks), "late");
  async function* rows(): AsyncGenerator<number> {
    yield 1;
    yield 2;
  }
  assert.equal(await engine.renderString("{% for r in rows %}{{ r }}{% endfor %}", { rows: rows() }), "12");
  assert.equal(
    await engine.renderString("{% for r in rows %}{{ r }}/{{ loop.length }}{% else %}-{% endfor %}", { rows: rows() }),
    "1/22/2",
  );
  assert.equal(
    await engine.renderString("{% for r in rows if r > 1 %}{{ r }}{{ loop.index }}{% else %}-{% endfor %}", {
      rows: rows(),
    }),
    "21",
  );
  assert.equal(await engine.renderString("{% for r in rows %}{{ r }}{% break %}{% endfor %}", { rows: rows() }), "1");
  assert.equal(
    await joined(engine.compile("{% for r in rows %}{{ 'x' * 20000 }}{% endfor %}").stream({ rows: rows() })),
    "x".repeat(40_000),
  );
});

test("faults of inheritance are errors with their place", () => {
  assert.equal(
    failureOf("{% extends 'a' %}", {}, {}, { a: "{% extends 'b' %}", b: "{% extends 'a' %}" }),
    `TEMPLATES_RUNTIME: The template "a" extends itself.
  At b:1:4
  1 | {% extends 'a' %}
    |    ^
  extended from a:1:4
  extended from page.html:1:4`,
  );
  assert.equal(
    failureOf("{% extends 'r' %}", {}, {}, { r: "{% block x required %}{% endblock %}" }),
    `TEMPLATES_RUNTIME: The required block "x" is not filled.
  At r:1:4
  1 | {% block x required %}{% endblock %}
    |    ^
  shown from r:1:4
  extended from page.html:1:4
  Define it in the template that extends this one: {% block x %}…{% endblock %}.`,
  );
  assert.match(
    failureOf("{% extends 'a' %}{% extends 'b' %}", {}, {}, { a: "", b: "" }),
    /The template extends two templates\.\n {2}At page.html:1:21/,
  );
  assert.match(
    failureOf("{% for a in [1] %}{% extends 'a' %}{% endfor %}"),
    /"extends" stands inside of a block, loop or macro\.\n {2}At page.html:1:22/,
  );
  assert.match(
    failureOf("{% block a %}{{ super() }}{% endblock %}"),
    /There is no parent block called "a"\.\n {2}At page.html:1:1/,
  );
  assert.match(failureOf("{% partial nope %}"), /No partial named "nope" is defined in this template\..*Define it/s);
  assert.match(failureOf("{% partialdef rows %}{% endpartialdef %}{% partial row %}"), /Did you mean "rows"\?$/);
  assert.match(failureOf("{% include x %}"), /"x" is undefined\./);
});
