// Writes a large project into a folder: models in a ring of relations, and queries of up to three steps over them.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";

/** How large the project is. */
export interface ProjectSize {
  readonly models: number;
  readonly queries: number;
}

/** The fields of every model: twelve values, three foreign keys, and their three other sides. */
function modelText(n: number, models: number): string {
  const at = (step: number): number => (n + step) % models;
  const back = (step: number): number => (n - step + models) % models;
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
function queryText(n: number, models: number): string {
  const model = (n * 37) % models;
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

/** Writes the project, with a tsconfig.json of its own; `folder` must be below tests/fixtures. */
export function writeProject(folder: URL, { models, queries }: ProjectSize): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const numbers = Array.from({ length: models }, (_, n) => n);
  for (const n of numbers) writeFileSync(new URL(`m${n}.ts`, folder), modelText(n, models));
  const imports = numbers.map((n) => `import { M${n} } from "./m${n}.ts";`).join("\n");
  const lines = Array.from({ length: queries }, (_, n) => queryText(n, models)).join("\n");
  writeFileSync(
    new URL("queries.ts", folder),
    `import { count, defineModels, max } from "#orm";\n${imports}\n${lines}\nexport const all = defineModels({ ${numbers.map((n) => `M${n}`).join(", ")} });\n`,
  );
  const settings = {
    extends: "../../../tsconfig.json",
    compilerOptions: { isolatedDeclarations: false, declaration: false },
    include: ["*.ts"],
    exclude: [],
  };
  writeFileSync(new URL("tsconfig.json", folder), JSON.stringify(settings));
}
