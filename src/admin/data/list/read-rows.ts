// Reads the rows of one page of a list in as few steps over the table as its order and size allow.
//
// The number of questions is the same for ten rows and for a million: two for most pages, four where a relation is sorted by.
import { count } from "#orm";
import { keyText, type ModelMeta } from "#orm/internals";
import { countRows, countTable, type RowCount } from "./count-rows.ts";
import { keptAnswer } from "./kept-counts.ts";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

/** What is to be read. */
export interface RowsAsked {
  readonly meta: ModelMeta;
  /** The rows that fit, in no order and without related ones. */
  readonly found: Rows;
  /** Adds to rows what the columns show. */
  readonly load: (rows: Rows) => Rows;
  /** Paths, with `-` before one for falling; the last one tells all rows apart. */
  readonly order: readonly string[];
  readonly page: number | "last";
  readonly perPage: number;
  /** Up to how many rows stand on one page where all are asked for; 0 where they are not. */
  readonly mostOnOne: number;
  readonly isSearch: boolean;
  readonly keepCounts: number;
}

/** A page of rows, and where it is. */
export interface RowsRead {
  readonly rows: readonly object[];
  readonly total: RowCount;
  readonly page: number;
  readonly pages: number;
  /** Whether all rows stand on this page because they were asked for. */
  readonly isAll: boolean;
}

/** A search that finds at most so many is answered by their keys, which are then counted and sorted. */
const fewFound = 1_000;
/** From this row on, the rows before a page are passed over by their keys alone. */
const deep = 500;
/** From so many rows on, sorting by a relation goes by its groups. */
const manyRows = 5_000;
const mostGroups = 2_000;
/** For how many seconds what a control found is kept. */
const soughtSeconds = 10;

/** Reads a page. */
export async function readRows(asked: RowsAsked): Promise<RowsRead> {
  const { found, isSearch, keepCounts } = asked;
  if (isSearch) {
    const keys = await keysFound(found, keepCounts);
    if (keys.length <= fewFound) return pageOf({ ...asked, found: rowsOf(found, keys) }, exactly(keys.length));
  }
  const groups = await readGroups(asked);
  if (groups !== undefined) {
    const total = groups.reduce((sum, group) => sum + group.count, 0);
    return total > manyRows ? pageOfGroups(asked, groups, total) : pageOf(asked, exactly(total));
  }
  const total = isWhole(asked)
    ? await countTable(found, asked.meta.table, keepCounts)
    : exactly(await countRows(found, keepCounts));
  const needsExact = total.isAbout && (asked.page === "last" || asked.page * asked.perPage > total.count / 2);
  return pageOf(asked, needsExact ? exactly(await countRows(found, keepCounts)) : total);
}

/** The rows of a search in their own order, for a control that offers the first of them: found once, and sorted where they are few. */
export async function soughtRows(found: Rows, [start, end]: readonly [number, number]): Promise<readonly object[]> {
  const keys = await keysFound(found, soughtSeconds);
  return (keys.length <= fewFound ? rowsOf(found, keys) : found).slice(start, end);
}

// Keys are found in one step over the table or an index of the text, in any order; sorting what is found then costs little.
function keysFound(found: Rows, keepCounts: number): Promise<readonly unknown[]> {
  return keptAnswer(found, "keys", keepCounts, async () =>
    found
      .orderBy()
      .limit(fewFound + 1)
      .flat("pk"),
  );
}

function exactly(count: number): RowCount {
  return { count, isAbout: false };
}

// Nothing is asked where nothing was found.
function rowsOf(found: Rows, keys: readonly unknown[]): Rows {
  return keys.length === 0 ? found.none() : found.filter({ pk__in: keys });
}

// A database's estimate is of the table, whatever a manager or a condition leaves out.
function isWhole({ meta, found }: RowsAsked): boolean {
  const { query } = found;
  const isPlain = query.where.length === 0 && query.source === undefined && query.combination === undefined;
  return isPlain && !query.none && query.limit === undefined && meta.parent === undefined;
}

// A page of the second half is read from the end, so that the last one costs as little as the first.
async function pageOf(asked: RowsAsked, total: RowCount): Promise<RowsRead> {
  const { found, order, perPage, mostOnOne } = asked;
  const isAll = mostOnOne > 0 && total.count <= mostOnOne;
  const pages = isAll ? 1 : Math.max(1, Math.ceil(total.count / perPage));
  const page = asked.page === "last" ? pages : Math.min(asked.page, pages);
  const start = isAll ? 0 : (page - 1) * perPage;
  const end = isAll ? total.count : total.isAbout ? start + perPage : Math.min(start + perPage, total.count);
  const isTurned = start > total.count / 2;
  const sorted = found.orderBy(...(isTurned ? turned(order) : order));
  const rows = isTurned
    ? await sliceOf(asked, sorted, total.count - end, total.count - start)
    : await sliceOf(asked, sorted, start, end);
  return { rows: isTurned ? [...rows].reverse() : rows, total, page, pages, isAll };
}

async function sliceOf(
  { meta, found, load }: RowsAsked,
  sorted: Rows,
  from: number,
  to: number,
): Promise<readonly object[]> {
  if (from < deep) return load(sorted).slice(from, to);
  const keys: readonly unknown[] = await sorted.slice(from, to).flat("pk");
  return inOrderOf(meta, keys, await load(rowsOf(found, keys).orderBy()));
}

function turned(order: readonly string[]): readonly string[] {
  return order.map((path) => (path.startsWith("-") ? path.slice(1) : `-${path}`));
}

function inOrderOf(meta: ModelMeta, keys: readonly unknown[], rows: readonly object[]): readonly object[] {
  const byKey = new Map(rows.map((row) => [keyText(meta, (row as { readonly pk: unknown }).pk), row]));
  return keys.flatMap((key) => byKey.get(keyText(meta, key)) ?? []);
}

// --- groups -----------------------------------------------------------------------------------------------------------------

/** The rows that share one related row. */
interface Group {
  readonly key: unknown;
  readonly count: number;
}

// Many rows that are sorted by a relation are counted by it first: a page then reads the few groups that it shows.
async function readGroups({ meta, found, order, keepCounts }: RowsAsked): Promise<readonly Group[] | undefined> {
  const name = relationOf(meta, order);
  if (name === undefined || found.query.group !== undefined) return undefined;
  const path = `${name}__pk`;
  const groups: readonly Readonly<Record<string, unknown>>[] = await keptAnswer(found, path, keepCounts, async () =>
    found
      .orderBy()
      .values(path)
      .annotate({ rows_counted: count("pk") })
      .limit(mostGroups + 1),
  );
  if (groups.length > mostGroups) return undefined;
  return groups.map((group) => ({ key: group[path], count: Number(group["rows_counted"]) }));
}

// The relation by which rows are sorted first, where it is one of the model's own and always set.
function relationOf(meta: ModelMeta, order: readonly string[]): string | undefined {
  const [name, field, more] = order[0]!.replace(/^-/, "").split("__");
  if (field === undefined || more !== undefined) return undefined;
  const relation = meta.findRelation(name!);
  const column = meta.findColumn(name!);
  return relation === undefined || relation.many || column === undefined || column.nullable ? undefined : name;
}

async function pageOfGroups(asked: RowsAsked, groups: readonly Group[], sum: number): Promise<RowsRead> {
  const { meta, found, load, order, perPage } = asked;
  const name = relationOf(meta, order)!;
  const [first, ...rest] = order as readonly [string, ...string[]];
  const sign = first.startsWith("-") ? "-" : "";
  const field = first.replace(/^-/, "").slice(name.length + 2);
  const pages = Math.max(1, Math.ceil(sum / perPage));
  const page = asked.page === "last" ? pages : Math.min(asked.page, pages);
  const start = (page - 1) * perPage;
  const target = meta.relation(name).target.defaultManager as Rows;
  const sorted: readonly Readonly<Record<string, unknown>>[] = await target
    .filter({ pk__in: groups.map(({ key }) => key) })
    .orderBy(`${sign}${field}`, "pk")
    .values("pk", field);
  const counts = new Map(groups.map(({ key, count: rows }) => [String(key), rows]));
  // Groups that are sorted alike are mixed by what comes next in the order: they are read together.
  const blocks: { keys: unknown[]; at: number; size: number; text: string }[] = [];
  let at = 0;
  for (const row of sorted) {
    const size = counts.get(String(row["pk"])) ?? 0;
    const text = String(row[field]);
    const last = blocks.at(-1);
    if (last !== undefined && last.text === text) {
      last.keys.push(row["pk"]);
      last.size += size;
    } else blocks.push({ keys: [row["pk"]], at, size, text });
    at += size;
  }
  const shown = blocks.filter((block) => block.at < start + perPage && block.at + block.size > start);
  const keys = shown.flatMap((block) => block.keys);
  const from = start - (shown[0]?.at ?? 0);
  const inGroups = keys.length === 0 ? found.none() : found.filter({ [`${name}__pk__in`]: keys });
  const ordered = shown.length === 1 && keys.length === 1 ? rest : order;
  const few = inGroups.orderBy(...(ordered.length === 0 ? order : ordered));
  const rows: readonly object[] = await load(few).slice(from, from + perPage);
  return { rows, total: exactly(sum), page, pages, isAll: false };
}
