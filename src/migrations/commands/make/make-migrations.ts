// Makes the migrations that lead from the files of a project to its models: finds, names, and writes them.
import { findChanges } from "../../detect/find-changes.ts";
import { type NewMigration, nameDrafts, trimToLabels } from "../../detect/name-drafts.ts";
import { type LoadedMigration, loadMigrations } from "../../graph/load-migrations.ts";
import { checkLock, writeLock } from "../../graph/lock-file.ts";
import type { MigrationId } from "../../graph/migration.ts";
import { MigrationGraph } from "../../graph/migration-graph.ts";
import { numbered } from "../../graph/next-name.ts";
import { refuseConflicts } from "../../graph/refuse-conflicts.ts";
import { MigrationError } from "../../migration-error.ts";
import { optimizeOperations } from "../../operations/optimize.ts";
import type { MigrationProject, MigrationSource } from "../../project.ts";
import type { ProjectState } from "../../state/project-state.ts";
import { stateOfModels } from "../../state/state-of-models.ts";
import { type MigrationText, writeMigration } from "../../write/write-migration.ts";
import { type Answers, Answers as AnswersClass, type AnswersOptions } from "./answers.ts";
import { codeSkeleton } from "./code-skeleton.ts";

/** A migration file that was made. */
export interface MadeMigration extends NewMigration {
  readonly text: string;
  readonly file: string;
}

/** What is made. */
export interface MakeOptions extends Omit<AnswersOptions, "sources"> {
  /** Only these labels, and what their changes depend on. */
  readonly labels: readonly string[];
  readonly name?: string | undefined;
  readonly now: Date;
}

/** The project's files as a graph, without conflicts. */
export async function readGraph(project: MigrationProject): Promise<MigrationGraph<LoadedMigration>> {
  const graph = new MigrationGraph(await loadMigrations(project.sources), { swappables: project.swappables });
  for (const source of project.sources) checkLock(source, graph.leaves(source.label));
  return graph;
}

/** The state of the project's models. */
export function stateOfProject(project: MigrationProject): ProjectState {
  return stateOfModels(project.sources.flatMap((source) => source.models));
}

/**
 * Finds what the models changed, as migrations that are not written yet.
 *
 * @throws {MigrationError} MIGRATIONS_CONFLICT, MIGRATIONS_UNANSWERED, MIGRATIONS_REFUSED, MIGRATIONS_CIRCLE
 */
export async function findMigrations(
  project: MigrationProject,
  graph: MigrationGraph<LoadedMigration>,
  options: MakeOptions,
): Promise<readonly MadeMigration[]> {
  refuseConflicts(graph);
  const answers: Answers = new AnswersClass({ ...options, sources: project.sources });
  const drafts = await findChanges({
    from: graph.state(),
    to: stateOfProject(project),
    questioner: answers,
    swappables: project.swappables,
    leafOf: (label) => {
      const [leaf] = graph.leaves(label);
      return leaf === undefined ? undefined : [leaf.label, leaf.name];
    },
  });
  answers.refuseOpen();
  const named = nameDrafts(drafts, graph, options);
  const wanted = options.labels.length === 0 ? named : trimToLabels(named, options.labels);
  const said = new Set<string>();
  return wanted.map((migration) => {
    const first = !said.has(migration.label);
    said.add(migration.label);
    return made(project, migration, first ? { answers: answers.log.get(migration.label) } : {});
  });
}

function made(project: MigrationProject, migration: NewMigration, more: Partial<MigrationText>): MadeMigration {
  const text = writeMigration({ ...migration, ...more });
  return { ...migration, text, file: fileFor(project, migration.label, migration.name) };
}

/** An empty migration for each label, to be filled by hand; `code` begins it with code on typed models. */
export function emptyMigrations(
  project: MigrationProject,
  graph: MigrationGraph<LoadedMigration>,
  options: Pick<MakeOptions, "labels" | "name" | "now"> & { readonly code: boolean },
): readonly MadeMigration[] {
  refuseConflicts(graph);
  return options.labels.map((label) => {
    const names = namesOf(graph, label);
    const [leaf] = graph.leaves(label);
    const dependencies: readonly MigrationId[] = leaf === undefined ? [] : [[label, leaf.name]];
    const name = numbered(names, options.name ?? "custom");
    const migration = { label, name, initial: leaf === undefined, dependencies, operations: [] };
    const text = options.code ? codeSkeleton(migration, graph.state()) : writeMigration(migration);
    return { ...migration, text, file: fileFor(project, label, name) };
  });
}

/** A migration for each label with several last ones, that depends on them all. */
export function mergeMigrations(
  project: MigrationProject,
  graph: MigrationGraph<LoadedMigration>,
  options: Pick<MakeOptions, "labels" | "name">,
): readonly MadeMigration[] {
  const conflicts = [...graph.conflicts()].filter(
    ([label]) => options.labels.length === 0 || options.labels.includes(label),
  );
  return conflicts.map(([label, leaves]) => {
    const rest = options.name ?? `merge_${leaves.map((each) => each.name).join("_")}`.slice(0, 100);
    const dependencies = leaves.map((each): MigrationId => [label, each.name]);
    const name = numbered(namesOf(graph, label), rest);
    return made(project, { label, name, initial: false, dependencies, operations: [] }, {});
  });
}

/** The last migration of a label with the changes of its models added to it. */
export function updatedMigration(
  graph: MigrationGraph<LoadedMigration>,
  found: readonly MadeMigration[],
): MadeMigration {
  const [label] = new Set(found.map((each) => each.label));
  const [leaf] = graph.leaves(label!);
  if (found.some((each) => each.label !== label) || leaf?.file === undefined)
    throw new MigrationError("MIGRATIONS_CANNOT_UPDATE", "The changes do not fit into one migration file.", {
      facts: [`They are of: ${[...new Set(found.map((each) => each.label))].join(", ")}.`],
      cure: "Name the blueprint whose last migration is to be changed, or make new ones: demijohn makemigrations.",
    });
  const operations = optimizeOperations([...leaf.operations, ...found.flatMap((each) => each.operations)], label!);
  const ids = [...leaf.dependencies, ...found.flatMap((each) => each.dependencies)];
  const own = new Set([leaf.name, ...found.map((each) => each.name)]);
  const kept = ids.filter(([other, name]) => other !== label || !own.has(name));
  const dependencies = [...new Map(kept.map((id) => [id.join("."), id])).values()];
  const migration = { label: label!, name: leaf.name, initial: leaf.initial === true, dependencies, operations };
  const { atomic, replaces } = leaf;
  return { ...migration, text: writeMigration({ ...migration, atomic, replaces }), file: leaf.file };
}

/** Writes files and lock files. */
export function saveMigrations(project: MigrationProject, migrations: readonly MadeMigration[]): void {
  const { mkdirSync, writeFileSync } = process.getBuiltinModule("node:fs");
  for (const { file, text, label, name } of migrations) {
    const { folder } = sourceOf(project, label);
    mkdirSync(folder!, { recursive: true });
    writeFileSync(file, text);
    writeLock(folder!, name);
  }
}

/** The names of a label's migrations. */
export function namesOf(graph: MigrationGraph, label: string): readonly string[] {
  return graph.order.filter((each) => each.label === label).map((each) => each.name);
}

/** The file of a migration to be. */
export function fileFor(project: MigrationProject, label: string, name: string): string {
  return process.getBuiltinModule("node:path").join(sourceOf(project, label).folder!, `${name}.ts`);
}

/**
 * The source of a label, which has a folder.
 *
 * @throws {MigrationError} MIGRATIONS_NO_FOLDER
 */
export function sourceOf(project: MigrationProject, label: string): MigrationSource {
  const source = project.sources.find((each) => each.label === label);
  if (source?.folder !== undefined) return source;
  const labels = project.sources.filter((each) => each.folder !== undefined).map((each) => each.label);
  throw new MigrationError("MIGRATIONS_NO_FOLDER", `"${label}" has no folder for migrations.`, {
    facts: [`Labels with one: ${labels.join(", ") || "none"}.`],
    cure: 'Name one of them, or declare the models with a folder: blog.models([Article], { migrations: "migrations" }).',
  });
}
