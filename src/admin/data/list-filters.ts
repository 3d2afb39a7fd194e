// Makes the filters of a list: the choices that each field offers, how many rows each would leave, and its condition.
import { count } from "#orm";
import type { Column, ModelMeta } from "#orm/internals";
import { labelOfField } from "./site.ts";

/** One choice of a filter. */
export interface FilterChoice {
  readonly label: string;
  readonly value: string;
  readonly count: number | undefined;
  readonly isChosen: boolean;
}

/** A filter as the page shows it. */
export interface ListFilter {
  readonly name: string;
  readonly label: string;
  readonly chosen: string | undefined;
  readonly choices: readonly FilterChoice[];
}

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

const mostChoices = 30;
const nothing = "-";

/** The condition of a filter, or undefined for a value that makes no sense. */
export function conditionOf(
  meta: ModelMeta,
  name: string,
  value: string,
  now: Date,
): Record<string, unknown> | undefined {
  const column = meta.findColumn(name);
  if (column === undefined) return undefined;
  const { name: field } = column;
  if (value === nothing) return { [`${field}__isnull`]: true };
  const kind = kindOf(column);
  if (kind === "period")
    return periods(now)
      .find((period) => period.value === value)
      ?.where(field, column);
  if (kind === "boolean") return value === "yes" || value === "no" ? { [field]: value === "yes" } : undefined;
  if (kind === "presence") return value === "set" ? { [`${field}__isnull`]: false } : undefined;
  const typed = typedKey(column, value);
  return typed === undefined
    ? undefined
    : { [column.definition.fieldKind === "relation" ? `${field}__pk` : field]: typed };
}

/** A filter with its choices, counted among the rows that all other filters leave. */
export async function readFilter(
  { meta, name, now }: { readonly meta: ModelMeta; readonly name: string; readonly now: Date },
  rows: Rows,
  chosen: string | undefined,
): Promise<ListFilter> {
  const column = meta.findColumn(name)!;
  const choices = await choicesOf(column, rows, now);
  return {
    name,
    label: labelOfField(meta, name),
    chosen,
    choices: choices.map((choice) => ({ ...choice, isChosen: choice.value === chosen })),
  };
}

type Kind = "relation" | "choices" | "boolean" | "period" | "presence";

function kindOf(column: Column): Kind {
  if (column.definition.fieldKind === "relation") return "relation";
  if (column.scalar.choices !== undefined) return "choices";
  if (column.type.kind === "boolean") return "boolean";
  if (column.type.kind === "date" || column.type.kind === "dateTime") return "period";
  return column.type.kind === "char" && !column.unique ? "choices" : "presence";
}

type Choice = Omit<FilterChoice, "isChosen">;

async function choicesOf(column: Column, rows: Rows, now: Date): Promise<readonly Choice[]> {
  switch (kindOf(column)) {
    case "period":
      return Promise.all(
        periods(now).map(async ({ label, value, where }) => ({
          label,
          value,
          count: await rows.filter(where(column.name, column)).count(),
        })),
      );
    case "presence":
      return [
        { label: "Has a value", value: "set", count: await rows.filter({ [`${column.name}__isnull`]: false }).count() },
        { label: "Empty", value: nothing, count: await rows.filter({ [`${column.name}__isnull`]: true }).count() },
      ];
    default:
      return groupedChoices(column, rows);
  }
}

async function groupedChoices(column: Column, rows: Rows): Promise<readonly Choice[]> {
  const { attribute } = column;
  const groups: readonly Record<string, unknown>[] = await rows
    .orderBy()
    .values(attribute)
    .annotate({ rows_counted: count("pk") })
    .orderBy("-rows_counted", attribute)
    .limit(mostChoices + 1);
  const keys = groups.map((group) => group[attribute]).filter((key) => key !== null);
  const labels = await labelsOf(column, keys);
  const choices = groups.slice(0, mostChoices).map((group) => {
    const key = group[attribute];
    const amount = Number(group["rows_counted"]);
    if (key === null) return { label: "Empty", value: nothing, count: amount };
    if (typeof key === "boolean") return { label: key ? "Yes" : "No", value: key ? "yes" : "no", count: amount };
    return { label: labels.get(String(key)) ?? String(key), value: String(key), count: amount };
  });
  const isNamed = column.scalar.choices !== undefined && column.definition.fieldKind === "scalar";
  return isNamed
    ? inOrder(
        choices,
        column.scalar.choices!.map(([value]) => String(value)),
      )
    : choices;
}

function inOrder(choices: readonly Choice[], values: readonly string[]): readonly Choice[] {
  const place = (choice: Choice): number => (choice.value === nothing ? values.length : values.indexOf(choice.value));
  return [...choices].sort((a, b) => place(a) - place(b));
}

async function labelsOf(column: Column, keys: readonly unknown[]): Promise<ReadonlyMap<string, string>> {
  if (column.definition.fieldKind === "scalar")
    return new Map((column.scalar.choices ?? []).map(([value, label]) => [String(value), label]));
  const { target } = column.model.relation(column.name);
  const rows: readonly { readonly pk: unknown }[] = await target.cls.objects.filter({ pk__in: keys });
  return new Map(rows.map((row) => [String(row.pk), String(row)]));
}

interface Period {
  readonly label: string;
  readonly value: string;
  where(field: string, column: Column): Record<string, unknown>;
}

function periods(now: Date): readonly Period[] {
  const day = (offset: number): Date =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + offset));
  const since = (label: string, value: string, start: Date): Period => ({
    label,
    value,
    where: (field, column) => ({
      [`${field}__gte`]: column.type.kind === "date" ? start.toISOString().slice(0, 10) : start,
    }),
  });
  return [
    since("Today", "today", day(0)),
    since("Past 7 days", "week", day(-7)),
    since("This month", "month", new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))),
    since("This year", "year", new Date(Date.UTC(now.getUTCFullYear(), 0, 1))),
  ];
}

/** The key of a row out of an address; undefined for what cannot be one. */
export function typedKey(column: Column, text: string): unknown {
  const { kind } = column.scalar.type;
  if (text.includes("\0")) return undefined;
  if (kind === "integer" || kind === "smallInt" || kind === "bigInt") {
    if (!/^-?\d{1,18}$/.test(text)) return undefined;
    const number = Number(text);
    if (kind === "bigInt")
      return "safe" in column.scalar.type && column.scalar.type.safe === true ? safe(number) : BigInt(text);
    return Math.abs(number) <= (kind === "smallInt" ? 32_767 : 2_147_483_647) ? number : undefined;
  }
  if (kind === "uuid") return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? text : undefined;
  return text;
}

function safe(number: number): number | undefined {
  return Number.isSafeInteger(number) ? number : undefined;
}
