// A blog with several authors: sign up, log in, write, change and delete posts. Flask's tutorial on Demijohn.
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { App, type AppOptions, defineCommand, defineSettings, setting } from "demijohn";
import { auth, authModels } from "demijohn/auth";
import { closeDatabases, createTables, defineDatabases } from "demijohn/orm";
import { blog } from "./blog.ts";
import { Post, User } from "./models.ts";

const flaskr = defineSettings("flaskr", {
  database: setting.path({
    default: join(import.meta.dirname, "instance", "flaskr.sqlite"),
    env: "FLASKR_DATABASE",
    help: "The file that users and posts are kept in.",
  }),
});

/** Makes the site; tests give it a database and a mode of their own. */
export function createApp(options: AppOptions = {}): App {
  const app = new App({ root: import.meta.url, name: "flaskr", ...options });
  app.declareSettings(flaskr);
  app.onReady(() => {
    const { database } = app.settings.get(flaskr);
    mkdirSync(dirname(database), { recursive: true });
    defineDatabases({ default: `sqlite:${database}` });
  });
  app.get("/hello", () => "Hello, World!");
  app.use(auth({ user: User, verifyEmail: false }), { prefix: "/auth" });
  app.use(blog);
  app.command(
    defineCommand({
      name: "init-db",
      summary: "Deletes all users and posts and makes empty tables.",
      run: async ({ print }) => {
        await app.ready();
        await closeDatabases();
        for (const end of ["", "-wal", "-shm"]) rmSync(app.settings.get(flaskr).database + end, { force: true });
        await createTables([...authModels(User), Post]);
        print("Initialized the database.");
      },
    }),
  );
  return app;
}

if (import.meta.main) await createApp().run();
