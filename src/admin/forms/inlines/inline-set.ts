// Holds the forms of one inline's rows: which of them a request may add, change, delete and move.

import type { FormInput, FormSetDefinition, FormSettings } from "#forms";
import { BooleanField, CharField, HiddenInput, IntegerField, ModelFormSetInstance, NumberInput } from "#forms";
import type { Request } from "#http";
import { keyText, type ModelMeta } from "#orm/internals";
import type { ParentLink } from "../../data/inlines/parent-link.ts";
import type { Allowed } from "../../data/site.ts";
import type { Inline, InlineFormset } from "../../options/inline-options.ts";
import type { RowForm } from "./inline-form.ts";

/** A row that the object has already. */
export interface InlineRow {
  readonly row: object;
  /** What it is called, whatever was typed. */
  readonly text: string;
  readonly allowed: Allowed;
  /** Differs where somebody changed what can be written here. */
  readonly version: string;
}

/** What a set of an inline's forms is made of. */
export interface InlineSetOptions {
  readonly Form: new (options?: never) => RowForm;
  readonly inline: Inline;
  readonly request: Request;
  readonly parent: object;
  readonly link: ParentLink;
  readonly prefix: string;
  /** The rows that can be changed or deleted. */
  readonly rows: readonly InlineRow[];
  readonly settings: FormSettings;
  /** The version of a row as it is now. */
  readonly versionOf: (row: object) => string;
  /** What was sent; undefined for a page that is opened. */
  readonly input: FormInput | undefined;
  /** Whether what was sent was laid over the rows as they are now. */
  readonly isRebased: boolean;
  /** Places of forms that were not sent: of rows that somebody else added meanwhile. */
  readonly unsent: ReadonlySet<number>;
  /** Places of new forms that stand for rows that somebody else deleted meanwhile. */
  readonly gone: ReadonlySet<number>;
  readonly mayAdd: boolean;
  readonly canDelete: boolean;
  readonly sortable: string | undefined;
  readonly extra: number;
  readonly minNum: number;
  readonly maxNum: number;
}

/** The forms of one inline's rows. */
export class InlineSet extends ModelFormSetInstance<RowForm> {
  readonly #own: InlineSetOptions;

  constructor(own: InlineSetOptions) {
    super({
      prefix: own.prefix,
      settings: own.settings,
      rows: own.rows.map(({ row }) => row),
      ...(own.input === undefined ? {} : { data: own.input }),
    });
    this.#own = own;
  }

  override get definition(): FormSetDefinition {
    const { extra, minNum, maxNum, canDelete, sortable } = this.#own;
    return {
      extra,
      minNum,
      maxNum,
      validateMin: minNum > 0,
      validateMax: true,
      canDelete,
      canOrder: sortable !== undefined,
    };
  }

  // Who may not add rows has no new forms, whatever number was sent. A new object has no rows: those of the one that it is a copy of are new.
  override get counts(): { readonly total: number; readonly initial: number } {
    const { total, initial: sent } = super.counts;
    const initial = (this.#own.parent as { readonly isNew: boolean }).isNew && this.isBound ? 0 : sent;
    return { initial, total: this.#own.mayAdd ? total : Math.min(initial, total) };
  }

  get #meta(): ModelMeta {
    return this.#own.inline.meta;
  }

  /** The name of the hidden field that holds a row's key. */
  get keyName(): string {
    return this.#meta.key.attribute;
  }

  /** The row that a form shows; undefined for a new one, and for one that is not there any more. */
  rowOf(form: RowForm): InlineRow | undefined {
    return this.#own.rows.find(({ row }) => row === form.instance);
  }

  /** The place of a form; undefined for the empty one that scripts copy. */
  placeOf(form: RowForm): number | undefined {
    const place = Number(form.prefix!.slice(this.prefix.length + 1));
    return Number.isNaN(place) ? undefined : place;
  }

  /** Whether a form was sent as that of a row which the object has. */
  isOld(form: RowForm): boolean {
    const place = this.placeOf(form);
    return place !== undefined && place < this.counts.initial;
  }

  /** Whether a form must be there: it is one of the fewest, or was asked for. */
  isNeeded(form: RowForm): boolean {
    const place = this.placeOf(form);
    return place !== undefined && (place < this.#own.minNum || (this.wantsMore && place === this.length - 1));
  }

  /** Whether a form is that of a row which somebody else deleted. */
  isGone(form: RowForm): boolean {
    const place = this.placeOf(form);
    return place !== undefined && this.#own.gone.has(place);
  }

  /** The version of a row that its form was made from. */
  sentVersion(form: RowForm): string | undefined {
    const place = this.placeOf(form);
    return place === undefined ? undefined : String(this.input?.get(`${form.prefix}-_version`) ?? "");
  }

  /** Whether somebody else changed or deleted a row meanwhile. */
  get isStale(): boolean {
    return this.initialForms.some((form) => {
      const row = this.rowOf(form);
      return row === undefined ? !this.isDeleted(form) : this.sentVersion(form) !== row.version;
    });
  }

  /** Whether a row that was read again is as the form knew it. */
  isFresh(form: RowForm, now: object | undefined): boolean {
    const row = this.rowOf(form);
    return row === undefined || (now !== undefined && this.#own.versionOf(now) === row.version);
  }

  get isRebased(): boolean {
    return this.#own.isRebased;
  }

  /** What the forms would write. */
  get written(): InlineFormset<object> & Readonly<Record<"created" | "changed" | "deleted", readonly object[]>> {
    const rows = (forms: readonly RowForm[]): readonly object[] => forms.map(({ instance }) => instance);
    const { created, changed, deleted } = this.plan;
    return {
      model: this.#meta.name,
      created: rows(created),
      changed: rows(changed),
      deleted: rows(deleted),
      addError: (error) => this.addError(error),
    };
  }

  /** The forms of new rows, of changed ones, and of those to delete. */
  get plan(): Readonly<Record<"created" | "changed" | "deleted", readonly RowForm[]>> {
    const kept = this.forms.filter((form) => !this.isDeleted(form));
    return {
      created: kept.filter((form) => !this.isOld(form) && form.hasChanged()),
      changed: kept.filter((form) => this.isOld(form) && form.hasOwnChanges),
      deleted: this.initialForms.filter((form) => this.isDeleted(form) && this.rowOf(form) !== undefined),
    };
  }

  override async clean(): Promise<void> {
    const { inline, request } = this.#own;
    const check = inline.options.formset?.clean;
    const areGood = this.forms.every((form) => this.isDeleted(form) || form.status === 200);
    if (check !== undefined && areGood) await check(this.written as never, request);
  }

  // A row that nobody touched is good as it is, and is asked nothing.
  protected override makeForm(options: Readonly<Record<string, unknown>>): RowForm {
    const { parent, link, Form, unsent } = this.#own;
    const place = Number(String(options["prefix"]).slice(this.prefix.length + 1));
    const { data, ...rest } = options;
    const isOld = place < this.counts.initial;
    const form = new Form({
      ...rest,
      ...(data === undefined || unsent.has(place) ? {} : { data }),
      emptyPermitted: isOld || options["emptyPermitted"] === true,
      alsoChecked: link.checked(parent),
    } as never);
    link.assign(form.instance, parent);
    return form;
  }

  protected override get sharedNames(): readonly string[] {
    return this.#own.link.names;
  }

  protected override addFields(form: RowForm, index: number | undefined): void {
    const { canDelete, sortable } = this.#own;
    const { row, allowed } = this.rowOf(form) ?? {};
    const set = form as { setField(name: string, field: unknown): void };
    if (index !== undefined)
      set.setField(
        this.keyName,
        new CharField({
          required: false,
          widget: new HiddenInput(),
          ...(row === undefined ? {} : { initial: keyText(this.#meta, (row as { readonly pk: unknown }).pk) }),
        }),
      );
    if (sortable !== undefined && (index === undefined || allowed?.change !== false))
      set.setField(
        "ORDER",
        new IntegerField({
          required: false,
          label: "Order",
          minValue: 0,
          widget: new NumberInput({ attrs: { "data-order": true } }),
          ...(row === undefined ? {} : { initial: (row as Readonly<Record<string, unknown>>)[sortable] }),
        }),
      );
    // What was never saved can always be taken back.
    if (index === undefined || (canDelete && allowed?.delete !== false))
      set.setField("DELETE", new BooleanField({ required: false, label: "Delete" }));
  }
}

/** Makes the set. */
export function makeInlineSet(options: InlineSetOptions): InlineSet {
  class MadeSet extends InlineSet {
    static override readonly form = options.Form as never;
  }
  return new MadeSet(options);
}
