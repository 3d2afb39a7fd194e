// Shows how source is cut: whitespace control, other marks, line statements, and errors.
import assert from "node:assert/strict";
import test from "node:test";
import type { TemplatesOptions } from "../../../src/templates/index.ts";
import { defaultSyntax, lex } from "../../../src/templates/syntax/lexer.ts";
import { engineWith, failureOf } from "../all-modes.ts";

function shows(source: string, expected: string, options: TemplatesOptions = {}): void {
  assert.equal(engineWith({}, options).renderString(source, { a: 1, xs: [1, 2] }), expected, JSON.stringify(source));
}

test("tokens carry type, text and offset", () => {
  const { tokens } = lex("a{{ b.c|d(1.5, 'x') }}");
  assert.deepEqual(
    tokens.map(({ type, value, at }) => [type, value, at]),
    [
      ["data", "a", 0],
      ["variable_begin", "{{", 1],
      ["name", "b", 4],
      [".", ".", 5],
      ["name", "c", 6],
      ["|", "|", 7],
      ["name", "d", 8],
      ["(", "(", 9],
      ["float", "1.5", 10],
      [",", ",", 13],
      ["string", "'x'", 15],
      [")", ")", 18],
      ["variable_end", "}}", 20],
      ["eof", "", 22],
    ],
  );
  assert.deepEqual(lex("a\r\nb\rc", { ...defaultSyntax, newlineSequence: "\r\n" }).tokens[0]!.value, "a\r\nb\r\nc");
});

test("signs in marks strip whitespace, and options do it everywhere", () => {
  shows(" \n {%- if a -%} \n x \n {%- endif -%} \n y", "xy");
  shows(" {{- a -}} |", "1|");
  shows("a {#- c -#} b {#+ c +#} d{# c #}", "ab  d");
  shows("a\n{% if a %}\nb\n{% endif %}\nc", "a\nb\nc", { trimBlocks: true });
  shows("{% if a +%}\nb{# x #}\nc{% endif %}", "\nbc", { trimBlocks: true });
  shows("a\n  {% if a %}b{% endif %}\n  {# c #}d\n  {{ a }}", "a\nb\nd\n  1", { lstripBlocks: true });
  shows("  {% if a %}b{% endif %}x {% if a %}c{% endif %}", "bx c", { lstripBlocks: true });
  shows("  {%+ if a %}b{% endif %}", "  b", { lstripBlocks: true });
  shows("{% raw -%}  {{ x }}  {%- endraw -%}  y", "{{ x }}y");
  shows("  {% raw %}  a\n  {% endraw %}\nb", "  a\nb", { lstripBlocks: true, trimBlocks: true });
  shows("a\n", "a");
  shows("a\n", "a\n", { keepTrailingNewline: true });
  shows("a\r\nb", "a\nb");
});

test("other marks and lines that are tags", () => {
  const erb: TemplatesOptions = {
    delimiters: { block: ["<%", "%>"], variable: ["<%=", "%>"], comment: ["<%#", "%>"] },
  };
  shows("<%# c %><% if a %><%= a %><% endif %>", "1", erb);
  shows("<!-- c --><? if a ?>$(a)<? endif ?>", "1", {
    delimiters: { block: ["<?", "?>"], variable: ["$(", ")"], comment: ["<!--", "-->"] },
  });
  const lines: TemplatesOptions = { lineStatementPrefix: "#", lineCommentPrefix: "##" };
  shows("# for x in xs:\n{{ x }} ## note\n# endfor\nend", "1\n2\nend", lines);
  shows("  # if a\nyes\n  # endif", "yes\n", lines);
  shows("# set b = [1,\n  2]\n{{ b }}\n## comment\nx", "[1,2]\n\nx", lines);
  shows("# if a\nlast\n# endif", "last\n", lines);
});

test("what cannot be read is an error with its place", () => {
  assert.equal(
    failureOf("ok\n{# never"),
    `TEMPLATES_SYNTAX: The comment is not closed; "#}" is missing.
  At page.html:2:1
  2 | {# never
    | ^`,
  );
  assert.match(failureOf("{% raw %}x"), /The tag "raw" is not closed; "endraw" is missing\.\n {2}At page.html:1:1/);
  assert.match(failureOf("{% comment %}x"), /The tag "comment" is not closed; "endcomment" is missing\./);
  assert.match(failureOf("{% verbatim a %}x{% endverbatim %}"), /"endverbatim a" is missing\./);
  assert.match(failureOf("{{ 'x }}"), /The string is not closed; ' is missing\.\n {2}At page.html:1:4/);
  assert.match(failureOf('{{ "x }}'), /The string is not closed; " is missing\./);
  assert.match(failureOf("{{ · }}"), /Invalid character in identifier\./);
  assert.match(failureOf("{{ a ? b }}"), /Unexpected character "\?"\./);
  assert.match(failureOf("{{ a) }}"), /Unexpected "\)": no bracket is open\./);
  assert.match(failureOf("{{ (a] }}"), /Unexpected "\]", expected "\)"\./);
  assert.match(failureOf("{{ a"), /Expected "end of print statement", got "end of template"\./);
  assert.match(failureOf(`{{ ${"a ".repeat(200)}`), /…/);
});

test("delimiters that cannot be told apart are refused", () => {
  assert.throws(() => engineWith({}, { delimiters: { block: ["{{", "}}"] } }), {
    message: `TEMPLATES_SETUP: The delimiters of blocks, variables and comments have to differ.
  They are "{{", "}}", "{{", "}}", "{#", "#}".
  Write delimiters: { block: ["<%", "%>"], variable: ["<:", ":>"], comment: ["<#", "#>"] }.`,
  });
  assert.throws(() => engineWith({}, { delimiters: { comment: ["", ""] } }), { code: "TEMPLATES_SETUP" });
});
