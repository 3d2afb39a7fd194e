// Makes random templates for property tests: as nodes, which print, and as loose source text.
import fc from "fast-check";
import type {
  Arguments,
  Body,
  Expression,
  FilterNode,
  Parameter,
  Statement,
  Target,
  TemplateNode,
} from "../../../src/templates/syntax/nodes.ts";

const at = 0;
const names = ["a", "b", "item", "user", "größe", "loop", "self", "x1", "_", "caller"];
const name = fc.constantFrom(...names);
const text = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "<b>",
    "\n",
    "  ",
    "{",
    "{{",
    "{%",
    "%}",
    "}}",
    "{#",
    "#}",
    "{% endraw %}",
    "{% raw %}",
    "100%",
    "%(a)s",
    "\r",
    "é",
    "😀",
    "\u2028",
    '"',
    "'",
    "\\",
    "-",
    "#",
  ),
  fc.string({ maxLength: 6 }),
);

const constant: fc.Arbitrary<Expression> = fc.oneof(
  text.map((value): Expression => ({ type: "constant", at, value })),
  fc.nat().map((value): Expression => ({ type: "constant", at, value })),
  fc.constantFrom(1e21, 2 ** 60).map((value): Expression => ({ type: "constant", at, value })),
  fc
    .double({ min: 0, noNaN: true, noDefaultInfinity: true })
    .map((value): Expression => ({ type: "constant", at, value: value === 0 ? 0 : value, float: true })),
  fc.constantFrom(true, false, null).map((value): Expression => ({ type: "constant", at, value })),
);

const { expression, list } = fc.letrec<{ expression: Expression; list: Arguments }>((tie) => {
  const inner = tie("expression");
  const many = fc.array(inner, { maxLength: 3 });
  return {
    list: fc
      .tuple(
        fc.array(inner, { maxLength: 2 }),
        fc.array(fc.tuple(name, inner), { maxLength: 2 }),
        fc.option(inner, { freq: 4 }),
        fc.option(inner, { freq: 4 }),
      )
      .map(([args, kwargs, rest, keywords]) => ({
        args,
        kwargs: kwargs.map(([key, value]) => ({ name: key, value })),
        rest,
        keywords,
      })),
    expression: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      name.map((value): Expression => ({ type: "name", at, name: value })),
      constant,
      many.map((items): Expression => ({ type: "list", at, items })),
      many.map((items): Expression => ({ type: "tuple", at, items })),
      fc
        .array(fc.tuple(inner, inner), { maxLength: 2 })
        .map((entries): Expression => ({ type: "dict", at, entries: entries.map(([key, value]) => ({ key, value })) })),
      fc.array(inner, { minLength: 2, maxLength: 3 }).map((items): Expression => ({ type: "concat", at, items })),
      fc
        .tuple(fc.constantFrom("+", "-", "*", "/", "//", "%", "**", "and", "or"), inner, inner)
        .map(([operator, left, right]): Expression => ({ type: "binary", at, operator, left, right })),
      fc
        .tuple(fc.constantFrom("-", "+", "not"), inner)
        .map(([operator, operand]): Expression => ({ type: "unary", at, operator, operand })),
      fc
        .tuple(
          inner,
          fc.array(fc.tuple(fc.constantFrom("==", "!=", "<", "<=", ">", ">=", "in", "not in"), inner), {
            minLength: 1,
            maxLength: 2,
          }),
        )
        .map(
          ([left, steps]): Expression => ({
            type: "compare",
            at,
            left,
            steps: steps.map(([operator, right]) => ({ operator, right })),
          }),
        ),
      fc
        .tuple(inner, inner, fc.option(inner))
        .map(([test, yes, no]): Expression => ({ type: "conditional", at, test, yes, no })),
      fc
        .tuple(inner, name, fc.boolean())
        .map(([object, key, optional]): Expression => ({ type: "attribute", at, object, name: key, optional })),
      fc
        .tuple(inner, inner, fc.boolean())
        .map(([object, key, optional]): Expression => ({ type: "item", at, object, key, optional })),
      fc.tuple(inner, fc.option(inner), fc.option(inner), fc.option(inner)).map(
        ([object, start, stop, step]): Expression => ({
          type: "item",
          at,
          object,
          key: { type: "slice", at, start, stop, step },
          optional: false,
        }),
      ),
      fc.tuple(inner, tie("list")).map(([callee, args]): Expression => ({ type: "call", at, callee, ...args })),
      fc
        .tuple(inner, fc.constantFrom("upper", "e", "join", "default", "length"), tie("list"))
        .map(([value, filter, args]): Expression => ({ type: "filter", at, value, name: filter, ...args })),
      fc
        .tuple(inner, fc.constantFrom("defined", "none", "divisibleby", "odd"), tie("list"))
        .map(([value, test, args]): Expression => ({ type: "test", at, value, name: test, ...args })),
    ),
  };
});

const filterOf = (value: FilterNode | null): fc.Arbitrary<FilterNode> =>
  fc
    .tuple(fc.constantFrom("upper", "trim", "e"), list)
    .map(([filter, args]): FilterNode => ({ type: "filter", at, value, name: filter, ...args }));
const blockFilter = filterOf(null).chain((first) => fc.oneof(fc.constant(first), filterOf(first)));

const targetOf = (single: fc.Arbitrary<string>): fc.Arbitrary<Target> =>
  fc.letrec<{ target: Target }>((tie) => ({
    target: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      single.map((value): Target => ({ type: "name", at, name: value })),
      fc.array(tie("target"), { minLength: 1, maxLength: 3 }).map((items): Target => ({ type: "targets", at, items })),
    ),
  })).target;
const target = targetOf(name);
// The loop itself cannot be an item of a loop.
const loopTarget = targetOf(fc.constantFrom(...names.filter((value) => value !== "loop")));
const setTarget = fc.oneof(
  target,
  fc.tuple(name, name).map(([object, key]): Target => ({ type: "namespace", at, object, name: key })),
);

const params: fc.Arbitrary<readonly Parameter[]> = fc
  .tuple(fc.uniqueArray(name, { maxLength: 3 }), fc.nat(3), expression)
  .map(([list_, from, value]) => list_.map((key, i) => ({ name: key, value: i < from ? null : value })));

const values = fc
  .array(fc.tuple(name, expression), { maxLength: 2 })
  .map((list_) => list_.map(([key, value]) => ({ name: key, value })));

const { body } = fc.letrec<{ body: Body; statement: Statement }>((tie) => {
  const inner = tie("body");
  return {
    body: fc.array(tie("statement"), { maxLength: 4 }).map(joinData),
    statement: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      text
        .filter((value) => value !== "" && !value.includes("\r"))
        .map((value): Statement => ({ type: "data", at, text: value })),
      expression.map((value): Statement => ({ type: "print", at, value })),
      fc.tuple(loopTarget, expression, fc.option(expression), fc.boolean(), inner, inner).map(
        ([to, iterable, test, recursive, loop, otherwise]): Statement => ({
          type: "for",
          at,
          target: to,
          iterable,
          test,
          recursive,
          body: loop,
          otherwise,
        }),
      ),
      fc.tuple(fc.array(fc.tuple(expression, inner), { minLength: 1, maxLength: 2 }), fc.option(inner)).map(
        ([branches, otherwise]): Statement => ({
          type: "if",
          at,
          branches: branches.map(([test, yes]) => ({ test, body: yes })),
          otherwise,
        }),
      ),
      fc
        .tuple(name, params, inner)
        .map(([key, list_, content]): Statement => ({ type: "macro", at, name: key, params: list_, body: content })),
      fc.tuple(params, expression, list, inner).map(
        ([list_, callee, args, content]): Statement => ({
          type: "call-block",
          at,
          params: list_,
          call: { type: "call", at, callee, ...args },
          body: content,
        }),
      ),
      fc
        .tuple(blockFilter, inner)
        .map(([filter, content]): Statement => ({ type: "filter-block", at, filter, body: content })),
      fc.tuple(fc.array(fc.tuple(target, expression), { maxLength: 2 }), inner).map(
        ([list_, content]): Statement => ({
          type: "with",
          at,
          values: list_.map(([to, value]) => ({ target: to, value })),
          body: content,
        }),
      ),
      fc.tuple(setTarget, expression).map(([to, value]): Statement => ({ type: "set", at, target: to, value })),
      fc
        .tuple(setTarget, fc.option(blockFilter), inner)
        .map(([to, filter, content]): Statement => ({ type: "set-block", at, target: to, filter, body: content })),
      fc.tuple(expression, fc.boolean(), fc.boolean(), values).map(
        ([template, ignoreMissing, context, list_]): Statement => ({
          type: "include",
          at,
          template,
          ignoreMissing,
          context,
          values: list_,
        }),
      ),
      fc
        .tuple(expression, name, fc.boolean())
        .map(([template, to, context]): Statement => ({ type: "import", at, template, target: to, context })),
      fc
        .tuple(
          expression,
          fc.array(fc.tuple(fc.constantFrom("m", "field"), name), { minLength: 1, maxLength: 2 }),
          fc.boolean(),
        )
        .map(
          ([template, list_, context]): Statement => ({
            type: "from-import",
            at,
            template,
            names: list_.map(([key, alias]) => ({ name: key, alias })),
            context,
          }),
        ),
      fc
        .tuple(expression, inner)
        .map(([value, content]): Statement => ({ type: "autoescape", at, value, body: content })),
      expression.map((value): Statement => ({ type: "do", at, value })),
      fc
        .tuple(
          fc.option(text),
          text,
          fc.option(text),
          fc.uniqueArray(fc.tuple(name, expression), { selector: ([key]) => key, maxLength: 2 }),
        )
        .map(([context, singular, plural, list_]): Statement => {
          const given = list_.map(([key, value]) => ({ name: key, value }));
          const place = given.length > 0 ? `%(${given[0]!.name})s` : "%(a)s";
          const clean = (part: string): string => part.replaceAll("%", "%%").replaceAll("\r", "");
          return {
            type: "trans",
            at,
            context,
            singular: `${clean(singular)}${place}${clean(singular)}`,
            plural: plural === null ? null : clean(plural),
            count: plural === null ? null : (given[0]?.name ?? "a"),
            values: given,
            names: [given[0]?.name ?? "a"],
          };
        }),
    ),
  };
});

function joinData(nodes: readonly Statement[]): Body {
  const joined: Statement[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === "data" && last?.type === "data")
      joined[joined.length - 1] = { ...last, text: last.text + node.text };
    else joined.push(node);
  }
  return joined;
}

/** Random nodes of a template. */
export const randomTemplate: fc.Arbitrary<TemplateNode> = body.map((nodes) => ({ type: "template", body: nodes }));

const pieces = [
  "{% if a %}",
  "{% elif b %}",
  "{% else %}",
  "{% endif %}",
  "{% for x in y %}",
  "{% for a, b in c.items() if a recursive %}",
  "{% empty %}",
  "{% endfor %}",
  "{{ loop.index }}",
  "{{ loop(x) }}",
  "{% block t %}",
  "{% block u scoped required %}",
  "{% endblock %}",
  "{{ super() }}",
  "{{ block.super }}",
  "{{ self.t() }}",
  "{% extends 'p' %}",
  "{% include 'i' with a=1 only %}",
  "{% include ['a', b] ignore missing %}",
  "{% import 'm' as m with context %}",
  "{% from 'm' import a as b, c %}",
  "{% macro m(a, b=1) %}",
  "{% endmacro %}",
  "{{ m(1, b=2) }}",
  "{{ varargs }}{{ kwargs }}{{ caller() }}",
  "{% call(u) m() %}",
  "{% endcall %}",
  "{% set a = 1 %}",
  "{% set a, b = c %}",
  "{% set ns.x = 1 %}",
  "{% set a %}",
  "{% set a | upper %}",
  "{% endset %}",
  "{% with a=1, b=2 %}",
  "{% with x as y %}",
  "{% endwith %}",
  "{% filter upper|e %}",
  "{% endfilter %}",
  "{% autoescape on %}",
  "{% autoescape a %}",
  "{% endautoescape %}",
  "{% raw %}",
  "{% endraw %}",
  "{% verbatim %}",
  "{% endverbatim %}",
  "{% comment %}",
  "{% endcomment %}",
  "{# c #}",
  "{#",
  "#}",
  "{%",
  "%}",
  "{{",
  "}}",
  "{%-",
  "-%}",
  "{%+",
  "+%}",
  "{% do a %}",
  "{% break %}",
  "{% continue %}",
  "{% trans %}",
  "{% trans a=1, b %}",
  "{% pluralize %}",
  "{% endtrans %}",
  "{% partialdef p inline %}",
  "{% endpartialdef %}",
  "{% partial p %}",
  "{{ a }}",
  "{{ a|upper }}",
  "{{ a.b['c'][1:2] }}",
  "{{ a?.b }}",
  "{{ 'x' ~ 1.0 ~ [1, {'a': b}] }}",
  "{{ a is defined and not b in c }}",
  "{{ a if b else c }}",
  "{{ -1 ** 2 // 3 % 4 }}",
  "{{ a|date:'Y' }}",
  "{{ f(*a, **b) }}",
  "{% print a, b %}",
  " ",
  "\n",
  "text",
  "'",
  '"',
  "\\",
  "(",
  "[",
  "]",
  ")",
  "{",
  "}",
  "|",
  ":",
  ",",
  ".",
  "=",
  "==",
  "not",
  "in",
  "is",
  "and",
  "or",
  "if",
  "else",
  "1",
  "1.5",
  "0x1f",
  "1_000",
  "a",
  "true",
  "none",
  "~",
  "*",
  "**",
  "//",
  "-",
  "+",
  "<",
  "?.",
  "é",
  "·",
  "\0",
  "\u2028",
  "\ud800",
];

/** Random source, most of which is not a template. */
export const randomSource: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join("")),
  fc.array(fc.constantFrom(...pieces), { maxLength: 10 }).map((parts) => `{{ ${parts.join(" ")} }}`),
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => `{% ${parts.join(" ")} %}`),
  fc.string({ unit: "binary", maxLength: 30 }),
);

/** A copy of nodes without their places. */
export function withoutPlaces(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) => (key === "at" ? undefined : Object.is(value, -0) ? 0 : value)),
  );
}
