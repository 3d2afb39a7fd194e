// Finds the test files under `tests/` that a run asks for, the slow ones first so that they do not end alone.
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folders of `tests/` whose tests start whole apps, browsers or other runtimes, ask several databases, or go on for long. */
export const longFolders: readonly string[] = ["slow", "package", "contracts", "runtimes", "browser", "apps"];

export interface TestSelection {
  /** Each is a folder, a file, or any part of a path; without parts every test file is meant. */
  readonly parts?: readonly string[] | undefined;
  /** Parts of the paths that are left out. */
  readonly without?: readonly string[] | undefined;
  /** Leaves out the long folders. */
  readonly quick?: boolean | undefined;
}

/** Returns paths from `root` on, such as `tests/http/headers.test.ts`. */
export function findTestFiles(root: URL, { parts = [], without = [], quick = false }: TestSelection = {}): string[] {
  const wanted = parts.map((part) => part.replace(/^\.\//, "").replace(/\/$/, ""));
  return globSync("tests/**/*.test.ts", { cwd: fileURLToPath(root), exclude: ["tests/fixtures/**"] })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
    .filter((file) => !without.some((part) => file.includes(part)))
    .filter((file) => !quick || !isLong(file))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function isLong(file: string): boolean {
  return longFolders.includes(file.split("/")[1]!);
}

function rank(file: string): number {
  const place = longFolders.indexOf(file.split("/")[1]!);
  return place < 0 ? longFolders.length : place;
}
