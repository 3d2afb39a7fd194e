// Declares the URL of the default database as a setting, and hands it to the models, which know no app.
import type { Secret } from "../signing/secret.ts";
import { defineSettings, type SettingsSection } from "./define-settings.ts";
import type { Settings } from "./load-settings.ts";
import { type Setting, setting } from "./setting.ts";

/** The settings section of the default database; every app has it. */
export const databaseSettings: SettingsSection<{ readonly url: Setting<Secret | undefined, Secret | string> }> =
  defineSettings("database", {
    url: setting.secret({
      env: "DATABASE_URL",
      help: "The database that models use where the program declares none: sqlite:db.sqlite3.",
    }),
  });

let fromSettings: string | undefined;

/** Takes over what an app's settings say; another app that says nothing changes nothing. */
export function useDatabaseUrl(settings: Settings): void {
  fromSettings = settings.get(databaseSettings).url?.reveal() ?? fromSettings;
}

/** The URL of the default database: `DATABASE_URL` of the process, or what the settings of an app say. */
export function defaultDatabaseUrl(): string | undefined {
  return process.env["DATABASE_URL"] || fromSettings;
}
