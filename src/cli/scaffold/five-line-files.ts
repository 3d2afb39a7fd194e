// Writes a project of one module: the five lines, and a test of them.
import { projectPapers, readme } from "./project-papers.ts";
import type { ProjectFacts, ProjectFiles } from "./write-project.ts";

/** The files of a five-line project. */
export function fiveLineFiles(facts: ProjectFacts): ProjectFiles {
  return {
    ...projectPapers(facts),
    "README.md": readme(facts.name, "`app.ts` is the site, `app.test.ts` its test.\n"),
    "app.ts": `import { App, html } from "demijohn";

export const app = new App({ root: import.meta.url });
app.get("/", () => "Hello, World!");
app.get("/hello/<name>", ({ params }) => html\`Hello, \${params.name}!\`);
`,
    "app.test.ts": `import assert from "node:assert/strict";
import { test } from "node:test";
import { app } from "./app.ts";

test("the front page greets the world", async () => {
  const response = await app.request("/");
  assert.equal(response.status, 200);
  assert.equal(await response.text(), "Hello, World!");
});

test("names are escaped", async () => {
  const response = await app.request("/hello/<i>Ada");
  assert.equal(await response.text(), "Hello, &lt;i&gt;Ada!");
});
`,
  };
}
