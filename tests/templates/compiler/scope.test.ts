// Shows which names a template needs from its context.
import assert from "node:assert/strict";
import test from "node:test";
import { findAssignments, findUndeclared, Scope } from "../../../src/templates/compiler/scope.ts";
import { parseTemplate } from "../../../src/templates/syntax/parser.ts";

const cases: readonly (readonly [source: string, names: string])[] = [
  ["{{ a }}{{ b.c }}{{ d[e] }}{{ f(g, h=i, *j, **k) }}", "a b d e f g i j k"],
  ["{% set a = b %}{{ a }}{% set c %}{{ d }}{% endset %}{{ c }}{% set ns.x = 1 %}", "b d"],
  ["{% for a in b if a and c %}{{ a }}{{ loop.index }}{{ forloop }}{% else %}{{ a }}{% endfor %}", "a b c"],
  ["{% for a, (b, c) in d %}{{ a }}{{ b }}{{ c }}{% set e = 1 %}{% endfor %}{{ e }}", "d e"],
  ["{% if a %}{% set b = 1 %}{% elif c %}{{ d }}{% else %}{{ e }}{% endif %}{{ b }}", "a c d e"],
  [
    "{% macro m(a, b=c) %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{{ caller }}{{ m }}{{ d }}{% endmacro %}{{ m() }}",
    "c d",
  ],
  ["{% call(a) m() %}{{ a }}{{ b }}{% endcall %}", "b m"],
  ["{% with a=1, b=a %}{{ b }}{% endwith %}{{ b }}", "a b"],
  ["{% import x as y %}{% from z import p as q %}{{ y }}{{ q }}{{ p }}", "p x z"],
  ["{% include a with b=c %}{% extends d %}", "a c d"],
  ["{% block a %}{{ super() }}{{ block.super }}{{ self.b() }}{{ c }}{% endblock %}", "c"],
  [
    "{% trans a=b, c %}{{ a }}{{ d }}{% pluralize c %}x{% endtrans %}{% trans %}{{ e }}{% pluralize %}x{% endtrans %}",
    "b c d e",
  ],
  ["{% autoescape a %}{{ b }}{% endautoescape %}{% filter f(c) %}{{ d }}{% endfilter %}{% do e %}", "a b c d e"],
  [
    "{{ [a, {b: c}, (d,)] }}{{ e ~ f }}{{ -g + h }}{{ i < j }}{{ k if l else m }}{{ n[o:p:q] }}{{ r is s(t) }}{{ u|v(w) }}",
    "a b c d e f g h i j k l m n o p q r t u w",
  ],
  ["{% partialdef p %}{{ a }}{% endpartialdef %}{% partial p %}{% raw %}{{ b }}{% endraw %}", "a"],
];

test("names that a template reads and does not assign", () => {
  for (const [source, names] of cases)
    assert.equal([...findUndeclared(parseTemplate(source).body)].sort().join(" "), names, source);
});

test("a name needs the outer value where it may be read first, or is assigned in a branch", () => {
  const found = (source: string) => Object.fromEntries(findAssignments(parseTemplate(source).body));
  assert.deepEqual(found("{% set a = 1 %}{{ a }}{% set a = 2 %}"), { a: { needsOuter: false, count: 2 } });
  assert.deepEqual(found("{{ a }}{% set a = 1 %}"), { a: { needsOuter: true, count: 1 } });
  assert.deepEqual(found("{% if x %}{% set a = 1 %}{% endif %}"), { a: { needsOuter: true, count: 1 } });
  assert.deepEqual(found("{% for x in y %}{{ a }}{% endfor %}{% set a = 1 %}"), { a: { needsOuter: true, count: 1 } });
  assert.deepEqual(found("{% set a = 1 %}{% for x in y %}{{ a }}{% set b = 1 %}{% endfor %}"), {
    a: { needsOuter: false, count: 1 },
  });
});

test("inner names hide outer ones", () => {
  const outer = new Scope();
  const inner = new Scope(outer);
  outer.define("a", { code: "v1" });
  outer.define("b", { code: "v2" });
  inner.define("a", { code: "v3" });
  assert.equal(inner.find("a")?.code, "v3");
  assert.equal(inner.find("b")?.code, "v2");
  assert.equal(inner.find("c"), undefined);
  assert.deepEqual(
    [...inner.visible()].map(([name, { code }]) => [name, code]),
    [
      ["a", "v3"],
      ["b", "v2"],
    ],
  );
});
