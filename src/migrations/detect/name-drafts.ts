// Gives the found migrations their names and real dependencies, after those that the project has.
import type { LoadedMigration } from "../graph/load-migrations.ts";
import type { MigrationId } from "../graph/migration.ts";
import type { MigrationGraph } from "../graph/migration-graph.ts";
import { numbered } from "../graph/next-name.ts";
import { suggestName } from "../graph/suggest-name.ts";
import type { Operation } from "../operations/operation.ts";
import type { DraftMigration } from "./build-migrations.ts";

/** A migration that is ready to be written. */
export interface NewMigration {
  readonly label: string;
  readonly name: string;
  readonly initial: boolean;
  readonly dependencies: readonly MigrationId[];
  readonly operations: readonly Operation[];
}

/** The drafts with names and dependencies; `name` stands for the part that is otherwise made from the operations. */
export function nameDrafts(
  drafts: ReadonlyMap<string, readonly DraftMigration[]>,
  graph: MigrationGraph<LoadedMigration>,
  options: { readonly name?: string | undefined; readonly now: Date },
): readonly NewMigration[] {
  const named = new Map<string, string>();
  const list: NewMigration[] = [];
  for (const [label, own] of drafts) {
    const names = graph.order.filter((each) => each.label === label).map((each) => each.name);
    const [leaf] = graph.leaves(label);
    for (const [index, draft] of own.entries()) {
      const initial = leaf === undefined && draft.initial;
      const suggested = suggestName(draft.operations, initial && index === 0, options.now);
      const name = numbered(names, options.name ?? suggested);
      names.push(name);
      named.set(`${label}.${draft.name}`, name);
      const before: MigrationId[] = index === 0 && leaf !== undefined ? [[label, leaf.name]] : [];
      const dependencies = [...before, ...draft.dependencies];
      list.push({
        label,
        name,
        initial: leaf === undefined && draft.initial,
        dependencies,
        operations: draft.operations,
      });
    }
  }
  return list.map((migration) => ({
    ...migration,
    dependencies: migration.dependencies.map(
      ([label, name]) => [label, named.get(`${label}.${name}`) ?? name] as const,
    ),
  }));
}

/** The migrations of the wanted labels, and those of others that these depend on. */
export function trimToLabels(migrations: readonly NewMigration[], labels: readonly string[]): readonly NewMigration[] {
  const wanted = new Set(labels);
  for (let size = 0; size !== wanted.size; ) {
    size = wanted.size;
    for (const { label, dependencies } of migrations)
      if (wanted.has(label)) for (const [other] of dependencies) wanted.add(other);
  }
  return migrations.filter((migration) => wanted.has(migration.label));
}
