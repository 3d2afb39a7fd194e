// Finds the folder that a `root` option means: a folder's path, or the module that `import.meta.url` names.

/** The folder of a root: of the module for `import.meta.url`, itself for a folder, the working folder for nothing. */
export function folderOf(root: string | URL | undefined): string {
  if (root === undefined) return process.cwd();
  const path = process.getBuiltinModule("node:path");
  const text = String(root);
  if (!text.startsWith("file:")) return path.resolve(text);
  const file = process.getBuiltinModule("node:url").fileURLToPath(text);
  return text.endsWith("/") ? file : path.dirname(file);
}
