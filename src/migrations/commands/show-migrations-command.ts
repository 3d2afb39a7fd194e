// Makes the commands that look at migrations and run none: showmigrations, sqlmigrate and lintmigrations.
import { type Command, defineCommand } from "#kernel";
import { describeFinding, lintMigration } from "../execute/lint-migration.ts";
import { makePlan, textOf } from "../execute/make-plan.ts";
import { readStatus } from "../execute/migrate.ts";
import { collectStatements, type PlannedMigration } from "../execute/migration-run.ts";
import { stateAfter } from "../graph/migration.ts";
import type { MigrationGraph } from "../graph/migration-graph.ts";
import type { MigrationProject } from "../project.ts";
import { emptyState } from "../state/project-state.ts";

type GetProject = () => MigrationProject | Promise<MigrationProject>;

/** `demijohn showmigrations [label…]`. */
export function showMigrationsCommand(project: GetProject): Command {
  return defineCommand({
    name: "showmigrations",
    summary: "List the migrations, and which of them the database has.",
    args: { labels: { many: true, help: "Only these blueprints." } },
    options: {
      database: { help: "The alias of the database.", placeholder: "ALIAS" },
      plan: { type: "boolean", help: "In the order in which they run, with what they depend on." },
    },
    async run({ args, options, print }) {
      const { graph, applied, times, unknown } = await readStatus(await project(), options.database);
      for (const label of args.labels) graph.checkLabel(label);
      const isWanted = (label: string) => args.labels.length === 0 || args.labels.includes(label);
      const mark = (text: string) => (applied.has(text) ? "[X]" : "[ ]");
      if (options.plan) {
        for (const migration of graph.order.filter((each) => isWanted(each.label))) {
          const parents = graph.parents([migration.label, migration.name]).map(textOf);
          print(
            `${mark(textOf(migration))} ${textOf(migration)}${parents.length > 0 ? `  after ${parents.join(", ")}` : ""}`,
          );
        }
        return;
      }
      for (const label of graph.labels.filter(isWanted)) {
        print(label);
        for (const migration of graph.order.filter((each) => each.label === label)) {
          const text = textOf(migration);
          const squashed = migration.replaces.length > 0 ? ` (${migration.replaces.length} squashed)` : "";
          const when = times.get(text)?.slice(0, 16).replace("T", " ");
          print(` ${mark(text)} ${migration.name}${squashed}${when === undefined ? "" : `  ${when}`}`);
        }
      }
      for (const text of unknown.filter((each) => isWanted(each.slice(0, each.lastIndexOf(".")))))
        print(` [?] ${text}  is recorded, but has no file`);
    },
  });
}

/** `demijohn sqlmigrate label name`. */
export function sqlMigrateCommand(project: GetProject): Command {
  return defineCommand({
    name: "sqlmigrate",
    summary: "Print the SQL of one migration.",
    args: {
      label: { required: true, help: "The blueprint." },
      name: { required: true, help: "The beginning of the migration's name." },
    },
    options: {
      database: { help: "The alias of the database.", placeholder: "ALIAS" },
      backwards: { type: "boolean", help: "The SQL that undoes it." },
    },
    async run({ args, options, print }) {
      const { graph, database } = await readStatus(await project(), options.database);
      const step = stepOf(graph, args.label, args.name, options.backwards);
      const together = step.migration.atomic && database.dialect.features.transactionalSchema;
      const statements = await collectStatements(database, step);
      const copies = statements.some((sql) => sql.startsWith("PRAGMA legacy_alter_table"));
      if (copies) print("PRAGMA foreign_keys = OFF;");
      if (together) print("BEGIN;");
      for (const sql of statements) print(sql.startsWith("--") ? sql : `${sql};`);
      if (together) print("COMMIT;");
      if (copies) print("PRAGMA foreign_keys = ON;");
    },
  });
}

/** `demijohn lintmigrations [label] [name]`. */
export function lintMigrationsCommand(project: GetProject): Command {
  return defineCommand({
    name: "lintmigrations",
    summary: "Name what migrations would lock or lose on a full database.",
    description:
      "It looks at the migrations that the database does not have, or at the one that is named, and takes every table that was there before for full. It fails where it finds something, for checks of changes before they are merged.",
    args: {
      label: { help: "The blueprint." },
      name: { help: "The beginning of the migration's name." },
    },
    options: {
      database: { help: "The alias of the database.", placeholder: "ALIAS" },
      rows: { type: "boolean", help: "Look which tables of the database have rows." },
    },
    async run({ args, options, print }) {
      const { graph, database, applied } = await readStatus(await project(), options.database);
      const { label, name } = args;
      const steps =
        label !== undefined && name !== undefined
          ? [stepOf(graph, label, name, false)]
          : makePlan(graph, applied, { label });
      let count = 0;
      for (const step of steps) {
        const findings = await lintMigration(database, step, { rows: options.rows ? "of the database" : "always" });
        if (findings.length > 0) print(textOf(step.migration));
        for (const finding of findings)
          print(`  ${finding.operation}\n    ${describeFinding(finding).replace("\n", "\n  ")}`);
        count += findings.length;
      }
      if (count === 0) print("Nothing that locks or loses.");
      return count > 0 ? 1 : 0;
    },
  });
}

// The migration as it runs after everything that comes before it in the project.
function stepOf(graph: MigrationGraph, label: string, name: string, backwards: boolean): PlannedMigration {
  const migration = graph.get(label, name);
  const plan = graph.forwardsPlan([migration.label, migration.name]);
  const before = plan.filter((each) => each !== migration).reduce((state, each) => stateAfter(each, state), emptyState);
  return { migration, backwards, before };
}
