// Turns the inlines of an object into what its page shows: titles, columns, rows with their controls or values, and nested ones.
import type { BoundField, FormInstance } from "#forms";
import { escapeHtml, Safe } from "#kernel";
import { keyText } from "#orm/internals";
import { labelOfField, placeOf, pluralOf } from "../../data/site.ts";
import { entryFor } from "../../data/visible-fields.ts";
import type { FormPlace } from "../../forms/admin-form.ts";
import { showChosen } from "../../forms/controls/show-chosen.ts";
import { type FormPlan, planForm } from "../../forms/form-plan.ts";
import type { RowForm } from "../../forms/inlines/inline-form.ts";
import { eachNode, formsOf, type InlineNode } from "../../forms/inlines/inline-node.ts";
import type { InlineRow } from "../../forms/inlines/inline-set.ts";
import { inOrder } from "../../forms/inlines/row-places.ts";
import { capital } from "../admin-context.ts";
import { formParts, type ShownPart, type ShownSet } from "./form-parts.ts";

/** A column of a tabular inline. */
export interface InlineColumn {
  readonly name: string;
  readonly label: string;
  readonly isRequired: boolean;
}

/** A row of an inline as its page shows it. */
export interface InlineRowView {
  readonly id: string;
  /** What the names of its controls begin with; empty for a row without any. */
  readonly prefix: string;
  /** What the row is called: `Choice “Red”`. */
  readonly label: string;
  readonly text: string;
  readonly isNew: boolean;
  /** Whether it is new and nothing was typed into it. */
  readonly isEmpty: boolean;
  readonly isDeleted: boolean;
  /** Its own form in the admin. */
  readonly address: string | undefined;
  /** One part a column; undefined where the row does not show it. */
  readonly cells: readonly (ShownPart | undefined)[];
  readonly sets: readonly ShownSet[];
  readonly hidden: Safe;
  readonly errors: readonly string[];
  readonly order: BoundField | undefined;
  readonly deletion: BoundField | undefined;
  readonly nested: readonly InlineView[];
}

/** An inline as its page shows it. */
export interface InlineView {
  readonly id: string;
  readonly prefix: string;
  readonly title: string;
  readonly noun: string;
  readonly isTabular: boolean;
  readonly isCollapsed: boolean;
  readonly isSortable: boolean;
  /** Whether empty rows are there only for who has no script. */
  readonly isQuiet: boolean;
  readonly classes: string;
  readonly template: string | undefined;
  readonly columns: readonly InlineColumn[];
  readonly rows: readonly InlineRowView[];
  readonly management: Safe | undefined;
  readonly errors: readonly string[];
  readonly hasErrors: boolean;
  /** The row that a script copies; undefined where none can be added. */
  readonly empty: InlineRowView | undefined;
  readonly addName: string;
  readonly most: number;
  readonly prepopulated: string;
}

/** Makes them. */
export async function inlineViews(place: FormPlace, nodes: readonly InlineNode[]): Promise<readonly InlineView[]> {
  await loadForms(place, nodes);
  return viewsOf(place, nodes);
}

// Choices are shared by the forms of an inline; keys of long lists are read for all its rows at once, whatever they stand in.
async function loadForms(place: FormPlace, nodes: readonly InlineNode[]): Promise<void> {
  const all = [...eachNode(nodes)];
  for (const inline of new Set(all.map(({ own }) => own.inline))) {
    const own = all.filter((node) => node.own.inline === inline);
    const forms = own.flatMap(formsOf);
    for (const form of forms) await form.load();
    await showChosen({ ...place, entry: own[0]!.own.entry, row: undefined }, forms as never);
  }
}

async function viewsOf(place: FormPlace, nodes: readonly InlineNode[]): Promise<readonly InlineView[]> {
  const views: InlineView[] = [];
  for (const node of nodes) views.push(await inlineView(place, node));
  return views;
}

async function inlineView(place: FormPlace, node: InlineNode): Promise<InlineView> {
  const { own, set, prefix, plan, empty } = node;
  const { options, meta } = own.inline;
  const noun = options.verboseName ?? meta.verboseName;
  const plural = options.verboseNamePlural ?? (options.verboseName === undefined ? pluralOf(meta) : `${noun}s`);
  const rowPlace = { ...place, entry: own.entry, row: undefined, plan };
  const columns = columnsOf(rowPlace, node);
  const making = { place: rowPlace, node, columns, noun };
  const rows: InlineRowView[] = [];
  for (const shown of rowsInOrder(node)) rows.push(await rowView(making, shown));
  const errors = [...(set?.nonFormErrors ?? [])];
  const hasErrors = errors.length > 0 || rows.some((row) => isFaulty(row));
  return {
    id: idOf(place, prefix),
    prefix,
    title: capital(own.link.isOne ? noun : plural),
    noun,
    isTabular: options.kind !== "stacked",
    isCollapsed: options.collapsed === true && !hasErrors,
    isSortable: set !== undefined && options.sortable !== undefined,
    isQuiet: options.extra === undefined && options.getExtra === undefined,
    classes: (options.classes ?? []).join(" "),
    template: options.template,
    columns,
    rows,
    management: set?.managementForm,
    errors,
    hasErrors,
    empty: empty === undefined ? undefined : await rowView(making, { form: empty, row: undefined }),
    addName: `${prefix}-ADD`,
    most: set?.definition.maxNum ?? 0,
    prepopulated: JSON.stringify(plan.prepopulated),
  };
}

function isFaulty({ errors, cells, nested }: InlineRowView): boolean {
  return (
    errors.length > 0 ||
    cells.some((cell) => (cell?.field as BoundField | undefined)?.hasErrors === true) ||
    nested.some(({ hasErrors }) => hasErrors)
  );
}

/** What the ids of an inline are made of: another one in each dialog. */
function idOf({ autoId = "id_%s" }: FormPlace, prefix: string): string {
  return `${autoId.replace("%s", prefix)}-inline`;
}

function columnsOf({ entry: { meta } }: FormPlace, { plan, set, rows, empty }: InlineNode): readonly InlineColumn[] {
  const parts = plan.sets.flatMap(({ lines }) => lines.flat());
  // A new row shows no value that is only read: the column is there for the rows that have one.
  const isEmpty = rows.length === 0;
  return parts
    .filter(({ kind }) => kind === "edit" || !isEmpty)
    .map((part) => {
      const field = (empty ?? set?.forms[0])?.findField(part.name);
      const given = part.kind === "computed" ? part.computed.label : undefined;
      const label = given ?? field?.label ?? labelOfField(meta, part.name);
      return { name: part.name, label, isRequired: field?.required === true };
    });
}

interface ShownRow {
  readonly form: RowForm | undefined;
  readonly row: InlineRow | undefined;
}

// Rows that are read-only stand among the others in their order; new ones follow.
function rowsInOrder({ set, rows, own }: InlineNode): readonly ShownRow[] {
  if (set === undefined) return rows.map((row) => ({ form: undefined, row }));
  const forms = own.inline.options.sortable === undefined || !set.isBound ? set.forms : inOrder(set, set.forms);
  const shown: ShownRow[] = forms.map((form) => ({ form, row: set.rowOf(form) }));
  const inForms = new Set(shown.map(({ row }) => row));
  for (const [i, row] of rows.entries()) {
    if (inForms.has(row)) continue;
    const before = shown.findIndex((each) => each.row !== undefined && each.row === rows[i - 1]);
    shown.splice(i === 0 ? 0 : before + 1, 0, { form: undefined, row });
  }
  return shown;
}

interface Making {
  readonly place: FormPlace;
  readonly node: InlineNode;
  readonly columns: readonly InlineColumn[];
  readonly noun: string;
}

async function rowView({ place, node, columns, noun }: Making, { form, row: old }: ShownRow): Promise<InlineRowView> {
  const { site, request, entry } = place;
  const { set, own } = node;
  const { meta } = own.inline;
  const { t } = site.texts(request);
  const row = old?.row;
  const text = old?.text ?? "";
  const shownRow = row ?? form!.instance;
  const plan: FormPlan = form?.plan ?? (await planForm(entry, request, row, false));
  const parts = await formParts({
    site,
    request,
    entry,
    row: shownRow as never,
    plan,
    form: (form ?? noForm) as FormInstance,
  });
  const sets = [...parts.sets, ...parts.tabs.flatMap((tab) => tab.sets)];
  const shown = new Map(sets.flatMap(({ lines }) => lines.flat()).map((part) => [part.name, part]));
  const key = row === undefined ? undefined : keyText(meta, (row as { readonly pk: unknown }).pk);
  const isLinked =
    own.inline.options.showChangeLink === true && key !== undefined && entryFor(site, meta) !== undefined;
  return {
    id: form === undefined ? `${idOf(place, node.prefix)}-${key}` : idOf(place, form.prefix!),
    label:
      row === undefined ? t("New {noun}", { noun }) : t("{noun} “{object}”", { noun: capital(noun), object: text }),
    text,
    prefix: form?.prefix ?? "",
    isNew: row === undefined,
    isEmpty: row === undefined && form !== undefined && !form.hasChanged() && !set!.isNeeded(form),
    isDeleted: form !== undefined && set!.isDeleted(form),
    address: isLinked ? request.urlFor(".change", { ...placeOf(meta), key }) : undefined,
    cells: columns.map(({ name }) => shown.get(name)),
    sets,
    hidden: form === undefined ? new Safe("") : hiddenOf(node, form),
    errors: form === undefined || set!.isDeleted(form) ? [] : [...form.nonFieldErrors],
    order: form?.findField("ORDER"),
    deletion: form?.findField("DELETE"),
    nested: await viewsOf(place, form?.nested ?? node.lockedRows.get(row!) ?? []),
  };
}

const noForm = { findField: () => undefined };

// The key, and the version of the row that the form is made from: after a fault the one that was sent, so that nothing is overlooked.
function hiddenOf({ set }: InlineNode, form: RowForm): Safe {
  const fields = form.hiddenFields.map((field) => String(field));
  const row = set!.rowOf(form);
  if (row === undefined) return new Safe(fields.join(""));
  const { isBound } = form as { readonly isBound: boolean };
  const version = isBound && !set!.isRebased ? set!.sentVersion(form)! : row.version;
  return new Safe(
    `${fields.join("")}<input type="hidden" name="${escapeHtml(`${form.prefix}-_version`)}" value="${escapeHtml(version)}">`,
  );
}

// --- the summary ------------------------------------------------------------------------------------------------------------

/** The faults of inlines as entries of the summary above the form, each with a link to its place. */
export function inlineFaults(views: readonly InlineView[]): readonly string[] {
  return views.flatMap((view) => [
    ...view.errors.map((text) => item(view.id, `${view.title}: ${text}`)),
    ...view.rows.flatMap((row) => (row.isDeleted ? [] : rowFaults(row))),
  ]);
}

function rowFaults(row: InlineRowView): readonly string[] {
  const fields = row.sets.flatMap(({ lines }) => lines.flat()).flatMap(({ field }) => (field as BoundField) ?? []);
  const own = [row.order, row.deletion].flatMap((field) => field ?? []);
  return [
    ...row.errors.map((text) => item(row.id, `${row.label}: ${text}`)),
    ...[...fields, ...own].flatMap((field) =>
      Array.from(field.errors, (text) => item(field.focusId, `${row.label}, ${field.label}: ${text}`)),
    ),
    ...inlineFaults(row.nested),
  ];
}

function item(id: string, text: string): string {
  return `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`;
}
