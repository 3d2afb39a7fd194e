// Finds the object that an address names, for a user who may see it.
import { Forbidden, NotFound, type Request } from "#http";
import { keyFromText } from "#orm/internals";
import { type AdminSite, type Allowed, allowedOf, visibleRows } from "../data/site.ts";
import { hasFieldRules, seenEntry } from "../data/visible-fields.ts";
import type { ModelAdmin } from "../options/model-admin.ts";
import { entryOf } from "./admin-context.ts";

/** What every address of an object begins with. */
export const modelPath = "/<slug:label>/<slug:model>";

/** The key in the address. */
export function keyOf(request: Request): string {
  return (request.params as { readonly key: string }).key;
}

/** An object of a model that is not known here. */
export interface Row {
  readonly pk: unknown;
  readonly isNew: boolean;
  delete(): Promise<unknown>;
}

/** An object, its model, and what the user may do with it. */
export interface FoundRow {
  readonly entry: ModelAdmin;
  readonly allowed: Allowed;
  readonly row: Row;
}

/** Finds it. @throws NotFound, Forbidden */
export async function rowOf(site: AdminSite, request: Request, key: string): Promise<FoundRow> {
  const { entry: whole } = await entryOf(site, request);
  const { meta } = whole;
  const typed = keyFromText(meta, key);
  const row: Row | null = typed === undefined ? null : await visibleRows(whole, request).filter({ pk: typed }).first();
  if (row === null) throw new NotFound(`There is no ${meta.verboseName} with the key ${key}; perhaps it was deleted.`);
  const allowed = await allowedOf(request, whole, row);
  if (!allowed.view) throw new Forbidden();
  return { entry: hasFieldRules(whole) ? await seenEntry(site, request, whole, row) : whole, allowed, row };
}
