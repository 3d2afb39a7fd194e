// Reads the hierarchy of dates of a list: the years, months or days that there are, with counts, in one question.
import { count } from "#orm";
import type { ModelAdmin } from "../../options/model-admin.ts";
import type { AdminTexts } from "../../texts/texts.ts";
import { allRows } from "../site.ts";
import { inSpan, namedSpan } from "./date-spans.ts";
import { keptAnswer } from "./kept-counts.ts";
import { type ListQuery, listAddress } from "./list-query.ts";
import { columnAt, crossesMany } from "./paths.ts";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

/** One step of the hierarchy. */
export interface DateStep {
  readonly label: string;
  readonly address: string;
  readonly count?: number | undefined;
}

/** Where a list is in the hierarchy of dates. */
export interface DateHierarchy {
  /** What leads back, from all dates down to the one that is chosen, which is the last. */
  readonly path: readonly DateStep[];
  /** What can be chosen below; the latest year first. */
  readonly steps: readonly DateStep[];
}

/** The rows of the year, month or day that is chosen. */
export function rowsOfDate(rows: Rows, { meta, options }: ModelAdmin, date: string): Rows {
  const path = options.dateHierarchy;
  const span = path === undefined || date === "" ? undefined : namedSpan(date);
  if (path === undefined || span === undefined) return rows;
  const where = inSpan(path, columnAt(meta, path)!, span);
  return crossesMany(meta, path)
    ? rows.filter({
        pk__in: allRows(meta)
          .orderBy()
          .filter(where as never)
          .flat("pk" as never),
      })
    : rows.filter(where);
}

/** Reads it, over rows that are narrowed to the chosen date already. */
export async function readDateHierarchy(
  rows: Rows,
  { options: { dateHierarchy: path, keepCounts = 10 } }: ModelAdmin,
  query: ListQuery,
  { t, locale }: AdminTexts,
): Promise<DateHierarchy | undefined> {
  if (path === undefined) return undefined;
  const parts = query.date === "" || namedSpan(query.date) === undefined ? [] : query.date.split("-");
  const chosen = parts.map((_, i) => parts.slice(0, i + 1).join("-"));
  const address = (date: string | null): string => listAddress(query, { date });
  const back = [
    { label: t("All dates"), address: address(null) },
    ...chosen.map((date) => ({ label: labelOf(date, locale), address: address(date) })),
  ];
  const unit = (["year", "month", "day"] as const)[parts.length];
  if (unit === undefined) return { path: back, steps: [] };
  const lookup = `${path}__${unit}`;
  const groups: readonly Readonly<Record<string, unknown>>[] = await keptAnswer(rows, lookup, keepCounts, async () =>
    rows
      .orderBy()
      .values(lookup)
      .annotate({ rows_counted: count("pk", { distinct: path.includes("__") }) })
      .orderBy(unit === "year" ? `-${lookup}` : lookup),
  );
  const steps = groups.flatMap((group) => {
    const value = group[lookup];
    if (value === null || value === undefined) return [];
    const date = [...parts, String(value).padStart(unit === "year" ? 4 : 2, "0")].join("-");
    return [{ label: labelOf(date, locale), address: address(date), count: Number(group["rows_counted"]) }];
  });
  return { path: back, steps };
}

function labelOf(date: string, locale: string): string {
  const [year, month, day] = date.split("-");
  if (month === undefined) return year!;
  const span = namedSpan(date)!;
  const options = day === undefined ? { month: "long" as const } : { month: "long" as const, day: "numeric" as const };
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { ...options, timeZone: "UTC" }).format(span.from);
}
