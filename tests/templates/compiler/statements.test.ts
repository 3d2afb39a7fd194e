// Shows what statements render, in all modes.
import test from "node:test";
import { defineFilter } from "../../../src/templates/index.ts";
import { assertRenders, type RenderCase } from "../all-modes.ts";

const user = { name: "Ada", tags: ["x", "y"], nested: { deep: "d" } };
const tree = [
  {
    n: 1,
    kids: [
      { n: 2, kids: [] },
      { n: 3, kids: [{ n: 4, kids: [] }] },
    ],
  },
];

const groups: Readonly<Record<string, readonly RenderCase[]>> = {
  "text, comments and raw": [
    { source: "", result: "" },
    { source: "a{# b #}c", result: "ac" },
    { source: "{% raw %}{{ a }}{% endraw %}{% verbatim %}{% if %}{% endverbatim %}", result: "{{ a }}{% if %}" },
    { source: "{% verbatim x %}{{ y }}{% endverbatim x %}", result: "{{ y }}" },
    { source: 'a{% comment "why" %}{{ nothing }}{% if %}{% endcomment %}b', result: "ab" },
    { source: "{{ '<' }}{{ 1 }}{{ none }}{{ true }}{{ 1.5 }}", result: "&lt;1true1.5" },
    { source: "{% print 'a', 1 %}", result: "a1" },
    { source: "{{ a, b }}", result: "[1,2]", context: { a: 1, b: 2 } },
    { source: "\u2028{{ '\u2028' }}", result: "\u2028\u2028" },
  ],
  if: [
    { source: "{% if a %}1{% elif b %}2{% else %}3{% endif %}", result: "2", context: { b: 1 } },
    { source: "{% if a %}1{% elif b %}2{% endif %}", result: "" },
    { source: "{% if a: %}1{% endif %}", result: "1", context: { a: [0] } },
    { source: "{% if x %}{% set y = 1 %}{% else %}{% set y = 2 %}{% endif %}{{ y }}", result: "2" },
    { source: "{% if not (a or b) and c %}1{% endif %}", result: "1", context: { c: { a: 1 } } },
  ],
  for: [
    { source: "{% for x in xs %}{{ x }}{% else %}none{% endfor %}", result: "12", context: { xs: [1, 2] } },
    { source: "{% for x in xs %}{{ x }}{% empty %}none{% endfor %}", result: "none", context: { xs: [] } },
    { source: "{% for x in xs if x > 1 %}{{ x }}{% else %}none{% endfor %}", result: "2", context: { xs: [1, 2] } },
    { source: "{% for x in xs if x > 5 %}{{ x }}{% else %}none{% endfor %}", result: "none", context: { xs: [1, 2] } },
    {
      source: "{% for x in xs if x > 1 %}{{ loop.index }}/{{ loop.length }}:{{ x }} {% else %}none{% endfor %}",
      result: "1/2:2 2/2:3 ",
      context: { xs: [1, 2, 3] },
    },
    {
      source: "{% for x in xs if x > 1 %}{{ loop.index }}{% else %}none{% endfor %}",
      result: "12",
      context: { xs: [1, 2, 3] },
    },
    {
      source: "{% for x in xs if x > 9 %}{{ loop.index }}{% else %}none{% endfor %}",
      result: "none",
      context: { xs: [1, 2, 3] },
    },
    { source: "{% for x in xs reversed %}{{ x }}{% endfor %}", result: "21", context: { xs: [1, 2] } },
    {
      source: "{% for k, v in m.items() %}{{ k }}={{ v }};{% endfor %}",
      result: "a=1;b=2;",
      context: { m: { a: 1, b: 2 } },
    },
    {
      source: "{% for k in m %}{{ k }}{% endfor %}",
      result: "ab",
      context: {
        m: new Map([
          ["a", 1],
          ["b", 2],
        ]),
      },
    },
    {
      source: "{% for c in 'é😀' %}[{{ c }}]{% endfor %}{% for c in s %}{{ c }}{% endfor %}",
      result: "[é][😀]z",
      context: { s: new Set(["z"]) },
    },
    {
      source: "{% for (a, (b, c)) in xs %}{{ a }}{{ b }}{{ c }}{% endfor %}",
      result: "123",
      context: { xs: [[1, [2, 3]]] },
    },
    {
      source:
        "{% for x in xs %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.depth0 }} {% endfor %}",
      result: "1021truefalse210 2110falsetrue210 ",
      context: { xs: [1, 2] },
    },
    {
      source:
        "{% for x in xs %}{{ forloop.counter }}{{ forloop.counter0 }}{{ forloop.revcounter }}{{ forloop.revcounter0 }}{{ forloop.first }}{{ forloop.last }} {% endfor %}",
      result: "1021truefalse 2110falsetrue ",
      context: { xs: [1, 2] },
    },
    {
      source: "{% for x in xs %}{{ loop.previtem }}<{{ x }}<{{ loop.nextitem }} {% endfor %}",
      result: "<1<2 1<2< ",
      context: { xs: [1, 2] },
    },
    {
      source: "{% for x in xs %}{{ loop.cycle('a', 'b') }}{{ loop.changed(x // 2) }} {% endfor %}",
      result: "atrue btrue afalse ",
      context: { xs: [1, 2, 3] },
    },
    {
      source:
        "{% for x in xs %}{% for y in xs %}{{ forloop.parentloop.counter }}{{ loop.index }} {% endfor %}{% endfor %}",
      result: "11 12 21 22 ",
      context: { xs: [1, 2] },
    },
    {
      source:
        "{% for x in xs %}{% set outer = loop %}{% for y in xs %}{{ outer.index }}{{ loop.index }}{{ outer.last }} {% endfor %}{% endfor %}",
      result: "11false 12false 21true 22true ",
      context: { xs: [1, 2] },
    },
    {
      source:
        "{% for x in xs %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 4 %}{% break %}{% endif %}{{ x }}{{ loop.index }} {% endfor %}",
      result: "11 33 ",
      context: { xs: [1, 2, 3, 4, 5] },
    },
    {
      source:
        "{% for n in tree recursive %}{{ n.n }}.{{ loop.depth }}{% if n.kids %}({{ loop(n.kids) }}){% endif %}{% else %}-{% endfor %}",
      result: "1.1(2.23.2(4.3))",
      context: { tree },
    },
    {
      source: "{% for n in tree recursive %}{{ n.n }}{% set again = loop %}{{ again(n.kids) if n.kids }}{% endfor %}",
      result: "1234",
      context: { tree },
    },
    { source: "{% for n in none_ recursive %}{% else %}-{% endfor %}", result: "-" },
    { source: "{% for x in xs %}{% set y = x %}{% endfor %}{{ y }}", result: "", context: { xs: [1] } },
    {
      source: "{% set y = 0 %}{% for x in xs %}{{ y }}{% set y = x %}{{ y }}{% endfor %}{{ y }}",
      result: "01020",
      context: { xs: [1, 2] },
    },
    { source: "{% for x in missing %}{{ x }}{% else %}-{% endfor %}", result: "-" },
    { source: "{% for x in g %}{{ x }}{% endfor %}", result: "ab", context: { g: new Set(["a", "b"]) } },
    { source: "{% for x in xs %}{{ loop }}{% endfor %}", result: "&lt;loop 1/1&gt;", context: { xs: [1] } },
    {
      source: "{% for x in xs %}{% include 'row' %}{% endfor %}",
      result: "1:a 2:b ",
      context: { xs: ["a", "b"] },
      templates: { row: "{{ loop.index }}:{{ x }} " },
    },
  ],
  "set and with": [
    { source: "{% set a = 1 %}{% set b, c = [2, 3] %}{{ a }}{{ b }}{{ c }}", result: "123" },
    { source: "{% set (a, (b, c)) = [1, [2, 3]] %}{{ a }}{{ b }}{{ c }}", result: "123" },
    { source: "{% set a %}<b>{{ '<' }}{% endset %}{{ a }}", result: "<b>&lt;" },
    { source: "{% set a | upper | trim %} x {% endset %}{{ a }}", result: "X" },
    {
      source: "{% set ns = namespace(n=0) %}{% for x in xs %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}",
      result: "3",
      context: { xs: [1, 2] },
    },
    { source: "{% with a=1, b=2 %}{{ a }}{{ b }}{% endwith %}{{ a }}", result: "12" },
    { source: "{% with a=1 b=a %}{{ b }}{% endwith %}", result: "9", context: { a: 9 } },
    {
      source: "{% with user.name as n %}{{ n }}{% endwith %}{% with %}{% set q = 1 %}{% endwith %}{{ q }}",
      result: "Ada",
      context: { user },
    },
    {
      source: "{% with a, b = [1, 2] %}{{ a }}{{ b }}{% endwith %}{% with (c, d) = [3, 4] %}{{ d }}{% endwith %}",
      result: "124",
    },
    { source: "{% with a|upper as n %}{{ n }}{% endwith %}", result: "X", context: { a: "x" } },
    {
      source: "{% set __proto__ = 1 %}{{ __proto__ }}{% include 'i' %}",
      result: "1[1]",
      templates: { i: "[{{ __proto__ }}]" },
    },
    { source: "{% do xs.append(3) %}{{ xs[-1] }}", result: "3", context: { xs: [1] } },
  ],
  macros: [
    {
      source:
        "{% macro m(a, b=2, c=b) %}{{ a }}{{ b }}{{ c }} {% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(1, c=5) }}{{ m(c=5, a=1) }}{{ m(b=4, a=1) }}",
      result: "122 133 125 125 144 ",
    },
    {
      source: "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }}{{ m() }}",
      result: '[1,2]{"x":3}[]{}'.replaceAll('"', "&#34;"),
    },
    {
      source: "{% macro m(a) %}{{ a }}{{ varargs|length }}{% endmacro %}{{ m(1) }}{{ m(*[1, 2]) }}{{ m(**{'a': 3}) }}",
      result: "101130",
    },
    {
      source:
        "{% macro m(x) %}<{{ x }}>{{ caller(1) }}{% endmacro %}{% call(n) m('a') %}{{ n }}{{ outer }}{% endcall %}",
      result: "<a>1o",
      context: { outer: "o" },
    },
    {
      source: "{% macro m() %}{{ caller() if caller else '-' }}{% endmacro %}{{ m() }}{% call m() %}c{% endcall %}",
      result: "-c",
    },
    { source: "{% macro m(caller=none) %}{{ caller }}{% endmacro %}{{ m() }}", result: "" },
    {
      source:
        "{% macro a(n) %}{{ n }}{{ b(n - 1) if n else '' }}{% endmacro %}{% macro b(n) %}{{ a(n) }}{% endmacro %}{{ a(2) }}",
      result: "210",
    },
    { source: "{% macro m() %}<b>{% endmacro %}{{ m() }}{{ m()|upper }}{% set f = m %}{{ f() }}", result: "<b><B><b>" },
    {
      source: "{% if a %}{% macro m() %}1{% endmacro %}{% else %}{% macro m() %}2{% endmacro %}{% endif %}{{ m() }}",
      result: "2",
    },
    { source: "{% macro m() %}{{ x }}{% endmacro %}{% set x = 5 %}{{ m() }}", result: "5" },
    {
      source: "{% import 'lib' as lib %}{{ lib.f(1) }}{{ lib.v }}",
      result: "[1]7",
      templates: { lib: "{% macro f(x) %}[{{ x }}]{% endmacro %}{% set v = 7 %}{% set _hidden = 1 %}" },
    },
    {
      source: "{% from 'lib' import f as g, v %}{{ g(1) }}{{ v }}",
      result: "[1]7",
      templates: { lib: "{% macro f(x) %}[{{ x }}]{% endmacro %}{% set v = 7 %}" },
    },
    {
      source: "{% from 'lib' import f with context %}{% set y = 2 %}{{ f() }}",
      result: "[1]",
      context: { x: 1 },
      templates: { lib: "{% macro f() %}[{{ x }}{{ y }}]{% endmacro %}" },
    },
    {
      source: "{% import 'lib' as lib with context %}{{ lib.f() }}",
      result: "[1]",
      context: { x: 1 },
      templates: { lib: "{% macro f() %}[{{ x }}]{% endmacro %}" },
    },
    {
      source: "{% import 'lib' as lib %}{% import 'lib' as again %}{{ lib.f() }}{{ again.f() }}",
      result: "[][]",
      context: { x: 1 },
      templates: { lib: "{% macro f() %}[{{ x }}]{% endmacro %}" },
    },
    {
      source: "{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(b=1, **{'a': 2}) }}{{ m(*[1], b=2) }}",
      result: "2112",
    },
  ],
  filters: [
    { source: "{% filter upper %}a{{ b }}{% endfilter %}", result: "AX", context: { b: "x" } },
    { source: "{% filter replace('a', 'b')|upper %}aa{% endfilter %}", result: "BB" },
    {
      source: "{{ a|default('x') }}{{ b|default('y') }}{{ c|default('z', true) }}{{ d|d(e)|upper }}",
      result: "x1zE",
      context: { b: 1, c: "", e: "e" },
    },
    {
      source: "{{ xs|length }}{{ 'abc'|length }}{{ xs|count }}{{ user.tags|length }}",
      result: "2322",
      context: { xs: [1, 2], user },
    },
    {
      source: "{{ a|upper|lower }}{{ user.name|upper }}{{ 5|upper }}{{ user.name|lower }}",
      result: "aADA5ada",
      context: { a: "A", user },
    },
    {
      source: "{{ a|safe }}{{ a|e }}{{ a|escape }}{{ user.name|safe }}{{ 1|e }}",
      result: "<&lt;&lt;Ada1",
      context: { a: "<", user },
    },
    {
      source: "{{ a|join(',', attribute='n') }}{{ a|join(attribute='n') }}",
      result: "1,212",
      context: { a: [{ n: 1 }, { n: 2 }] },
    },
    {
      source: "{{ xs|map('upper')|join }}{{ xs|select('in', ['a'])|list }}",
      result: 'AB["a"]'.replaceAll('"', "&#34;"),
      context: { xs: ["a", "b"] },
    },
    { source: "{{ 'a'|replace(*['a', 'b']) }}{{ 'a'|replace(**{'old': 'a', 'new': 'c'}) }}", result: "bc" },
    {
      source: "{{ x|own }}{{ x|own(2) }}{{ x|own(b=3) }}{{ x|own(a=1, b=2) }}",
      result: '["v"]["v",2]["v",{"b":3}]["v",{"a":1,"b":2}]'.replaceAll('"', "&#34;"),
      context: { x: "v" },
      options: { filters: { own: (...args: unknown[]) => args } },
    },
  ],
  tests: [
    {
      source: "{{ a is defined }}{{ b is undefined }}{{ b is not defined }}{{ b is none }}{{ n is none }}",
      result: "truetruetruetruetrue",
      context: { a: 1, n: null },
    },
    {
      source: "{{ 4 is divisibleby 2 }}{{ 4 is divisibleby(3) }}{{ 3 is odd }}{{ 'a' is in ['a'] }}{{ 1 is own(2) }}",
      result: "truefalsetruetruefalse",
      options: { tests: { own: (a: number, b: number) => a === b } },
    },
    {
      source: "{{ 1 is not own }}{{ f is callable }}",
      result: "truetrue",
      context: { f: () => 1 },
      options: { tests: { own: () => 0 } },
    },
  ],
  autoescape: [
    {
      source: "{% autoescape off %}{{ a }}{% autoescape on %}{{ a }}{% endautoescape %}{% endautoescape %}{{ a }}",
      result: "<&lt;&lt;",
      context: { a: "<" },
    },
    {
      source: "{% autoescape a %}{{ x }}{{ 'c<' }}{{ 1 }}{{ m() }}{% endautoescape %}{% macro m() %}<m>{% endmacro %}",
      result: "&lt;c&lt;1<m>",
      context: { a: true, x: "<" },
    },
    {
      source:
        "{% autoescape a %}{{ x }}{% set y %}<{{ x }}{% endset %}{{ y }}{% block b %}{{ x }}{% endblock %}{% endautoescape %}",
      result: "<<<&lt;",
      context: { a: false, x: "<" },
    },
    {
      source:
        "{% autoescape false %}{% macro m() %}<{% endmacro %}{{ m() }}{% set s %}<{% endset %}{{ s }}{{ s|e }}{% endautoescape %}",
      result: "<<&lt;",
    },
    { source: "{{ '<' }}{{ a|safe }}", result: "<<", context: { a: "<" }, options: { autoescape: false } },
    { source: "{% autoescape none %}{{ '<' }}{% endautoescape %}", result: "<" },
  ],
  trans: [
    { source: "{% trans %}Hello {{ name }}, 100%{% endtrans %}", result: "Hello &lt;, 100%", context: { name: "<" } },
    {
      source: "{% trans n=xs|length %}{{ n }} film{% pluralize %}{{ n }} films{% endtrans %}",
      result: "2 films",
      context: { xs: [1, 2] },
    },
    {
      source: "{% trans n=1, m=2 %}one {{ m }}{% pluralize m %}many{% endtrans %}{% trans a %}x{{ a }}{% endtrans %}",
      result: "manyx5",
      context: { a: 5 },
    },
    {
      source:
        "{% trans trimmed %}\n  a\n  b\n{% endtrans %}{% trans notrimmed %} a {% endtrans %}{% trans trimmed, n=1 %}\n a{% pluralize %}\nb{% endtrans %}",
      result: "a b a a",
    },
    {
      source: "{% trans 'menu', n=2: %}x{% pluralize n %}y{% endtrans %}",
      result: "menu|x|y|2",
      options: { globals: { npgettext: (...args: unknown[]) => args.join("|") } },
    },
    {
      source: "{% trans 'menu' %}x{% endtrans %}{% trans %}y{% endtrans %}{% trans n %}a{% pluralize %}b{% endtrans %}",
      result: "P:menu:xG:yN:a:b:1",
      context: { n: 1 },
      options: {
        globals: {
          pgettext: (c: string, s: string) => `P:${c}:${s}`,
          gettext: (s: string) => `G:${s}`,
          ngettext: (...a: unknown[]) => `N:${a.join(":")}`,
        },
      },
    },
    { source: "{% trans %}{{ a }}{% pluralize %}b{% endtrans %}", result: "1", context: { a: 1 } },
    { source: "{% trans %}a\n b{% endtrans %}", result: "a b", options: { policies: { "ext.i18n.trimmed": true } } },
  ],
};

const corners: readonly RenderCase[] = [
  {
    source: "{% macro m() %}{{ caller() }}{% endmacro %}{{ m(caller=f) }}",
    result: "called",
    context: { f: () => "called" },
  },
  {
    source: "{{ a is none }}{{ b is none }}",
    result: "TrueFalse",
    context: { a: null },
    options: { pythonSpelling: true },
  },
  {
    source: "{{ a|rest(1, 2) }}{{ a|rest(b=3) }}{{ a|upper }}",
    result: "v:1:2v:3V",
    context: { a: "v" },
    options: {
      filters: { rest: defineFilter((value, ...more) => [value, ...more].join(":"), { params: ["b"], rest: true }) },
    },
  },
  {
    source:
      "{% extends 'l' %}{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{% endcall %}{% partialdef p inline %}x{% endpartialdef %}{% partial p %}",
    result: "L",
    templates: { l: "L" },
  },
  {
    source: "{{ none_?.[1:] }}{{ list?.[1:] }}{{ [1, 2,] }}{{ {'a': 1,} }}{{ f|default(1)(2) }}{{ 1|dotted.name }}",
    result: '[2][1,2]{"a":1}f2D',
    context: { list: [1, 2], none_: null, f: (x: number) => `f${x}` },
    options: { autoescape: false, filters: { "dotted.name": () => "D" } },
  },
  { source: "{{ 1e999 }}{{ -1e999 }}{{ d[1, 2] }}", result: "Infinity-Infinity", context: { d: {} } },
  {
    source:
      "{% for x in [1, 2] %}{% import 'lib' as lib with context %}{% from 'lib' import f with context %}{{ lib.f() }}{{ f() }}{% endfor %}",
    result: "1122",
    templates: { lib: "{% macro f() %}{{ loop.index }}{% endmacro %}" },
  },
  {
    source: "{% for x in [1] %}{% for y in [1, 2] %}{% include 'row' %}{% endfor %}{% endfor %}",
    result: "11 12 ",
    templates: { row: "{{ loop.parentloop.index }}{{ loop.index }} " },
  },
  {
    source:
      "{% for x in [1] %}{% for y in [1, 2] %}{% partial p %}{% endfor %}{% for y in [3] %}{% block b scoped %}{{ loop.parentloop.index }}{% endblock %}{% endfor %}{% endfor %}{% partialdef p %}{{ loop.parentloop.index }}{{ loop.index }} {% endpartialdef %}",
    result: "11 12 1",
  },
  { source: "{% from 'lib' import a, with context %}{{ a }}", result: "1", templates: { lib: "{% set a = 1 %}" } },
  { source: "x\n## last line", result: "x\n", options: { lineCommentPrefix: "##" } },
  { source: "{{ '\\UFFFFFFFF' }}", result: "\\UFFFFFFFF" },
];

test("what is rare renders the same in all modes", async () => {
  for (const item of corners) await assertRenders(item);
});

for (const [name, cases] of Object.entries(groups))
  test(`${name} render the same in all modes`, async () => {
    for (const item of cases) await assertRenders(item);
  });
