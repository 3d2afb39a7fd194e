// Compares the public API with its snapshots in tests/repo/public-api; `--update` writes them anew.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { describePublicApi } from "./lib/api/public-api.ts";

const root = new URL("../", import.meta.url);
const folder = new URL("tests/repo/public-api/", root);
const { texts, undocumented } = await describePublicApi(root);
mkdirSync(folder, { recursive: true });
const old = new Map(
  readdirSync(folder).map((name) => [name.slice(0, -4), readFileSync(new URL(name, folder), "utf8")]),
);
const changed = [...new Set([...texts.keys(), ...old.keys()])]
  .filter((name) => texts.get(name) !== old.get(name))
  .sort();
if (process.argv.includes("--update")) {
  for (const name of changed) {
    const text = texts.get(name);
    if (text === undefined) rmSync(new URL(`${name}.txt`, folder));
    else writeFileSync(new URL(`${name}.txt`, folder), text);
    console.log(`wrote tests/repo/public-api/${name}.txt`);
  }
} else {
  for (const name of changed) {
    console.log(`tests/repo/public-api/${name}.txt is out of date: look at the change with npm run api -- --update.`);
  }
}
for (const line of undocumented) console.log(line);
const isCurrent = changed.length === 0 || process.argv.includes("--update");
process.exitCode = isCurrent && undocumented.length === 0 ? 0 : 1;
