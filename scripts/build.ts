// Builds the package: one bundle a public subpath with shared chunks, and the declarations that belong to them.
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundle } from "./lib/build/bundle.ts";
import { checkSources } from "./lib/build/check-sources.ts";
import { emitDeclarations } from "./lib/build/emit-declarations.ts";

const root = new URL("../", import.meta.url);
const { values } = parseArgs({ options: { out: { type: "string" } } });
const out = values.out === undefined ? new URL("dist/", root) : pathToFileURL(`${values.out}/`);
const started = performance.now();
checkSources(root);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const [bundled, declared] = await Promise.all([bundle(root, out), emitDeclarations(root, out)]);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `${fileURLToPath(out)}: ${bundled.entries} bundles, ${bundled.chunks} chunks ` +
    `(${Math.round(bundled.bytes / 1024)} KiB of JavaScript), ${declared} declaration files in ${seconds} s`,
);
