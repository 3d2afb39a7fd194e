// Writes a migration as a TypeScript file that people can read and change.
import type { MigrationId } from "../graph/migration.ts";
import type { Operation } from "../operations/operation.ts";
import { layOut, type Source } from "./source.ts";
import { WritingContext, writeOperation, writeValue } from "./write-value.ts";

/** What a migration file says. */
export interface MigrationText {
  readonly label: string;
  readonly name: string;
  readonly dependencies: readonly MigrationId[];
  readonly operations: readonly Operation[];
  readonly initial?: boolean | undefined;
  readonly atomic?: boolean | undefined;
  readonly replaces?: readonly MigrationId[] | undefined;
  /** Questions and their answers, kept for whoever reads the file. */
  readonly answers?: readonly string[] | undefined;
  /** Lines before the migration, such as what is still to be done by hand. */
  readonly notes?: readonly string[] | undefined;
  /** Operations that stand in other files. */
  readonly elsewhere?: WritingContext["elsewhere"] | undefined;
}

/** The text of the file. */
export function writeMigration(migration: MigrationText): string {
  const context = new WritingContext(migration.elsewhere);
  const parts: Source[] = [];
  const add = (key: string, source: Source) => parts.push({ before: `${key}: `, source });
  if (migration.initial === true) add("initial", "true");
  if (migration.atomic === false) add("atomic", "false");
  if (migration.replaces !== undefined && migration.replaces.length > 0)
    add("replaces", writeValue(migration.replaces, context));
  if (migration.dependencies.length > 0) add("dependencies", writeValue(migration.dependencies, context));
  const operations = migration.operations.map((each) => writeOperation(each, context));
  const lines = operations.map((each) => `    ${layOut(each, 4, 4, 1)},\n`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join("")}  ]`;
  const head = parts.map((part) => `  ${layOut(part, 2, 2, 1)},\n`).join("");
  return [
    `${firstLine(migration.operations, migration.label)}\n`,
    ...(migration.answers ?? []).map((answer) => `// Answered: ${answer}\n`),
    ...imports(context),
    "\n",
    ...(migration.notes ?? []).map((note) => `// ${note}\n`),
    `export const migration = defineMigration({\n${head}  operations: ${list},\n});\n`,
  ].join("");
}

function firstLine(operations: readonly Operation[], label: string): string {
  const first = operations[0]?.describe() ?? "Nothing yet";
  const more = operations.length > 1 ? `, and ${operations.length - 1} more` : "";
  const line = `// ${first}${more} (${label}).`;
  return line.length > 120 ? `${line.slice(0, 118)}….` : line;
}

function imports(context: WritingContext): string[] {
  const named = (names: ReadonlySet<string>, module: string) =>
    names.size === 0 ? [] : [`${importLine([...names].sort(byName), module)}\n`];
  const own = [...context.modules].map(([name, path]) => `import { migration as ${name} } from "${path}";\n`);
  return [...named(context.migrations, "demijohn/migrations"), ...named(context.orm, "demijohn/orm"), ...own];
}

function importLine(names: readonly string[], module: string): string {
  const line = `import { ${names.join(", ")} } from "${module}";`;
  return line.length <= 120 ? line : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "${module}";`;
}

function byName(left: string, right: string): number {
  return left.toLowerCase() < right.toLowerCase() ? -1 : 1;
}
