// Emits the declarations of all that the public doors reach, with specifiers that resolve in the installed package.
import { spawn } from "node:child_process";
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { tokenize } from "../source/tokenize.ts";

/** Writes `types/**` into `out` and returns the number of files. Throws the compiler's report when it fails. */
export async function emitDeclarations(root: URL, out: URL): Promise<number> {
  const folder = new URL("types/", out);
  rmSync(folder, { recursive: true, force: true });
  await compile(root, folder);
  const files = globSync("**/*.d.ts", { cwd: fileURLToPath(folder) }).map((file) => file.replaceAll("\\", "/"));
  const texts = new Map<string, { readonly text: string; readonly imports: readonly string[] }>();
  for (const file of files) texts.set(file, rewriteSpecifiers(file, readFileSync(new URL(file, folder), "utf8")));
  const wanted = reachable(publicDoors(root), texts);
  for (const [file, { text }] of texts) {
    if (wanted.has(file)) writeFileSync(new URL(file, folder), text);
    else rmSync(new URL(file, folder));
  }
  removeEmptyFolders(folder);
  return wanted.size;
}

function compile(root: URL, folder: URL): Promise<void> {
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));
  const child = spawn(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", fileURLToPath(folder)], {
    cwd: fileURLToPath(root),
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      if (status === 0) resolve();
      else reject(new Error(`The declarations do not compile:\n${output}`));
    });
  });
}

function publicDoors(root: URL): string[] {
  const data: { readonly exports: Readonly<Record<string, string | { readonly types: string }>> } = JSON.parse(
    readFileSync(new URL("package.json", root), "utf8"),
  );
  return Object.values(data.exports)
    .filter((target) => typeof target !== "string")
    .map((target) => target.types.replace("./dist/types/", ""));
}

/**
 * Returns a declaration file's text with `./x.ts` as `./x.js` and `#room` as a relative path, and the files it then imports.
 *
 * `file` is its path from the folder of declarations on.
 */
export function rewriteSpecifiers(
  file: string,
  source: string,
): { readonly text: string; readonly imports: readonly string[] } {
  const imports: string[] = [];
  const tokens = tokenize(source);
  let text = "";
  let last = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== "string") continue;
    const before = tokens[i - 1]?.text;
    const opensImport =
      before === "from" || before === "import" || (before === "(" && tokens[i - 2]?.text === "import");
    if (!opensImport) continue;
    const target = targetOf(file, token.text);
    if (target === undefined) continue;
    imports.push(`${target}.d.ts`);
    const path = relative(dirname(file), target);
    text += `${source.slice(last, token.start)}"${path.startsWith(".") ? path : `./${path}`}.js"`;
    last = token.end;
  }
  return { text: text + source.slice(last), imports };
}

function targetOf(file: string, specifier: string): string | undefined {
  const room = /^#([\w-]+)(\/internals)?$/.exec(specifier);
  if (room !== null) return `${room[1]}/${room[2] === undefined ? "index" : "internals"}`;
  if (specifier.startsWith(".")) return join(dirname(file), specifier).replace(/\.[tj]s$/, "");
  return undefined;
}

function reachable(
  doors: readonly string[],
  texts: ReadonlyMap<string, { readonly imports: readonly string[] }>,
): Set<string> {
  const found = new Set(doors.filter((door) => texts.has(door)));
  for (const file of found) {
    for (const target of texts.get(file)?.imports ?? []) {
      if (!texts.has(target)) throw new Error(`dist/types/${file} imports ${target}, which was not emitted.`);
      found.add(target);
    }
  }
  return found;
}

function removeEmptyFolders(folder: URL): void {
  const folders = globSync("**/", { cwd: fileURLToPath(folder) }).sort((a, b) => b.length - a.length);
  for (const path of folders) {
    const url = new URL(`${path.replaceAll("\\", "/")}/`, folder);
    if (globSync("**/*.d.ts", { cwd: fileURLToPath(url) }).length === 0) rmSync(url, { recursive: true });
  }
}
