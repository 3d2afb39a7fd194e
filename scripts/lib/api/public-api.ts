// Describes what each public subpath exports, as text that a review can read, and finds public names without documentation.
import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { makeWorkFolder } from "../work-folder.ts";
import { Declarations, type PublicName } from "./read-declarations.ts";

export interface PublicApi {
  /** Subpath, such as `http` or `index` → the text of its snapshot. */
  readonly texts: ReadonlyMap<string, string>;
  /** Public names that are not documented as they should be, one line each. */
  readonly undocumented: readonly string[];
}

/** Compiles the declarations of `root` and describes its public subpaths. */
export async function describePublicApi(root: URL): Promise<PublicApi> {
  const folder = makeWorkFolder(root, "declarations");
  try {
    await emit(root, folder);
    return describeIn(root, pathToFileURL(`${folder}/`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describeIn(root: URL, folder: URL): PublicApi {
  const declarations = new Declarations((file) => readFileSync(new URL(file, folder), "utf8"));
  // A subpath whose room is missing is a fault of package.json, which has a test of its own.
  const doors = publicDoors(root).filter(([, door]) => existsSync(new URL(door, folder)));
  const reference = globSync("docs/reference/**/*.md", { cwd: fileURLToPath(root) })
    .map((path) => readFileSync(new URL(path, root), "utf8"))
    .join("\n");
  const texts = new Map<string, string>();
  const undocumented = new Map<string, string>();
  const home = new Map<string, string>();
  for (const [subpath, door] of doors) {
    const names = declarations.publicNames(door);
    const parts = names.map((item) => {
      const key = `${item.file} ${item.signature}`;
      const known = home.get(key);
      home.set(key, known ?? `demijohn${subpath === "index" ? "" : `/${subpath}`}`);
      return known === undefined ? item.signature : `// ${item.name}: as in ${known}`;
    });
    texts.set(subpath, `${parts.join("\n")}\n`);
    for (const item of names) {
      const fault = documentationFault(item, reference);
      if (fault !== undefined) undocumented.set(`${item.file} ${item.name}`, fault);
    }
  }
  return { texts, undocumented: [...undocumented.values()].sort() };
}

/** Says what is missing: a description, or one whose first sentence is short enough for a list. */
export function documentationFault(item: PublicName, reference: string): string | undefined {
  const place = `src/${item.file.replace(/\.d\.ts$/, ".ts")}`;
  const sentence = item.jsDoc === undefined ? "" : firstSentence(item.jsDoc);
  if (sentence.length >= 80) {
    return `${place}: the first sentence about ${item.name} has ${sentence.length} characters; lists show fewer than 80.`;
  }
  if (sentence !== "" || new RegExp(`\\b${item.name}\\b`).test(reference)) return undefined;
  return `${place}: ${item.name} is public and neither has JSDoc nor stands in docs/reference.`;
}

function firstSentence(jsDoc: string): string {
  const text = jsDoc
    .replace(/^\/\*\*|\*\/$/g, "")
    .replaceAll(/^\s*\* ?/gm, "")
    .trim();
  if (text.startsWith("@")) return "";
  const paragraph = text.split(/\n\s*\n|\n@/)[0]!.replaceAll(/\s+/g, " ");
  return /^.*?[.!?](?= [A-Z0-9`{@]|$)/.exec(paragraph)?.[0] ?? paragraph;
}

/** The doors in the order of rooms first and the package's own last, so that a name's home is its room. */
function publicDoors(root: URL): [string, string][] {
  const data: { readonly exports: Readonly<Record<string, string | { readonly types: string }>> } = JSON.parse(
    readFileSync(new URL("package.json", root), "utf8"),
  );
  return Object.entries(data.exports)
    .filter((entry): entry is [string, { readonly types: string }] => typeof entry[1] !== "string")
    .map(([key, target]): [string, string] => [
      key === "." ? "index" : key.slice(2),
      target.types.replace("./dist/types/", ""),
    ])
    .sort(([a], [b]) => Number(a === "index") - Number(b === "index") || (a < b ? -1 : 1));
}

// The compiler writes declarations of sources with faults too; the type check reports those.
function emit(root: URL, folder: string): Promise<void> {
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));
  const args = [tsc, "-p", "tsconfig.build.json", "--outDir", folder];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: fileURLToPath(root), maxBuffer: 1e8 }, () => resolve());
  });
}
