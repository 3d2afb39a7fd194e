// Brings the inlines of an object into its form's page: read, checked, compared with what somebody else did, and shown.
import { type FormInstance, htmlRenderer } from "#forms";
import type { Request } from "#http";
import type { Safe } from "#kernel";
import { readTexts } from "../../data/log/read-changes.ts";
import { labelOfField } from "../../data/site.ts";
import type { FormPlace } from "../../forms/admin-form.ts";
import { eachNode } from "../../forms/inlines/inline-node.ts";
import { inlinesOf } from "../../forms/inlines/inlines-of.ts";
import { type InlineTree, readInlines } from "../../forms/inlines/read-inlines.ts";
import type { Conflict } from "../../forms/inlines/rebase-input.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { capital } from "../admin-context.ts";
import { type InlineView, inlineFaults, inlineViews } from "./inline-views.ts";

// A few hundred rows of ten fields.
const limits = { fields: 10_000, parts: 10_000, fieldMemory: 4_000_000 };

/** Lets a form with inlines send more fields than other forms; call it for who may write, before the form is read. */
export function allowManyFields({ options }: ModelAdmin, request: Request): void {
  if (options.inlines !== undefined || options.getInlines !== undefined) request.limit(limits);
}

/** What the inlines of a page are read for. */
export interface EditedObject {
  readonly row: object;
  readonly mayWrite: boolean;
  readonly form: FormInstance;
  /** Whether what was sent is laid over what somebody else saved meanwhile. */
  readonly isRebased?: boolean;
}

/** Reads them, with what was sent where the form is one that was. */
export async function readEdited(
  place: FormPlace,
  { row, mayWrite, form, isRebased = false }: EditedObject,
): Promise<InlineTree> {
  const inlines = await inlinesOf(place);
  if (inlines.length === 0) return { nodes: [], conflicts: [] };
  return readInlines({ place, mayWrite, settings: form.settings, input: form.input, isRebased }, row, inlines);
}

/** Whether a button for one more row was pressed: then the page is shown again, and nothing is checked. */
export function wantsMore({ nodes }: InlineTree): boolean {
  return [...eachNode(nodes)].some(({ set, isSent }) => isSent && set?.wantsMore === true);
}

/** Whether somebody else changed or deleted a row that was sent. */
export function isStale({ nodes }: InlineTree): boolean {
  return [...eachNode(nodes)].some(({ set, isSent }) => isSent && set?.isStale === true);
}

/** What somebody else did to a row of an inline, as the page tells it. */
export interface ConflictView {
  readonly kind: Conflict["kind"];
  readonly title: string;
  /** Where the row stands in the form. */
  readonly address: string | undefined;
  /** What the fields that differ from what was typed say now. */
  readonly fields: readonly { readonly label: string; readonly text: string }[];
}

/** What a page with inlines shows besides its form. */
export interface InlinesContext {
  readonly inlines: readonly InlineView[];
  readonly inline_conflicts: readonly ConflictView[];
  /** The faults of the form and of its inlines, with links to them. */
  readonly summary: Safe;
  readonly enctype: string;
  readonly has_faults: boolean;
}

/** Makes it. */
export async function inlinesContext(
  place: FormPlace,
  form: FormInstance,
  { nodes, conflicts }: InlineTree,
): Promise<InlinesContext> {
  const inlines = await inlineViews(place, nodes);
  const faults = inlineFaults(inlines);
  const isMultipart = [...eachNode(nodes)].some(({ set }) => set?.isMultipart === true);
  return {
    inlines,
    inline_conflicts: await Promise.all(conflicts.map((conflict) => conflictView(place, nodes, conflict))),
    summary:
      faults.length === 0
        ? form.errorSummary
        : htmlRenderer.summaryOf([...htmlRenderer.summaryItems(form), ...faults], (text) => form.word(text)),
    enctype: isMultipart ? "multipart/form-data" : form.enctype,
    has_faults: faults.length > 0,
  };
}

async function conflictView(
  { site, request, autoId = "id_%s" }: FormPlace,
  nodes: InlineTree["nodes"],
  { own, kind, row, text, prefix }: Conflict,
): Promise<ConflictView> {
  const { meta, options } = own.inline;
  const noun = capital(options.verboseName ?? meta.verboseName);
  const { t } = site.texts(request);
  const form = [...eachNode(nodes)].flatMap(({ set }) => set?.forms ?? []).find((each) => each.prefix === prefix);
  const address = form === undefined ? undefined : `#${autoId.replace("%s", form.prefix!)}-inline`;
  if (row === undefined) {
    // Of what is gone there is only what was typed.
    const typed = form?.visibleFields.find(
      ({ name, value }) => name !== "DELETE" && typeof value === "string" && value !== "",
    );
    const title = typed === undefined ? noun : t("{noun} “{object}”", { noun, object: typed.value });
    return { kind, title, address, fields: [] };
  }
  const names = (form?.changedData ?? []) as readonly string[];
  const texts = await readTexts(
    meta,
    row,
    names.filter((name) => meta.definitions[name] !== undefined),
  );
  return {
    kind,
    title: t("{noun} “{object}”", { noun, object: text }),
    address,
    fields: [...texts].map(([name, now]) => ({ label: labelOfField(meta, name), text: now })),
  };
}
