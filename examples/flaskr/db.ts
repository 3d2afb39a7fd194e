// Opens one connection to the SQLite database for each request that asks for it, and closes it when the request ends.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type App, defineCommand, defineSettings, type Request, setting } from "demijohn";

declare global {
  namespace Demijohn {
    interface RequestState {
      /** The request's connection, once something has asked for it. */
      db?: DatabaseSync;
    }
  }
}

const flaskr = defineSettings("flaskr", {
  database: setting.path({
    default: join(import.meta.dirname, "instance", "flaskr.sqlite"),
    env: "FLASKR_DATABASE",
    help: "The file that users and posts are kept in.",
  }),
});

/** The connection of a request: always the same one within it. */
export function getDb({ app, state }: Request): DatabaseSync {
  state.db ??= openDatabase(app.settings.get(flaskr).database);
  return state.db;
}

/** Gives an app the database, its setting and the command `init-db`. */
export function addDatabase(app: App): void {
  app.declareSettings(flaskr);
  app.teardown(({ state }) => state.db?.close());
  app.command(
    defineCommand({
      name: "init-db",
      summary: "Deletes all users and posts and makes empty tables.",
      run: ({ print }) => {
        initDatabase(app.settings.get(flaskr).database);
        print("Initialized the database.");
      },
    }),
  );
}

function openDatabase(path: string): DatabaseSync {
  if (!existsSync(path)) throw new Error(`There is no database at ${path} yet: run the command init-db first.`);
  return new DatabaseSync(path, { timeout: 5000 });
}

function initDatabase(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  using db = new DatabaseSync(path);
  db.exec(readFileSync(join(import.meta.dirname, "schema.sql"), "utf8"));
}
