// Adds the routes that serve the static folders of an app and its blueprints, and lets urlFor give hashed names.
import type { App, RouteTarget } from "#app";
import type { Request } from "#http";
import { defineSettings, type Setting, type SettingsSection, setting } from "#kernel";
import { compressCommand } from "./compress-command.ts";
import { StaticFolder } from "./static-folder.ts";

/** The settings of static files. */
export const staticSettings: SettingsSection<{
  readonly maxAge: Setting<number, number | string>;
  readonly hashed: Setting<boolean | undefined, boolean>;
}> = defineSettings("static", {
  maxAge: setting.duration({
    default: "0 s",
    help: "How long caches may keep a file that was asked for without its hash.",
  }),
  hashed: setting.boolean({
    help: "Addresses of static files carry a hash of the content. In production, if not given.",
  }),
});

/**
 * Serves the static folders of an app. Its own is at `/static`, that of each blueprint at `<prefix>/static`. Called
 * when the app gets ready.
 */
export function serveStaticFolders(app: App): void {
  app.declareSettings(staticSettings);
  const { maxAge, hashed } = app.settings.get(staticSettings);
  const options = { hashed: hashed ?? app.mode === "production", maxAge: maxAge / 1000 };
  const { existsSync } = process.getBuiltinModule("node:fs");
  const { join, resolve } = process.getBuiltinModule("node:path");
  const { staticFolder, staticUrl = "/static" } = app.options;
  const folders: string[] = [];
  const byName = new Map<string, StaticFolder>();
  const add = (
    name: string,
    url: string,
    folder: string,
    place: { subdomain?: string | undefined; host?: string | undefined },
  ): void => {
    const served = new StaticFolder(folder, options);
    folders.push(folder);
    byName.set(name, served);
    app.declarations.routes.push({
      pattern: `${url.replace(/\/$/, "")}/<path:filename>`,
      methods: ["GET"],
      options: { ...place, mergeSlashes: false },
      fullName: name,
      handler: (request: Request) => served.answer(request, String(request.params["filename"])),
      socket: undefined,
      redirectTo: undefined,
    });
  };
  if (staticFolder !== false) {
    const folder = staticFolder === undefined ? join(app.root, "static") : resolve(app.root, staticFolder);
    if (existsSync(folder)) add("static", staticUrl, folder, {});
  }
  for (const { name, prefix, blueprint, subdomain, host } of app.plan.blueprints) {
    const folder = blueprint.staticFolder;
    // Without a prefix of its own, a blueprint's files would lie on top of the app's.
    if (folder !== undefined)
      add(`${name}.static`, `${prefix === "" ? `/${name}` : prefix}/static`, folder, { subdomain, host });
  }
  app.urlDefaults((name, values) => {
    const folder = byName.get(name);
    const fileName = values["filename"];
    if (folder !== undefined && typeof fileName === "string") values["filename"] = folder.publicName(fileName);
  });
  app.command(compressCommand(folders));
}

/** Tells whether a route serves static files, for logs that leave them out. */
export function isStaticRoute(route: RouteTarget | undefined): boolean {
  return route !== undefined && (route.name === "static" || route.name.endsWith(".static"));
}
