// Writes the first migrations of a grown project, so that its tables can be made before anything is changed.
import { App } from "#app";

/**
 * Writes the migrations into the folder of a project, which has no `node_modules` yet: they are found from the models of
 * this version and the two that the project declares. Returns the paths, relative to the folder.
 */
export async function writeGrownMigrations(place: string): Promise<readonly string[]> {
  const [
    { admin },
    { Account, auth },
    { f, Model },
    { findMigrations, readGraph, saveMigrations },
    { migrationProject },
  ] = await Promise.all([
    import("#admin"),
    import("#auth"),
    import("#orm"),
    import("#migrations/internals"),
    import("../migration-project.ts"),
  ]);
  // As accounts/models.ts and notes/models.ts of grown-files.ts declare them; a test runs makemigrations --check.
  class User extends Model("accounts.User", () => User, {}, { mixins: [Account] }) {}
  class Note extends Model(
    "notes.Note",
    () => Note,
    { text: f.text(), addedAt: f.dateTime({ autoNowAdd: true }) },
    { ordering: ["-addedAt", "-id"] },
  ) {}
  const { relative } = process.getBuiltinModule("node:path");
  const app = new App({ mode: "test", root: place });
  app.use(auth({ user: User }));
  app.use(admin({ models: [Note] }));
  app.models([Note], { migrations: "notes/migrations" });
  await app.ready();
  const project = migrationProject(app);
  const ask = async (): Promise<undefined> => undefined;
  const made = await findMigrations(project, await readGraph(project), { labels: [], given: [], ask, now: new Date() });
  saveMigrations(project, made);
  return made.map(({ file }) => relative(place, file));
}
