// Works out where the rows of an inline stand after they were moved, and writes as few new numbers as that takes.
import { F } from "#orm";
import type { ModelMeta } from "#orm/internals";
import type { RowForm } from "./inline-form.ts";
import type { InlineSet } from "./inline-set.ts";

type Values = Record<string, unknown>;

/** The numbers of the rows that get another one, by form. */
export function rowPlaces(set: InlineSet, sortable: string): ReadonlyMap<RowForm, number> {
  const kept = set.forms.filter((form) => !set.isDeleted(form) && (set.rowOf(form) !== undefined || form.hasChanged()));
  const ordered = inOrder(set, kept);
  const places = new Map<RowForm, number>();
  const number = (form: RowForm): number => Number((form.instance as Values)[sortable] ?? 0);
  const olds = ordered.filter((form) => set.rowOf(form) !== undefined);
  const isKept =
    ordered.every((form, i) => i >= olds.length || form === olds[i]) &&
    olds.every((form, i) => i === 0 || number(form) > number(olds[i - 1]!));
  if (isKept) {
    // The rows stand as they stood: new ones follow.
    const last = olds.length === 0 ? 0 : number(olds.at(-1)!);
    for (const [i, form] of ordered.slice(olds.length).entries()) places.set(form, last + 1 + i);
    return places;
  }
  const first = olds.length === 0 ? 1 : Math.min(...olds.map(number));
  for (const [i, form] of ordered.entries())
    if (set.rowOf(form) === undefined || number(form) !== first + i) places.set(form, first + i);
  return places;
}

/** Forms in the order that their numbers ask for; those without one follow. */
export function inOrder(set: InlineSet, forms: readonly RowForm[]): readonly RowForm[] {
  const asked = (form: RowForm): number => {
    const bound = form.findField("ORDER");
    const text = String(bound?.value ?? "");
    return /^\d{1,9}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  };
  return [...forms].sort((a, b) => (asked(a) === asked(b) ? set.placeOf(a)! - set.placeOf(b)! : asked(a) - asked(b)));
}

/** Moves the numbers of rows out of the way where no two rows may have the same. */
export async function clearPlaces(meta: ModelMeta, sortable: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0 || !isUnique(meta, sortable)) return;
  const numbers = rows.map((row) => Number((row as Values)[sortable] ?? 0));
  const away = Math.max(...numbers) - Math.min(...numbers) + 10_000;
  const keys = rows.map((row) => (row as { readonly pk: unknown }).pk);
  await meta.cls.objects.filter({ pk__in: keys }).update({ [sortable]: F(sortable).add(away) });
}

function isUnique(meta: ModelMeta, name: string): boolean {
  const constraints = (meta.options.constraints ?? []).filter((each) => each.kind === "unique");
  return (
    meta.findColumn(name)?.unique === true ||
    (meta.options.unique ?? []).some((names) => names.includes(name)) ||
    constraints.some(({ fields }) => fields.includes(name))
  );
}
