// Tells what goes along when rows are deleted, and what forbids it, before anything is touched.
import type { Request } from "#http";
import { keysTo, keyText, type ModelMeta } from "#orm/internals";
import type { ModelAdmin } from "../options/model-admin.ts";
import { hasRowRules, seenKeys } from "./row-rules.ts";
import { type AdminSite, allowedOf, pluralOf } from "./site.ts";
import { entryFor } from "./visible-fields.ts";

/** Rows of one model, as people are told of them: no more of their texts than they may see. */
export interface RowsTold {
  readonly label: string;
  readonly count: number;
  readonly examples: readonly string[];
}

/** What deleting would do. */
export interface Deletion {
  /** What else would be deleted, by model. */
  readonly along: readonly RowsTold[];
  /** What would lose its link to the rows. */
  readonly unlinked: readonly { readonly label: string; readonly count: number }[];
  /** What forbids it. */
  readonly held: readonly RowsTold[];
  /** What would be deleted along, and the user may not delete. */
  readonly refused: readonly RowsTold[];
  /** The rows that would be deleted along. */
  readonly rows: readonly { readonly meta: ModelMeta; readonly row: object & { readonly pk: unknown } }[];
}

const examples = 5;
const chunk = 500;

/** Whether nothing forbids it. */
export function canDelete({ held, refused }: Deletion): boolean {
  return held.length === 0 && refused.length === 0;
}

/** What is said where a user may not delete what would go along. */
export const refusedText = "You may not delete what would go along: {list}.";

/** What the rows are called, with commas between. */
export function labelsOf(told: readonly RowsTold[]): string {
  return told.map(({ label }) => label).join(", ");
}

/** Who would delete. */
export interface DeletedBy {
  readonly site: AdminSite;
  readonly request: Request;
}

/** Reads it. Rows are followed over all relations that point at them. */
export async function readDeletion(by: DeletedBy, meta: ModelMeta, keys: readonly unknown[]): Promise<Deletion> {
  const along: Found = new Map();
  const held: Found = new Map();
  const unlinked = new Map<ModelMeta, number>();
  const goingAlong: Deletion["rows"][number][] = [];
  const follow = async (model: ModelMeta, pks: readonly unknown[]): Promise<void> => {
    for (const { model: pointing, column, definition } of keysTo(model)) {
      const kind = definition.onDelete;
      // What the rows are known by here is their key, whatever field a relation leads to.
      const where = `${column.name}__pk__in`;
      for (let start = 0; start < pks.length; start += chunk) {
        const rows = pointing.cls.objects.filter({ [where]: pks.slice(start, start + chunk) });
        if (kind === "cascade" || kind === "databaseCascade" || kind === "protect" || kind === "restrict") {
          const into = kind === "protect" || kind === "restrict" ? held : along;
          const fresh = remember(into, pointing, await rows);
          if (into === held || fresh.length === 0) continue;
          for (const row of fresh) goingAlong.push({ meta: pointing, row });
          await follow(
            pointing,
            fresh.map((row) => row.pk),
          );
        } else if (kind !== "doNothing")
          unlinked.set(pointing, (unlinked.get(pointing) ?? 0) + Number(await rows.count()));
      }
    }
  };
  await follow(meta, keys);
  const told = async (found: Found): Promise<RowsTold[]> => {
    const list: RowsTold[] = [];
    for (const [model, rows] of found) list.push(await describe(by, model, [...rows.values()]));
    return list;
  };
  return {
    along: await told(along),
    held: await told(held),
    refused: await told(await refusedOf(by, along)),
    unlinked: [...unlinked]
      .filter(([, count]) => count > 0)
      .map(([model, count]) => ({ label: pluralOf(model), count })),
    rows: goingAlong,
  };
}

type FoundRow = Deletion["rows"][number]["row"];
type Found = Map<ModelMeta, Map<string, FoundRow>>;

function remember(found: Found, model: ModelMeta, rows: readonly FoundRow[]): readonly FoundRow[] {
  const known = found.get(model) ?? new Map<string, FoundRow>();
  if (rows.length > 0) found.set(model, known);
  const fresh = rows.filter((row) => !known.has(keyText(model, row.pk)));
  for (const row of fresh) known.set(keyText(model, row.pk), row);
  return fresh;
}

// A model that is in no admin has no rules about its rows.
async function describe({ site, request }: DeletedBy, meta: ModelMeta, rows: readonly FoundRow[]): Promise<RowsTold> {
  const entry = entryFor(site, meta) ?? { meta, options: {} };
  const some = (await allowedOf(request, entry)).view ? rows.slice(0, examples) : [];
  const seen = await seenAmong(request, entry, some);
  return { label: pluralOf(meta), count: rows.length, examples: seen.map(String) };
}

async function seenAmong(request: Request, entry: ModelAdmin, rows: readonly FoundRow[]): Promise<readonly FoundRow[]> {
  if (!hasRowRules(entry)) return rows;
  const keys = await seenKeys(
    request,
    entry,
    rows.map(({ pk }) => keyText(entry.meta, pk)),
  );
  return rows.filter(({ pk }) => keys.has(keyText(entry.meta, pk)));
}

// What is in no admin, such as the sessions of an account, goes along with what it belongs to.
async function refusedOf({ site, request }: DeletedBy, along: Found): Promise<Found> {
  const refused: Found = new Map();
  for (const [meta, found] of along) {
    const entry = entryFor(site, meta);
    if (entry === undefined) continue;
    const rows = [...found.values()];
    const isRuled = entry.options.hasDeletePermission !== undefined;
    const seen = new Set(await seenAmong(request, entry, rows));
    const mayAll = !isRuled && (await allowedOf(request, entry)).delete;
    for (const row of rows)
      if (!seen.has(row) || !(mayAll || (await allowedOf(request, entry, row)).delete)) remember(refused, meta, [row]);
  }
  return refused;
}
