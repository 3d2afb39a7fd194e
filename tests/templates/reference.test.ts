// Renders every example of the reference pages of templates, and checks that they leave out nothing that the engine has.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { memoryLoader, Templates } from "demijohn/templates";
import { builtinFilters } from "../../src/templates/filters/index.ts";
import { builtinTags } from "../../src/templates/tags/index.ts";
import { builtinTests } from "../../src/templates/tests/index.ts";
import { builtinGlobals } from "../../src/templates/values/globals.ts";

interface Row {
  readonly names: readonly string[];
  readonly template: string;
  readonly output: string;
}

const page = readPage("templates.md");

function readPage(name: string): string {
  return readFileSync(new URL(`../../docs/reference/${name}`, import.meta.url), "utf8");
}

function readSection(title: string): Row[] {
  const start = page.indexOf(`\n## ${title}\n`);
  assert.ok(start >= 0, title);
  const end = page.indexOf("\n## ", start + 1);
  return readRows(page.slice(start, end < 0 ? undefined : end));
}

function readRows(text: string): Row[] {
  const rows: Row[] = [];
  for (const line of text.split("\n")) {
    if (!line.startsWith("| `")) continue;
    const cells = line
      .slice(2, -2)
      .split(/(?<!\\) \| /)
      .map((cell) => cell.replaceAll("\\|", "|"));
    const [heads, , example, prints] = cells as [string, string, string, string?];
    const names = [...heads.matchAll(/`([^`(\s]+)[^`]*`/g)].map((match) => match[1]!);
    rows.push({ names, template: readCode(example), output: readCode(prints ?? "") });
  }
  return rows;
}

// In a table, ⏎ stands for the end of a line and ⇥ for a tab.
function readCode(cell: string): string {
  const code = /^`(.*)`$/.exec(cell.trimEnd())?.[1] ?? cell.trim();
  return code.replaceAll("⏎", "\n").replaceAll("⇥", "\t");
}

const templates = new Templates({
  now: () => new Date("2026-01-02T15:04:05Z"),
  timezone: "UTC",
  locale: "en",
  globals: {
    csrf_token: "a1b2",
    url_for: (name: string, values: { readonly id: number }) => `/${name}/${values.id}`,
    static_url: (path: string) => `/static/${path}`,
    media_url: (path: string) => `/media/${path}`,
  },
});

const sections = {
  filters: [...readSection("Filters of Jinja"), ...readSection("Filters of Django")],
  tests: readSection("Tests"),
  functions: readSection("Functions"),
  tags: readSection("Tags"),
};

for (const [title, rows] of Object.entries(sections))
  test(`the examples of ${title} print what the page says`, async () => {
    assert.ok(rows.length > 5);
    for (const { template, output } of rows) {
      const printed = await templates.renderString(template, {});
      assert.equal(printed, output, template);
    }
  });

test("the page names every filter, test, function and tag", () => {
  const names = (rows: readonly Row[]) => [...new Set(rows.flatMap((row) => row.names))].sort();
  assert.deepEqual(names(sections.filters), Object.keys(builtinFilters).sort());
  assert.deepEqual(names(sections.tests), Object.keys(builtinTests).sort());
  assert.deepEqual(names(sections.functions), Object.keys(builtinGlobals).sort());
  const tags = builtinTags.flatMap((extension) => [...extension.tags]);
  assert.deepEqual(names(sections.tags), tags.sort());
});

test("the examples of the language print what the page says", async () => {
  const loader = memoryLoader({
    part: "({{ film.title }})",
    macros: "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}",
    base: "<main>{% block main %}base{% endblock %}</main>",
  });
  const film = { title: "Ran", year: 1985, tags: ["war", "drama"], by: { name: "Kurosawa" } };
  const context = { film, films: [film, { title: "Alien", year: 1979 }], greet: (name: string) => `Hello ${name}` };
  const engine = new Templates({ loader });
  const rows = readRows(readPage("template-language.md"));
  assert.ok(rows.length > 40);
  for (const { template, output } of rows) assert.equal(await engine.renderString(template, context), output, template);
});
