// Reads the inlines of an object into a tree: the rows of each level come in one query, however many rows stand above them.
import type { FormInput, FormSettings } from "#forms";
import { prefetchRelated } from "#orm";
import type { ModelMeta } from "#orm/internals";
import { type InlineEntry, inlineEntry } from "../../data/inlines/inline-entry.ts";
import { rowVersion } from "../../data/log/row-version.ts";
import { allowedOf, visibleRows } from "../../data/site.ts";
import type { Inline } from "../../options/inline-options.ts";
import type { FormPlace } from "../admin-form.ts";
import { type FormPlan, planForm } from "../form-plan.ts";
import { type RowForm, type RowFormKind, rowFormKind } from "./inline-form.ts";
import type { InlineNode } from "./inline-node.ts";
import { type InlineRow, type InlineSet, makeInlineSet } from "./inline-set.ts";
import { type Conflict, rebaseInput } from "./rebase-input.ts";

/** What a tree of inlines is read for. */
export interface InlineReading {
  /** What the form of the object was made for. */
  readonly place: FormPlace;
  /** Whether the object may be written; else all inlines are read-only. */
  readonly mayWrite: boolean;
  readonly settings: FormSettings;
  /** What was sent; undefined for a page that is opened. */
  readonly input: FormInput | undefined;
  /** Whether what was sent is laid over the rows as they are now, since somebody else changed them meanwhile. */
  readonly isRebased: boolean;
}

/** A tree of inlines, and what somebody else did to its rows. */
export interface InlineTree {
  readonly nodes: readonly InlineNode[];
  readonly conflicts: readonly Conflict[];
}

/** An object whose inlines are read: the one of the page, or a row of an inline. */
interface Holder {
  readonly row: object;
  /** Undefined where its inlines cannot be written. */
  readonly prefix: string | undefined;
  take(nodes: readonly InlineNode[]): void;
}

/** Reads it. @throws SetupError `ADMIN_INLINE_KEY` */
export async function readInlines(
  reading: InlineReading,
  row: object,
  inlines: readonly Inline[],
): Promise<InlineTree> {
  const { meta } = reading.place.entry;
  const reader = new InlineReader(reading);
  let nodes: readonly InlineNode[] = [];
  await reader.read(meta, inlines, [{ row, prefix: "", take: (made) => (nodes = made) }]);
  return { nodes, conflicts: reader.conflicts };
}

class InlineReader {
  readonly conflicts: Conflict[] = [];
  readonly #reading: InlineReading;
  readonly #kinds = new Map<Inline, Promise<RowFormKind>>();
  readonly #paths = new Map<Inline, string>();
  #input: FormInput | undefined;

  constructor(reading: InlineReading) {
    this.#reading = reading;
    this.#input = reading.input;
  }

  /** Reads one level; `path` is that of the inline which it stands in, with a point after it. */
  async read(parentMeta: ModelMeta, inlines: readonly Inline[], holders: readonly Holder[], path = ""): Promise<void> {
    const taken = new Map<Holder, InlineNode[]>(holders.map((holder) => [holder, []]));
    const names = namesOf(inlines);
    for (const [i, inline] of inlines.entries()) {
      this.#paths.set(inline, `${path}${i}`);
      const made: InlineNode[] = [];
      const entries = await this.#entriesOf(inline, parentMeta, holders);
      const rows = await this.#rowsOf(inline, entries);
      for (const [holder, own] of entries) {
        const prefix =
          holder.prefix === undefined ? undefined : holder.prefix === "" ? names[i]! : `${holder.prefix}-${names[i]}`;
        const node = await this.#makeNode(holder, own, { prefix, name: names[i]!, rows: rows.get(holder) ?? [] });
        taken.get(holder)!.push(node);
        made.push(node);
      }
      const nested = inline.options.inlines ?? [];
      if (nested.length > 0)
        await this.read(
          inline.meta,
          nested,
          made.flatMap((node) => this.#holdersIn(node)),
          `${path}${i}.`,
        );
    }
    for (const [holder, nodes] of taken) holder.take(nodes);
  }

  async #entriesOf(
    inline: Inline,
    parentMeta: ModelMeta,
    holders: readonly Holder[],
  ): Promise<readonly (readonly [Holder, InlineEntry])[]> {
    const { site, request } = this.#reading.place;
    const entries: [Holder, InlineEntry][] = [];
    for (const holder of holders) {
      const parent = isNew(holder.row) ? undefined : holder.row;
      const own = await inlineEntry(inline, { site, request, parentMeta, parent });
      if (own !== undefined) entries.push([holder, own]);
    }
    return entries;
  }

  // --- rows ---------------------------------------------------------------------------------------------------------------

  async #rowsOf(
    inline: Inline,
    entries: readonly (readonly [Holder, InlineEntry])[],
  ): Promise<ReadonlyMap<Holder, readonly InlineRow[]>> {
    const { request } = this.#reading.place;
    const byHolder = new Map<Holder, InlineRow[]>();
    const saved = entries.filter(([{ row }, { allowed }]) => !isNew(row) && allowed.view);
    if (saved.length === 0) return byHolder;
    const [, { link, entry }] = saved[0]!;
    const parents = saved.map(([{ row }]) => row);
    const found: readonly object[] = await ordered(inline, link.filter(visibleRows(entry, request), parents));
    const { edited } = await this.#kindOf(saved[0]![1]);
    const many = edited.filter((name) => entry.meta.findRelation(name)?.many === true);
    if (many.length > 0 && found.length > 0) await prefetchRelated(found as never, ...(many as never[]));
    for (const [holder, own] of saved) {
      const rows: InlineRow[] = [];
      for (const row of found.filter((each) => link.joins(each, holder.row))) {
        const allowed = await allowedOf(request, own.entry, row);
        if (!allowed.view) continue;
        link.assign(row, holder.row);
        rows.push({ row, text: String(row), allowed, version: versionOf(inline, row, edited) });
      }
      byHolder.set(holder, rows);
    }
    return byHolder;
  }

  #kindOf({ inline, entry }: InlineEntry): Promise<RowFormKind> {
    const make = async (): Promise<RowFormKind> => {
      const { place } = this.#reading;
      const plan = await planForm(entry, place.request, undefined, true);
      const inlinePlace = { page: place, path: this.#paths.get(inline)! };
      return rowFormKind({ ...place, entry, row: undefined, plan, inline: inlinePlace });
    };
    const known = this.#kinds.get(inline) ?? make();
    this.#kinds.set(inline, known);
    return known;
  }

  // --- nodes --------------------------------------------------------------------------------------------------------------

  async #makeNode(
    holder: Holder,
    own: InlineEntry,
    {
      prefix,
      name,
      rows,
    }: { readonly prefix: string | undefined; readonly name: string; readonly rows: readonly InlineRow[] },
  ): Promise<InlineNode> {
    const { mayWrite, place } = this.#reading;
    const { request } = place;
    const { entry, allowed } = own;
    const mayAdd = mayWrite && allowed.add && prefix !== undefined;
    const canDelete = own.inline.options.canDelete !== false;
    const open = rows.filter((each) => each.allowed.change || (canDelete && each.allowed.delete));
    const isEditable = mayWrite && prefix !== undefined && (mayAdd || open.length > 0);
    const plan = await planForm(
      entry,
      request,
      undefined,
      isEditable && (mayAdd || open.some((each) => each.allowed.change)),
    );
    const shared = {
      own,
      parent: holder.row,
      prefix: prefix ?? name,
      plan,
      rows,
      lockedRows: new Map<object, readonly InlineNode[]>(),
    };
    if (!isEditable) return { ...shared, set: undefined, isSent: false, shared: new Map(), empty: undefined };
    const kind = await this.#kindOf(own);
    const { set, isSent } = await this.#makeSet({ holder, own, kind, prefix, rows: open, mayAdd, canDelete });
    for (const form of set.forms) {
      await this.#plan(form, set, own);
      if (isSent) await form.loadRelated();
    }
    const empty = mayAdd ? set.emptyForm : undefined;
    if (empty !== undefined) await this.#plan(empty, set, own);
    return { ...shared, set, isSent, shared: kind.shared, empty };
  }

  async #makeSet(making: {
    readonly holder: Holder;
    readonly own: InlineEntry;
    readonly kind: RowFormKind;
    readonly prefix: string;
    readonly rows: readonly InlineRow[];
    readonly mayAdd: boolean;
    readonly canDelete: boolean;
  }): Promise<{ readonly set: InlineSet; readonly isSent: boolean }> {
    const { holder, own, kind, prefix, rows, mayAdd, canDelete } = making;
    const { place, settings, isRebased } = this.#reading;
    const { request } = place;
    const { options } = own.inline;
    const parent = (isNew(holder.row) ? undefined : holder.row) as never;
    const isSent =
      this.#input?.has(`${prefix}-TOTAL_FORMS`) === true || this.#input?.has(`${prefix}-INITIAL_FORMS`) === true;
    const { maxNum = 1000 } = options;
    let unsent: ReadonlySet<number> = new Set();
    let gone: ReadonlySet<number> = new Set();
    if (isSent && isRebased && !isNew(holder.row)) {
      const rebased = rebaseInput(this.#input!, { prefix, own, rows });
      ({ input: this.#input, unsent, gone } = rebased);
      this.conflicts.push(...rebased.conflicts);
    }
    const set = makeInlineSet({
      Form: kind.Form,
      inline: own.inline,
      request,
      parent: holder.row,
      link: own.link,
      prefix,
      rows,
      settings,
      input: isSent ? this.#input : undefined,
      isRebased,
      versionOf: (row) => versionOf(own.inline, row, kind.edited),
      unsent,
      gone,
      sortable: options.sortable as string | undefined,
      mayAdd,
      canDelete,
      extra: (await options.getExtra?.(request, parent)) ?? options.extra ?? 1,
      minNum: (await options.getMinNum?.(request, parent)) ?? options.minNum ?? 0,
      maxNum: own.link.isOne ? 1 : ((await options.getMaxNum?.(request, parent)) ?? maxNum),
    });
    return { set, isSent };
  }

  // A form has the fields that may be written in its row.
  async #plan(form: RowForm, set: InlineSet, { entry, allowed }: InlineEntry): Promise<void> {
    const old = set.rowOf(form);
    const plan: FormPlan = await planForm(
      entry,
      this.#reading.place.request,
      old?.row,
      old?.allowed.change ?? allowed.add,
    );
    form.plan = plan;
    const kept = new Set([...plan.edited, set.keyName, "ORDER", "DELETE"]);
    for (const name of Object.keys(form.fields)) if (!kept.has(name)) form.removeField(name as never);
  }

  #holdersIn(node: InlineNode): readonly Holder[] {
    const { set, rows, empty } = node;
    const forms = [...(set?.forms ?? []), ...(empty === undefined ? [] : [empty])].map(
      (form): Holder => ({
        row: form.instance,
        prefix: form.prefix,
        take: (nodes) => {
          form.nested = nodes;
        },
      }),
    );
    const inForms = new Set(forms.map(({ row }) => row));
    const locked = rows
      .filter(({ row }) => !inForms.has(row))
      .map(
        ({ row }): Holder => ({
          row,
          prefix: undefined,
          take: (nodes) => {
            (node.lockedRows as Map<object, readonly InlineNode[]>).set(row, nodes);
          },
        }),
      );
    return [...forms, ...locked];
  }
}

function isNew(row: object): boolean {
  return (row as { readonly isNew: boolean }).isNew;
}

// Two inlines of one model in one form need two names.
function namesOf(inlines: readonly Inline[]): readonly string[] {
  const seen = new Map<string, number>();
  return inlines.map(({ meta }) => {
    const name = meta.shortName.charAt(0).toLowerCase() + meta.shortName.slice(1);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}${count}`;
  });
}

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
function ordered({ meta, options }: Inline, rows: any): PromiseLike<readonly object[]> {
  const own = (options.ordering ?? []) as readonly string[];
  const sortable = options.sortable as string | undefined;
  const order = [
    ...(sortable === undefined ? [] : [sortable]),
    ...(own.length > 0 ? own : (meta.options.ordering ?? [])),
  ];
  return rows.orderBy(...order, "pk");
}

// What nobody can write here can change without anything being lost.
function versionOf({ meta, options }: Inline, row: object, edited: readonly string[]): string {
  const names = [...edited, ...(options.sortable === undefined ? [] : [options.sortable as string])];
  return rowVersion(
    meta,
    row,
    meta.columns.filter(({ name }) => names.includes(name)),
  );
}
