// Refuses a graph in which a label has several last migrations.
import { MigrationError } from "../migration-error.ts";
import type { MigrationGraph } from "./migration-graph.ts";

/** @throws {MigrationError} MIGRATIONS_CONFLICT where a label has two last migrations. */
export function refuseConflicts(graph: MigrationGraph): void {
  const [conflict] = graph.conflicts();
  if (conflict === undefined) return;
  const [label, leaves] = conflict;
  throw new MigrationError("MIGRATIONS_CONFLICT", `"${label}" has several last migrations.`, {
    facts: [leaves.map((each) => each.name).join(", ")],
    cure: `Put one behind the other: demijohn rebasemigration ${label}. Or join them: demijohn makemigrations --merge.`,
  });
}
