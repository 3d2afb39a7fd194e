// Tests the commands that write migration files, on real files: what they write, ask, refuse, squash and rebase.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadMigrations, MigrationGraph, type MigrationProject, modelStateOf, projectOf } from "demijohn/migrations";
import { f, Model } from "demijohn/orm";
import { fileCommands } from "#migrations/internals";

// Inside of the repository, so that the files can import the package by its name.
const root = mkdtempSync(fileURLToPath(new URL("../fixtures/.make-", import.meta.url)));
after(() => rmSync(root, { recursive: true, force: true }));

let made = 0;

interface Project extends MigrationProject {
  models: unknown[];
  readonly folder: string;
}

function projectWith(models: unknown[]): Project {
  const folder = join(root, `p${made++}`);
  const project: Project = {
    models,
    folder,
    get sources() {
      return [{ label: "zoo", folder, models: project.models }];
    },
  };
  return project;
}

async function command(project: Project, name: string, words: Record<string, unknown> = {}): Promise<[number, string]> {
  const found = fileCommands(() => project).find((each) => each.name === name)!;
  const { args = {}, ...options } = words as { args?: Record<string, unknown> };
  const lines: string[] = [];
  const defaults = { labels: [], answer: [], noInput: true };
  const status = await found.run({
    args: { ...defaults, ...args } as never,
    options: { ...defaults, ...options } as never,
    app: undefined,
    print: (text = "") => lines.push(text),
    warn: (text) => lines.push(text),
  });
  return [status ?? 0, lines.join("\n")];
}

function files(project: Project): string[] {
  return readdirSync(project.folder).sort();
}

function text(project: Project, name: string): string {
  return readFileSync(join(project.folder, name), "utf8");
}

let defined = 0;

// Each call defines the models anew: a program has one of each name, so that the names differ and are put right here.
function animals(
  fields: Parameters<typeof Model>[2],
  more: Record<string, Parameters<typeof Model>[2]> = {},
): unknown[] {
  const number = defined++;
  return Object.entries({ Animal: fields, ...more }).map(([name, own]) => {
    const cls: unknown = class extends Model(`zoo${number}.${name}`, () => cls, own) {};
    Object.defineProperty(Object.getPrototypeOf(cls).prototype.meta, "name", { value: `zoo.${name}` });
    return cls;
  });
}

const name = f.char({ maxLength: 20 });

test("makemigrations writes what changed, and nothing the second time", async () => {
  const project = projectWith(animals({ name }));
  const [status, said] = await command(project, "makemigrations");
  assert.equal(status, 0);
  assert.match(said, /p\d+\/0001_initial\.ts\n {2}\+ Create model Animal$/);
  assert.deepEqual(files(project), ["0001_initial.ts", "latest.lock"]);
  assert.equal(text(project, "latest.lock"), "0001_initial\n");
  assert.equal(
    text(project, "0001_initial.ts"),
    `// Create model Animal (zoo).
import { createModel, defineMigration } from "demijohn/migrations";

export const migration = defineMigration({
  initial: true,
  operations: [
    createModel("Animal", { id: { type: "auto" }, name: { type: "char", maxLength: 20 } }),
  ],
});
`,
  );
  assert.deepEqual(await command(project, "makemigrations"), [0, "No changes."]);
  assert.deepEqual(await command(project, "makemigrations", { check: true }), [0, "No changes."]);
  project.models = animals({ name, age: f.integer({ default: 0 }) });
  const [checked, found] = await command(project, "makemigrations", { check: true });
  assert.equal(checked, 1);
  assert.match(found, /0002_animal_age\.ts\n {2}\+ Add field age to Animal$/);
  const [, printed] = await command(project, "makemigrations", { dryRun: true });
  assert.match(printed, /addField\("Animal", "age", \{ type: "integer", default: 0 \}\)/);
  assert.deepEqual(files(project), ["0001_initial.ts", "latest.lock"]);
});

test("nothing is renamed, filled or removed without an answer, and answers are kept", async () => {
  const project = projectWith(animals({ name }));
  await command(project, "makemigrations");
  project.models = animals({ title: name, legs: f.integer() });
  await assert.rejects(command(project, "makemigrations"), {
    message: `MIGRATIONS_UNANSWERED: The changes leave questions that only you can answer.
  Was the field zoo.Animal.name renamed to title?
  What do the rows that are there get in zoo.Animal.legs, which is not null?
  Run it on a terminal, or answer in the command:
  --answer 'rename:zoo.Animal.name>title=yes|no'
  --answer 'fill:zoo.Animal.legs=a whole number'`,
  });
  const answer = ["rename:zoo.Animal.name>title=yes", "fill:zoo.Animal.legs=4"];
  await assert.rejects(command(project, "makemigrations", { answer: [answer[0], "fill:zoo.Animal.legs=four"] }), {
    message: `MIGRATIONS_BAD_ANSWER: "four" is no value for zoo.Animal.legs.
  At zoo.Animal.legs
  Give a whole number.`,
  });
  await assert.rejects(command(project, "makemigrations", { answer: ["yes"] }), {
    message: `MIGRATIONS_BAD_ANSWER: "yes" is no answer: it names no question.
  Write the question, = and the answer: --answer 'remove:blog.Author.name=yes'.`,
  });
  await command(project, "makemigrations", { answer, name: "legs" });
  assert.equal(
    text(project, "0002_legs.ts"),
    `// Rename field name on Animal to title, and 1 more (zoo).
// Answered: Was the field zoo.Animal.name renamed to title? yes
// Answered: What do the rows that are there get in zoo.Animal.legs, which is not null? 4
import { addField, defineMigration, renameField } from "demijohn/migrations";

export const migration = defineMigration({
  dependencies: [["zoo", "0001_initial"]],
  operations: [
    renameField("Animal", "name", "title"),
    addField("Animal", "legs", { type: "integer" }, { fill: 4 }),
  ],
});
`,
  );
  project.models = animals({ title: name });
  await assert.rejects(command(project, "makemigrations", { answer: ["remove:zoo.Animal.legs=no"] }), {
    message: `MIGRATIONS_REFUSED: The field zoo.Animal.legs stays.
  At zoo.Animal.legs
  Bring it back into the models, or make the change in steps: docs/howto/change-a-model.md.`,
  });
});

test("a default that is a function is computed once for the rows that are there", async () => {
  const project = projectWith(animals({ name }));
  await command(project, "makemigrations");
  const color = f.char({ maxLength: 9, default: () => "red" });
  project.models = animals({ name, color });
  await command(project, "makemigrations");
  assert.match(
    text(project, "0002_animal_color.ts"),
    /\{ type: "char", maxLength: 9, default: computed\("default"\) \},\s+\{ fill: "red" \},/,
  );
});

test("--update adds the changes to the last migration", async () => {
  const project = projectWith(animals({ name }));
  await command(project, "makemigrations");
  project.models = animals({ name, age: f.integer({ default: 0 }) });
  await command(project, "makemigrations", { update: true });
  assert.deepEqual(files(project), ["0001_initial.ts", "latest.lock"]);
  assert.match(text(project, "0001_initial.ts"), /age: \{ type: "integer", default: 0 \}/);
});

test("an empty migration can begin with code on typed models", async () => {
  const project = projectWith(animals({ name }));
  await command(project, "makemigrations");
  await command(project, "makemigrations", { args: { labels: ["zoo"] }, empty: true, code: true, name: "count" });
  assert.match(text(project, "0002_count.ts"), /const Animal = model\("zoo\.Animal"\);/);
  await command(project, "makemigrations", { args: { labels: ["zoo"] }, empty: true });
  assert.deepEqual(files(project).slice(0, 3), ["0001_initial.ts", "0002_count.ts", "0003_custom.ts"]);
  await assert.rejects(command(project, "makemigrations", { empty: true }), {
    message: `MIGRATIONS_NO_LABEL_GIVEN: An empty migration needs a blueprint.
  Name it: demijohn makemigrations blog --empty.`,
  });
  await assert.rejects(command(project, "makemigrations", { args: { labels: ["farm"] } }), {
    message: `MIGRATIONS_NO_FOLDER: "farm" has no folder for migrations.
  Labels with one: zoo.
  Name one of them, or declare the models with a folder: blog.models([Article], { migrations: "migrations" }).`,
  });
});

function branch(project: Project, name: string, operation: string, parent = "0001_initial"): void {
  writeFileSync(
    join(project.folder, `${name}.ts`),
    `import { addField, defineMigration, runCode } from "demijohn/migrations";
export const migration = defineMigration({
  dependencies: [["zoo", "${parent}"]],
  operations: [${operation}],
});
`,
  );
}

async function branched(): Promise<Project> {
  const project = projectWith(animals({ name }));
  await command(project, "makemigrations");
  branch(project, "0002_age", 'addField("Animal", "age", { type: "integer", null: true })');
  branch(project, "0002_legs", 'addField("Animal", "legs", { type: "integer", null: true })');
  branch(project, "0003_arms", 'addField("Animal", "arms", { type: "integer", null: true })', "0002_legs");
  writeFileSync(join(project.folder, "latest.lock"), "<<<<<<< HEAD\n0003_arms\n=======\n0002_age\n>>>>>>> main\n");
  return project;
}

test("two branches conflict in the lock file, and one is put behind the other", async () => {
  const project = await branched();
  await assert.rejects(command(project, "makemigrations"), {
    message: `MIGRATIONS_LOCK_CONFLICT: Two branches have each added a migration of "zoo": 0003_arms and 0002_age.
  At ${join(project.folder, "latest.lock")}
  Put one behind the other: demijohn rebasemigration zoo`,
  });
  const [, said] = await command(project, "rebasemigration", { args: { label: "zoo" } });
  assert.equal(said, "0002_legs → 0003_legs\n0003_arms → 0004_arms");
  assert.match(text(project, "0003_legs.ts"), /dependencies: \[\["zoo", "0002_age"\]\]/);
  assert.match(text(project, "0004_arms.ts"), /dependencies: \[\["zoo", "0003_legs"\]\]/);
  assert.equal(text(project, "latest.lock"), "0004_arms\n");
  await assert.rejects(command(project, "rebasemigration", { args: { label: "zoo" } }), {
    message: `MIGRATIONS_NOTHING_TO_REBASE: "zoo" has no two last migrations to put in a row.
  Last: 0004_arms.
  There is nothing to do.`,
  });
});

test("two branches can be joined instead", async () => {
  const project = await branched();
  rmSync(join(project.folder, "latest.lock"));
  await assert.rejects(command(project, "makemigrations"), {
    message: `MIGRATIONS_CONFLICT: "zoo" has several last migrations.
  0002_age, 0003_arms
  Put one behind the other: demijohn rebasemigration zoo. Or join them: demijohn makemigrations --merge.`,
  });
  await command(project, "makemigrations", { merge: true });
  const merge = "0004_merge_0002_age_0003_arms";
  assert.match(text(project, `${merge}.ts`), /dependencies: \[\["zoo", "0002_age"\], \["zoo", "0003_arms"\]\]/);
  assert.equal(text(project, "latest.lock"), `${merge}\n`);
});

test("a lock file that names another migration is refused", async () => {
  const project = projectWith(animals({ name }));
  await command(project, "makemigrations");
  writeFileSync(join(project.folder, "latest.lock"), "0002_lost\n");
  await assert.rejects(command(project, "makemigrations"), {
    message: `MIGRATIONS_LOCK_MISMATCH: latest.lock of "zoo" names 0002_lost, but the last migration is 0001_initial.
  At ${join(project.folder, "latest.lock")}
  Write 0001_initial into it, or bring the missing migration back.`,
  });
});

test("squashed migrations lead to the same state, with code taken from where it stands", async () => {
  const project = projectWith(animals({ name }));
  await command(project, "makemigrations");
  branch(project, "0002_age", 'addField("Animal", "age", { type: "integer", null: true })');
  branch(project, "0003_fill", 'runCode({ name: "fill", forwards: () => {} })', "0002_age");
  writeFileSync(join(project.folder, "latest.lock"), "0003_fill\n");
  const all = await loadMigrations(project.sources);
  const [, said] = await command(project, "squashmigrations", { args: { label: "zoo", names: ["0003"] } });
  assert.match(said, /0001_squashed_0003_fill\.ts\n {2}3 migrations, 3 operations → 2\n/);
  const file = text(project, "0001_squashed_0003_fill.ts");
  assert.match(file, /import \{ migration as from0003_fill \} from "\.\/0003_fill\.ts";/);
  assert.match(file, /from0003_fill\.operations\[0\]!/);
  assert.equal(text(project, "latest.lock"), "0001_squashed_0003_fill\n");
  const squashed = new MigrationGraph(await loadMigrations(project.sources));
  assert.deepEqual(
    squashed.order.map((each) => each.name),
    ["0001_squashed_0003_fill"],
  );
  assert.deepEqual(squashed.state(), new MigrationGraph(all).state());
  await assert.rejects(command(project, "squashmigrations", { args: { label: "zoo", names: ["0009"] } }), {
    code: "MIGRATIONS_UNKNOWN",
  });
});

test("a later migration cannot be the first of a squash", async () => {
  const project = await branched();
  rmSync(join(project.folder, "latest.lock"));
  const names = ["0003_arms", "0002_legs"];
  await assert.rejects(command(project, "squashmigrations", { args: { label: "zoo", names } }), {
    message: `MIGRATIONS_BAD_SQUASH: 0003_arms does not come before 0002_legs.
  At zoo
  Name the earlier one first: demijohn squashmigrations zoo 0001_initial 0002_legs.`,
  });
});

test("one migration is made as short as it can be", async () => {
  const project = projectWith(animals({ name }));
  await command(project, "makemigrations");
  const long = 'addField("Animal", "age", { type: "integer" }), addField("Animal", "legs", { type: "integer" })';
  branch(
    project,
    "0002_long",
    `${long}, ${long.replaceAll("addField", "removeField").replaceAll(', { type: "integer" }', "")}`,
  );
  writeFileSync(join(project.folder, "0002_long.ts"), text(project, "0002_long.ts").replace("runCode", "removeField"));
  writeFileSync(join(project.folder, "latest.lock"), "0002_long\n");
  const args = { label: "zoo", name: "0002" };
  assert.deepEqual(await command(project, "optimizemigration", { args, check: true }), [1, "4 operations → 0"]);
  assert.deepEqual(await command(project, "optimizemigration", { args }), [0, "4 operations → 0"]);
  assert.match(text(project, "0002_long.ts"), /operations: \[\]/);
  assert.deepEqual(await command(project, "optimizemigration", { args: { label: "zoo", name: "0001" } }), [
    0,
    "It is as short as it can be.",
  ]);
});

test("changes that do not fit into the last migration are not added to it", async () => {
  const project = projectWith(animals({ name }));
  await assert.rejects(command(project, "makemigrations", { update: true }), {
    message: `MIGRATIONS_CANNOT_UPDATE: The changes do not fit into one migration file.
  They are of: zoo.
  Name the blueprint whose last migration is to be changed, or make new ones: demijohn makemigrations.`,
  });
});

test("files that cannot be read or export nothing are refused", async () => {
  const project = projectWith(animals({ name }));
  await command(project, "makemigrations");
  const file = join(project.folder, "0002_none.ts");
  writeFileSync(file, "export const other = 1;\n");
  await assert.rejects(loadMigrations(project.sources), {
    message: `MIGRATIONS_BAD_FILE: The file ${file} exports no migration.
  At ${file}
  Write export const migration = defineMigration({ operations: [] }); files that are none begin with _ or a dot.`,
  });
  rmSync(file);
  const broken = join(project.folder, "0003_broken.ts");
  writeFileSync(broken, 'throw new Error("Out of order.");\n');
  await assert.rejects(loadMigrations(project.sources), {
    message: `MIGRATIONS_BAD_FILE: The migration ${broken} cannot be read.
  At ${broken}
  Out of order.
  Mend the file.`,
  });
});

test("a field of a type that has no column is refused when its table is described", async () => {
  const { modelsOfState } = await import("demijohn/migrations");
  const state = projectOf([modelStateOf({ label: "zoo", name: "Animal", fields: { home: { type: "place" } } })]);
  assert.throws(() => modelsOfState(state).get("zoo.Animal"), {
    message: `MIGRATIONS_UNKNOWN_TYPE: zoo.Animal.home is of the type "place", which has no column.
  At zoo.Animal.home
  Use a builder of f as the type, such as { type: "char", maxLength: 100 }; relations say to which model: { type: "foreignKey", to: "blog.Author" }.`,
  });
});
