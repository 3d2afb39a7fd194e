// Declares the settings of where an app listens, for app.run() and the command line.
import { defineSettings, type Setting, type SettingsSection, setting } from "#kernel";

/** Where an app listens, unless code or the command line say so. */
export const serverSettings: SettingsSection<{
  readonly port: Setting<number | undefined, number>;
  readonly host: Setting<string | undefined, string>;
}> = defineSettings("server", {
  port: setting.integer({ env: "PORT", min: 0, max: 65_535, help: "8000 if not given; 0 takes any free one." }),
  host: setting.string({ env: "HOST", help: "127.0.0.1 if not given; 0.0.0.0 is every network." }),
});
