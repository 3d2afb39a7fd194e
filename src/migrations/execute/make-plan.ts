// Finds which migrations a database needs, and in which order and direction, to get to a target.

import { type Migration, type MigrationId, migrationText, stateAfter } from "../graph/migration.ts";
import type { MigrationGraph } from "../graph/migration-graph.ts";
import { MigrationError } from "../migration-error.ts";
import { emptyState } from "../state/project-state.ts";
import type { PlannedMigration } from "./migration-run.ts";

/** Where to migrate to: everything, a label, or one of its migrations; `zero` is before the first. */
export interface MigrationTarget {
  readonly label?: string | undefined;
  /** The beginning of the name is enough. */
  readonly name?: string | undefined;
}

/**
 * Makes the plan from what is applied to the target.
 *
 * @throws {MigrationError} MIGRATIONS_UNKNOWN_LABEL, MIGRATIONS_UNKNOWN
 */
export function makePlan(
  graph: MigrationGraph,
  applied: ReadonlySet<string>,
  target: MigrationTarget = {},
): readonly PlannedMigration[] {
  const { label, name } = target;
  if (label === undefined) return forwards(graph, applied, new Set(graph.order.map(textOf)));
  graph.checkLabel(label);
  if (name === undefined) return forwards(graph, applied, ancestors(graph, graph.leaves(label)));
  if (name === "zero")
    return backwards(
      graph,
      applied,
      graph.order.filter((each) => each.label === label),
    );
  const aim = graph.get(label, name);
  if (!applied.has(textOf(aim))) return forwards(graph, applied, ancestors(graph, [aim]));
  // What of the label comes after the target goes, and with it whatever else depends on that.
  const later = graph.order.filter(
    (each) => each.label === label && each !== aim && ancestors(graph, [each]).has(textOf(aim)),
  );
  return backwards(graph, applied, later);
}

/** The text of a migration's id. */
export function textOf(migration: Migration): string {
  return migrationText([migration.label, migration.name]);
}

function ancestors(graph: MigrationGraph, migrations: readonly Migration[]): ReadonlySet<string> {
  return new Set(migrations.flatMap((each) => graph.forwardsPlan([each.label, each.name]).map(textOf)));
}

function forwards(
  graph: MigrationGraph,
  applied: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
): readonly PlannedMigration[] {
  const { order } = graph;
  let state = order.filter((each) => applied.has(textOf(each))).reduce((at, each) => stateAfter(each, at), emptyState);
  return order.flatMap((migration) => {
    if (applied.has(textOf(migration)) || !wanted.has(textOf(migration))) return [];
    const before = state;
    state = stateAfter(migration, state);
    return [{ migration, backwards: false, before }];
  });
}

function backwards(
  graph: MigrationGraph,
  applied: ReadonlySet<string>,
  roots: readonly Migration[],
): readonly PlannedMigration[] {
  const gone = new Set(roots.flatMap((each) => graph.backwardsPlan([each.label, each.name]).map(textOf)));
  const plan: PlannedMigration[] = [];
  let state = emptyState;
  for (const migration of graph.order) {
    if (!applied.has(textOf(migration))) continue;
    if (gone.has(textOf(migration))) plan.push({ migration, backwards: true, before: state });
    state = stateAfter(migration, state);
  }
  return plan.reverse();
}

/**
 * Refuses a database in which a migration is applied and one that it depends on is not.
 *
 * @throws {MigrationError} MIGRATIONS_INCONSISTENT
 */
export function checkHistory(graph: MigrationGraph, applied: ReadonlySet<string>, alias: string): void {
  for (const migration of graph.order) {
    if (!applied.has(textOf(migration))) continue;
    const id: MigrationId = [migration.label, migration.name];
    const missing = graph.parents(id).find((parent) => !applied.has(textOf(parent)));
    if (missing === undefined) continue;
    throw new MigrationError(
      "MIGRATIONS_INCONSISTENT",
      `The database "${alias}" has ${textOf(migration)}, but not ${textOf(missing)}, on which that depends.`,
      {
        cure: `If its tables are as ${textOf(missing)} leaves them, record it: demijohn migrate ${missing.label} ${missing.name} --fake. Otherwise correct the dependency.`,
      },
    );
  }
}
