// Saves what a good form says, in one transaction with its entry in the log.
import type { Request } from "#http";
import { atomic } from "#orm";
import { keyText } from "#orm/internals";
import { compareTexts, readTexts } from "../../data/log/read-changes.ts";
import type { AdminSite } from "../../data/site.ts";
import type { InlineNode } from "../../forms/inlines/inline-node.ts";
import { saveInlines } from "../../forms/inlines/save-inlines.ts";
import type { RowSnapshot } from "../../models/log-entry.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { logBatch, newBatch } from "../log-action.ts";
import type { Row } from "../row-of.ts";

/** What is saved. */
export interface Saving {
  readonly site: AdminSite;
  readonly request: Request;
  readonly entry: ModelAdmin;
  readonly form: { save(): Promise<object | undefined> };
  readonly row: Row;
  /** The fields of the model that the form writes. */
  readonly names: readonly string[];
  /** What they said before. */
  readonly before: ReadonlyMap<string, string>;
  readonly snapshot: RowSnapshot | undefined;
  readonly inlines: readonly InlineNode[];
}

class NotSaved extends Error {}

/** Saves it, and returns the batch of the log, which is empty where nothing changed; undefined where the form has an error after all. */
export async function saveRow(saving: Saving): Promise<string | undefined> {
  const { site, request, entry, form, row, names, before, snapshot, inlines } = saving;
  const { meta, options } = entry;
  const { isNew } = row;
  let batch = "";
  try {
    await atomic(async () => {
      await options.saveModel?.(row, request, isNew);
      if ((await form.save()) === undefined) throw new NotSaved();
      const { saveFormset } = options;
      const inner = await saveInlines(inlines, {
        site,
        request,
        saveFormset: saveFormset === undefined ? undefined : (formset) => saveFormset(formset, request, row),
      });
      if (inner === undefined) throw new NotSaved();
      await options.saveRelated?.(row, request, isNew);
      const fresh: object = await meta.cls.objects.get({ pk: row.pk });
      const own = isNew ? [] : compareTexts(meta, before, await readTexts(meta, fresh, names));
      const found = [...own, ...inner.changes];
      const changes = options.constructChangeMessage?.(request, fresh, found) ?? found;
      if (!isNew && found.length === 0) return;
      batch = newBatch();
      const action = isNew ? "add" : "change";
      const key = keyText(meta, row.pk);
      await logBatch(request, batch, [
        { action, meta, key, text: String(fresh), changes, snapshot, row: fresh },
        ...inner.rows,
      ]);
    });
    return batch;
  } catch (error) {
    if (error instanceof NotSaved) return undefined;
    throw error;
  }
}
