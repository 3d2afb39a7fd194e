// Tells what a new object's form holds at first: what a hook or the address says, or the files of the object that it is a copy of.
import { type AnyField, FileField } from "#forms";
import type { Request } from "#http";
import type { ModelAdmin } from "../../options/model-admin.ts";

/** The initial values of a new form, by the names of its fields. */
export async function initialData(
  { meta, options }: ModelAdmin,
  request: Request,
  names: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  if (options.getChangeformInitialData !== undefined) return options.getChangeformInitialData(request);
  const initial: Record<string, unknown> = {};
  for (const name of names) {
    const given = request.query.get(name);
    if (given === null || given === undefined) continue;
    const isMany = meta.findRelation(name)?.many === true;
    initial[name] = isMany ? String(given).split(",").filter(Boolean) : given;
  }
  return initial;
}

/** The files of a row, for a form that sends none again. */
export function carriedFiles(
  fields: Readonly<Record<string, AnyField>>,
  row: object,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(fields).filter((name) => fields[name] instanceof FileField);
  return Object.fromEntries(names.map((name) => [name, (row as Readonly<Record<string, unknown>>)[name]]));
}
