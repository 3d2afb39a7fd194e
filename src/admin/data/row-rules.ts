// Answers which single rows of a model a request may see, where its options have rules about rows.
import type { Request } from "#http";
import { keyFromText, keyText } from "#orm/internals";
import type { ModelAdmin } from "../options/model-admin.ts";
import { allowedOf, visibleRows } from "./site.ts";

/** Whether single rows of a model can be hidden. */
export function hasRowRules({ options }: ModelAdmin): boolean {
  return options.getQueryset !== undefined || options.hasViewPermission !== undefined;
}

/** The rows of a query set of {@link visibleRows} that no rule hides besides. */
export async function seenRows<Row extends object>(
  request: Request,
  entry: ModelAdmin,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  if (entry.options.hasViewPermission === undefined) return rows;
  const seen: Row[] = [];
  for (const row of rows) if ((await allowedOf(request, entry, row)).view) seen.push(row);
  return seen;
}

/** The keys, as texts, of those rows that are there and may be seen. */
export async function seenKeys(
  request: Request,
  entry: ModelAdmin,
  keys: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const { meta } = entry;
  const typed = [...new Set(keys)].map((key) => keyFromText(meta, key)).filter((key) => key !== undefined);
  if (typed.length === 0) return new Set();
  const rows = visibleRows(entry, request).filter({ pk__in: typed });
  if (entry.options.hasViewPermission === undefined)
    return new Set(((await rows.flat("pk")) as unknown[]).map((pk) => keyText(meta, pk)));
  return new Set((await seenRows(request, entry, (await rows) as readonly Keyed[])).map(({ pk }) => keyText(meta, pk)));
}

type Keyed = object & { readonly pk: unknown };
