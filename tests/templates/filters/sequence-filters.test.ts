// Checks the filters over lists and mappings, of whatever kind these are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { safe } from "#kernel";
import { render, renderPython, renderText } from "./render.ts";

const films = [
  { title: "Ran", year: 1985, by: { name: "Kurosawa" }, tags: ["war"] },
  { title: "alien", year: 1979, by: { name: "Scott" }, tags: [] },
  { title: "Brazil", year: 1985, by: { name: "Gilliam" } },
];

async function check(
  table: readonly (readonly [string, string])[],
  context: Readonly<Record<string, unknown>> = { films },
) {
  for (const [source, output] of table) assert.equal(await renderText(source, context), output, source);
}

test("items are chosen, changed and counted", async () => {
  await check([
    ["{{ films|map(attribute='title')|join(', ') }}", "Ran, alien, Brazil"],
    ["{{ films|map(attribute='by.name')|map('upper')|join(' ') }}", "KUROSAWA SCOTT GILLIAM"],
    ["{{ films|map(attribute='tags.0', default='-')|join(' ') }}", "war - -"],
    ["{{ ['a b']|map('replace', ' ', '_')|first }}", "a_b"],
    ["{{ films|selectattr('year', 'eq', 1985)|map(attribute='title')|join }}", "RanBrazil"],
    ["{{ films|rejectattr('tags')|list|length }}", "2"],
    ["{{ [0, 1, none, 'x', '']|select|join('|') }}|{{ [0, 1, 2]|reject('odd')|join }}", "1|x|02"],
    ["{{ []|first }}{{ []|last }}{{ []|min }}{{ []|max }}{{ []|random }}|{{ []|sum }}", "|0"],
    ["{{ 'abc'|first }}{{ 'abc'|last }}{{ {'a': 1}|first }}", "aca"],
    ["{{ missing|list|length }}{{ missing|length }}", "00"],
  ]);
});

test("items are sorted by one or several attributes, stably", async () => {
  await check([
    ["{{ films|sort(attribute='title')|map(attribute='title')|join(' ') }}", "alien Brazil Ran"],
    ["{{ films|sort(attribute='title', case_sensitive=true)|map(attribute='title')|join(' ') }}", "Brazil Ran alien"],
    ["{{ films|sort(attribute='year,title')|map(attribute='title')|join(' ') }}", "alien Brazil Ran"],
    ["{{ films|sort(attribute='year', reverse=true)|map(attribute='title')|join(' ') }}", "Ran Brazil alien"],
    ["{{ [3, 1.5, true]|sort|join(' ') }}", "true 1.5 3"],
    ["{{ {'b': 1, 'A': 2, 'c': 0}|dictsort|map('first')|join }}", "Abc"],
    ["{{ {'b': 1, 'A': 2, 'c': 0}|dictsort(by='value', reverse=true)|map('first')|join }}", "Abc"],
    ["{{ films|dictsortreversed('year')|map(attribute='title')|join(' ') }}", "Ran Brazil alien"],
    ["{{ films|min(attribute='year')|attr('title') }} {{ films|max(attribute='title')|attr('title') }}", "alien Ran"],
    ["{{ ['b', 'A']|min }}{{ ['b', 'A']|max(case_sensitive=true) }}", "Ab"],
  ]);
});

test("items are grouped by an attribute in its order", async () => {
  await check([
    [
      "{% for year, list in films|groupby('year') %}{{ year }}: {{ list|map(attribute='title')|join(', ') }}; {% endfor %}",
      "1979: alien; 1985: Ran, Brazil; ",
    ],
    ["{% for g in films|groupby('year') %}{{ g.grouper }}={{ g.list|length }} {% endfor %}", "1979=1 1985=2 "],
    [
      "{% for k, l in [{'k': 'b'}, {'k': 'B'}, {}]|groupby('k', default='a') %}{{ k }}{{ l|length }}{% endfor %}",
      "a1b2",
    ],
    [
      "{% for k, l in [{'k': 'b'}, {'k': 'B'}]|groupby('k', case_sensitive=true) %}{{ k }}{{ l|length }}{% endfor %}",
      "B1b1",
    ],
  ]);
});

test("lists are cut into batches and slices", async () => {
  await check([
    ["{{ range(5)|batch(2)|list }}", "[[0,1],[2,3],[4]]"],
    ["{{ range(5)|batch(2, 'x')|list }}", '[[0,1],[2,3],[4,"x"]]'],
    ["{{ range(5)|slice(3)|list }}", "[[0,1],[2,3],[4]]"],
    ["{{ range(4)|slice(3, 9)|list }}", "[[0,1],[2,9],[3,9]]"],
    ["{{ []|batch(3)|list }}{{ []|slice(2)|list }}", "[][[],[]]"],
  ]);
});

test("unique keeps the first of equals", async () => {
  await check([
    ["{{ ['b', 'A', 'a', 'B']|unique|join }}|{{ ['b', 'A', 'a']|unique(true)|join }}", "bA|bAa"],
    ["{{ films|unique(attribute='year')|map(attribute='title')|join(' ') }}", "Ran alien"],
    ["{{ [1, true, 1.0, '1', none, missing]|unique|list|length }}", "3"],
  ]);
});

test("sum adds numbers of every kind", async () => {
  await check(
    [
      ["{{ [1, 2.5]|sum }} {{ [1, 2]|sum(start=10) }} {{ films|sum(attribute='year') }}", "3.5 13 5949"],
      ["{{ [big, 1]|sum }} {{ [[1, 2], [3, 4]]|sum(1) }}", "9007199254740993 6"],
    ],
    { films, big: 9007199254740992n },
  );
  assert.equal(await renderPython("{{ [0.5, 0.5]|sum }} {{ [1, 2]|sum }}"), "1.0 3");
});

test("join escapes what is not HTML as soon as something is", async () => {
  const html = safe("<i>");
  const table: readonly (readonly [string, string])[] = [
    ["{{ ['<a>', '<b>']|join('<br>') }}", "&lt;a&gt;&lt;br&gt;&lt;b&gt;"],
    ["{{ ['<a>', html]|join('<br>') }}", "&lt;a&gt;&lt;br&gt;<i>"],
    ["{{ ['<a>', '<b>']|join('<br>'|safe) }}", "&lt;a&gt;<br>&lt;b&gt;"],
    ["{{ [1, none, 2.5]|join('-') }}", "1--2.5"],
  ];
  for (const [source, output] of table) assert.equal(await render(source, { html }), output, source);
});

test("maps, sets, iterators and mappings are lists too", async () => {
  function* count() {
    yield 1;
    yield 2;
  }
  const context = { map: new Map([["k", "v"]]), set: new Set([3, 1]), numbers: count, plain: { x: 1 } };
  await check(
    [
      ["{{ map|items|first|join('=') }} {{ map|length }} {{ map|list }}", 'k=v 1 ["k"]'],
      ["{{ set|sort|join }} {{ set|length }} {{ set|max }}", "13 2 3"],
      ["{{ numbers()|sum }} {{ numbers()|list }}", "3 [1,2]"],
      ["{{ plain|items|list }} {{ plain|length }} {{ plain|list }} {{ missing|items|list }}", '[["x",1]] 1 ["x"] []'],
    ],
    context,
  );
});

test("async iterables are awaited", async () => {
  async function* numbers() {
    yield 3;
    yield 1;
    yield 2;
  }
  const table: readonly (readonly [string, string])[] = [
    ["{{ numbers()|list }}", "[3,1,2]"],
    ["{{ numbers()|sort|join }}", "123"],
    ["{{ numbers()|map('string')|join('-') }}", "3-1-2"],
    ["{{ numbers()|select('odd')|sum }}", "4"],
    ["{{ numbers()|first }} {{ numbers()|last }} {{ numbers()|length }} {{ numbers()|max }}", "3 2 3 3"],
    ["{% for part in numbers()|batch(2) %}{{ part|join }};{% endfor %}", "31;2;"],
    ["{{ numbers()|reverse|join }} {{ numbers()|unique|join }}", "213 312"],
  ];
  for (const [source, output] of table) assert.equal(await renderText(source, { numbers }), output, source);
});
