// The command that lists every setting of the app: its value, where that came from, secrets masked.
import { renderTable } from "../line/table.ts";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

export const settingsCommand: OwnCommand = defineOwnCommand({
  name: "settings",
  summary: "List the settings, their values and where they came from; secrets are masked.",
  need: "ready",
  mode: "development",
  options: { json: { type: "boolean", help: "Print JSON." } },
  run: ({ app, options, print, context }) => {
    const settings = app.settings.describe();
    if (options.json) return print(JSON.stringify(settings, null, 2));
    if (settings.length === 0) return print("The app declares no settings.");
    const rows = settings.map(({ section, key, value, from, help }) => [`${section}.${key}`, value, from, help]);
    return print(renderTable(["setting", "value", "from", ""], rows, context.io.width));
  },
});
