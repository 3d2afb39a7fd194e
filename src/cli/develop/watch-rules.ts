// Decides what a changed file means: nothing, that pages are to be loaded again, or that the program starts again.

/** What a change makes necessary. */
export type ChangeEffect = "restart" | "refresh" | undefined;

/** Which files matter besides the usual ones. */
export interface WatchRules {
  readonly folder: string;
  /** Patterns such as `data/*.csv`, relative to the folder. */
  readonly extraFiles: readonly string[];
  /** Patterns of files and folders that never matter. */
  readonly excludePatterns: readonly string[];
}

const ignoredFolders: ReadonlySet<string> = new Set(["node_modules", "dist", "coverage", "__pycache__"]);
const moduleEnding = /\.[cm]?[jt]s$/;
const pageEnding = /\.(css|[cm]?js|html?|svg)$/;

/** True for a folder that is not even looked into. */
export function isIgnoredFolder(path: string, rules: WatchRules): boolean {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return name.startsWith(".") || ignoredFolders.has(name) || matches(path, rules, rules.excludePatterns);
}

/** What a change of the file means; `isLoaded` says that the program has it loaded as a module. */
export function effectOf(path: string, rules: WatchRules, isLoaded: boolean): ChangeEffect {
  if (matches(path, rules, rules.excludePatterns)) return undefined;
  if (isLoaded || matches(path, rules, rules.extraFiles)) return "restart";
  const parts = relative(path, rules).split("/");
  const name = parts.at(-1)!;
  if (name === ".env" || name.startsWith(".env.")) return "restart";
  if (name.startsWith(".") || /\.sqlite|\.db|~$/.test(name)) return undefined;
  if (parts.includes("static") || parts.includes("templates"))
    return pageEnding.test(name) || parts.includes("templates") ? "refresh" : undefined;
  return moduleEnding.test(name) ? "restart" : undefined;
}

function matches(path: string, rules: WatchRules, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return false;
  const { matchesGlob } = process.getBuiltinModule("node:path");
  const inner = relative(path, rules);
  const name = inner.slice(inner.lastIndexOf("/") + 1);
  // A pattern without a slash means the name, wherever it is.
  return patterns.some(
    (pattern) => path === pattern || matchesGlob(pattern.includes("/") ? inner : name, pattern.replace(/^\.\//, "")),
  );
}

function relative(path: string, { folder }: WatchRules): string {
  return process.getBuiltinModule("node:path").relative(folder, path).replaceAll("\\", "/");
}
