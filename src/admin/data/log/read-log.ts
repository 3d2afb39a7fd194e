// Reads the log as far as a request may see it: of one object, or of all, by user, model, kind and day.
import type { Request } from "#http";
import { LogEntry, type LoggedAction, type LoggedChange } from "../../models/log-entry.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { hasRowRules, seenKeys } from "../row-rules.ts";
import { type AdminSite, allowedOf, placeOf } from "../site.ts";
import { seenEntries } from "./seen-entries.ts";

/** What of the log is asked for. */
export interface LogQuery {
  readonly id?: number | undefined;
  readonly model?: string | undefined;
  readonly objectKey?: string | undefined;
  readonly userKey?: string | undefined;
  readonly action?: string | undefined;
  /** Days, as `2026-11-22`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly page: number;
  readonly perPage: number;
}

/** An entry as the page shows it. */
export interface ShownEntry {
  readonly id: number;
  readonly action: LoggedAction;
  readonly noun: string;
  readonly text: string;
  /** Its form; undefined where it is gone. */
  readonly address: string | undefined;
  readonly user: string;
  readonly at: Date;
  readonly changes: readonly LoggedChange[];
  /** Where it can be put back as it was before. */
  readonly restore: string | undefined;
}

/** A page of the log. */
export interface LogPage {
  readonly entries: readonly ShownEntry[];
  readonly page: number;
  readonly hasMore: boolean;
}

/** Reads it. The number of queries depends on the number of models in it alone. */
export async function readLog(site: AdminSite, request: Request, query: LogQuery): Promise<LogPage> {
  const models = new Map<string, ModelAdmin>();
  for (const entry of site.models) if ((await allowedOf(request, entry)).view) models.set(entry.meta.name, entry);
  const start = (query.page - 1) * query.perPage;
  const found: readonly LogEntry[] = await LogEntry.objects
    .filter(conditionsOf(query, [...models.keys()]) as never)
    .slice(start, start + query.perPage + 1);
  const entries = await seenEntries(site, request, found.slice(0, query.perPage));
  const shown: ShownEntry[] = [];
  const rows = new Map<string, ReadonlySet<string>>();
  for (const [name, entry] of models)
    rows.set(
      name,
      await seenKeys(
        request,
        entry,
        entries.filter((each) => each.model === name).map(({ objectKey }) => objectKey),
      ),
    );
  for (const entry of entries) {
    const model = models.get(entry.model)!;
    const isThere = rows.get(entry.model)!.has(entry.objectKey);
    // A rule about rows cannot be asked of one that is gone, and what is gone may not tell more than it did.
    if (!isThere && hasRowRules(model)) continue;
    shown.push({
      id: entry.id,
      action: entry.action as LoggedAction,
      noun: model.meta.verboseName,
      text: entry.objectText,
      address: isThere ? request.urlFor(".change", { ...placeOf(model.meta), key: entry.objectKey }) : undefined,
      user: entry.userText,
      at: entry.at,
      changes: entry.changes,
      restore:
        entry.snapshot === null || (entry.action === "delete") === isThere
          ? undefined
          : request.urlFor(".restore", { id: entry.id }),
    });
  }
  return { entries: shown, page: query.page, hasMore: found.length > query.perPage };
}

function conditionsOf(query: LogQuery, seen: readonly string[]): Record<string, unknown> {
  const { id, model, objectKey, userKey, action, from, to } = query;
  const day = /^\d{4}-\d\d-\d\d$/;
  const end = to !== undefined && day.test(to) ? new Date(Date.parse(to) + 86_400_000) : undefined;
  return {
    model__in: model === undefined ? seen : seen.filter((name) => name === model),
    ...(id === undefined ? {} : { id }),
    ...(objectKey === undefined ? {} : { objectKey }),
    ...(userKey === undefined ? {} : { userKey }),
    ...(action === undefined ? {} : { action }),
    ...(from !== undefined && day.test(from) ? { at__gte: new Date(from) } : {}),
    ...(end === undefined || Number.isNaN(end.getTime()) ? {} : { at__lt: end }),
  };
}

/** The users that the log names beside rows of these models, for its filter. */
export async function readLogUsers(
  models: readonly string[],
): Promise<readonly { readonly key: string; readonly text: string }[]> {
  const rows = await LogEntry.objects
    .filter({ model__in: models } as never)
    .orderBy("userText")
    .values("userKey", "userText")
    .distinct()
    .limit(200);
  return rows.map(({ userKey, userText }) => ({ key: userKey, text: userText }));
}
