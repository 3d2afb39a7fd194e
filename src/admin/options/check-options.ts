// Checks the options of an admin's models together, for `demijohn check`: every fault as a message, instead of the first at the first page.
import { type CheckMessage, DemijohnError } from "#kernel";
import { checkNames, type ModelAdmin } from "./model-admin.ts";

/** Checks them. */
export function checkOptions(models: readonly ModelAdmin[]): readonly CheckMessage[] {
  return models.flatMap((entry) => [...checkNamed(entry), ...checkClashes(entry)]);
}

function checkNamed(entry: ModelAdmin): readonly CheckMessage[] {
  try {
    checkNames(entry);
    return [];
  } catch (error) {
    if (!(error instanceof DemijohnError)) throw error;
    return [
      { level: "error", code: error.code, message: error.message.slice(error.code.length + 2), where: entry.meta.name },
    ];
  }
}

// Options that are good each for itself, and have no effect together.
function checkClashes({ meta, options }: ModelAdmin): readonly CheckMessage[] {
  const messages: CheckMessage[] = [];
  const tell = (message: string, cure: string): void =>
    void messages.push({ level: "warning", code: "ADMIN_NO_EFFECT", message, where: meta.name, cure });
  const columns = (options.listDisplay ?? []).map((column) => (typeof column === "string" ? column : column.name));
  if (options.getListDisplay === undefined) {
    for (const name of (options.listEditable ?? []) as readonly string[])
      if (!columns.includes(name))
        tell(`listEditable names "${name}", which is no column of listDisplay.`, `Add "${name}" to listDisplay.`);
    for (const name of options.listDisplayLinks ?? [])
      if (!columns.includes(name))
        tell(`listDisplayLinks names "${name}", which is no column of listDisplay.`, `Add "${name}" to listDisplay.`);
  }
  for (const name of (options.listEditable ?? []) as readonly string[])
    if ((options.readonlyFields ?? []).includes(name as never))
      tell(`listEditable names "${name}", which is one of the readonlyFields.`, "Leave it out of one of them.");
  for (const [name, sources] of Object.entries(options.prepopulatedFields ?? {}))
    for (const field of [name, ...((sources ?? []) as readonly string[])])
      if (meta.findRelation(field) !== undefined)
        tell(`prepopulatedFields names "${field}", which is a relation and has no text.`, "Name fields of text.");
  return messages;
}
