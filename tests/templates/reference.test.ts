// Renders every example of docs/reference/templates.md, and checks that the page leaves out nothing that the engine has.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Templates } from "demijohn/templates";
import { builtinFilters } from "../../src/templates/filters/index.ts";
import { builtinTags } from "../../src/templates/tags/index.ts";
import { builtinTests } from "../../src/templates/tests/index.ts";
import { builtinGlobals } from "../../src/templates/values/globals.ts";

interface Row {
  readonly names: readonly string[];
  readonly template: string;
  readonly output: string;
}

const page = readFileSync(new URL("../../docs/reference/templates.md", import.meta.url), "utf8");

function readSection(title: string): Row[] {
  const start = page.indexOf(`\n## ${title}\n`);
  assert.ok(start >= 0, title);
  const end = page.indexOf("\n## ", start + 1);
  const rows: Row[] = [];
  for (const line of page.slice(start, end < 0 ? undefined : end).split("\n")) {
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
