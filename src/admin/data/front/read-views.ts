// Reads the views of a list that a user may choose: their own, and those that others keep for everybody.
import type { Request } from "#http";
import type { ModelMeta } from "#orm/internals";
import { SavedView } from "../../models/saved-view.ts";
import { adminUser, isSuperuser } from "../admin-user.ts";
import { placeOf } from "../site.ts";

/** A view as the list shows it. */
export interface ShownView {
  readonly name: string;
  readonly address: string;
  readonly isCurrent: boolean;
  readonly isShared: boolean;
  readonly user: string;
  /** Where it is forgotten; undefined for those of others. */
  readonly remove: string | undefined;
}

/** The views of a list. */
export interface ShownViews {
  readonly all: readonly ShownView[];
  /** Whether the list is shown as it is by itself. */
  readonly isPlain: boolean;
  /** Whether what is shown could be kept: it is neither plain nor kept already. */
  readonly canKeep: boolean;
  readonly query: string;
  readonly keep: string;
}

/** The key of the user of a request, as the log and the views keep it. */
export function userKeyOf(request: Request): string {
  return String((adminUser(request) as { readonly pk?: unknown }).pk ?? "");
}

/** Reads them; `query` is the list's address from the question mark on, without its page. */
export async function readViews(meta: ModelMeta, request: Request, query: string): Promise<ShownViews> {
  const userKey = userKeyOf(request);
  const mayForgetAll = isSuperuser(adminUser(request));
  const rows = await SavedView.objects
    .filter({ model: meta.name })
    .filter(SavedView.q({ userKey }).or(SavedView.q({ isShared: true })))
    .limit(50);
  const place = placeOf(meta);
  const all = rows.map((row) => ({
    name: row.name,
    address: row.query,
    isCurrent: row.query === query,
    isShared: row.isShared,
    user: row.userText,
    remove:
      row.userKey === userKey || mayForgetAll ? request.urlFor(".forget_view", { ...place, id: row.id }) : undefined,
  }));
  const isPlain = query === "?" || query === "";
  return {
    all,
    isPlain,
    canKeep: !isPlain && !all.some(({ isCurrent }) => isCurrent),
    query,
    keep: request.urlFor(".keep_view", place),
  };
}
