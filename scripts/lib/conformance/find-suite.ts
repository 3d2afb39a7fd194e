// Finds the module of a conformance suite by the name that a person typed or by the stem of the file of cases.
import { existsSync, readdirSync } from "node:fs";
import { didYouMean } from "#kernel";

/** A suite's module, and the name under which `differences.json` lists its cases. */
export interface FoundSuite {
  readonly name: string;
  readonly url: URL;
}

/**
 * Returns the suite called `name`; a prefix such as `django-` may be left out or added, and so may
 * what the stem of the file of cases has around the name.
 *
 * Throws an error that lists the suites where none fits.
 */
export function findSuite(folder: URL, name: string, fileStem: string): FoundSuite {
  const byFile = fileStem.includes(name) ? [fileStem] : [];
  for (const candidate of [name, `django-${name}`, name.replace(/^django-/, ""), ...byFile]) {
    const url = new URL(`${candidate}.ts`, folder);
    if (candidate !== "case-result" && existsSync(url)) return { name: candidate, url };
  }
  const suites = readdirSync(folder)
    .filter((entry) => entry.endsWith(".ts") && entry !== "case-result.ts")
    .map((entry) => entry.slice(0, -3))
    .sort();
  throw new Error(
    `No conformance suite is called "${name}".${didYouMean(name, suites)} Suites: ${suites.join(", ") || "none"}.`,
  );
}
