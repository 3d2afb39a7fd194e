// Plans the form of a row for one request: which fields it has, in which sets, tabs and lines, and which of them can be written.
import { editableFields } from "#forms";
import type { Request } from "#http";
import { isSecret, mayChangeField, mayViewField } from "../data/visible-fields.ts";
import type { ComputedField, Fieldset, FormKind, FormLine, Prepopulated } from "../options/form-options.ts";
import type { ModelAdmin } from "../options/model-admin.ts";

/** A part of a form: a field that is written, one that is shown, or one that is computed. */
export type PlannedPart =
  | { readonly kind: "edit" | "show"; readonly name: string }
  | { readonly kind: "computed"; readonly name: string; readonly computed: ComputedField<object> };

/** Parts that stand together, line by line. */
export interface PlannedSet {
  readonly title: string | undefined;
  readonly tab: string | undefined;
  readonly description: string | undefined;
  readonly isCollapsed: boolean;
  readonly lines: readonly (readonly PlannedPart[])[];
}

/** What a form consists of. */
export interface FormPlan {
  readonly sets: readonly PlannedSet[];
  /** The names of the fields that are written, those that the form's own class adds among them. */
  readonly edited: readonly string[];
  /** The names of the model's fields that are shown alone. */
  readonly shown: readonly string[];
  readonly prepopulated: Prepopulated<object>;
  /** The form's own class. */
  readonly form: FormKind<string> | undefined;
}

/** Plans the form of a row, or with undefined of a new one. */
export async function planForm(
  entry: ModelAdmin,
  request: Request,
  row: object | undefined,
  mayWrite: boolean,
): Promise<FormPlan> {
  const { meta, options } = entry;
  const form = (await options.getForm?.(request, row)) ?? (options.form as FormKind<string> | undefined);
  const writable: readonly string[] = form === undefined ? editableFields(meta.cls as never) : Object.keys(form.fields);
  const readonly = [...((await options.getReadonlyFields?.(request, row)) ?? []), ...(options.readonlyFields ?? [])];
  // A row whose key says something else is another row.
  const keyParts = row === undefined ? [] : (meta.options.primaryKey ?? []);
  const locked = new Set<string>([...keyParts, ...readonly.filter((part) => typeof part === "string")]);
  const excluded = new Set<string>([
    ...((await options.getExclude?.(request, row)) ?? []),
    ...((options.exclude ?? []) as readonly string[]),
  ]);
  const computed = new Map(readonly.filter((part) => typeof part === "object").map((part) => [part.name, part]));

  const planned = async (part: string | ComputedField<object>): Promise<PlannedPart | undefined> => {
    if (typeof part === "object") return { kind: "computed", name: part.name, computed: part };
    const known = computed.get(part);
    if (known !== undefined) return { kind: "computed", name: part, computed: known };
    const isOwn = meta.definitions[part] !== undefined || meta.findColumn(part) !== undefined;
    if (!isOwn) return mayWrite && writable.includes(part) ? { kind: "edit", name: part } : undefined;
    if (excluded.has(part) || isSecret(part) || !(await mayViewField(request, entry, part, row))) return undefined;
    const isWritten = mayWrite && writable.includes(part) && !locked.has(part);
    if (isWritten && (await mayChangeField(request, entry, part, row))) return { kind: "edit", name: part };
    return { kind: "show", name: part };
  };

  const sets: PlannedSet[] = [];
  const placed = new Set<string>();
  const add = async (set: Fieldset<object>): Promise<void> => {
    const lines: PlannedPart[][] = [];
    for (const line of set.fields as readonly FormLine<object>[]) {
      const parts: PlannedPart[] = [];
      for (const part of (Array.isArray(line) ? line : [line]) as readonly (string | ComputedField<object>)[]) {
        const made = placed.has(nameOf(part)) ? undefined : await planned(part);
        placed.add(nameOf(part));
        if (made !== undefined) parts.push(made);
      }
      if (parts.length > 0) lines.push(parts);
    }
    const { title, tab, description, collapsed } = set;
    if (lines.length > 0) sets.push({ title, tab, description, isCollapsed: collapsed === true, lines });
  };

  for (const set of await setsOf(entry, request, row, writable)) await add(set);
  const left = readonly.filter((part) => !placed.has(nameOf(part)));
  if (left.length > 0) await add({ fields: left as never });

  const all = sets.flatMap(({ lines }) => lines.flat());
  return {
    sets,
    edited: all.filter(({ kind }) => kind === "edit").map(({ name }) => name),
    shown: all.filter(({ kind }) => kind === "show").map(({ name }) => name),
    prepopulated: (await options.getPrepopulatedFields?.(request, row)) ?? options.prepopulatedFields ?? {},
    form,
  };
}

function nameOf(part: string | ComputedField<object>): string {
  return typeof part === "string" ? part : part.name;
}

async function setsOf(
  { options }: ModelAdmin,
  request: Request,
  row: object | undefined,
  writable: readonly string[],
): Promise<readonly Fieldset<object>[]> {
  const sets = (await options.getFieldsets?.(request, row)) ?? options.fieldsets;
  if (sets !== undefined && options.getFields === undefined) return sets;
  const fields = (await options.getFields?.(request, row)) ?? options.fields;
  return fields === undefined && sets !== undefined ? sets : [{ fields: (fields ?? writable) as never }];
}
