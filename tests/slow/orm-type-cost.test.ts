// Measures what a large project costs the compiler: 100 models in a ring of relations, 300 queries of up to three steps.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const MODELS = 100;
const QUERIES = 300;
const BUDGET = 800_000;

const root = new URL("../../", import.meta.url);
const folder = new URL("tests/fixtures/.orm-types/", root);

/** The fields of every model: twelve values, three foreign keys, and their three other sides. */
function modelText(n: number): string {
  const at = (step: number): number => (n + step) % MODELS;
  const back = (step: number): number => (n - step + MODELS) % MODELS;
  const imports = [...new Set([1, 7, 31].flatMap((step) => [at(step), back(step)]))].filter((each) => each !== n);
  const relations = [1, 7, 31].map(
    (step, i) =>
      `  to${i}: f.foreignKey(() => M${at(step)}, { relatedName: "from${i}"${i === 1 ? ", null: true" : ""} }),`,
  );
  const reverses = [1, 7, 31].map((step, i) => `  from${i}: f.reverse(() => M${back(step)}, "to${i}"),`);
  return `import { f, Model } from "#orm";
${imports.map((each) => `import { M${each} } from "./m${each}.ts";`).join("\n")}
export class M${n} extends Model("synthetic.M${n}", () => M${n}, {
  name: f.char({ maxLength: 100 }), title: f.char({ null: true }), body: f.text(), slug: f.slug({ unique: true }),
  size: f.integer(), count: f.integer({ default: 0 }), ratio: f.float({ null: true }), flag: f.boolean({ default: false }),
  status: f.char({ choices: ["draft", "live"], default: "draft" }), at: f.dateTime(), changed: f.dateTime({ autoNow: true }), data: f.json<{ a: number }>(),
${relations.join("\n")}
${reverses.join("\n")}
}) {
  get label() { return this.name + this.size; }
}
`;
}

const steps = ["to0", "to1", "to2", "from0", "from1", "from2"];
function queryText(n: number): string {
  const model = (n * 37) % MODELS;
  const a = steps[n % 6]!;
  const b = steps[(n * 5 + 1) % 6]!;
  const c = steps[(n * 7 + 2) % 6]!;
  switch (n % 5) {
    case 0:
      return `export const q${n} = await M${model}.objects.filter({ ${a}__${b}__${c}__name__icontains: "x", size__gt: ${n}, status: "live" }).orderBy("-${a}__size");`;
    case 1:
      return `export const q${n} = await M${model}.objects.filter({ ${a}__${b}__size__in: [1, 2], flag: true }).values("name", "${a}__title", "${a}__${b}__at");`;
    case 2:
      return `export const q${n} = await M${model}.objects.annotate({ n: count("${a}"), top: max("${a}__size") }).filter({ n__gt: 1 }).orderBy("-n");`;
    case 3:
      return `export const q${n} = (await M${model}.objects.exclude({ ${a}__${b}__flag: true }).selectRelated("to0", "to1__to2").first())?.to1?.to2.label;`;
    default:
      return `export const q${n} = await M${model}.objects.filter({ at__year: 2026, ${a}__slug__startswith: "s" }).update({ count: M${model}.F("count").add(1) });`;
  }
}

test(`the types of ${MODELS} models and ${QUERIES} queries stay within ${BUDGET} instantiations`, () => {
  const path = fileURLToPath(folder);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  try {
    for (let n = 0; n < MODELS; n++) writeFileSync(new URL(`m${n}.ts`, folder), modelText(n));
    const models = Array.from({ length: MODELS }, (_, n) => `import { M${n} } from "./m${n}.ts";`).join("\n");
    const queries = Array.from({ length: QUERIES }, (_, n) => queryText(n)).join("\n");
    writeFileSync(
      new URL("queries.ts", folder),
      `import { count, defineModels, max } from "#orm";\n${models}\n${queries}\nexport const all = defineModels({ ${Array.from({ length: MODELS }, (_, n) => `M${n}`).join(", ")} });\n`,
    );
    const settings = {
      extends: "../../../tsconfig.json",
      compilerOptions: { isolatedDeclarations: false, declaration: false },
      include: ["*.ts"],
      exclude: [],
    };
    writeFileSync(new URL("tsconfig.json", folder), JSON.stringify(settings));
    const report = execFileSync(
      fileURLToPath(new URL("node_modules/.bin/tsc", root)),
      ["-p", path, "--extendedDiagnostics", "--singleThreaded"],
      { encoding: "utf8" },
    );
    const instantiations = Number(/Instantiations:\s+(\d+)/.exec(report)?.[1]);
    assert.ok(instantiations > 0 && instantiations <= BUDGET, `${instantiations} instantiations of ${BUDGET}`);
    console.log(`${instantiations} instantiations, ${/Total time:\s+(\S+)/.exec(report)?.[1]}`);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
});
