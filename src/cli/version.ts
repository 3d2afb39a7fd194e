// Tells the versions of Demijohn and of the runtime.

/** `Demijohn 0.1.0, Node 24.9.0, linux x64`. */
export function describeVersions(): string {
  const { Bun, Deno } = globalThis as { Bun?: { version: string }; Deno?: { version: { deno: string } } };
  const runtime =
    Bun !== undefined
      ? `Bun ${Bun.version}`
      : Deno !== undefined
        ? `Deno ${Deno.version.deno}`
        : `Node ${process.versions.node}`;
  return `Demijohn ${readVersion()}, ${runtime}, ${process.platform} ${process.arch}`;
}

/** The package's own version, from the package.json above this file. */
export function readVersion(): string {
  return readPackage().version;
}

/** The versions of TypeScript and of Node's types that Demijohn itself is developed with. */
export function readDevelopmentVersions(): { readonly typescript: string; readonly nodeTypes: string } {
  const { devDependencies = {} } = readPackage();
  return { typescript: devDependencies["typescript"] ?? "*", nodeTypes: devDependencies["@types/node"] ?? "*" };
}

function readPackage(): { readonly version: string; readonly devDependencies?: Readonly<Record<string, string>> } {
  const file = process.getBuiltinModule("node:path").join(packageFolder(), "package.json");
  return JSON.parse(process.getBuiltinModule("node:fs").readFileSync(file, "utf8"));
}

/** The module that runs the program, beside this file: the source's, or the published package's. */
export function programFile(): string {
  const file = import.meta.url.endsWith(".ts") ? "src/bin.ts" : "dist/bin.js";
  return process.getBuiltinModule("node:path").join(packageFolder(), file);
}

/** The folders of the package's own modules, which no project changes. */
export function ownFolders(): readonly string[] {
  const { join, sep } = process.getBuiltinModule("node:path");
  return ["src", "dist"].map((name) => join(packageFolder(), name) + sep);
}

function packageFolder(): string {
  const fs = process.getBuiltinModule("node:fs");
  const path = process.getBuiltinModule("node:path");
  let folder = import.meta.dirname;
  while (!fs.existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  return folder;
}
