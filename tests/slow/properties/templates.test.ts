// Tries 100,000 random templates for the properties of the parser and compiler, and shows that time grows with size only.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Templates } from "../../../src/templates/index.ts";
import { compilesOrRefuses, printsTheSame } from "../../templates/syntax/properties.ts";
import { randomSource, randomTemplate } from "../../templates/syntax/random-templates.ts";

test("printing 60,000 random templates and parsing the text gives the same nodes", () => {
  fc.assert(fc.property(randomTemplate, printsTheSame), { numRuns: 60_000 });
});

test("40,000 random sources compile to JavaScript or throw a TemplateError", () => {
  fc.assert(
    fc.property(randomSource, (source) => compilesOrRefuses(source)),
    { numRuns: 40_000 },
  );
});

const unit =
  "{% for a in b %}{{ a.b|upper }}text {# c #}{% if a is defined and b.c[1:2] == 'x' %}{% set x = [1, {'a': 2}] %}{% endif %}{% endfor %}\n";

const growing: Readonly<Record<string, (size: number) => string>> = {
  "ordinary tags": (size) => unit.repeat(size),
  "open braces": (size) => "{".repeat(size * 50),
  "spaces before a tag": (size) => `${" ".repeat(size * 100)}{% if a %}{% endif %}`.repeat(3),
  "blanks in a tag": (size) => `{%${" ".repeat(size * 100)}raw`,
  "unfinished raw": (size) => `{% raw %}${"{% endra".repeat(size * 20)}`,
  "an unfinished string": (size) => `{{ '${"\\'".repeat(size * 50)}`,
  digits: (size) => `{{ ${"1".repeat(size * 100)} }}`,
  "digits with underscores": (size) => `{{ ${"1_".repeat(size * 50)} }}`,
  "many names": (size) => Array.from({ length: size * 3 }, (_, i) => `{% set v${i} = v${i + 1} %}`).join(""),
  "a long list": (size) => `{{ [${"a,".repeat(size * 20)}] }}`,
  "many blocks": (size) =>
    Array.from({ length: size * 3 }, (_, i) => `{% block b${i} %}{{ x }}{% endblock %}`).join(""),
  comments: (size) => "{# ".repeat(size * 20),
};

function seconds(templates: Templates, source: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    templates.clear();
    const start = performance.now();
    try {
      templates.compile(source);
    } catch {
      // How long it takes to refuse a source matters as much.
    }
    best = Math.min(best, performance.now() - start);
  }
  return best / 1000;
}

for (const [name, make] of Object.entries(growing))
  test(`the time to compile grows no faster than the size: ${name}`, () => {
    const templates = new Templates();
    seconds(templates, make(100));
    const small = seconds(templates, make(100));
    const large = seconds(templates, make(1600));
    // Sixteen times the size; a square would take 256 times as long.
    assert.ok(large < Math.max(small, 0.001) * 80, `${small * 1000} ms for one, ${large * 1000} ms for sixteen`);
  });
