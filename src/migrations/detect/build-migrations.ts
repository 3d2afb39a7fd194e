// Cuts the sorted operations of all labels into migrations that depend on each other without a circle.
import type { MigrationId } from "../graph/migration.ts";
import { fulfils, givesName, SETTING } from "./dependency.ts";
import type { Detection, Planned } from "./detection.ts";
import { circle } from "./sort-operations.ts";

/** A migration to be: numbered within its label, `auto_1` and so on. */
export interface DraftMigration {
  readonly name: string;
  readonly initial: boolean;
  readonly dependencies: MigrationId[];
  operations: readonly Planned["operation"][];
}

/** What the migrations are built with. */
export interface BuildOptions {
  /** The last migration of a label that has some already. */
  readonly leafOf: (label: string) => MigrationId | undefined;
}

/** The drafts of each label; empties `detection.planned`. */
export function buildMigrations(detection: Detection, options: BuildOptions): Map<string, DraftMigration[]> {
  const drafts = new Map<string, DraftMigration[]>();
  const known = new Set(Object.values(detection.from.models).map((model) => model.label));
  const left = detection.planned;
  const count = () => [...left.values()].reduce((sum, list) => sum + list.length, 0);
  // At first only whole lists are taken; where none can be, a list is cut, and whole ones are looked for again.
  let cutting = false;
  for (let remaining = count(); remaining > 0; ) {
    for (const label of [...left.keys()].sort()) {
      const list = left.get(label)!;
      const { taken, dependencies } = takeReady(detection, { label, drafts, cutting, options });
      if (taken.length === 0 || (taken.length < list.length && !cutting)) continue;
      const before = drafts.get(label) ?? [];
      before.push({
        name: `auto_${before.length + 1}`,
        initial: !known.has(label),
        dependencies,
        operations: taken.map(({ operation }) => operation),
      });
      drafts.set(label, before);
      left.set(label, list.slice(taken.length));
      cutting = false;
    }
    const now = count();
    if (now === remaining) {
      if (cutting) throw circle([...left.keys()].sort().join(", "), [...left.values()].flat());
      cutting = true;
    }
    remaining = now;
  }
  for (const [label, list] of drafts)
    for (const [index, draft] of list.entries()) if (index > 0) draft.dependencies.push([label, list[index - 1]!.name]);
  return drafts;
}

interface Taking {
  readonly label: string;
  readonly drafts: ReadonlyMap<string, readonly DraftMigration[]>;
  readonly cutting: boolean;
  readonly options: BuildOptions;
}

/** The operations at the head of a label's list that wait for nothing of other labels, and what they depend on. */
function takeReady(detection: Detection, at: Taking): { taken: Planned[]; dependencies: MigrationId[] } {
  const taken: Planned[] = [];
  const dependencies = new Map<string, MigrationId>();
  for (const each of detection.planned.get(at.label)!) {
    const ids = outsideDependencies(detection, each, at);
    if (ids === undefined) break;
    taken.push(each);
    for (const id of ids) dependencies.set(id.join("."), id);
  }
  return { taken, dependencies: [...dependencies.values()] };
}

/** What an operation depends on in other labels; undefined while something of it is still to be done. */
function outsideDependencies(detection: Detection, planned: Planned, at: Taking): MigrationId[] | undefined {
  const ids: MigrationId[] = [];
  for (const wanted of planned.dependencies) {
    const resolved = detection.resolved(wanted);
    const { label } = resolved;
    if (label === at.label) continue;
    const isAwaited = ({ operation }: Planned) => fulfils(operation, resolved) || givesName(operation, resolved);
    if (detection.planned.get(label)?.some(isAwaited)) return undefined;
    const drafts = at.drafts.get(label);
    if (wanted.label === SETTING) ids.push([SETTING, wanted.model]);
    else if (drafts !== undefined) ids.push([label, drafts.at(-1)!.name]);
    else if (at.cutting) ids.push(at.options.leafOf(label) ?? [label, "__first__"]);
    else return undefined;
  }
  return ids;
}
