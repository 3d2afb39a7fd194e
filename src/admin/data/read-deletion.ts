// Tells what goes along when rows are deleted, and what forbids it, before anything is touched.
import { keysTo, type ModelMeta } from "#orm/internals";
import { pluralOf } from "./site.ts";

/** What deleting would do. */
export interface Deletion {
  /** What else would be deleted, by model. */
  readonly along: readonly { readonly label: string; readonly count: number; readonly examples: readonly string[] }[];
  /** What would lose its link to the rows. */
  readonly unlinked: readonly { readonly label: string; readonly count: number }[];
  /** What forbids it. */
  readonly held: readonly { readonly label: string; readonly count: number; readonly examples: readonly string[] }[];
  /** The rows that would be deleted along. */
  readonly rows: readonly { readonly meta: ModelMeta; readonly row: object & { readonly pk: unknown } }[];
}

const examples = 5;
const chunk = 500;

/** Reads it. Rows are followed over all relations that point at them. */
export async function readDeletion(meta: ModelMeta, keys: readonly unknown[]): Promise<Deletion> {
  const along = new Map<ModelMeta, Map<string, string>>();
  const held = new Map<ModelMeta, Map<string, string>>();
  const unlinked = new Map<ModelMeta, number>();
  const goingAlong: Deletion["rows"][number][] = [];
  const follow = async (model: ModelMeta, pks: readonly unknown[]): Promise<void> => {
    for (const { model: pointing, column, definition } of keysTo(model)) {
      const kind = definition.onDelete;
      const where = `${column.name}__in`;
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
  return {
    along: describe(along),
    held: describe(held),
    unlinked: [...unlinked]
      .filter(([, count]) => count > 0)
      .map(([model, count]) => ({ label: pluralOf(model), count })),
    rows: goingAlong,
  };
}

type FoundRow = Deletion["rows"][number]["row"];
type Found = Map<ModelMeta, Map<string, string>>;

function remember(found: Found, model: ModelMeta, rows: readonly FoundRow[]): readonly FoundRow[] {
  const known = found.get(model) ?? new Map<string, string>();
  if (rows.length > 0) found.set(model, known);
  const fresh = rows.filter((row) => !known.has(String(row.pk)));
  for (const row of fresh) known.set(String(row.pk), String(row));
  return fresh;
}

function describe(found: Found): Deletion["along"] {
  return [...found].map(([model, rows]) => ({
    label: pluralOf(model),
    count: rows.size,
    examples: [...rows.values()].slice(0, examples),
  }));
}
