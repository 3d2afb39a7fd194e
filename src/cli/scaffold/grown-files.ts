// Writes a project of several modules: a blueprint with its routes and templates, settings, static files, tests.
import { projectPapers, readme } from "./project-papers.ts";
import type { ProjectFacts, ProjectFiles } from "./write-project.ts";

/** The files of a grown project. */
export function grownFiles(facts: ProjectFacts): ProjectFiles {
  return {
    ...projectPapers(facts),
    "README.md": readme(facts.name, listing),
    "app.ts": app,
    "settings.ts": settings(facts.name),
    ".env.example": environment,
    "templates/layout.html": layout,
    "templates/missing.html": missing,
    "static/site.css": css,
    "notes/index.ts": blueprint,
    "notes/notes.ts": notes,
    "notes/templates/notes/list.html": list,
    "notes/templates/notes/show.html": show,
    "tests/notes.test.ts": notesTest,
    "tests/app.test.ts": appTest,
  };
}

const listing = `| | |
|---|---|
| \`app.ts\` | puts the site together |
| \`settings.ts\` | what the environment may change; \`.env.example\` shows how |
| \`templates/\`, \`static/\` | what all pages share |
| \`notes/\` | one part of the site: its routes, its data, its templates |
| \`tests/\` | run by \`npm test\` |

Another part of the site is another folder with a blueprint, and one \`use\` in \`app.ts\`.
`;

const app = `import { App, NotFound, redirect } from "demijohn";
import { notes } from "./notes/index.ts";
import { site } from "./settings.ts";

/** Makes the app; each test makes one of its own. */
export function createApp(): App {
  const app = new App({ root: import.meta.url });
  app.declareSettings(site);
  app.contextProcessor(() => ({ siteName: app.settings.get(site).name }));
  app.use(notes, { prefix: "/notes" });
  app.get("/", { name: "home" }, (request) => redirect(request.urlFor("notes.list")));
  app.onError(NotFound, (_error, request) => request.render("missing.html"));
  return app;
}
`;

const settings = (name: string): string => `import { defineSettings, setting } from "demijohn";

/** What the environment may change: SITE_NAME, SITE_NOTES_PER_PAGE. */
export const site = defineSettings(
  "site",
  {
    name: setting.string({ default: ${JSON.stringify(name)}, help: "Stands in the head of each page." }),
    notesPerPage: setting.integer({ default: 20, min: 1, max: 100 }),
  },
  { prefix: "SITE_" },
);
`;

const environment = `# What .env may say; it stays out of the repository.
# SECRET_KEY=the output of: npx demijohn secret
# DATABASE_URL=sqlite:db.sqlite3, or postgres://…, or mariadb://…
# SITE_NAME=My site
# PORT=8000
`;

const layout = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{% block title %}{{ siteName }}{% endblock %}</title>
    <link rel="stylesheet" href="{{ static_url("site.css") }}">
  </head>
  <body>
    <header><a href="{{ url_for("home") }}">{{ siteName }}</a></header>
    <main>
      {% block main %}{% endblock %}
    </main>
  </body>
</html>
`;

const missing = `{% extends "layout.html" %}
{% block title %}Not found{% endblock %}
{% block main %}
<h1>There is no such page.</h1>
<p><a href="{{ url_for("home") }}">Back to the notes</a></p>
{% endblock %}
`;

const css = `:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 40rem; padding: 1rem; font: 1rem/1.6 system-ui, sans-serif; }
header { margin-bottom: 2rem; font-weight: 600; }
textarea { width: 100%; font: inherit; }
`;

const blueprint = `import { Blueprint, notFound, redirect } from "demijohn";
import { site } from "../settings.ts";
import { Notes } from "./notes.ts";

/** The notes: a list, a page for each, and a form that adds one. */
export const notes = new Blueprint("notes", { root: import.meta.url });

const all = new Notes();

notes.get("/", { name: "list" }, (request) => {
  const { notesPerPage } = request.app.settings.get(site);
  return request.render("notes/list.html", { notes: all.newest(notesPerPage) });
});

notes.post("/", { name: "add" }, async (request) => {
  const text = (await request.form()).fields.require("text").trim();
  if (text !== "") all.add(text);
  return redirect(request.urlFor(".list"));
});

notes.get("/<int:id>", { name: "show" }, (request) => {
  const note = all.find(request.params.id);
  if (note === undefined) return notFound();
  return request.render("notes/show.html", { note });
});
`;

const notes = `/** A note. */
export interface Note {
  readonly id: number;
  readonly text: string;
}

/** Keeps notes in memory: they are gone when the program ends. */
export class Notes {
  readonly #notes: Note[] = [];

  add(text: string): Note {
    const note = { id: this.#notes.length + 1, text };
    this.#notes.push(note);
    return note;
  }

  find(id: number): Note | undefined {
    return this.#notes.find((note) => note.id === id);
  }

  newest(count: number): readonly Note[] {
    return this.#notes.slice(-count).reverse();
  }
}
`;

const list = `{% extends "layout.html" %}
{% block main %}
<h1>Notes</h1>
<form method="post">
  <label>New note <textarea name="text" required></textarea></label>
  <button>Keep</button>
</form>
<ul>
  {% for note in notes %}
  <li><a href="{{ url_for(".show", id=note.id) }}">{{ note.text }}</a></li>
  {% else %}
  <li>None yet.</li>
  {% endfor %}
</ul>
{% endblock %}
`;

const show = `{% extends "layout.html" %}
{% block title %}Note {{ note.id }}{% endblock %}
{% block main %}
<h1>Note {{ note.id }}</h1>
<p>{{ note.text }}</p>
{% endblock %}
`;

const notesTest = `import assert from "node:assert/strict";
import { test } from "node:test";
import { createApp } from "../app.ts";

test("a note that is added is listed and has a page, escaped", async () => {
  const app = createApp();
  const added = await app.request("/notes/", { method: "POST", form: { text: "<b>Milk</b>" } });
  assert.equal(added.status, 303);
  assert.equal(added.headers.get("location"), "/notes/");
  assert.match(await (await app.request("/notes/")).text(), /&lt;b&gt;Milk&lt;\\/b&gt;/);
  assert.equal((await app.request("/notes/1")).status, 200);
});

test("an empty note is not kept", async () => {
  const app = createApp();
  const before = await (await app.request("/notes/")).text();
  await app.request("/notes/", { method: "POST", form: { text: "  " } });
  assert.equal(await (await app.request("/notes/")).text(), before);
});
`;

const appTest = `import assert from "node:assert/strict";
import { test } from "node:test";
import { createApp } from "../app.ts";

test("the front page leads to the notes", async () => {
  const response = await createApp().request("/");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "/notes/");
});

test("an address that leads nowhere says so in the site's own page", async () => {
  const response = await createApp().request("/nowhere");
  assert.equal(response.status, 404);
  assert.match(await response.text(), /There is no such page/);
});

test("the style sheet is served", async () => {
  const response = await createApp().request("/static/site.css");
  assert.equal(response.status, 200);
});
`;
