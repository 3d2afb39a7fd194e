// Saves what was changed in the rows of a list: all of it in one transaction, or nothing and what is wrong.
import { type Reply, reply } from "#app";
import { Forbidden, type Request, redirect } from "#http";
import { atomic } from "#orm";
import { keyFromText, keyText } from "#orm/internals";
import { columnsOf } from "../../data/list/columns.ts";
import { listAddress, readListQuery } from "../../data/list/list-query.ts";
import { type ListPage, readList } from "../../data/list/read-list.ts";
import { compareTexts, type FieldTexts, readTexts } from "../../data/log/read-changes.ts";
import { takeSnapshot } from "../../data/log/row-snapshot.ts";
import { rowVersion } from "../../data/log/row-version.ts";
import { type AdminSite, type Allowed, placeOf, pluralOf, visibleRows } from "../../data/site.ts";
import { type EditedRow, ListForms, namesEdited } from "../../forms/list-rows.ts";
import type { RowSnapshot } from "../../models/log-entry.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { type Logged, logBatch, newBatch, offerUndo } from "../log-action.ts";

/** The list with the controls of its rows, where some can be changed. */
export async function withControls(
  site: AdminSite,
  request: Request,
  entry: ModelAdmin,
  list: ListPage,
): Promise<ListPage> {
  const names = namesOf(entry, list);
  if (names.length === 0) return list;
  const forms = await ListForms.make({ site, request, entry, names });
  const edited = await forms.forms(list.rows.map(({ row }) => row));
  const edits = await forms.shown(edited, labelsOf(list));
  return { ...list, rows: list.rows.map((row) => ({ ...row, edit: edits.get(row.key) })) };
}

function namesOf(entry: ModelAdmin, list: ListPage): readonly string[] {
  return namesEdited(
    entry,
    list.columns.map(({ name }) => name),
  );
}

function labelsOf(list: ListPage): ReadonlyMap<string, string> {
  return new Map(list.columns.map(({ name, label }) => [name, label]));
}

/** What is wrong with what was sent, and how the list shows it. */
export interface NotSaved {
  readonly list: ListPage;
  readonly status: number;
  readonly message: string;
}

type Answer = Reply | NotSaved;

/** Whether nothing was saved, and the list is to be shown again. */
export function isNotSaved(answer: Answer): answer is NotSaved {
  return typeof answer === "object" && answer !== null && "list" in answer && "message" in answer;
}

const mostRows = 1_000;

/** Saves what was sent from a list. @throws Forbidden */
export async function saveList(
  site: AdminSite,
  request: Request,
  { entry, allowed }: { readonly entry: ModelAdmin; readonly allowed: Allowed },
): Promise<Answer> {
  if (!allowed.view) throw new Forbidden();
  const { fields } = await request.form();
  const { t, tn } = site.texts(request);
  const query = readListQuery(request.query, entry);
  const columns = columnsOf(entry, request, query.columns).map(({ name }) => name);
  const names = namesEdited(entry, columns);
  if (names.length === 0) throw new Forbidden();
  const cell = fields.get("_cell");
  const only = cell === null || cell === undefined ? undefined : String(cell);
  const keys = [...new Set(fields.getAll("_key").map(String))].slice(0, mostRows);
  const typed = keys.map((key) => keyFromText(entry.meta, key)).filter((key) => key !== undefined);
  const rows: readonly object[] = await visibleRows(entry, request).filter({ pk__in: typed });
  const forms = await ListForms.make({ site, request, entry, names });
  const edited = await forms.forms(rows, await forms.sent(), only);
  const changed = edited.filter(({ form }) => form.hasChanged());
  const faults = new Map<string, string>();
  for (const { key, row, version, sentVersion } of changed)
    if (sentVersion !== version)
      faults.set(
        key,
        t("“{object}” was changed by somebody else meanwhile. Compare, and save again.", { object: row }),
      );
  const isGone = keys.length > rows.length;
  const before = new Map<object, FieldTexts>();
  const snapshots = new Map<object, RowSnapshot>();
  // Cleaning puts the new values on the rows.
  for (const { row, form } of changed) {
    before.set(
      row,
      await readTexts(
        entry.meta,
        row,
        [...form].map(({ name }) => name),
      ),
    );
    snapshots.set(row, await takeSnapshot(entry.meta, row));
  }
  let areGood = true;
  for (const { form } of changed) areGood = (await form.validate()) && areGood;
  const batch =
    areGood && faults.size === 0 && !(isGone && only !== undefined)
      ? await saveRows(request, entry, { changed, before, snapshots })
      : undefined;
  if (only !== undefined) return cellAnswer(site, request, entry, { batch, changed, faults, isGone });
  if (batch !== undefined) {
    if (isGone) request.flash(t("A row is not there any more."), "warning");
    if (changed.length > 0) {
      const noun = changed.length === 1 ? entry.meta.verboseName : pluralOf(entry.meta);
      const told = tn("{count} {noun} was changed.", "{count} {noun} were changed.", changed.length, { noun });
      request.flash(told, "success");
    } else request.flash(t("Nothing was changed."), "info");
    if (batch !== "") offerUndo(request, batch);
    const page = query.page === 1 ? null : query.page;
    return redirect(request.urlFor(".list", placeOf(entry.meta)) + listAddress(query, { page }));
  }
  const list = await readList(site, entry, query, request);
  const edits = await forms.shown(edited, labelsOf(list), faults);
  return {
    list: { ...list, rows: list.rows.map((row) => ({ ...row, edit: edits.get(row.key) })) },
    status: faults.size > 0 ? 409 : 422,
    message:
      faults.size > 0
        ? t("Nothing was saved: somebody else changed some of the rows.")
        : t("Nothing was saved: correct what is marked below."),
  };
}

class Unsaved extends Error {}

interface Changes {
  readonly changed: readonly EditedRow[];
  readonly before: ReadonlyMap<object, FieldTexts>;
  readonly snapshots: ReadonlyMap<object, RowSnapshot>;
}

/** Saves the rows, and returns the batch of the log, which is empty where nothing changed; undefined where a form has an error after all. */
async function saveRows(
  request: Request,
  { meta, options }: ModelAdmin,
  { changed, before, snapshots }: Changes,
): Promise<string | undefined> {
  const logged: (Logged & { readonly action: "change" })[] = [];
  const batch = newBatch();
  try {
    await atomic(async () => {
      for (const { row, form } of changed) {
        await options.saveModel?.(row, request, false);
        if ((await form.save()) === undefined) throw new Unsaved();
        await options.saveRelated?.(row, request, false);
        const { pk } = row as { readonly pk: unknown };
        const fresh: object = await meta.cls.objects.get({ pk } as never);
        const names = [...form].map(({ name }) => name);
        const found = compareTexts(meta, before.get(row)!, await readTexts(meta, fresh, names));
        const changes = options.constructChangeMessage?.(request, fresh, found) ?? found;
        if (found.length === 0) continue;
        const snapshot = snapshots.get(row);
        logged.push({
          action: "change",
          meta,
          key: keyText(meta, pk),
          text: String(fresh),
          changes,
          snapshot,
          row: fresh,
        });
      }
      if (logged.length > 0) await logBatch(request, batch, logged);
    });
    return logged.length > 0 ? batch : "";
  } catch (error) {
    if (error instanceof Unsaved) return undefined;
    throw error;
  }
}

interface CellSaved {
  readonly batch: string | undefined;
  readonly changed: readonly EditedRow[];
  readonly faults: ReadonlyMap<string, string>;
  readonly isGone: boolean;
}

// What a script is told that saves one cell as soon as it is changed.
async function cellAnswer(
  site: AdminSite,
  request: Request,
  { meta }: ModelAdmin,
  { batch, changed, faults, isGone }: CellSaved,
): Promise<Reply> {
  const { t } = site.texts(request);
  const headers = { "Cache-Control": "no-store" };
  const [first] = changed;
  if (batch === undefined) {
    const own = first === undefined ? [] : [...first.form].flatMap((field) => [...field.errors]);
    const whole = first?.form.isBound === true ? [...first.form.nonFieldErrors] : [];
    const gone = isGone ? [t("A row is not there any more.")] : [];
    const texts = [...faults.values(), ...gone, ...own, ...whole];
    return reply({ saved: false, message: texts.join(" ") }, faults.size > 0 || isGone ? 409 : 422, headers);
  }
  const fresh: object | undefined =
    first === undefined ? undefined : await meta.cls.objects.get({ pk: (first.row as { pk: unknown }).pk } as never);
  const version = fresh === undefined ? undefined : rowVersion(meta, fresh);
  const undo = batch === "" ? undefined : request.urlFor(".undo", { batch });
  const message = first === undefined ? t("Nothing was changed.") : t("“{object}” was saved.", { object: first.row });
  return reply({ saved: true, version, undo, message }, 200, headers);
}
