// Makes the models of states for tests, and tells in words what leads from some to others.
import {
  findChanges,
  type ModelState,
  modelStateOf,
  projectOf,
  type Questioner,
  silentQuestioner,
} from "demijohn/migrations";

/** A model with an automatic key. */
export function model(
  label: string,
  name: string,
  fields: ModelState["fields"] = {},
  options: ModelState["options"] = {},
): ModelState {
  return modelStateOf({ label, name, fields: { id: { type: "auto" }, ...fields }, options });
}

/** By label, the migrations that are found: what each depends on, and its operations. */
export async function changes(
  before: readonly ModelState[],
  after: readonly ModelState[],
  questioner: Partial<Questioner> = {},
): Promise<Record<string, string[][]>> {
  const found = await findChanges({
    from: projectOf(before),
    to: projectOf(after),
    questioner: { ...silentQuestioner, ...questioner },
  });
  return Object.fromEntries(
    [...found].map(([label, drafts]) => [
      label,
      drafts.map(({ operations, dependencies }) => [
        ...dependencies.map((each) => each.join(".")),
        ...operations.map((operation) => operation.describe()),
      ]),
    ]),
  );
}
