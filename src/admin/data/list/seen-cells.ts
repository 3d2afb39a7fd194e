// Tells which cells of a list a request may not see: of fields that are hidden in single rows, and of related rows that are hidden.
import type { Request } from "#http";
import { keyText, type ModelMeta } from "#orm/internals";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { hasRowRules, seenKeys } from "../row-rules.ts";
import { type AdminSite, entryOfRequest, visibleRows } from "../site.ts";
import { entryFor, isRuled, mayViewField } from "../visible-fields.ts";

type Row = object & Readonly<Record<string, unknown>>;

/** Reads it for some rows, with one question at most for each relation of a column; the answer is asked for a row and a column's path. */
export async function hiddenCells(
  site: AdminSite,
  request: Request,
  entry: ModelAdmin,
  columns: readonly { readonly name: string }[],
  rows: readonly object[],
): Promise<(row: object, path: string) => boolean> {
  const hidden = new Map<string, Set<object>>();
  const hide = (path: string, row: object): void => void (hidden.get(path) ?? setIn(hidden, path)).add(row);
  for (const { name: path } of columns) {
    // What stands at each step of the path, for each row of the list.
    let at = new Map(rows.map((row) => [row, row as Row | null]));
    let own: ModelAdmin | undefined = entry;
    let meta: ModelMeta | undefined = entry.meta;
    for (const part of path.split("__")) {
      if (own !== undefined && isRuled(own, part))
        for (const [row, value] of at)
          if (value !== null && !(await mayViewField(request, own, part, value))) hide(path, row);
      const relation: ReturnType<ModelMeta["findRelation"]> = meta?.findRelation(part);
      if (relation === undefined || relation.many) break;
      at = new Map([...at].map(([row, value]) => [row, (value?.[part] ?? null) as Row | null]));
      meta = relation.target;
      own = entryFor(site, meta);
      if (own === undefined || !hasRowRules(own)) continue;
      const { meta: target } = own;
      const keys = [...at.values()].flatMap((value) => (value === null ? [] : keyText(target, value["pk"])));
      const seen = await seenKeys(request, own, keys);
      for (const [row, value] of at) if (value !== null && !seen.has(keyText(target, value["pk"]))) hide(path, row);
    }
  }
  return (row, path) => hidden.get(path)?.has(row) === true;
}

function setIn(hidden: Map<string, Set<object>>, path: string): Set<object> {
  const set = new Set<object>();
  hidden.set(path, set);
  return set;
}

/** What must hold besides where rows are found over a path: the related rows on it are among those that the request may see. */
export function onlySeen(meta: ModelMeta, path: string, request: Request): Readonly<Record<string, unknown>> {
  const conditions: Record<string, unknown> = {};
  let at: ModelMeta | undefined = meta;
  const way: string[] = [];
  for (const part of path.split("__")) {
    const relation: ReturnType<ModelMeta["findRelation"]> = at?.findRelation(part);
    if (relation === undefined) break;
    way.push(part);
    at = relation.target;
    const own = entryOfRequest(request, at);
    if (own?.options.getQueryset !== undefined)
      conditions[`${way.join("__")}__in`] = visibleRows(own, request).orderBy().flat("pk");
  }
  return conditions;
}
