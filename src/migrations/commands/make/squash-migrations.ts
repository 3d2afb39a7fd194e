// Makes one migration of many, that stands in for them on new databases.
import { type LoadedMigration, nameOfFile } from "../../graph/load-migrations.ts";
import { type MigrationId, migrationText } from "../../graph/migration.ts";
import { MigrationGraph } from "../../graph/migration-graph.ts";
import { numberOf } from "../../graph/next-name.ts";
import { MigrationError } from "../../migration-error.ts";
import type { Operation } from "../../operations/operation.ts";
import { optimizeOperations } from "../../operations/optimize.ts";
import { writeMigration } from "../../write/write-migration.ts";

/** What is squashed. */
export interface SquashOptions {
  readonly label: string;
  /** The first migration; the label's first where not given. */
  readonly from?: string | undefined;
  readonly upTo: string;
  readonly optimize: boolean;
  readonly name?: string | undefined;
}

/** The squashed migration. */
export interface Squashed {
  readonly name: string;
  readonly text: string;
  readonly replaced: readonly LoadedMigration[];
  readonly before: number;
  readonly after: number;
}

/**
 * Squashes migrations of one label.
 *
 * @throws {MigrationError} MIGRATIONS_UNKNOWN, MIGRATIONS_BAD_SQUASH, MIGRATIONS_CIRCULAR_GRAPH
 */
export function squashMigrations(graph: MigrationGraph<LoadedMigration>, options: SquashOptions): Squashed {
  const { label } = options;
  const last = graph.get(label, options.upTo);
  const plan = graph.forwardsPlan([label, last.name]).filter((each) => each.label === label);
  const start = options.from === undefined ? 0 : plan.indexOf(graph.get(label, options.from));
  if (start < 0)
    throw new MigrationError("MIGRATIONS_BAD_SQUASH", `${options.from} does not come before ${last.name}.`, {
      where: label,
      cure: `Name the earlier one first: demijohn squashmigrations ${label} ${plan[0]!.name} ${last.name}.`,
    });
  const replaced = plan.slice(start);
  const all = replaced.flatMap((migration) => migration.operations);
  const needed = all.filter((operation) => !operation.elidable);
  const operations = options.optimize ? optimizeOperations(needed, label) : needed;
  const texts = new Set(replaced.map((each) => migrationText([label, each.name])));
  const outside = replaced.flatMap((each) => each.dependencies).filter((id) => !texts.has(migrationText(id)));
  const dependencies = [...new Map(outside.map((id) => [migrationText(id), id])).values()];
  const name = options.name === undefined ? defaultName(replaced) : `${padded(replaced)}_${options.name}`;
  const replaces = replaced.map((each): MigrationId => [label, each.name]);
  const squashed = { label, name, dependencies, operations, replaces, initial: replaced[0]!.initial };
  refuseCircle(graph, { ...squashed, file: undefined, runBefore: [], atomic: true });
  const elsewhere = operationsElsewhere(replaced, operations);
  return {
    name,
    text: writeMigration({
      ...squashed,
      initial: squashed.initial === true,
      atomic: replaced.every((each) => each.atomic),
      elsewhere,
      notes: elsewhere.size > 0 ? [NOTE] : [],
    }),
    replaced,
    before: all.length,
    after: operations.length,
  };
}

const NOTE = "Copy the code of the imported operations to this file before the files that it replaces are deleted.";

function padded(replaced: readonly LoadedMigration[]): string {
  return String(numberOf(replaced[0]!.name)).padStart(4, "0");
}

function defaultName(replaced: readonly LoadedMigration[]): string {
  return `${padded(replaced)}_squashed_${replaced.at(-1)!.name}`;
}

function refuseCircle(graph: MigrationGraph<LoadedMigration>, squashed: LoadedMigration): void {
  new MigrationGraph([...graph.order, squashed]).order;
}

/** Operations with code, as what the files that they stand in export. */
function operationsElsewhere(
  replaced: readonly LoadedMigration[],
  operations: readonly Operation[],
): Map<Operation, { readonly module: string; readonly path: string; readonly code: string }> {
  const found = new Map<Operation, { module: string; path: string; code: string }>();
  for (const migration of replaced)
    for (const [index, operation] of migration.operations.entries()) {
      if (operation.reducesToSql || !operations.includes(operation) || migration.file === undefined) continue;
      const { basename } = process.getBuiltinModule("node:path");
      const module = `from${nameOfFile(migration.file).replace(/\W+/g, "_")}`;
      found.set(operation, {
        module,
        path: `./${basename(migration.file)}`,
        code: `${module}.operations[${index}]!`,
      });
    }
  return found;
}
