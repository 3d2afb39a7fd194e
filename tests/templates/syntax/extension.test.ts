// Shows tags of an extension: how they read themselves, what they run, and how they print.
import assert from "node:assert/strict";
import test from "node:test";
import { safe } from "../../../src/kernel/index.ts";
import { type TemplateExtension, Templates } from "../../../src/templates/index.ts";
import { printTemplate } from "../../../src/templates/syntax/printer.ts";
import { assertRenders, engineWith, failureOf } from "../all-modes.ts";
import { withoutPlaces } from "./random-templates.ts";

const extension: TemplateExtension = {
  name: "demo",
  tags: ["echo", "box", "repeat", "twice", "odd", "count", "empty"],
  parse(parser) {
    switch (parser.tag) {
      case "echo": {
        const { args, kwargs } = parser.arguments();
        const target = parser.alias();
        parser.end();
        return parser.run("echo", { args, kwargs, target });
      }
      case "box": {
        const title = parser.atEnd ? undefined : parser.expression();
        const first = parser.body("else", "endbox");
        const bodies: Record<string, typeof first.body> = { main: first.body };
        if (first.end === "else") bodies["other"] = parser.body("endbox").body;
        parser.end();
        return parser.run("box", { args: title === undefined ? [] : [title], bodies });
      }
      case "repeat": {
        const target = parser.target();
        parser.expect("name", "in");
        const iterable = parser.operand();
        const { body } = parser.body("endrepeat");
        parser.end();
        return {
          type: "for",
          at: parser.at,
          target,
          iterable,
          test: parser.parseExpression("loop is undefined"),
          recursive: false,
          body,
          otherwise: [],
        };
      }
      case "twice": {
        const { body } = parser.body("endtwice");
        parser.end();
        return [parser.group(body, true), parser.group(body)];
      }
      case "count":
        parser.end();
        return parser.run("count");
      case "empty":
        parser.end();
        return [];
      default: {
        const { type } = parser.current;
        if (parser.is("name", "body")) parser.run("x", {});
        if (parser.accept("name", "end") && parser.is("end")) parser.accept("end");
        if (parser.accept("name", "next")) {
          parser.next();
          parser.next();
        }
        if (parser.accept("name", "missing")) {
          parser.end();
          return parser.run("gone");
        }
        if (parser.accept("name", "nobody")) {
          parser.end();
          return parser.run("nobody");
        }
        if (parser.is("name") && parser.following.type === "end")
          return parser.fail(`${type} ${parser.name()}`, "Write something else.", parser.at);
        parser.end();
        return parser.group([]);
      }
    }
  },
  run: {
    echo: (call) => `${call.args.map((arg) => call.text(arg)).join("+")}${Object.keys(call.kwargs).join()}`,
    box: async (call) =>
      safe(
        `[${call.text(call.args[0])}|${await call.body("main")}${call.hasBody("other") ? await call.body("other") : ""}]`,
      ),
    count: (call) => {
      call.memory["n"] = Number(call.memory["n"] ?? 0) + 1;
      call.shared["n"] = Number(call.shared["n"] ?? 0) + 1;
      return `${call.memory["n"]}/${call.shared["n"]}`;
    },
    nobody: (call) => call.body("nothing"),
  },
};
const options = { extensions: [extension] };

test("tags read arguments, bodies and targets, and run functions", async () => {
  await assertRenders({
    source: "{% echo 'a' b|upper 1, k=2 %}{% echo x.y[0] as z %}{{ z }}{% echo %}",
    result: "a+B+1k7",
    context: { b: "b", x: { y: [7] } },
    options,
  });
  await assertRenders({ source: "{% echo '<' %}", result: "&lt;", options });
  await assertRenders({
    source:
      "{% repeat x in [1, 2] %}{{ x }}{% endrepeat %}{% twice %}{% set a = 1 %}{{ a }}{% endtwice %}{{ a }}{% empty %}",
    result: "12111",
    options,
  });
  await assertRenders({
    source: "{% for x in [1, 2] %}{% count %} {% endfor %}{% count %}",
    result: "1/1 2/2 1/3",
    options,
  });
  assert.equal(
    await engineWith({}, options).renderString("{% box 'T' %}a{{ '<' }}{% else %}b{% endbox %}{% box %}c{% endbox %}"),
    "[T|a&lt;b][|c]",
  );
});

test("faults in tags are errors with their place", () => {
  assert.match(
    failureOf("{% odd word %}", {}, options),
    /TEMPLATES_SYNTAX: name word\n {2}At page.html:1:4.*Write something else\./s,
  );
  assert.match(failureOf("{% odd next %}", {}, options), /The tag ends too early\./);
  assert.match(failureOf("{% odd end %}", {}, options), /Read the end of a tag with "end\(\)"\./);
  assert.match(failureOf("{% odd 1 %}", {}, options), /Expected the end of the tag, got "1"\./);
  assert.match(failureOf("{% odd missing %}", {}, options), /The extension "demo" has no function "gone" to run\./);
  assert.match(failureOf("{% odd nobody %}", {}, options), /The tag has no body "nothing"\./);
  assert.match(failureOf("{% echo a=1 b %}", {}, options), /An argument without a name follows one with a name\./);
  assert.match(failureOf("{% box %}", {}, options), /Looking for "else" or "endbox"/);
});

test("tags print as they were written", () => {
  const engine = new Templates(options);
  for (const source of [
    "{% echo 'a' b|upper, k=2 as z %}",
    "{% box a.b %}x{% if c %}y{% endif %}{% else %}z{% endbox %}",
    "{% repeat x in xs %}{{ x }}{% endrepeat %}",
    "{% empty %}{% twice %}a{% endtwice %}",
  ]) {
    const nodes = engine.parse(source);
    const printed = printTemplate(nodes);
    assert.equal(printed, source);
    assert.deepEqual(withoutPlaces(engine.parse(printed)), withoutPlaces(nodes));
  }
});

test("core tags print in full", () => {
  const engine = new Templates();
  for (const source of [
    '{% extends "a" %}{% block a scoped required %} {% endblock %}{% block b %}{{ a[1:2:3] }}{{ a[:] }}{% endblock %}',
    "{% partialdef p inline %}x{% endpartialdef %}{% partial p %}{% for x in y %}{% break %}{% continue %}{% endfor %}",
    '{% trans "c" notrimmed, a=1, b=b %}x{{ a }}%{% pluralize a %}y{{ c }}{% endtrans %}{% trans notrimmed %}z{% endtrans %}',
    "{{ 1e999 }}",
    `{{ 1${"0".repeat(310)} }}`,
    '{% include "a" ignore missing without context with b=1, c=2 %}{% from "a" import b as c, d with context %}',
    "{% raw %}{{ {% e{% endraw %}{% raw %}ndraw %}\n{% endraw %}{{ a }}\n\n",
  ])
    assert.equal(printTemplate(engine.parse(source)), source);
});
