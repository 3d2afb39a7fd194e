// Makes the command `migrate`: brings a database to the project's migrations, or says what that would do.
import { type Command, defineCommand } from "#kernel";
import { describeFinding, lintMigration } from "../execute/lint-migration.ts";
import { makePlan, textOf } from "../execute/make-plan.ts";
import { checkProject, type MigrationStatus, migrate, pruneMigrations, readStatus } from "../execute/migrate.ts";
import { collectStatements, type PlannedMigration, type RunWatcher } from "../execute/migration-run.ts";
import { readDjangoMigrations } from "../execute/recorder.ts";
import type { MigrationProject } from "../project.ts";

type Print = (text?: string) => void;

/** `demijohn migrate [label] [name]`. */
export function migrateCommand(project: () => MigrationProject | Promise<MigrationProject>): Command {
  return defineCommand({
    name: "migrate",
    summary: "Bring the database to the project's migrations.",
    description:
      "Without arguments it runs all migrations that are not applied. With a label and the beginning of a name it goes there, backwards where need be; the name zero undoes all of a label.",
    args: {
      label: { help: "The blueprint whose migrations are meant." },
      name: { help: "The migration to stop at, or zero." },
    },
    options: {
      database: { help: "The alias of the database.", placeholder: "ALIAS" },
      plan: { type: "boolean", help: "Say what would run, in words and SQL, with what it would lock or lose." },
      check: { type: "boolean", help: "Fail where a migration is not applied; run nothing." },
      fake: { type: "boolean", help: "Record the migrations without running them." },
      fakeInitial: {
        type: "boolean",
        help: "Record first migrations without running them where the database has their tables.",
      },
      prune: { type: "boolean", help: "Take migrations off the record whose files are gone." },
      resumeAs: {
        type: ["done", "again"],
        help: "Take the statement at which the last run was cut off for done, or run it again.",
      },
      lockTimeout: {
        type: "integer",
        placeholder: "MS",
        help: "How long a statement waits for other users of a table (PostgreSQL).",
      },
    },
    async run({ args, options, print, warn }) {
      const sources = await project();
      if (options.prune) {
        const gone = await pruneMigrations(sources, options.database);
        print(
          gone.length === 0 ? "Every recorded migration has its file." : `Taken off the record: ${gone.join(", ")}.`,
        );
        return 0;
      }
      const target = { label: args.label, name: args.name };
      if (options.plan || options.check) {
        const status = await readStatus(sources, options.database);
        checkProject(sources, status);
        const plan = makePlan(status.graph, status.applied, target);
        if (options.plan) await printPlan(status, plan, print);
        else for (const { migration } of plan) print(`Not applied: ${textOf(migration)}`);
        return options.check && plan.length > 0 ? 1 : 0;
      }
      await adviseAdoption(sources, { using: options.database, adopts: options.fakeInitial || options.fake }, warn);
      const done = await migrate(sources, {
        using: options.database,
        target,
        fake: options.fake,
        fakeInitial: options.fakeInitial,
        resumeAs: options.resumeAs,
        lockTimeout: options.lockTimeout,
        watcher: tellProgress(print),
      });
      if (done.length === 0) print("Nothing to do: every migration is applied.");
      return 0;
    },
  });
}

function tellProgress(print: Print): RunWatcher {
  let started = 0;
  let told = 0;
  return {
    started: () => {
      started = performance.now();
    },
    finished({ migration, backwards }, outcome) {
      const time = `${((performance.now() - started) / 1000).toFixed(2)} s`;
      const words = {
        done: `${backwards ? "Undone" : "Applied"} in ${time}`,
        faked: "Recorded without running",
        skipped: "Another process has done it",
      };
      print(`${textOf(migration)}  ${words[outcome]}`);
    },
    waiting: ({ migration }) =>
      print(`${textOf(migration)}  Another process is migrating this database; waiting for it.`),
    resumed: ({ migration }, done) =>
      print(`${textOf(migration)}  Goes on after ${done} statements of a run that was cut off.`),
    progress({ doing, rows, total }) {
      // A line for each second is enough.
      if (performance.now() - told < 1000 && rows < total) return;
      told = performance.now();
      print(`  ${doing}: ${rows.toLocaleString("en")} of ${total.toLocaleString("en")}`);
    },
  };
}

async function printPlan(
  { database }: MigrationStatus,
  plan: readonly PlannedMigration[],
  print: Print,
): Promise<void> {
  if (plan.length === 0) print("Nothing to do: every migration is applied.");
  for (const step of plan) {
    print(`${textOf(step.migration)}${step.backwards ? " (undone)" : ""}`);
    const operations = step.backwards ? [...step.migration.operations].reverse() : step.migration.operations;
    for (const operation of operations) print(`  ${operation.describe()}`);
    for (const finding of await lintMigration(database, step)) print(indent(describeFinding(finding), "  ! "));
    for (const sql of await collectStatements(database, step)) print(indent(`${sql};`, "    "));
  }
}

function indent(text: string, first: string): string {
  return first + text.replaceAll("\n", `\n${" ".repeat(first.length)}`);
}

// Somebody who comes from Django is told about the way, before tables that exist are created.
async function adviseAdoption(
  project: MigrationProject,
  { using, adopts }: { readonly using: string | undefined; readonly adopts: boolean },
  warn: (text: string) => void,
): Promise<void> {
  const { database, applied } = await readStatus(project, using);
  if (applied.size > 0 || adopts) return;
  const django = await readDjangoMigrations(database);
  if (django === undefined) return;
  const labels = [...new Set(django.map((each) => each.label))].sort();
  warn(
    `Django has made tables in this database for ${labels.join(", ")}. To take over those that your models describe, run demijohn migrate --fake-initial.`,
  );
}
