// Writes a project of several modules: a blueprint with a model, accounts, an admin, settings, templates, static files, tests.
import { css, layout, list, missing, show } from "./grown-pages.ts";
import { appTest, notesTest, testSite } from "./grown-tests.ts";
import { projectPapers, readme } from "./project-papers.ts";
import type { ProjectFacts, ProjectFiles } from "./write-project.ts";

/** The files of a grown project. */
export function grownFiles(facts: ProjectFacts): ProjectFiles {
  return {
    ...projectPapers(facts),
    "README.md": readme(facts.name, listing, firstSteps),
    "app.ts": app,
    "settings.ts": settings(facts.name),
    ".env.example": environment,
    "templates/layout.html": layout,
    "templates/missing.html": missing,
    "static/site.css": css,
    "accounts/admin.ts": accountAdmin,
    "accounts/models.ts": accounts,
    "notes/admin.ts": noteAdmin,
    "notes/forms.ts": noteForms,
    "notes/index.ts": blueprint,
    "notes/models.ts": noteModels,
    "notes/templates/notes/list.html": list,
    "notes/templates/notes/show.html": show,
    "tests/site.ts": testSite,
    "tests/notes.test.ts": notesTest,
    "tests/app.test.ts": appTest,
  };
}

const firstSteps = `npx demijohn migrate           # makes the tables, in db.sqlite3
npx demijohn createsuperuser   # who may log in at /admin/
`;

const listing = `| | |
|---|---|
| \`app.ts\` | puts the site together |
| \`settings.ts\` | what the environment may change; \`.env.example\` shows how |
| \`templates/\`, \`static/\` | what all pages share |
| \`accounts/\` | the user model, and how the admin shows users; the pages of \`/accounts/\` come with Demijohn |
| \`notes/\` | one part of the site: its model, form, routes and templates, and how the admin shows it |
| \`migrations/\`, \`notes/migrations/\` | how the tables are made, step by step |
| \`tests/\` | run by \`npm test\`, with a database in memory |

Another part of the site is another folder with a blueprint, and one \`use\` in \`app.ts\`. After a change of the models:

\`\`\`sh
npx demijohn makemigrations
npx demijohn migrate
\`\`\`

Whoever is logged in may add notes. In development, mails of sign-ups and lost passwords are not sent, but shown at /_mail/.
`;

const app = `import { App, NotFound, redirect } from "demijohn";
import { admin } from "demijohn/admin";
import { auth } from "demijohn/auth";
import { forms } from "demijohn/forms";
import { accountAdmin } from "./accounts/admin.ts";
import { User } from "./accounts/models.ts";
import { noteAdmin } from "./notes/admin.ts";
import { notes } from "./notes/index.ts";
import { site } from "./settings.ts";

/** Makes the app; each test makes one of its own. */
export function createApp(): App {
  const app = new App({ root: import.meta.url });
  app.declareSettings(site);
  app.contextProcessor(() => ({ siteName: app.settings.get(site).name }));
  app.use(forms());
  app.use(auth({ user: User }));
  app.use(admin({ models: [noteAdmin, ...accountAdmin] }), { prefix: "/admin" });
  app.use(notes, { prefix: "/notes" });
  app.get("/", { name: "home" }, (request) => redirect(request.urlFor("notes.list")));
  app.onError(NotFound, (_error, request) => request.render("missing.html"));
  return app;
}
`;

const accounts = `import { Account } from "demijohn/auth";
import { Model } from "demijohn/orm";

/** Who has an account. Fields of your own go between the braces: { city: f.char({ maxLength: 50, default: "" }) } */
export class User extends Model("accounts.User", () => User, {}, { mixins: [Account] }) {}

declare global {
  namespace Demijohn {
    interface AuthTypes {
      user: User;
    }
  }
}
`;

const accountAdmin = `import { modelAdmin } from "demijohn/admin";
import { Group } from "demijohn/auth";
import { User } from "./models.ts";

/** How the admin shows users; passwords are set on the pages of /accounts/, or by demijohn changepassword. */
export const accountAdmin = [
  modelAdmin(User, {
    listDisplay: ["email", "name", "isStaff", "isActive", "lastLogin"],
    listFilter: ["isStaff", "isActive"],
    searchFields: ["email", "name"],
    fields: ["email", "name", "isActive", "isStaff", "isSuperuser", "groups"],
    readonlyFields: ["lastLogin", "dateJoined"],
  }),
  modelAdmin(Group, { searchFields: ["name"] }),
];
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

const blueprint = `import { Blueprint, getOr404, type Request, redirect, reply } from "demijohn";
import { loginRequired } from "demijohn/auth";
import { site } from "../settings.ts";
import { NoteForm } from "./forms.ts";
import { Note } from "./models.ts";

/** The notes: a list, a page for each, and a form that adds one. */
export const notes = new Blueprint("notes", { root: import.meta.url });
notes.models([Note]);

notes.get("/", { name: "list" }, async (request) => showList(request, await NoteForm.from(request)));

notes.post("/", { name: "add", middleware: [loginRequired()] }, async (request) => {
  const form = await NoteForm.from(request);
  return (await form.save()) === undefined ? showList(request, form) : redirect(request.urlFor(".list"));
});

notes.get("/<int:id>", { name: "show" }, async (request) => {
  const note = await getOr404(Note.objects.filter({ id: request.params.id }));
  return request.render("notes/show.html", { note });
});

async function showList(request: Request, form: InstanceType<typeof NoteForm>) {
  const { notesPerPage } = request.app.settings.get(site);
  const newest = await Note.objects.limit(notesPerPage);
  return reply(await request.render("notes/list.html", { notes: newest, form }), form.status);
}
`;

const noteModels = `import { f, Model } from "demijohn/orm";

/** A note. */
export class Note extends Model(
  "notes.Note",
  () => Note,
  {
    text: f.text(),
    addedAt: f.dateTime({ autoNowAdd: true }),
  },
  { ordering: ["-addedAt", "-id"] },
) {
  override toString(): string {
    return this.text.length > 60 ? \`\${this.text.slice(0, 59)}…\` : this.text;
  }
}
`;

const noteForms = `import { modelForm } from "demijohn/forms";
import { Note } from "./models.ts";

/** What is asked of whoever adds a note. */
export class NoteForm extends modelForm(Note, { fields: ["text"], labels: { text: "New note" } }) {}
`;

const noteAdmin = `import { modelAdmin } from "demijohn/admin";
import { Note } from "./models.ts";

/** How the admin shows notes. */
export const noteAdmin = modelAdmin(Note, {
  listDisplay: ["text", "addedAt"],
  searchFields: ["text"],
  listFilter: ["addedAt"],
});
`;
