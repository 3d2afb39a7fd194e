// The command that runs a project in development: starts again at each edit, shows errors in the browser.
import { DevelopServer } from "../develop/develop-server.ts";
import { openInBrowser } from "../develop/open-in-browser.ts";
import { findAppFile } from "../find-app.ts";
import { checkPort } from "../line/read-values.ts";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

export const runCommand: OwnCommand = defineOwnCommand({
  name: "run",
  summary: "Run the app in development: it starts again at each edit, and errors show in the browser.",
  description:
    "Not for production: demijohn serve is. Files that the app has loaded, other modules of its folder and .env files start it again; templates and static files make open pages load again.",
  need: "none",
  args: { file: { help: "The app's module, as --app." } },
  options: {
    host: { short: "H", help: "127.0.0.1 if neither this, HOST nor the app says otherwise." },
    port: {
      type: "integer",
      short: "p",
      help: "8000 if neither this, PORT nor the app says otherwise; the next free one where it is taken.",
    },
    cert: { placeholder: "FILE", help: "A certificate in PEM, for HTTPS." },
    key: { placeholder: "FILE", help: "Its key in PEM." },
    reload: { type: "boolean", default: true, help: "Start again when a file changes." },
    open: { type: "boolean", short: "o", help: "Open the page in the browser." },
    extraFiles: {
      many: true,
      placeholder: "PATTERN",
      help: 'Further files that start it again, such as "data/*.csv".',
    },
    excludePatterns: { many: true, placeholder: "PATTERN", help: "Files and folders that never do." },
  },
  run: async ({ args, options, context }) => {
    const { io } = context;
    const { resolve, dirname } = process.getBuiltinModule("node:path");
    const target = args.file ?? context.target;
    const file = findAppFile(target, io.folder);
    checkPort(options.port);
    const folder = folderToWatch(io.folder, dirname(file));
    let isOpened = false;
    const server = new DevelopServer(
      {
        spec: {
          target,
          folder: io.folder,
          cert: options.cert && resolve(io.folder, options.cert),
          key: options.key && resolve(io.folder, options.key),
        },
        host: options.host,
        port: options.port,
        rules: options.reload
          ? { folder, extraFiles: options.extraFiles, excludePatterns: options.excludePatterns }
          : undefined,
        onAddress: (url) => {
          if (options.open && !isOpened) openInBrowser(url);
          isOpened = true;
        },
      },
      io,
    );
    return server.run();
  },
});

// The working folder where the app is inside it, else the app's own.
function folderToWatch(working: string, ofApp: string): string {
  const { sep } = process.getBuiltinModule("node:path");
  return ofApp === working || ofApp.startsWith(working + sep) ? working : ofApp;
}
