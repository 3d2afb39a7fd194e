// Shows what the parser says about each fault, and where.
import assert from "node:assert/strict";
import test from "node:test";
import { TemplateAssertionError, TemplateSyntaxError } from "../../../src/templates/index.ts";
import { parseExpression, parseTemplate } from "../../../src/templates/syntax/parser.ts";
import { engineWith, failureOf } from "../all-modes.ts";

test("a fault is shown with its line, a caret and the cure", () => {
  assert.equal(
    failureOf('<p>\n  {{ film.date|date:"Y" }}'),
    `TEMPLATES_SYNTAX: Expected "end of print statement", got ":".
  At page.html:2:20
  2 |   {{ film.date|date:"Y" }}
    |                    ^
  Arguments of filters stand in brackets: write |date("Y").`,
  );
  assert.equal(
    failureOf("{% for x in y %}{% endif %}"),
    `TEMPLATES_UNKNOWN_TAG: Encountered unknown tag "endif". Looking for "endfor" or "else" or "empty". The innermost block that needs to be closed is "for".
  At page.html:1:20
  1 | {% for x in y %}{% endif %}
    |                    ^`,
  );
});

const faults: readonly (readonly [source: string, says: string, column: number])[] = [
  ["{% nope %}", 'Encountered unknown tag "nope".', 4],
  ["{% inclde 'x' %}", 'Did you mean "include"?', 4],
  [
    "{% if a %}{% for x in y %}{% endfor %}{% endfor %}",
    'Looking for "elif" or "else" or "endif". The innermost block that needs to be closed is "if".',
    42,
  ],
  ["{% if a %}", 'Unexpected end of template. Looking for "elif" or "else" or "endif".', 11],
  ["{% %}", 'Expected the name of a tag, got "end of statement block".', 4],
  ["{% 1 %}", 'Expected the name of a tag, got "1".', 4],
  ["{{ }}", 'Expected an expression, got "end of print statement".', 4],
  ["{{ a- }}", 'Expected an expression, got "end of print statement".', 7],
  ["{{ a b }}", 'Expected "end of print statement", got "b".', 6],
  ["{{ a. }}", 'Expected a name or number after ".".', 7],
  ["{{ a?.'x' }}", 'Expected a name or number after "?.".', 7],
  ["{{ a[] }}", "Expected an expression between the brackets.", 5],
  ["{{ a[1:2, 3] }}", "A slice cannot stand beside other keys.", 6],
  ["{{ a[1 }}", 'Unexpected "}", expected "]".', 8],
  ["{{ [1 2] }}", 'Expected ",", got "2".', 7],
  ["{{ {1 2} }}", 'Expected ":", got "2".', 7],
  ["{{ {1: 2 3} }}", 'Expected ",", got "3".', 10],
  ["{{ a is b is c }}", 'Tests with "is" cannot be chained.', 11],
  ["{{ a|b|1 }}", 'Expected "name", got "1".', 8],
  ["{{ f(*a, *b) }}", "Invalid syntax for function call expression.", 5],
  ["{{ f(**a, *b) }}", "Invalid syntax for function call expression.", 5],
  ["{{ f(**a, b) }}", "Invalid syntax for function call expression.", 5],
  ["{{ f(**a, b=1) }}", "Invalid syntax for function call expression.", 5],
  ["{{ f(a=1, b) }}", "Invalid syntax for function call expression.", 5],
  ["{{ f(a b) }}", 'Expected ",", got "b".', 8],
  ["{% set true = 1 %}", 'Cannot assign to "constant".', 8],
  ["{% set a.b.c = 1 %}", 'Expected "end of statement block", got ".".', 11],
  ["{% set %}", 'Expected a name to assign to, got "end of statement block".', 8],
  ["{% set [a, 1] = b %}", 'Cannot assign to "list".', 8],
  ["{% macro true() %}", 'Cannot assign to "true".', 10],
  ["{% for a, b.c in x %}", 'Expected "in", got ".".', 12],
  ["{% for x on y %}", 'Expected "in", got "on".', 10],
  ["{% for loop in y %}", "Cannot assign to the special variable", 8],
  ["{% macro m(a=1, b) %}", "A non-default argument follows a default argument.", 17],
  ["{% macro m(a, a) %}", 'The parameter "a" is named twice.', 15],
  ["{% macro m a %}", 'Expected "(", got "a".', 12],
  ["{% call a %}{% endcall %}", "Expected a call, such as {% call dialog() %}.", 9],
  ["{% break %}", '"break" stands outside of a loop.', 4],
  ["{% for x in y %}{% macro m() %}{% continue %}", '"continue" stands outside of a loop.', 35],
  ["{% block a-b %}", "Block names have to be identifiers and may not contain hyphens.", 11],
  ["{% block a %}{% endblock %}{% block a %}", 'The block "a" is defined twice.', 37],
  ["{% block a required %}x{% endblock %}", "Required blocks can only contain comments or whitespace.", 4],
  ["{% block a %}{% endblock b %}", 'Expected "end of statement block", got "b".', 26],
  ["{% partialdef a %}{% endpartialdef %}{% partialdef a %}", 'The partial "a" is defined twice.', 52],
  ["{% from 'x' import _a %}", "Names that start with an underscore cannot be imported.", 20],
  ["{% from 'x' import a, %}", 'Expected "name", got "end of statement block".', 23],
  ["{% from 'x' import a with context, %}", 'Expected "end of statement block", got ",".', 34],
  ["{% import 'x' %}", 'Expected "as", got "end of statement block".', 15],
  ["{% include 'x' with %}", 'Expected "name", got "end of statement block".', 21],
  ["{% with a %}", 'Expected "as", got "end of statement block".', 11],
  ["{% trans a, a %}", 'The variable "a" is defined twice.', 13],
  ["{% trans %}{% if %}", 'Tags in translatable sections are not allowed; saw "if".', 15],
  ["{% trans %}{% trans %}", 'did you mean "endtrans"?', 15],
  ["{% trans a %}{% pluralize %}{% pluralize %}", "only one pluralize section", 32],
  ["{% trans %}x{% pluralize %}y{% endtrans %}", "The plural has no variable that decides the number.", 4],
  ["{% trans a %}x{% pluralize b %}", 'Unknown variable "b" for pluralization.', 28],
  ["{% trans %}x", 'The translation block is not closed; "endtrans" is missing.', 13],
  ["{{ a|nope }}", 'No filter named "nope".', 6],
  ["{{ a|uper }}", 'Did you mean "upper"?', 6],
  ["{{ a is nope }}", 'No test named "nope".', 9],
];

test("every fault names what is wrong and where", () => {
  for (const [source, says, column] of faults) {
    assert.throws(
      () => engineWith().compile(source),
      (error: unknown) => {
        assert.ok(error instanceof TemplateSyntaxError, `${source}: ${String(error)}`);
        assert.ok(error.message.includes(says), `${source}: ${error.message}`);
        assert.deepEqual([error.line, error.column], [1, column], `${source}: ${error.message}`);
        return true;
      },
      source,
    );
  }
  assert.throws(() => engineWith().compile("{{ a|nope }}"), TemplateAssertionError);
});

test("filters and tests in branches are missed only where the branch is taken", () => {
  const source = "{% if a %}{{ 1|nope }}{{ 1 is nope }}{% endif %}{{ (1|nope) if a }}ok";
  assert.equal(engineWith().renderString(source), "ok");
  assert.match(
    failureOf(source, { a: 1 }),
    /^TEMPLATES_UNKNOWN_FILTER: No filter named "nope" found\.\n {2}At page.html:1:16/,
  );
  assert.match(
    failureOf("{% if a %}{{ 1 is nope }}{% endif %}", { a: 1 }),
    /^TEMPLATES_UNKNOWN_TEST: No test named "nope" found\./,
  );
});

test("Django's arguments of filters are rewritten, other colons are not", () => {
  assert.match(failureOf("{{ a|date:user.format.long }}"), /write \|date\(user\.format\.long\)\.$/);
  assert.match(failureOf("{{ a : b }}"), /Expected "end of print statement", got ":"\.\n {2}At page\.html:1:6/);
  assert.match(failureOf("{{ 1: b }}"), /got ":"\./);
  assert.match(failureOf("{{ a|default(1, 2, 3) }}"), /TEMPLATES_TYPE: "default" takes 2 arguments at most, not 3\./);
});

test("without extensions the core tags are known", () => {
  assert.throws(() => parseTemplate("{% fro %}"), /Encountered unknown tag "fro"\..*Did you mean "for"\?/s);
});

test("an expression alone is parsed, whatever it begins with", () => {
  assert.equal(parseExpression("-1").type, "unary");
  assert.equal(parseExpression("+1").type, "unary");
  assert.equal(parseExpression("a").type, "name");
  assert.throws(() => parseExpression("a }} b"), /Expected "end of template", got "template data \/ text"/);
});
