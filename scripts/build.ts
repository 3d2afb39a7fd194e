// Builds the package into dist: one bundle a public subpath with shared chunks, and the declarations that belong to them.

import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundle } from "./lib/build/bundle.ts";
import { checkSources } from "./lib/build/check-sources.ts";
import { emitDeclarations } from "./lib/build/emit-declarations.ts";

const root = new URL("../", import.meta.url);
const started = performance.now();
checkSources(root);
await rm(new URL("dist/", root), { recursive: true, force: true });
await mkdir(new URL("dist/", root));
const [bundled, declared] = await Promise.all([bundle(root), emitDeclarations(root)]);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `${fileURLToPath(new URL("dist", root))}: ${bundled.entries} bundles, ${bundled.chunks} chunks ` +
    `(${Math.round(bundled.bytes / 1024)} KiB of JavaScript), ${declared} declaration files in ${seconds} s`,
);
