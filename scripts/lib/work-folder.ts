// Makes a folder for one run of a script inside of the repository, where git and the linter ignore it.
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Returns the absolute path of a new folder, so that runs side by side keep apart. The caller removes it. */
export function makeWorkFolder(root: URL, name: string): string {
  const parent = fileURLToPath(new URL(".demijohn/", root));
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, `${name}-`));
}
