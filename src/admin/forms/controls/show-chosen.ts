// Reads the texts of the rows that a form's key pickers name, in one query a field, however many forms and keys there are.
import type { AnyField, FormInstance } from "#forms";
import { keyFromText, keyText } from "#orm/internals";
import { seenRows } from "../../data/row-rules.ts";
import { allowedOf, placeOf } from "../../data/site.ts";
import { entryFor } from "../../data/visible-fields.ts";
import { type ChosenRow, isKeyPicker } from "../widgets/pickers.ts";
import { type ControlPlace, rowsOf } from "./control-of.ts";

/** Puts the texts into the forms of one model, before they are shown. */
export async function showChosen(place: ControlPlace, forms: readonly FormInstance[]): Promise<void> {
  const names = new Set(forms.flatMap((form) => [...form].map(({ name }) => name)));
  for (const name of names) {
    const bound = forms.flatMap((form) => form.findField(name) ?? []).filter(({ widget }) => isKeyPicker(widget));
    const [first] = bound;
    if (first === undefined) continue;
    const keys = new Set(bound.flatMap(({ value }) => keysOf(value)));
    const chosen = await readChosen(place, first.field, [...keys]);
    for (const form of forms) {
      const own = form.findField(name);
      if (own !== undefined && isKeyPicker(own.widget))
        form.setField(name, own.field.with({ widget: own.widget.with({ chosen } as never) }));
    }
  }
}

/** Reads the rows of some keys among those that a field can choose; a key that is not among them is left out. */
export async function readChosen(
  { site, request }: ControlPlace,
  field: AnyField,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ChosenRow>> {
  const rows = rowsOf(field);
  const { model } = rows.query;
  const typed = keys.map((key) => keyFromText(model, key)).filter((key) => key !== undefined);
  if (typed.length === 0) return new Map();
  const read: readonly (object & { readonly pk: unknown })[] = await rows.filter({ pk__in: typed });
  const target = entryFor(site, model);
  const found = target === undefined ? read : await seenRows(request, target, read);
  const mayOpen = target !== undefined && (await allowedOf(request, target)).view;
  return new Map(
    found.map((row) => {
      const key = keyText(model, row.pk);
      const address = mayOpen ? request.urlFor(".change", { ...placeOf(model), key }) : undefined;
      return [key, { key, text: String(row), address }];
    }),
  );
}

function keysOf(value: unknown): readonly string[] {
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
