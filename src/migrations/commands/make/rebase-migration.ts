// Puts one of two last migrations behind the other: gives it the next number, and other dependencies, in its own file.
import { type LoadedMigration, migrationFiles } from "../../graph/load-migrations.ts";
import { readLock, writeLock } from "../../graph/lock-file.ts";
import type { MigrationGraph } from "../../graph/migration-graph.ts";
import { numbered } from "../../graph/next-name.ts";
import { MigrationError } from "../../migration-error.ts";
import type { MigrationProject } from "../../project.ts";
import { namesOf, sourceOf } from "./make-migrations.ts";

/** A migration that has another name now. */
export interface Rebased {
  readonly before: string;
  readonly after: string;
}

/**
 * Puts the branch of migrations that ends in `name` behind the label's other last migration.
 *
 * Without `name`, the lock file decides: of the two that it names, the one that is not yet on the other side of the merge.
 *
 * @throws {MigrationError} MIGRATIONS_NOTHING_TO_REBASE
 */
export function rebaseMigration(
  project: MigrationProject,
  graph: MigrationGraph<LoadedMigration>,
  at: { readonly label: string; readonly name?: string | undefined },
): readonly Rebased[] {
  const { label } = at;
  const source = sourceOf(project, label);
  const leaves = graph.leaves(label);
  const wanted = at.name === undefined ? fromLock(source.folder!) : graph.get(label, at.name).name;
  const moving = leaves.find((each) => each.name === wanted);
  const staying = leaves.find((each) => each.name !== wanted);
  if (leaves.length !== 2 || moving === undefined || staying === undefined)
    throw new MigrationError("MIGRATIONS_NOTHING_TO_REBASE", `"${label}" has no two last migrations to put in a row.`, {
      facts: [`Last: ${leaves.map((each) => each.name).join(", ") || "none"}.`],
      cure:
        leaves.length === 2
          ? `Say which one comes later: demijohn rebasemigration ${label} ${leaves[1]!.name}.`
          : "There is nothing to do.",
    });
  const known = new Set(graph.forwardsPlan([label, staying.name]).map((each) => `${each.label}.${each.name}`));
  const branch = graph
    .forwardsPlan([label, moving.name])
    .filter((each) => each.label === label && !known.has(`${label}.${each.name}`));
  return renumber(project, graph, { label, branch, behind: staying.name });
}

// In a rebase of the version control, "ours" is the branch below; in a merge, it is the one that was checked out.
function fromLock(folder: string): string | undefined {
  const lock = readLock(folder);
  if (lock?.kind !== "conflict") return undefined;
  return isRebasing(folder) ? lock.theirs : lock.ours;
}

function isRebasing(folder: string): boolean {
  const { existsSync } = process.getBuiltinModule("node:fs");
  const { dirname, join } = process.getBuiltinModule("node:path");
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const git = join(at, ".git");
    if (existsSync(git)) return existsSync(join(git, "rebase-merge")) || existsSync(join(git, "rebase-apply"));
  }
  return false;
}

function renumber(
  project: MigrationProject,
  graph: MigrationGraph<LoadedMigration>,
  at: { readonly label: string; readonly branch: readonly LoadedMigration[]; readonly behind: string },
): readonly Rebased[] {
  const { renameSync, readFileSync, writeFileSync } = process.getBuiltinModule("node:fs");
  const { dirname, extname, join } = process.getBuiltinModule("node:path");
  const { label, branch, behind } = at;
  const names = [...namesOf(graph, label)].filter((name) => !branch.some((each) => each.name === name));
  const fork = branch[0]!.dependencies.find(([other]) => other === label)?.[1];
  const renamed = branch.map(({ name, file }) => {
    const after = numbered(names, name.replace(/^\d+_/, ""));
    names.push(after);
    return { before: name, after, file: file! };
  });
  for (const [index, { after, file }] of renamed.entries()) {
    const path = join(dirname(file), `${after}${extname(file)}`);
    const text = readFileSync(file, "utf8");
    if (path !== file) renameSync(file, path);
    const moved = index === 0 && fork !== undefined ? replaceId(text, label, [fork, behind]) : text;
    if (moved !== text || path !== file) writeFileSync(path, moved);
  }
  for (const { folder } of project.sources)
    for (const file of folder === undefined ? [] : migrationFiles(folder)) {
      const text = readFileSync(file, "utf8");
      const changed = renamed.reduce((at, { before, after }) => replaceId(at, label, [before, after]), text);
      if (changed !== text) writeFileSync(file, changed);
    }
  writeLock(sourceOf(project, label).folder!, names.at(-1)!);
  return renamed.map(({ before, after }) => ({ before, after }));
}

/** The text with `["blog", "0002_a"]` saying another name. */
function replaceId(text: string, label: string, [before, after]: readonly [string, string]): string {
  const id = new RegExp(`(\\[\\s*(["'])${escaped(label)}\\2,\\s*(["']))${escaped(before)}(\\3)`, "g");
  return text.replace(id, (_, head: string, _q1: string, _q2: string, tail: string) => `${head}${after}${tail}`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
