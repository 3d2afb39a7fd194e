// Reads what the filters of a list offer: their choices, how many rows each would leave, and what is chosen.
import type { Request } from "#http";
import { count } from "#orm";
import { type Column, keyFromText, keyText, type ModelMeta } from "#orm/internals";
import type { ModelAdmin } from "../../options/model-admin.ts";
import type { AdminTexts } from "../../texts/texts.ts";
import { seenKeys } from "../row-rules.ts";
import { entryOfRequest } from "../site.ts";
import { inSpan, periodsOf } from "./date-spans.ts";
import { anyValue, emptyValue, type ResolvedField, type ResolvedFilter, type ResolvedOwn } from "./filters.ts";
import { keptAnswer } from "./kept-counts.ts";
import { filterParams, type ListQuery, listAddress } from "./list-query.ts";
import { onlySeen } from "./seen-cells.ts";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

/** One choice of a filter. */
export interface FilterChoice {
  readonly label: string;
  readonly value: string;
  /** The rows that it would leave; undefined where they are not counted. */
  readonly count: number | undefined;
  readonly isChosen: boolean;
  /** What choosing it, or letting go of it, leads to. */
  readonly address: string;
}

/** From and to, as the two fields of a form. */
export interface FilterRange {
  readonly type: "date" | "number";
  readonly fromName: string;
  readonly from: string;
  readonly toName: string;
  readonly to: string;
}

/** A filter as the page shows it. */
export interface ListFilter {
  readonly name: string;
  readonly title: string;
  readonly isActive: boolean;
  /** What taking away all that is chosen leads to. */
  readonly allAddress: string;
  readonly choices: readonly FilterChoice[];
  readonly range: FilterRange | undefined;
  /** The model among whose rows more can be searched. */
  readonly searched: ModelMeta | undefined;
}

/** Something that is chosen, as it is said over the list, and the address without it. */
export interface ActiveChip {
  readonly title: string;
  readonly text: string;
  readonly address: string;
}

export interface FilterReading {
  readonly entry: ModelAdmin;
  readonly query: ListQuery;
  readonly request: Request;
  readonly now: Date;
  readonly texts: AdminTexts;
  /** The rows that all other filters leave. */
  readonly rows: (except: string) => Rows;
  /** The rows that the request may see of a related model. */
  readonly related: (target: ModelMeta) => Rows;
  readonly isCounted: boolean;
  readonly keepCounts: number;
}

type Choice = Pick<FilterChoice, "label" | "value" | "count">;

const mostChoices = 30;

/** Reads one filter: at most two questions, whatever it offers. */
export async function readFilter(filter: ResolvedFilter, reading: FilterReading): Promise<ListFilter> {
  const { query } = reading;
  const [only, from, to] = filterParams(filter.name);
  const chosen = query.filters[only] ?? [];
  const offered =
    filter.own === undefined ? await offeredBy(filter, chosen, reading) : await offeredOwn(filter, reading);
  const isSingle =
    filter.own !== undefined || filter.kind === "periods" || filter.kind === "empty" || filter.kind === "range";
  const address = (value: string): string => {
    const next = chosen.includes(value)
      ? chosen.filter((each) => each !== value)
      : isSingle
        ? [value]
        : [...chosen, value];
    return listAddress(query, { [only]: next.length === 0 ? null : next, page: null });
  };
  return {
    name: filter.name,
    title: filter.title,
    isActive: chosen.length > 0 || query.filters[from] !== undefined || query.filters[to] !== undefined,
    allAddress: listAddress(query, { [only]: null, [from]: null, [to]: null }),
    choices: offered.choices.map((choice) => ({
      ...choice,
      isChosen: chosen.includes(choice.value),
      address: address(choice.value),
    })),
    range: filter.own === undefined ? rangeOf(filter, query) : undefined,
    searched: offered.searched,
  };
}

/** What is chosen in the filters, each with the address without it. */
export function chipsOf(filters: readonly ListFilter[], query: ListQuery): readonly ActiveChip[] {
  return filters.flatMap(({ name, title, choices, range }) => {
    const [only, from, to] = filterParams(name);
    const chosen = (query.filters[only] ?? []).map((value) => {
      const rest = query.filters[only]!.filter((each) => each !== value);
      return {
        title,
        text: choices.find((choice) => choice.value === value)?.label ?? value,
        address: listAddress(query, { [only]: rest.length === 0 ? null : rest }),
      };
    });
    if (range === undefined || (range.from === "" && range.to === "")) return chosen;
    const text = `${range.from || "…"} – ${range.to || "…"}`;
    return [...chosen, { title, text, address: listAddress(query, { [from]: null, [to]: null }) }];
  });
}

function rangeOf({ name, kind, column }: ResolvedField, query: ListQuery): FilterRange | undefined {
  if (column === undefined || (kind !== "range" && kind !== "periods")) return undefined;
  const [, fromName, toName] = filterParams(name);
  const isDate = column.type.kind === "date" || column.type.kind === "dateTime";
  return {
    type: isDate ? "date" : "number",
    fromName,
    from: query.filters[fromName]?.[0] ?? "",
    toName,
    to: query.filters[toName]?.[0] ?? "",
  };
}

// --- what is offered --------------------------------------------------------------------------------------------------------

interface Offered {
  readonly choices: readonly Choice[];
  readonly searched?: ModelMeta | undefined;
}

async function offeredOwn(
  { own, name }: ResolvedOwn,
  { request, rows, isCounted, keepCounts }: FilterReading,
): Promise<Offered> {
  const pairs = await own.lookups(request);
  const counted = async (value: string): Promise<number | undefined> => {
    if (!isCounted) return undefined;
    const left = own.apply(rows(name), value, request) as Rows;
    return keptAnswer(left, "count", keepCounts, () => left.count());
  };
  const choices = pairs.map(async ([value, label]) => ({ value, label, count: await counted(value) }));
  return { choices: await Promise.all(choices) };
}

async function offeredBy(filter: ResolvedField, chosen: readonly string[], reading: FilterReading): Promise<Offered> {
  switch (filter.kind) {
    case "related":
      return { choices: await chosenRows(filter, chosen, reading), searched: filter.target };
    case "values":
      return offeredValues(filter, chosen, reading);
    default:
      return { choices: await offeredConditions(filter, reading) };
  }
}

// Periods, and whether there is a value: all counted in one question.
async function offeredConditions(filter: ResolvedField, reading: FilterReading): Promise<readonly Choice[]> {
  const { name, kind, column, compared, hasEmpty } = filter;
  const { now, texts, isCounted, rows, keepCounts } = reading;
  const { t } = texts;
  const isNull = { [`${compared}__isnull`]: true };
  const conditions: { label: string; value: string; where: object }[] = [];
  if (kind === "periods" && column !== undefined)
    for (const period of periodsOf(now))
      conditions.push({ label: t(period.label), value: period.value, where: inSpan(name, column, period) });
  if (hasEmpty || kind === "empty") {
    const isBlank = column?.type.kind === "char" && !column.nullable && filter.target === undefined;
    const empty = isBlank ? { [compared]: "" } : isNull;
    conditions.push({ label: t("Empty"), value: emptyValue, where: empty });
    if (!isBlank)
      conditions.push({ label: t("Has a value"), value: anyValue, where: { [`${compared}__isnull`]: false } });
  }
  if (!isCounted || conditions.length === 0)
    return conditions.map(({ label, value }) => ({ label, value, count: undefined }));
  const left = rows(name);
  const asked = Object.fromEntries(
    conditions.map(({ where }, i) => [`counted_${i}`, count("pk", { filter: where as never })]),
  );
  const counts: Readonly<Record<string, unknown>> = await keptAnswer(left, `conditions ${name}`, keepCounts, () =>
    left.aggregate(asked),
  );
  return conditions.map(({ label, value }, i) => ({ label, value, count: Number(counts[`counted_${i}`]) }));
}

async function offeredValues(
  filter: ResolvedField,
  chosen: readonly string[],
  reading: FilterReading,
): Promise<Offered> {
  const { column, target, compared, hasEmpty } = filter;
  const { texts, isCounted } = reading;
  if (isCounted) return countedValues(filter, chosen, reading);
  const empty =
    hasEmpty && column?.nullable !== false ? [{ label: texts.t("Empty"), value: emptyValue, count: undefined }] : [];
  const named = column === undefined || target !== undefined ? undefined : namedValues(column, texts);
  if (named !== undefined) return { choices: [...named.map(uncounted), ...empty] };
  if (target !== undefined) {
    const few = reading.related(target).limit(mostChoices + 1);
    const pairs = await keptAnswer(few, "choices", reading.keepCounts, () => choicePairs(few), 0);
    if (pairs.length > mostChoices) return { choices: await chosenRows(filter, chosen, reading), searched: target };
    return { choices: [...(await seenPairs(pairs, target, reading)).map(uncounted), ...empty] };
  }
  const left = readable(filter, reading);
  const values: readonly unknown[] = await keptAnswer(left, `values ${compared}`, reading.keepCounts, async () => {
    return left.orderBy(compared).flat(compared).distinct().limit(mostChoices);
  });
  const texted = values.filter((value) => value !== null && value !== "").map(String);
  return { choices: [...[...new Set([...texted, ...chosen])].map((value) => uncounted([value, value])), ...empty] };
}

// Values of related rows are offered as far as those rows may be seen.
function readable({ name, target }: ResolvedField, { entry, request, rows }: FilterReading): Rows {
  const found = rows(name);
  const seen = target === undefined ? onlySeen(entry.meta, name, request) : {};
  return Object.keys(seen).length === 0 ? found : found.filter(seen);
}

function uncounted([value, label]: readonly [string, string]): Choice {
  return { value, label, count: undefined };
}

async function choicePairs(rows: Rows): Promise<readonly (readonly [string, string])[]> {
  const found: readonly Keyed[] = await rows;
  return found.map((row) => [keyText(rows.query.model, row.pk), String(row)]);
}

interface Keyed {
  readonly pk: unknown;
}

// The values that a column can have, where it says them.
function namedValues(column: Column, { t }: AdminTexts): readonly (readonly [string, string])[] | undefined {
  if (column.type.kind === "boolean")
    return [
      ["yes", t("Yes")],
      ["no", t("No")],
    ];
  return column.scalar.choices?.map(([value, label]) => [String(value), String(label)] as const);
}

async function countedValues(
  filter: ResolvedField,
  chosen: readonly string[],
  reading: FilterReading,
): Promise<Offered> {
  const { column, target, compared } = filter;
  const { texts, keepCounts } = reading;
  const left = readable(filter, reading);
  const groups: readonly Record<string, unknown>[] = await keptAnswer(
    left,
    `groups ${compared}`,
    keepCounts,
    async () =>
      left
        .orderBy()
        .values(compared)
        .annotate({ rows_counted: count("pk") })
        .orderBy("-rows_counted", compared)
        .limit(mostChoices + 1),
  );
  const shown = groups.slice(0, mostChoices);
  const counts = new Map(shown.map((group) => [valueOf(group[compared]), Number(group["rows_counted"])]));
  const named = column === undefined || target !== undefined ? undefined : namedValues(column, texts);
  const values = [...new Set([...counts.keys(), ...chosen])].filter((value) => value !== emptyValue);
  const labels = target === undefined ? new Map(named) : await labelsOf(target, values, reading);
  const order = named?.map(([value]) => value);
  const choices = values.flatMap((value) => {
    const label = labels.get(value) ?? (target === undefined ? value : undefined);
    return label === undefined ? [] : [{ value, label, count: counts.get(value) ?? 0 }];
  });
  if (order !== undefined) choices.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
  if (counts.has(emptyValue) || chosen.includes(emptyValue))
    choices.push({ value: emptyValue, label: texts.t("Empty"), count: counts.get(emptyValue) ?? 0 });
  return { choices, searched: target !== undefined && groups.length > mostChoices ? target : undefined };
}

function valueOf(value: unknown): string {
  if (value === null || value === "") return emptyValue;
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

// Rows that a rule hides one by one are not offered.
async function seenPairs(
  pairs: readonly (readonly [string, string])[],
  target: ModelMeta,
  { request }: FilterReading,
): Promise<readonly (readonly [string, string])[]> {
  const own = entryOfRequest(request, target);
  if (own?.options.hasViewPermission === undefined) return pairs;
  const keys = await seenKeys(
    request,
    own,
    pairs.map(([key]) => key),
  );
  return pairs.filter(([key]) => keys.has(key));
}

async function labelsOf(
  target: ModelMeta,
  values: readonly string[],
  reading: FilterReading,
): Promise<ReadonlyMap<string, string>> {
  const keys = values.map((value) => keyFromText(target, value)).filter((key) => key !== undefined);
  if (keys.length === 0) return new Map();
  const pairs = await choicePairs(reading.related(target).orderBy().filter({ pk__in: keys }));
  return new Map(await seenPairs(pairs, target, reading));
}

async function chosenRows(
  { target }: ResolvedField,
  chosen: readonly string[],
  reading: FilterReading,
): Promise<readonly Choice[]> {
  return target === undefined ? [] : [...(await labelsOf(target, chosen, reading))].map(uncounted);
}
