// Makes the commands that write migration files: makemigrations, squashmigrations, optimizemigration, rebasemigration.
import { type Command, defineCommand } from "#kernel";
import { loadMigrations } from "../graph/load-migrations.ts";
import { writeLock } from "../graph/lock-file.ts";
import { MigrationGraph } from "../graph/migration-graph.ts";
import { MigrationError } from "../migration-error.ts";
import { optimizeOperations } from "../operations/optimize.ts";
import type { MigrationProject } from "../project.ts";
import { writeMigration } from "../write/write-migration.ts";
import { askOnTerminal } from "./make/answers.ts";
import {
  emptyMigrations,
  fileFor,
  findMigrations,
  type MadeMigration,
  mergeMigrations,
  readGraph,
  saveMigrations,
  sourceOf,
  updatedMigration,
} from "./make/make-migrations.ts";
import { rebaseMigration } from "./make/rebase-migration.ts";
import { squashMigrations } from "./make/squash-migrations.ts";

type GetProject = () => MigrationProject | Promise<MigrationProject>;

/** The commands that write migration files. */
export function fileCommands(project: GetProject): readonly Command[] {
  return [
    makeMigrationsCommand(project),
    squashMigrationsCommand(project),
    optimizeMigrationCommand(project),
    rebaseMigrationCommand(project),
  ];
}

function makeMigrationsCommand(getProject: GetProject): Command {
  return defineCommand({
    name: "makemigrations",
    summary: "Write migrations for what changed in the models.",
    args: { labels: { many: true, help: "Only these blueprints." } },
    options: {
      name: { short: "n", help: "The name, in place of one made from the changes.", placeholder: "NAME" },
      check: { type: "boolean", help: "Write nothing; fail where something changed." },
      dryRun: { type: "boolean", help: "Print the files instead of writing them." },
      empty: { type: "boolean", help: "Write an empty migration for each blueprint named." },
      code: { type: "boolean", help: "With --empty: begin it with code on the models, typed." },
      merge: { type: "boolean", help: "Join the last migrations of branches." },
      update: { type: "boolean", help: "Add the changes to the last migration of the blueprint." },
      answer: { many: true, help: "Answer a question: 'remove:blog.Author.name=yes'.", placeholder: "QUESTION=ANSWER" },
      noInput: { type: "boolean", help: "Ask nothing; fail where a question is open." },
    },
    async run({ args, options, print }) {
      const project = await getProject();
      for (const label of args.labels) sourceOf(project, label);
      const now = new Date();
      const { name, answer: given } = options;
      if (options.merge) {
        const graph = new MigrationGraph(await loadMigrations(project.sources), { swappables: project.swappables });
        return finish(project, mergeMigrations(project, graph, { labels: args.labels, name }), { options, print });
      }
      const graph = await readGraph(project);
      if (options.empty || options.code) {
        refuseNoLabel(args.labels);
        const empty = emptyMigrations(project, graph, { labels: args.labels, name, now, code: options.code });
        return finish(project, empty, { options, print });
      }
      const ask = options.noInput || options.check ? async () => undefined : askOnTerminal;
      const change = { labels: args.labels, name, now, given, ask };
      if (options.check) return await check(project, change, print);
      const found = await findMigrations(project, graph, change);
      const updated = options.update && found.length > 0 ? [updatedMigration(graph, found)] : found;
      return finish(project, updated, { options, print });
    },
  });
}

type Change = Parameters<typeof findMigrations>[2];

// Open questions are changes, too.
async function check(project: MigrationProject, change: Change, print: (text?: string) => void): Promise<number> {
  try {
    const found = await findMigrations(project, await readGraph(project), change);
    if (found.length === 0) {
      print("No changes.");
      return 0;
    }
    for (const migration of found) printMigration(migration, print);
  } catch (error) {
    if (!(error instanceof MigrationError) || error.code !== "MIGRATIONS_UNANSWERED") throw error;
    print(error.message);
  }
  return 1;
}

function refuseNoLabel(labels: readonly string[]): void {
  if (labels.length > 0) return;
  throw new MigrationError("MIGRATIONS_NO_LABEL_GIVEN", "An empty migration needs a blueprint.", {
    cure: "Name it: demijohn makemigrations blog --empty.",
  });
}

interface Output {
  readonly options: { readonly dryRun: boolean };
  readonly print: (text?: string) => void;
}

function finish(project: MigrationProject, migrations: readonly MadeMigration[], { options, print }: Output): number {
  if (migrations.length === 0) {
    print("No changes.");
    return 0;
  }
  for (const migration of migrations) {
    printMigration(migration, print);
    if (options.dryRun) print(migration.text);
  }
  if (!options.dryRun) saveMigrations(project, migrations);
  return 0;
}

function printMigration({ file, operations }: MadeMigration, print: (text?: string) => void): void {
  print(process.getBuiltinModule("node:path").relative(process.cwd(), file));
  for (const operation of operations) print(`  ${operation.category} ${operation.describe()}`);
}

function squashMigrationsCommand(getProject: GetProject): Command {
  return defineCommand({
    name: "squashmigrations",
    summary: "Make one migration of many.",
    args: {
      label: { required: true, help: "The blueprint." },
      names: { many: true, required: true, help: "The last migration, or the first and the last." },
    },
    options: {
      name: { help: "The name of the squashed migration.", placeholder: "NAME" },
      noOptimize: { type: "boolean", help: "Keep all operations as they are." },
    },
    async run({ args, options, print }) {
      const project = await getProject();
      const graph = await readGraph(project);
      const [first, last] = args.names.length > 1 ? args.names : [undefined, args.names[0]];
      const { label } = args;
      const squashed = squashMigrations(graph, {
        label,
        from: first,
        upTo: last!,
        optimize: !options.noOptimize,
        name: options.name,
      });
      const file = fileFor(project, label, squashed.name);
      process.getBuiltinModule("node:fs").writeFileSync(file, squashed.text);
      const [leaf] = graph.leaves(label);
      if (leaf !== undefined && squashed.replaced.includes(leaf))
        writeLock(sourceOf(project, label).folder!, squashed.name);
      print(process.getBuiltinModule("node:path").relative(process.cwd(), file));
      print(`  ${squashed.replaced.length} migrations, ${squashed.before} operations → ${squashed.after}`);
      print("  Delete the replaced files, and the option replaces, when every database has them.");
    },
  });
}

function optimizeMigrationCommand(getProject: GetProject): Command {
  return defineCommand({
    name: "optimizemigration",
    summary: "Reduce the operations of one migration.",
    args: {
      label: { required: true, help: "The blueprint." },
      name: { required: true, help: "The beginning of the migration's name." },
    },
    options: { check: { type: "boolean", help: "Write nothing; fail where it can be reduced." } },
    async run({ args, options, print }) {
      const graph = await readGraph(await getProject());
      const migration = graph.get(args.label, args.name);
      const operations = optimizeOperations(migration.operations, migration.label);
      if (operations.length === migration.operations.length || migration.file === undefined) {
        print("It is as short as it can be.");
        return 0;
      }
      print(`${migration.operations.length} operations → ${operations.length}`);
      if (options.check) return 1;
      const { initial, ...rest } = migration;
      const text = writeMigration({ ...rest, operations, initial: initial === true });
      process.getBuiltinModule("node:fs").writeFileSync(migration.file, text);
      return 0;
    },
  });
}

function rebaseMigrationCommand(getProject: GetProject): Command {
  return defineCommand({
    name: "rebasemigration",
    summary: "Put one of two last migrations behind the other.",
    args: {
      label: { required: true, help: "The blueprint." },
      name: { help: "The migration that comes later; by default the one that the lock file says." },
    },
    async run({ args, print }) {
      const project = await getProject();
      const graph = new MigrationGraph(await loadMigrations(project.sources), { swappables: project.swappables });
      for (const { before, after } of rebaseMigration(project, graph, args)) print(`${before} → ${after}`);
    },
  });
}
