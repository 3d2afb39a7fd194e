// Shows that printed nodes parse to the same nodes, and that no source makes the parser or compiler misbehave.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { compilesOrRefuses, printsTheSame } from "../../templates/syntax/properties.ts";
import { randomSource, randomTemplate } from "../../templates/syntax/random-templates.ts";

test("printing nodes and parsing the text gives the same nodes", () => {
  fc.assert(fc.property(randomTemplate, printsTheSame), { numRuns: 2000 });
});

test("any source compiles to JavaScript or throws a TemplateError", () => {
  fc.assert(
    fc.property(randomSource, (source) => compilesOrRefuses(source)),
    { numRuns: 2000 },
  );
});

test("deep nesting is refused instead of exhausting the stack", () => {
  for (const source of [
    `{{ ${"(".repeat(100_000)}`,
    `{{ ${"[".repeat(50_000)}${"]".repeat(50_000)} }}`,
    `{{ ${"-".repeat(100_001)}1 }}`,
    `{{ a${".b".repeat(100_000)} }}`,
    `{{ a${"|upper".repeat(100_000)} }}`,
    `{{ a${"()".repeat(100_000)} }}`,
    `{{ ${"not ".repeat(100_000)}a }}`,
    `{{ a${" + a".repeat(100_000)} }}`,
    `{{ a${" if a".repeat(100_000)} }}`,
    `{{ a${" if a else a".repeat(100_000)} }}`,
    "{% if a %}".repeat(100_000),
    "{% for a in b %}".repeat(50_000),
  ])
    assert.throws(() => compilesOrRefuses(source, true), { code: "TEMPLATES_SYNTAX" }, source.slice(0, 30));
});
