// Gathers the English texts that the admin says, from its templates and code, and writes them down for translators.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scriptTexts } from "../../../src/admin/scripts/script.ts";

const string = String.raw`"((?:[^"\\]|\\.)*)"`;
const patterns: readonly RegExp[] = [
  // What is said at once, and what depends on a number: the form for many stands for both.
  new RegExp(String.raw`(?<![\w$])t\(\s*${string}`, "g"),
  new RegExp(String.raw`(?<![\w$])tn\(\s*"(?:[^"\\]|\\.)*",\s*${string}`, "g"),
  // What is said later.
  new RegExp(String.raw`new (?:TableFault|NotUndone)\(\s*${string}`, "g"),
  new RegExp(String.raw`\/\* text \*\/ ${string}`, "g"),
];

/** The texts, sorted. */
export function findAdminTexts(root: URL): readonly string[] {
  const folder = fileURLToPath(new URL("src/admin/", root));
  const found = new Set<string>(scriptTexts);
  for (const file of globSync("**/*.ts", { cwd: folder })) {
    if (/^(?:vendor|texts)[\\/]/.test(file)) continue;
    const source = readFileSync(join(folder, file), "utf8");
    for (const pattern of patterns)
      for (const [, text] of source.matchAll(pattern)) found.add(JSON.parse(`"${text}"`) as string);
  }
  return [...found].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}

/** Returns `src/admin/texts/catalogue.ts`. */
export function writeCatalogue(texts: readonly string[]): string {
  return `// Lists the texts that the admin says, in English. Written by \`npm run docs\`; do not change it by hand.

/** The admin's texts in English. For those who write a language: \`admin({ languages: [{ locale: "de", texts: { … } }] })\`. */
export const adminTexts = [
${texts.map((text) => `  ${JSON.stringify(text)},\n`).join("")}] as const;

/** One of the admin's texts. Of two forms that depend on a number, the one for many. */
export type AdminText = (typeof adminTexts)[number];
`;
}
