// Lays what was sent for an inline over its rows as they are now: what somebody else added, changed or deleted meanwhile is told.
import { FormInput } from "#forms";
import { keyText } from "#orm/internals";
import type { InlineEntry } from "../../data/inlines/inline-entry.ts";
import type { InlineRow } from "./inline-set.ts";

/** What somebody else did to a row of an inline meanwhile. */
export interface Conflict {
  readonly own: InlineEntry;
  readonly kind: "added" | "changed" | "deleted";
  /** The row as it is now; undefined for one that was deleted. */
  readonly row: object | undefined;
  readonly text: string;
  /** What the names of its form's controls begin with; undefined where it has none. */
  readonly prefix: string | undefined;
}

/** What was sent, laid over the rows. */
export interface RebasedInput {
  readonly input: FormInput;
  /** Places of rows that were added: nothing was sent for them. */
  readonly unsent: ReadonlySet<number>;
  /** Places of new forms that stand for rows that were deleted. */
  readonly gone: ReadonlySet<number>;
  readonly conflicts: readonly Conflict[];
}

const most = 2_000;

/** Lays it over them. A row that was deleted becomes a new form, which is marked as deleted. */
export function rebaseInput(
  input: FormInput,
  { prefix, own, rows }: { readonly prefix: string; readonly own: InlineEntry; readonly rows: readonly InlineRow[] },
): RebasedInput {
  const keyName = own.inline.meta.key.attribute;
  const sent = (place: number, name: string): string => String(input.get(`${prefix}-${place}-${name}`) ?? "");
  const initial = countOf(input, `${prefix}-INITIAL_FORMS`);
  const total = Math.max(initial, countOf(input, `${prefix}-TOTAL_FORMS`));
  const byKey = new Map(rows.map((row) => [keyText(own.inline.meta, (row.row as { readonly pk: unknown }).pk), row]));

  const places: (number | undefined)[] = [];
  const unsent = new Set<number>();
  const gone = new Set<number>();
  const conflicts: Conflict[] = [];
  const added: [string, string][] = [];
  const lost: number[] = [];
  const tell = (kind: Conflict["kind"], row?: InlineRow): void => {
    conflicts.push({ own, kind, row: row?.row, text: row?.text ?? "", prefix: `${prefix}-${places.length - 1}` });
  };
  for (let place = 0; place < initial; place++) {
    const row = byKey.get(sent(place, keyName));
    if (row === undefined) {
      if (!input.has(`${prefix}-${place}-DELETE`)) lost.push(place);
      continue;
    }
    byKey.delete(sent(place, keyName));
    places.push(place);
    if (sent(place, "_version") !== row.version) tell("changed", row);
  }
  for (const [key, row] of byKey) {
    unsent.add(places.length);
    added.push([`${prefix}-${places.length}-${keyName}`, key]);
    places.push(undefined);
    tell("added", row);
  }
  const olds = places.length;
  for (const place of lost) {
    gone.add(places.length);
    added.push([`${prefix}-${places.length}-DELETE`, "on"]);
    places.push(place);
    tell("deleted");
  }
  for (let place = initial; place < total; place++) places.push(place);
  added.push([`${prefix}-INITIAL_FORMS`, String(olds)], [`${prefix}-TOTAL_FORMS`, String(places.length)]);
  return { input: renumbered(input, { prefix, places, keyName, olds, added }), unsent, gone, conflicts };
}

function countOf(input: FormInput, name: string): number {
  const text = String(input.get(name) ?? "");
  return /^\d{1,9}$/.test(text) ? Math.min(Number(text), most) : 0;
}

function renumbered(
  input: FormInput,
  {
    prefix,
    places,
    keyName,
    olds,
    added,
  }: {
    readonly prefix: string;
    /** What was sent where: the old place by the new one. */
    readonly places: readonly (number | undefined)[];
    readonly keyName: string;
    readonly olds: number;
    readonly added: readonly (readonly [string, string])[];
  },
): FormInput {
  const to = new Map(places.map((place, index) => [place, index]));
  const rename = (name: string): string | undefined => {
    if (!name.startsWith(`${prefix}-`)) return name;
    const [, place, rest] = /^(\d+)-(.+)$/s.exec(name.slice(prefix.length + 1)) ?? [];
    if (place === undefined) return name.endsWith("_FORMS") ? undefined : name;
    const index = to.get(Number(place));
    // A new form has no key.
    if (index === undefined || (index >= olds && (rest === keyName || rest === "_version"))) return undefined;
    return `${prefix}-${index}-${rest}`;
  };
  const fields: [string, unknown][] = [];
  const files: [string, unknown][] = [];
  for (const name of new Set(input.names())) {
    const named = rename(name);
    if (named === undefined) continue;
    for (const value of input.getAll(name)) fields.push([named, value]);
    for (const file of input.files(name)) files.push([named, file]);
  }
  return new FormInput([...fields, ...added], files, input.formats);
}
