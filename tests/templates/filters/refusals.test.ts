// Checks what filters, tests and functions refuse: values that they cannot use, and work without end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TemplateRuntimeError, Templates } from "demijohn/templates";

const engine = new Templates({ limits: { maxOutputLength: 100_000, maxRange: 1000 } });

async function refuse(source: string, summary: string, context: object = {}): Promise<void> {
  await assert.rejects(
    async () => engine.renderString(source, context),
    (error) => {
      assert.ok(error instanceof TemplateRuntimeError, source);
      assert.equal(error.summary, summary, source);
      assert.equal(error.line, 1);
      return true;
    },
  );
}

test("values that a filter cannot use are named", async () => {
  const table: readonly (readonly [string, string])[] = [
    ["{{ [1, 'a']|sort }}", 'These have no order and cannot be sorted or compared: the string "a" and the number "1".'],
    ["{{ [none, 1]|max }}", 'These have no order and cannot be sorted or compared: the number "1" and null.'],
    [
      "{{ [{}, {'a': 1}]|sort(attribute='a') }}",
      'These have no order and cannot be sorted or compared: the number "1" and an undefined value.',
    ],
    ["{{ ['a']|sum }}", 'sum takes numbers, not the string "a".'],
    ["{{ 'x'|abs }}", 'abs takes a number, not string "x".'],
    ["{{ none|round }}", "round takes a number, not nothing."],
    ["{{ 1|round(0, 'up') }}", "method must be common, ceil or floor"],
    ["{{ 'x'|filesizeformat }}", 'filesizeformat takes a number of bytes, not string "x".'],
    ["{{ 5|items }}", "Can only get item pairs from a mapping."],
    ["{{ {}|dictsort(by='x') }}", 'You can only sort by either "key" or "value"'],
    ["{{ 5|xmlattr }}", "xmlattr takes a mapping of attribute names to values."],
    ["{{ {'a b': 1}|xmlattr }}", "Invalid character in attribute name: 'a b'"],
    ["{{ {'a>': 1}|xmlattr }}", "Invalid character in attribute name: 'a>'"],
    ["{{ {'a\\n': 1}|xmlattr }}", "Invalid character in attribute name: 'a\\n'"],
    ["{{ [5]|urlencode }}", "urlencode takes a text, a mapping or a list of pairs."],
    ["{{ 'x'|urlize(extra_schemes=['javascript']) }}", "'javascript' is not a valid URI scheme prefix."],
    ["{{ [1]|map }}", "map requires a filter argument"],
    ["{{ [1]|map(attribute='a', other=1) }}", "Unexpected keyword argument 'other'"],
    ["{{ [1]|selectattr }}", "Missing parameter for attribute name"],
    ["{{ [1]|groupby }}", "groupby needs the attribute to group by."],
    ["{{ [1]|batch }}", "batch needs the number of items in a batch, at least 1."],
    ["{{ [1]|slice(0) }}", "slice needs the number of slices, at least 1."],
    ["{{ 'a'|replace('a') }}", "replace needs what to replace and what to put there."],
    ["{{ 'a'|truncate(2) }}", "expected length >= 3, got 2"],
    ["{{ 'a'|truncate(5, leeway=-1) }}", "expected leeway >= 0, got -1"],
    ["{{ 'a'|truncate('x') }}", "The length of truncate must be a whole number, not x."],
    ["{{ 'a'|wordwrap(0) }}", "The width of wordwrap must be at least 1, not 0."],
    ["{{ '%s'|format }}", "format: not enough arguments for format string."],
    ["{{ '%s'|format(1, a=2) }}", "format cannot take positional and keyword arguments at the same time."],
    ["{{ 5|divisibleby(0) }}", "divisibleby takes whole numbers, and not zero to divide by."],
    [
      "{{ '2026-01-02'|date('H') }}",
      'A date without a time has no "H": the format letters aAefgGhHiOPsTuZ need a time.',
    ],
    ["{{ '2026-01-02T12:00'|timezone('Mars') }}", 'There is no time zone named "Mars".'],
    ["{{ '2026-01-02'|timesince(depth=0) }}", "depth must be greater than 0."],
    ["{{ 'a b'|language_name }}", '"a b" is no language tag.'],
    ["{{ 'x' is odd }}", "The tests odd, even and divisibleby take numbers, not 'x'."],
    ["{{ 1 is divisibleby(0) }}", "divisibleby cannot divide by zero."],
    ["{{ 1 is lt('a') }}", "The test lt cannot compare 1 with 'a'."],
    ["{{ 1 is in('abc') }}", "'in <string>' requires string as left operand, not 1."],
    ["{{ range() }}", "range takes one to three numbers."],
    ["{{ range('a') }}", "range takes whole numbers, not a."],
    ["{{ range(0, 5, 0) }}", "The step of range must not be zero."],
    ["{{ cycler() }}", "cycler needs at least one value."],
    ["{{ dict(5) }}", "dict takes a mapping or a list of pairs."],
    ["{{ namespace(_x=1) }}", 'namespace cannot have an attribute named "_x".'],
  ];
  for (const [source, summary] of table) await refuse(source, summary);
});

test("the whole text of an error names the place and the cure", async () => {
  await assert.rejects(async () => engine.renderString("<p>{{ names|sum }}", { names: ["Ada"] }), {
    message: [
      'TEMPLATES_VALUE: sum takes numbers, not the string "Ada".',
      "  At <template>:1:13",
      "  1 | <p>{{ names|sum }}",
      "    |             ^",
      "  Write items|map('float')|sum, or sum(attribute='price').",
    ].join("\n"),
  });
});

test("nothing makes a text or list beyond the limits", async () => {
  const table: readonly (readonly [string, string])[] = [
    ["{{ 'a'|center(1000000) }}", "center would make a text of 1000000 characters; the limit is 100000."],
    ["{{ 'a'|ljust(1000000) }}", "Aligning would make a text of 1000000 characters; the limit is 100000."],
    ["{{ 'a'|indent(100001) }}", "indent would make a text of 100001 characters; the limit is 100000."],
    [
      "{{ ('a' * 1000)|replace('a', 'b' * 1000) }}",
      "replace would make a text of 1000000 characters; the limit is 100000.",
    ],
    [
      "{{ ('a' * 1000)|replace('', 'b' * 1000) }}",
      "replace would make a text of 1002000 characters; the limit is 100000.",
    ],
    ["{{ '%1000000d'|format(1) }}", 'format: the width or precision of "%1000000d" is too large.'],
    ["{{ [1]|batch(2000, 0) }}", "batch would make 2000 items; the limit is 1000."],
    ["{{ [1]|slice(2000) }}", "slice would make 2000 items; the limit is 1000."],
    ["{{ range(2000) }}", "Range too big. The sandbox blocks ranges larger than MAX_RANGE (1000)."],
    ["{{ lipsum(2000) }}", "lipsum would make up to 200000 words; the limit is 1000."],
    ["{% lorem 2000 w %}", "lorem would make up to 2000 words; the limit is 1000."],
  ];
  for (const [source, summary] of table) await refuse(source, summary);
});

test("hostile text takes every filter linear time", async () => {
  const size = 50_000;
  const texts = [
    "(",
    ")",
    "<",
    ">",
    "&",
    "-",
    " ",
    "\n",
    "a",
    "a ",
    "<a ",
    "&#",
    "%",
    "http://",
    "a@",
    ".",
    "'",
    "1",
    "1,",
    "😀",
    "\u0301",
  ];
  const filters = [
    "capitalize",
    "title",
    "wordcount",
    "wordwrap(20)",
    "striptags",
    "urlize",
    "urlizetrunc(5)",
    "urlencode",
    "escape",
    "tojson",
    "trim",
    "indent",
    "truncate(30)",
    "truncatechars(30)",
    "truncatewords(30)",
    "truncatechars_html(40000)",
    "truncatewords_html(40000)",
    "linebreaks",
    "linebreaksbr",
    "linenumbers",
    "slugify",
    "phone2numeric",
    "escapejs",
    "addslashes",
    "iriencode",
    "int",
    "float",
    "floatformat(2)",
    "intcomma",
    "date",
    "timesince",
    "pprint",
    "replace('(', ')')",
    "cut('a')",
    "first",
    "reverse",
    "list",
    "join('-')",
    "filesizeformat|default('')",
    "pluralize",
    "unique|list",
    "batch(3)|list",
    "sort",
  ];
  const roomy = new Templates();
  for (const filter of filters) {
    const template = roomy.compile(`{{ text|${filter} }}`);
    for (const part of texts) {
      const start = performance.now();
      try {
        template.renderSync({ text: part.repeat(size / part.length) });
      } catch (error) {
        assert.ok(error instanceof TemplateRuntimeError, `${filter} ${JSON.stringify(part)} ${String(error)}`);
      }
      const duration = performance.now() - start;
      assert.ok(duration < 1500, `${filter} took ${duration} ms for ${JSON.stringify(part)}`);
    }
  }
});

test("paths in filters reach nothing that templates may not read", async () => {
  for (const path of ["constructor", "__proto__", "prototype", "a.constructor", "_secret", "a.__proto__.x"]) {
    for (const source of [
      `{{ [item]|map(attribute="${path}")|list }}`,
      `{{ [item]|sort(attribute="${path}")|list }}`,
      `{{ [item]|groupby("${path}")|list }}`,
      `{{ [item]|selectattr("${path}")|list }}`,
      `{{ [item]|sum(attribute="${path}") }}`,
      `{{ [item]|join(attribute="${path}") }}`,
      `{{ [item]|unique(attribute="${path}")|list }}`,
      `{{ [item]|min(attribute="${path}") }}`,
      `{% regroup [item] by ${path} as x %}`,
    ])
      await assert.rejects(
        async () => engine.renderString(source, { item: { a: { b: 1 }, _secret: 1 } }),
        {
          name: "SecurityError",
        },
        source,
      );
  }
  await assert.rejects(async () => engine.renderString('{{ item|attr("constructor") }}', { item: {} }), {
    name: "SecurityError",
  });
});
