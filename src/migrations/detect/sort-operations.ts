// Orders the operations of one label so that each comes after what it waits for.
import { MigrationError } from "../migration-error.ts";
import type { FieldStep } from "../operations/fields/field-step.ts";
import { RenameModel } from "../operations/models/rename-model.ts";
import type { Operation } from "../operations/operation.ts";
import { sameName } from "../operations/step.ts";
import { fulfils } from "./dependency.ts";
import type { Detection, Planned } from "./detection.ts";

/**
 * The operations in an order in which they can run: those that wait for nothing first, then those that they set free.
 *
 * @throws {MigrationError} MIGRATIONS_CIRCLE
 */
export function sortOperations(detection: Detection, label: string, planned: readonly Planned[]): readonly Planned[] {
  const waiting = new Map<Planned, number>();
  const followers = new Map<Planned, Planned[]>();
  for (const each of planned) {
    note(waiting, each);
    for (const wanted of each.dependencies) {
      const resolved = detection.resolved(wanted);
      if (resolved.label !== label) continue;
      for (const other of planned) {
        if (other === each || !fulfils(other.operation, resolved)) continue;
        note(waiting, other);
        waiting.set(each, waiting.get(each)! + 1);
        followers.set(other, [...(followers.get(other) ?? []), each]);
      }
    }
  }
  const sorted: Planned[] = [];
  let ready = [...waiting].filter(([, count]) => count === 0).map(([each]) => each);
  while (ready.length > 0) {
    sorted.push(...ready);
    const next: Planned[] = [];
    for (const each of ready)
      for (const follower of followers.get(each) ?? []) {
        const count = waiting.get(follower)! - 1;
        waiting.set(follower, count);
        if (count === 0) next.push(follower);
      }
    ready = next;
  }
  if (sorted.length < planned.length)
    throw circle(
      label,
      planned.filter((each) => !sorted.includes(each)),
    );
  return renamedFirst(sorted, label);
}

// What concerns or points at a renamed model speaks of it by its new name, also where something else made it come early.
function renamedFirst(sorted: readonly Planned[], label: string): readonly Planned[] {
  const list = [...sorted];
  for (const each of sorted) {
    if (!(each.operation instanceof RenameModel)) continue;
    const { newName } = each.operation;
    const first = list.findIndex(
      ({ operation }) =>
        operation !== each.operation && (isAbout(operation, newName) || operation.referencesModel(newName, label)),
    );
    const at = list.indexOf(each);
    if (first >= 0 && first < at) list.splice(first, 0, ...list.splice(at, 1));
  }
  return list;
}

function isAbout(operation: Operation, model: string): boolean {
  const { model: owner, name } = operation as Partial<FieldStep>;
  const subject = owner ?? name;
  return subject !== undefined && sameName(subject, model);
}

// The order of mention decides between operations that could run at the same time.
function note(waiting: Map<Planned, number>, each: Planned): void {
  if (!waiting.has(each)) waiting.set(each, 0);
}

/** The error of operations that wait for each other. */
export function circle(label: string, planned: readonly Planned[]): MigrationError {
  return new MigrationError("MIGRATIONS_CIRCLE", `The changes of "${label}" wait for each other in a circle.`, {
    facts: planned.map(({ operation }) => operation.describe()),
    cure: "Make the change in two steps: add the new relation with null: true, migrate, and then take the old one away.",
  });
}
