// Bundles the public doors and the command into ES modules that share chunks; dynamic imports stay lazy.
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { classHeads, duplicateClassNames } from "./class-heads.ts";

export interface BundleSummary {
  readonly entries: number;
  readonly chunks: number;
  /** Of JavaScript, without source maps. */
  readonly bytes: number;
}

/** Writes `*.js` and `chunks/*.js` into `out`. */
export async function bundle(root: URL, out: URL): Promise<BundleSummary> {
  const data: PackageData = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  const result = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: entryPoints(root, data),
    outdir: fileURLToPath(out),
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    conditions: ["demijohn-source"],
    external: externals(data),
    sourcemap: true,
    // Stack traces then show the source's lines, while the package ships the source text once, in the maps.
    sourcesContent: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    logOverride: { "import-is-undefined": "error" },
    plugins: [keepClassNames(root)],
  });
  const outputs = Object.entries(result.metafile.outputs).filter(([path]) => path.endsWith(".js"));
  return {
    entries: outputs.filter(([path]) => !path.includes("/chunks/")).length,
    chunks: outputs.filter(([path]) => path.includes("/chunks/")).length,
    bytes: outputs.reduce((sum, [, output]) => sum + output.bytes, 0),
  };
}

interface PackageData {
  readonly exports: Readonly<Record<string, string | { readonly "demijohn-source": string; readonly default: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function entryPoints(root: URL, data: PackageData): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const target of Object.values(data.exports)) {
    if (typeof target === "string") continue;
    const name = target.default.replace(/^\.\/dist\/|\.js$/g, "");
    if (existsSync(new URL(target["demijohn-source"], root))) entries[name] = target["demijohn-source"];
  }
  if (existsSync(new URL("src/bin.ts", root))) entries["bin"] = "./src/bin.ts";
  return entries;
}

function externals(data: PackageData): string[] {
  const names = [data.dependencies, data.optionalDependencies, data.peerDependencies].flatMap((list) =>
    Object.keys(list ?? {}),
  );
  return names.flatMap((name) => [name, `${name}/*`]);
}

// Two classes of one name in a chunk, one named as a global of the platform, and one that uses its own name get another name
// from the bundler, which would show in error texts. Bundler-wide name keeping wraps each inner function on each call, so
// only these classes say their own name.
function keepClassNames(root: URL): Plugin {
  return {
    name: "keep-class-names",
    setup(setup) {
      const taken = duplicateClassNames(root);
      setup.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        let contents = await readFile(path, "utf8");
        const heads = classHeads(contents).filter(({ name, isNamedLater }) => isNamedLater || taken.has(name));
        if (heads.length === 0) return undefined;
        for (const { name, bodyStart } of heads.toReversed()) {
          const block = ` static { Object.defineProperty(this, "name", { value: "${name}", configurable: true }); }`;
          contents = contents.slice(0, bodyStart) + block + contents.slice(bodyStart);
        }
        return { contents, loader: "ts" };
      });
    },
  };
}
