// Refuses sources that would work in the repository and not in the bundle: files reached by their place beside the source.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Throws an error that lists what cannot be bundled under `src`. */
export function checkSources(root: URL): void {
  const faults: string[] = [];
  const cwd = fileURLToPath(root);
  for (const file of globSync("src/**/*.*", { cwd })) {
    if (!file.endsWith(".ts")) {
      faults.push(`${file}: only .ts files are bundled; keep text as a constant in one of them.`);
      continue;
    }
    const text = readFileSync(new URL(file, root), "utf8");
    for (const [i, line] of text.split("\n").entries()) {
      if (/new URL\(\s*["'`]\.{1,2}\/[^,"'`]*\w[^,]*,\s*import\.meta\.url/.test(line)) {
        faults.push(`${file}:${i + 1}: a path from import.meta.url on is another one in the bundle.`);
      }
    }
  }
  if (faults.length > 0) throw new Error(`These sources cannot be bundled:\n  ${faults.join("\n  ")}`);
}
