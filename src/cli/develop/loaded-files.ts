// Tells which files of the project a process has loaded as modules, as they are loaded.

/** Calls `tell` with the paths of loaded modules, several at once; packages and Demijohn itself are left out. */
export function followLoadedFiles(tell: (files: readonly string[]) => void, ownFolders: readonly string[]): void {
  const { registerHooks } = process.getBuiltinModule("node:module");
  const { fileURLToPath } = process.getBuiltinModule("node:url");
  let files: string[] = [];
  registerHooks({
    load(url, context, next) {
      if (url.startsWith("file:") && !url.includes("/node_modules/")) {
        const file = fileURLToPath(url);
        if (!ownFolders.some((folder) => file.startsWith(folder))) {
          if (files.length === 0) {
            setImmediate(() => {
              tell(files);
              files = [];
            });
          }
          files.push(file);
        }
      }
      return next(url, context);
    },
  });
}
