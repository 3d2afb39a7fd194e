// Finds what leads from one state of a project to another: the operations, in migrations that can run in order.
import type { MigrationId } from "../graph/migration.ts";
import { optimizeOperations } from "../operations/optimize.ts";
import type { ModelState } from "../state/model-state.ts";
import type { ProjectState } from "../state/project-state.ts";
import { buildMigrations, type DraftMigration } from "./build-migrations.ts";
import { Detection } from "./detection.ts";
import {
  askForRenamedFields,
  fieldsOfKept,
  findAddedFields,
  findAlteredFields,
  findRemovedFields,
  planRenamedFields,
} from "./find-fields.ts";
import { findIndexChanges, planAddedIndexes, planRemovedIndexes, planRenamedIndexes } from "./find-indexes.ts";
import {
  findCreatedModels,
  findCreatedProxies,
  findDeletedModels,
  findDeletedProxies,
  findRenamedModels,
} from "./find-models.ts";
import {
  findAlteredComments,
  findAlteredKeys,
  findAlteredManagers,
  findAlteredOptions,
  findAlteredOrders,
  findAlteredTables,
  findAlteredUnique,
  findRemovedKeys,
  findRemovedUnique,
} from "./find-options.ts";
import { type Questioner, silentQuestioner } from "./questioner.ts";
import { sortOperations } from "./sort-operations.ts";

/** What {@link findChanges} compares, and whom it asks. */
export interface FindChangesOptions {
  readonly from: ProjectState;
  readonly to: ProjectState;
  /** Answers what the states alone cannot; by default nothing was renamed. */
  readonly questioner?: Questioner | undefined;
  /** The last migration of a label that has some already. */
  readonly leafOf?: ((label: string) => MigrationId | undefined) | undefined;
  /** The models that settings name: `{ "auth.user": "accounts.User" }`. */
  readonly swappables?: Readonly<Record<string, string>> | undefined;
  /** Whether a new model is created before others of its label, because many may lead to it. */
  readonly createFirst?: ((model: ModelState) => boolean) | undefined;
}

/** Finds the migrations that lead from one state to the other, by label. A label without changes is not in the map. */
export async function findChanges(options: FindChangesOptions): Promise<Map<string, readonly DraftMigration[]>> {
  const { swappables = {}, leafOf = () => undefined, questioner = silentQuestioner } = options;
  const detection = new Detection({
    from: options.from,
    to: options.to,
    questioner,
    swappables,
    createFirst: options.createFirst ?? ((model) => isSwapped(model, swappables)),
  });
  await planAll(detection);
  for (const [label, planned] of detection.planned)
    detection.planned.set(label, [...sortOperations(detection, label, planned)]);
  const drafts = buildMigrations(detection, { leafOf });
  for (const [label, list] of drafts)
    for (const draft of list) draft.operations = optimizeOperations(draft.operations, label);
  return drafts;
}

function isSwapped(model: ModelState, swappables: Readonly<Record<string, string>>): boolean {
  const name = `${model.label}.${model.name}`.toLowerCase();
  return model.options.swappable !== undefined || Object.values(swappables).some((each) => each.toLowerCase() === name);
}

// The order decides between operations that wait for nothing: what goes before what changes, what changes before what comes.
async function planAll(detection: Detection): Promise<void> {
  await findRenamedModels(detection);
  const fields = fieldsOfKept(detection);
  await findDeletedModels(detection);
  findCreatedModels(detection);
  findDeletedProxies(detection);
  findCreatedProxies(detection);
  findAlteredOptions(detection);
  findAlteredManagers(detection);
  findAlteredComments(detection);
  await askForRenamedFields(detection, fields);
  const indexes = findIndexChanges(detection);
  planRemovedIndexes(detection, indexes);
  planRenamedFields(detection, fields);
  planRenamedIndexes(detection, indexes);
  findRemovedUnique(detection);
  findRemovedKeys(detection);
  await findRemovedFields(detection, fields);
  await findAddedFields(detection, fields);
  await findAlteredFields(detection, fields);
  findAlteredOrders(detection);
  findAlteredKeys(detection);
  findAlteredUnique(detection);
  planAddedIndexes(detection, indexes);
  findAlteredTables(detection);
}
