// Makes the forms of the rows of a list: one for each row that the user may change, with the fields that can be edited in place.
import { editableFields, type FormInput, type FormInstance, type FormSettings } from "#forms";
import type { Request } from "#http";
import { escapeHtml, Safe } from "#kernel";
import { keyText } from "#orm/internals";
import type { RowEdit } from "../data/list/read-list.ts";
import { rowVersion } from "../data/log/row-version.ts";
import { type AdminSite, allowedOf } from "../data/site.ts";
import { hasFieldRules, mayChangeField } from "../data/visible-fields.ts";
import type { ModelAdmin } from "../options/model-admin.ts";
import { type AdminForm, adminForm } from "./admin-form.ts";
import { showChosen } from "./controls/show-chosen.ts";
import { type SharedField, sharedField } from "./inlines/shared-choices.ts";

/** A row of a list with its form. */
export interface EditedRow {
  readonly key: string;
  readonly row: object;
  readonly form: FormInstance & { save(): Promise<object | undefined> };
  /** What the row said when the list was shown, where something was sent. */
  readonly sentVersion: string | undefined;
  readonly version: string;
}

/** What the forms of a list are made for. */
export interface ListEditing {
  readonly site: AdminSite;
  readonly request: Request;
  readonly entry: ModelAdmin;
  /** The fields that stand in the list and can be written. */
  readonly names: readonly string[];
}

/** The fields that a list edits in place, of the columns that it shows. */
export function namesEdited({ meta, options }: ModelAdmin, columns: readonly string[]): readonly string[] {
  const wanted: readonly string[] = options.listEditable ?? [];
  if (wanted.length === 0) return [];
  const all: readonly string[] = editableFields(meta.cls as never);
  const locked = new Set<unknown>([
    ...(options.readonlyFields ?? []),
    ...(options.exclude ?? []),
    ...(meta.options.primaryKey ?? []),
  ]);
  return wanted.filter((name) => columns.includes(name) && all.includes(name) && !locked.has(name));
}

/** The prefix of the names of a row's controls. */
export function prefixOf(key: string): string {
  return `row-${key}`;
}

/** Makes forms for several rows at once: a class, and what relations lead to, read once. */
export class ListForms {
  readonly #editing: ListEditing;
  readonly #Form: AdminForm;
  readonly #shared: readonly (readonly [name: string, field: SharedField])[];

  private constructor(editing: ListEditing, Form: AdminForm) {
    this.#editing = editing;
    this.#Form = Form;
    const fields = Form.fields as Readonly<Record<string, unknown>>;
    this.#shared = editing.names.flatMap((name) => {
      const shared = sharedField(fields[name]);
      return shared === undefined ? [] : [[name, shared] as const];
    });
  }

  /** Prepares it. */
  static async make(editing: ListEditing): Promise<ListForms> {
    const { site, request, entry, names } = editing;
    const form = (await entry.options.getForm?.(request, undefined)) ?? entry.options.form;
    const plan = { sets: [], edited: names, shown: [], prepopulated: {}, form };
    return new ListForms(editing, await adminForm({ site, request, entry, row: undefined, plan: plan as never }));
  }

  /** The input that was sent with the request, for {@link forms}. */
  async sent(): Promise<Sent> {
    const form = await this.#Form.from(this.#editing.request, { prefix: "none" } as never);
    const { input, settings } = form as unknown as { readonly input: FormInput; readonly settings: FormSettings };
    return { input, settings };
  }

  /** The forms of the rows that the user may change; `only` leaves one field in each. */
  async forms(rows: readonly object[], sent?: Sent, only?: string): Promise<readonly EditedRow[]> {
    const { request, entry, names } = this.#editing;
    const made: EditedRow[] = [];
    if (sent !== undefined) await this.#prime(rows, sent);
    for (const row of rows) {
      if (!(await allowedOf(request, entry, row)).change) continue;
      const key = keyText(entry.meta, (row as { readonly pk: unknown }).pk);
      const version = rowVersion(entry.meta, row);
      const options = { instance: row, prefix: prefixOf(key), ...(sent === undefined ? {} : sentOptions(sent)) };
      const form = new this.#Form(options as never) as unknown as EditedRow["form"];
      for (const [name, shared] of this.#shared) form.setField(name, shared.field as never);
      for (const name of names) {
        const isLeft = only !== undefined && name !== only;
        if (isLeft || (hasFieldRules(entry) && !(await mayChangeField(request, entry, name, row))))
          form.removeField(name as never);
      }
      const sentVersion = sent?.input.get(`_version-${key}`);
      made.push({ key, row, form, version, sentVersion: sentVersion === undefined ? undefined : String(sentVersion) });
    }
    return made;
  }

  async #prime(rows: readonly object[], { input }: Sent): Promise<void> {
    const { meta } = this.#editing.entry;
    for (const [name, shared] of this.#shared)
      await shared.prime(
        rows.map((row) =>
          String(input.get(`${prefixOf(keyText(meta, (row as { readonly pk: unknown }).pk))}-${name}`) ?? ""),
        ),
      );
  }

  /** What the rows show, by their keys. `faults` are those of rows as a whole. */
  async shown(
    edited: readonly EditedRow[],
    labels: ReadonlyMap<string, string>,
    faults: ReadonlyMap<string, string> = new Map(),
  ): Promise<ReadonlyMap<string, RowEdit>> {
    for (const { form } of edited) await form.load();
    await showChosen(
      { ...this.#editing, row: undefined },
      edited.map(({ form }) => form),
    );
    return new Map(
      edited.map(({ key, row, form, version, sentVersion }) => {
        const controls: Record<string, Safe> = {};
        for (const field of form) {
          const label = `${labels.get(field.name) ?? field.label}: ${String(row)}`;
          const control = field.with({ "aria-label": label, "data-cell": field.name });
          controls[field.name] = new Safe(`${control}${field.errors.toHtml()}`);
        }
        const own = faults.get(key) ?? "";
        const whole = form.isBound ? form.nonFieldErrors.toHtml().toString() : "";
        const errors = own === "" && whole === "" ? undefined : new Safe(`${escapeHtml(own)}${whole}`);
        return [key, { version: faults.has(key) ? version : (sentVersion ?? version), controls, errors }];
      }),
    );
  }
}

/** What was sent with a request. */
export interface Sent {
  readonly input: FormInput;
  readonly settings: FormSettings;
}

function sentOptions({ input, settings }: Sent): object {
  return { data: input, settings };
}
