// Shows what undefined values do in each mode, and the limits of a render.
import assert from "node:assert/strict";
import test from "node:test";
import type { TemplateWarning } from "../../../src/templates/index.ts";
import { assertRenders, engineWith, failureOf } from "../all-modes.ts";

test("undefined values print nothing, but nothing is read from or computed with them", async () => {
  await assertRenders({ source: "[{{ a }}{{ a|upper }}{{ a|length }}{{ b.c }}]", result: "[0]", context: { b: {} } });
  assert.equal(
    failureOf("line\n{{ film.title.x }}", { film: {} }),
    `TEMPLATES_UNDEFINED: "film.title" is undefined.
  At page.html:2:9
  2 | {{ film.title.x }}
    |         ^
  Pass it to render, or write film?.title or film.title|default("") where it may be missing.`,
  );
  const says: readonly (readonly [string, string])[] = [
    ["{{ a.b }}", '"a" is undefined.'],
    ["{{ a['b'] }}", '"a" is undefined.'],
    ["{{ a[1:] }}", '"a" is undefined.'],
    ["{{ a() }}", '"a" is undefined.'],
    ["{{ a.b() }}", '"a" is undefined.'],
    ["{{ x.b() }}", 'A mapping has no method "b".'],
    ["{{ a - 1 }}", '"a" is undefined.'],
    ["{{ 1 - a }}", '"a" is undefined.'],
    ["{{ x.b - a }}", '"x.b" is undefined.'],
    ["{{ -a }}", '"a" is undefined.'],
    ["{{ a < 1 }}", '"a" is undefined.'],
    ["{{ 1 < a }}", '"a" is undefined.'],
    ["{{ 1 < 2 < a }}", '"a" is undefined.'],
    ["{{ a + 'x' }}", '"a" is undefined.'],
    ["{{ f(*a) }}", '"a" is undefined.'],
    ["{% set p, q = a %}", "A value is undefined."],
    ["{% set a.b = 1 %}", '"a" is undefined.'],
    [
      "{% from 'lib' import gone %}{{ gone() }}",
      'The imported template "lib" does not export the requested name "gone".',
    ],
    ["{% from n import gone %}{{ gone.x }}", 'The imported template does not export the requested name "gone".'],
  ];
  for (const [source, text] of says)
    assert.ok(
      failureOf(source, { x: {}, n: "lib", f: () => 1 }, {}, { lib: "" }).includes(text),
      failureOf(source, { x: {}, n: "lib", f: () => 1 }, {}, { lib: "" }),
    );
});

test("the strict mode refuses every use but asking for it", async () => {
  const strict = { undefined: "strict" } as const;
  for (const source of [
    "{{ a }}",
    "{{ a|upper }}",
    "{{ a is odd }}",
    "{{ not a }}",
    "{% if a %}{% endif %}",
    "{{ a == 1 }}",
    "{{ a ~ 'x' }}",
    "{% for x in a %}{% endfor %}",
    "{{ a or 1 }}",
    "{{ [1][a] }}",
    "{% trans %}{{ a }}{% endtrans %}",
    "{% from 'l' import a %}{{ a }}",
  ])
    assert.match(failureOf(source, {}, strict, { l: "" }), /^TEMPLATES_UNDEFINED: /, source);
  await assertRenders({
    source: "{{ a is defined }}{{ a is undefined }}{{ a|default('x') }}{{ a?.b is defined }}{{ 1 }}{% set b = a %}",
    result: "falsetruexfalse1",
    options: strict,
  });
});

test("the debug and chainable modes", async () => {
  const debug = { undefined: "debug", autoescape: false } as const;
  await assertRenders({
    source: "{{ a }}|{{ b.c }}|{{ n.c }}|{{ f.c }}|{{ s.c }}|{{ l.c }}|{{ b }}",
    result:
      "{{ a }}|{{ no such element: dict object['c'] }}|{{ no such element: int object['c'] }}|{{ no such element: float object['c'] }}|{{ no such element: str object['c'] }}|{{ no such element: list object['c'] }}|{}",
    context: { b: {}, n: 1, f: 1.5, s: "", l: [] },
    options: debug,
  });
  await assertRenders({
    source: "[{{ a.b.c['d'][1:] }}{{ a.b() }}]",
    result: "[]",
    options: { undefined: "chainable" },
  });
  assert.match(failureOf("{{ a.b - 1 }}", {}, { undefined: "chainable" }), /"a.b" is undefined/);
});

test("in development, what prints nothing is warned about once for each print", () => {
  const warnings: TemplateWarning[] = [];
  const engine = engineWith({}, { onWarning: (warning) => warnings.push(warning) });
  assert.equal(
    engine.renderString("a\n{{ user.nam }}{{ x|default('') }}{{ 'c' }}{{ y }}", { user: {}, y: 1 }),
    "a\nc1",
  );
  assert.deepEqual(warnings, [
    {
      level: "warning",
      code: "TEMPLATES_UNDEFINED",
      message: '"user.nam" is undefined. It prints as nothing.',
      where: "<template>:2:9",
      cure: 'Pass it to render, or write |default("") where it may be missing.',
      template: "<template>",
      line: 2,
      column: 9,
    },
  ]);
});

test("a printed function asks for its brackets", () => {
  assert.equal(
    failureOf("{{ user.name }}", { user: { name: () => "x" } }),
    `TEMPLATES_PRINTED_FUNCTION: "user.name" is a function; did you forget ()?
  At page.html:1:9
  1 | {{ user.name }}
    |         ^
  Call it: {{ user.name() }}.`,
  );
});

test("limits end loops, calls and outputs that grow too large", () => {
  const limits = { limits: { maxLoopIterations: 100, maxOutputLength: 1000, maxRange: 50 } };
  const cases: readonly (readonly [string, RegExp])[] = [
    [
      "{% for a in range(20) %}{% for b in range(20) %}{% endfor %}{% endfor %}",
      /TEMPLATES_LIMIT: The template took more than 100 rounds/,
    ],
    ["{% macro m(n) %}{{ m(n) if n < 1e9 }}{% endmacro %}{{ m(1) }}", /rounds of loops and calls/],
    [
      "{% for a in range(20) %}{{ 'x' * 100 }}{% endfor %}",
      /TEMPLATES_LIMIT: The output passed the limit of 1000 characters\./,
    ],
    ["{{ 'x' * 1001 }}", /A text or list of 1001 would pass the limit of 1000\./],
    ["{{ [1] * 1001 }}", /would pass the limit of 1000\./],
    ["{{ ('x' * 900) ~ ('x' * 900) }}", /would pass the limit of 1000\./],
    ["{% for i in range(51) %}{% endfor %}", /Range too big/],
    ["{% for a in range(20) recursive %}{{ loop(range(20)) }}{% endfor %}", /rounds of loops and calls/],
  ];
  for (const [source, text] of cases) assert.match(failureOf(source, {}, limits), text, source);
  assert.match(
    failureOf("{% include 'self' %}", {}, {}, { self: "{% include 'self' %}" }),
    /TEMPLATES_LIMIT: Templates, macros or blocks call one another too deeply\./,
  );
  assert.match(failureOf("{% include 'self' %}", {}, limits, { self: "{% include 'self' %}" }), /TEMPLATES_LIMIT/);
  assert.match(
    failureOf(
      "{% set ns = namespace(t='xxxxxxxxxxxxxxxx') %}{% for i in range(40) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}",
    ),
    /TEMPLATES_LIMIT/,
  );
});
