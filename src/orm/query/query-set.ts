// Defines the query set: an immutable, lazy question about the rows of a model, answered when it is awaited.
// Over 600 lines: it is the one list of everything that can be asked; each method is a few lines over the planner.

import { didYouMean } from "#kernel";
import { CHUNK_ROWS } from "../connection.ts";
import { findPlace, isTraced } from "../database/trace/query-trace.ts";
import { atomic } from "../database/transactions/atomic.ts";
import { conditionInput } from "../expressions/condition-input.ts";
import { Expression, nodeOfPath, Ordering } from "../expressions/expression.ts";
import { KeyMap } from "../model/define/key-values.ts";
import { aliasOf, deleteInstances, deletesAlone, deleteWhere } from "../model/delete.ts";
import { isInstance, ModelRoot } from "../model/instance-state.ts";
import { findMeta, type ModelMeta } from "../model/model-meta.ts";
import { whereNaturalKey } from "../model/relations/natural-key.ts";
import { saveInstance } from "../model/save.ts";
import type { TruncUnit } from "../sql/node.ts";
import type { ExplainDetails } from "../sql/sql-node.ts";
import type { Yields, YieldsOver } from "../types/expression-type.ts";
import type { CreateInput, DeleteCount, InputOf, WritableNames } from "../types/instance-type.ts";
import type { OneColumnQuery } from "../types/lookup-kinds.ts";
import type { Inferred, Inferring, Where } from "../types/lookup-path.ts";
import type { DeclaredFieldsOf } from "../types/model-fields.ts";
import type { AnnotationsOf, Checked, OnlyRow, ValuesRow, ValuesTuple } from "../types/row-type.ts";
import type {
  FilteredRows,
  LoadedAll,
  OrderPath,
  PathOf,
  PrefetchedAll,
  PrefetchPath,
  RelatedPath,
  RelationName,
  TargetAt,
  ValueAt,
} from "../types/value-path.ts";
import { type BindScope, bindCondition, bindExpression, bindInput, containsAggregate, containsWindow } from "./bind.ts";
import { RawQuery } from "./by-hand/raw-query.ts";
import { makeFilteredRelation } from "./paths/filtered-relation.ts";
import { resolvePath } from "./paths/resolve-path.ts";
import { exposedAnnotations } from "./paths/source-annotations.ts";
import { orderTerms, planSelect } from "./plan/plan-select.ts";
import { planAggregates, planCount, planExists, planExplain } from "./plan/plan-statement.ts";
import {
  type Annotation,
  allOf,
  type BoundExpression,
  type FetchMode,
  type OrderTerm,
  type PrefetchRequest,
  type Query,
  type QuerySource,
} from "./query.ts";
import { type DoesNotExist, type MultipleObjectsReturned, QueryError } from "./query-error.ts";
import { copyOf, QueryHolder } from "./query-holder.ts";
import { markForTemplates } from "./read/mark-for-templates.ts";
import { fetchInstances, prefetchAll } from "./read/prefetch.ts";
import { RepeatedGets } from "./read/repeated-gets.ts";
import { RowIterator } from "./read/row-iterator.ts";
import {
  after,
  connectionOf,
  describeQuery,
  type Eventually,
  readConnectionOf,
  runQuery,
  shapeOf,
  streamQuery,
} from "./run.ts";
import { userPlace } from "./user-place.ts";
import { bulkInsert, type ConflictOptions, updateRows } from "./write/bulk.ts";
import { updateWhere } from "./write/update.ts";

/** Changes the type of a query set's rows, for the compiler alone. */
interface ReadsRow<Row> {
  readonly "~row": Row;
}

/** Adds annotations that lookups and paths may name, for the compiler alone. */
interface KnowsExtra<Extra> {
  readonly "~extra": Extra;
}

/** What `annotate` adds to both, in one type: each further one costs the compiler as much again. */
interface Annotated<Values> {
  readonly "~row": Values;
  readonly "~extra": Values;
}

/** What `values` keeps of the annotations, and the type of its column where there is one. */
interface KnowsColumn<Extra, Column> {
  readonly "~extra": Extra;
  readonly "~column": Column;
}

type Writable<Values> = { -readonly [K in keyof Values]: Values[K] };

type Annotating = Readonly<Record<string, YieldsOver<unknown, unknown>>>;
type PathText = string;

/** How `selectForUpdate` locks. */
export interface LockOptions {
  /** Fail at once when a row is locked. */
  readonly noWait?: boolean | undefined;
  /** Leave locked rows out. */
  readonly skipLocked?: boolean | undefined;
  /** The relations whose rows are locked, `self` for the model's own; all by default. */
  readonly of?: readonly string[] | undefined;
  /** Lock less strictly, so that others may add rows that point here (PostgreSQL). */
  readonly noKey?: boolean | undefined;
}

/**
 * A relation to load beside a result. It has a query of its own: `new Prefetch("articles",
 * Article.objects.published())`.
 */
export class Prefetch<Path extends string> {
  readonly path: Path;
  /** Where the relation leads to rows of any model, one query set for each model that is not to be read as a whole. */
  readonly querySet: QueryHolder | readonly QueryHolder[] | undefined;
  /** The property that takes the loaded list in place of the relation's own. */
  readonly attribute: string | undefined;
  constructor(path: Path, querySet?: QueryHolder | readonly QueryHolder[], attribute?: string) {
    this.path = path;
    this.querySet = querySet;
    this.attribute = attribute;
  }
}

/**
 * Loads relations of instances that were read already. Each takes one query: await prefetchRelated(articles, "tags").
 *
 * @throws QueryError `ORM_UNKNOWN_RELATION`.
 */
export async function prefetchRelated(
  instances: readonly object[],
  ...paths: readonly (string | Prefetch<string>)[]
): Promise<void> {
  const [first] = instances;
  const model = first === undefined ? undefined : findMeta(first.constructor);
  if (model === undefined) return;
  const prefetch = paths.map(prefetchRequest);
  for (const request of prefetch) checkRelations(model, request);
  await prefetchAll(instances, {
    model,
    prefetch,
    alias: ModelRoot.origin(first as ModelRoot)?.alias,
    place: undefined,
  });
}

function prefetchRequest(path: unknown): PrefetchRequest {
  if (!(path instanceof Prefetch)) return { path: path as string, query: undefined, attribute: undefined };
  const { querySet, attribute } = path;
  const queries = (querySet instanceof QueryHolder ? [querySet] : (querySet ?? [])).map((each) => each.query);
  return { path: path.path, query: queries[0], queries, attribute };
}

/** The error classes of one model. */
export interface ModelErrors {
  readonly DoesNotExist: typeof DoesNotExist;
  readonly MultipleObjectsReturned: typeof MultipleObjectsReturned;
}

/**
 * Finds what `get` gives, without a promise where the database answers at once; undefined where there is none. For rooms that
 * ask with every request.
 */
export let findOne: <Row>(rows: QueryHolder & ReadsRow<Row>, where: object) => Eventually<Row | undefined>;

/**
 * A question about the rows of a model.
 *
 * Nothing is asked until it is awaited or iterated, and each await asks again. Every method returns a changed copy.
 *
 * @example
 * ```ts
 * import { createTables, defineDatabases, f, Model } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * class Tea extends Model("shop.Tea", () => Tea, { name: f.char(), grams: f.integer() }) {}
 * await createTables([Tea]);
 * await Tea.objects.create({ name: "Assam", grams: 250 });
 * const heavy = await Tea.objects.filter({ grams__gt: 100 }).orderBy("-grams").values("name");
 * console.log(heavy);
 * ```
 */
export class QuerySet<Instance, Row = Instance> extends QueryHolder implements PromiseLike<Row[]> {
  declare readonly "~row": Row;
  declare readonly "~extra": unknown;
  #gets: RepeatedGets | undefined;

  constructor(model: (abstract new () => Instance) | QueryHolder) {
    super(model instanceof QueryHolder ? model.query : allOf(findMeta(model)!));
  }

  /** A copy that asks something else. */
  #with(change: Partial<Query>): this {
    return copyOf(this, Object.freeze({ ...this.query, ...change }));
  }

  get #scope(): BindScope {
    return this.query;
  }

  // -------------------------------------------------------------------------------- which rows

  /**
   * Keeps the rows that satisfy every lookup, or a condition.
   *
   * @throws QueryError `ORM_UNKNOWN_FIELD`, `ORM_UNKNOWN_LOOKUP` or `ORM_UNDEFINED_VALUE`.
   */
  filter<K extends string, Stage extends Inferring = Inferred>(where: Where<Instance, K, this["~extra"], Stage>): this {
    this.#refuseSliced("filter");
    return this.#with({ where: [...this.query.where, bindCondition(this.#scope, conditionInput(where))] });
  }

  /** Keeps the rows that do not satisfy all of the lookups. */
  exclude<K extends string, Stage extends Inferring = Inferred>(
    where: Where<Instance, K, this["~extra"], Stage>,
  ): this {
    this.#refuseSliced("exclude");
    const condition = bindCondition(this.#scope, conditionInput(where));
    return this.#with({ where: [...this.query.where, { kind: "not", item: condition }] });
  }

  /** The same rows, as a query of its own. */
  all(): this {
    return this.#with({});
  }

  /** No rows; nothing is asked of the database. */
  none(): this {
    return this.#with({ none: true });
  }

  /** Keeps the first `count` rows. */
  limit(count: number): this {
    return this.slice(0, count);
  }

  /** Leaves the first `count` rows out. */
  offset(count: number): this {
    return this.slice(count);
  }

  /** Keeps the rows from `start` to before `end`, as `Array.prototype.slice` does for indexes that are not negative. */
  slice(start: number, end?: number): this {
    if (!(start >= 0) || (end !== undefined && !(end >= 0)))
      throw new QueryError("ORM_BAD_SLICE", `A query cannot be sliced from ${start} to ${end}.`, {
        where: userPlace(),
        cure: "Use whole numbers from 0 on; reverse() the order to count from the end.",
      });
    const { limit, offset } = this.query;
    const room = limit === undefined ? undefined : Math.max(0, limit - start);
    const wanted = end === undefined ? undefined : Math.max(0, end - start);
    const next = room === undefined ? wanted : wanted === undefined ? room : Math.min(room, wanted);
    return this.#with({ offset: offset + start, limit: next });
  }

  #refuseSliced(method: string): void {
    if (this.query.limit !== undefined || this.query.offset > 0)
      throw new QueryError("ORM_SLICED", `${method}() cannot follow a slice, which has chosen its rows already.`, {
        where: userPlace(),
        cure: `Call ${method}() before limit(), offset() or slice().`,
      });
    if (this.query.combination !== undefined)
      throw new QueryError(
        "ORM_COMBINED",
        `${method}() cannot follow ${this.query.combination.operator}, whose rows come from several queries.`,
        {
          where: userPlace(),
          cure: `Call ${method}() on each of the queries before they are combined.`,
        },
      );
  }

  // -------------------------------------------------------------------------------- in which order

  /** Orders by paths, `-` before one for descending order, or by expressions; without any, in no order. */
  orderBy<P extends string>(
    ...terms: (OrderPath<Instance, P, this["~extra"]> | Ordering<PathText> | YieldsOver<unknown, unknown>)[]
  ): this {
    return this.#with({ order: terms.flatMap((term) => this.#orderTerm(term)) });
  }

  #orderTerm(term: unknown): OrderTerm[] {
    if (term instanceof Ordering)
      return [{ expression: bindExpression(this.#scope, term.node), descending: term.descending, nulls: term.nulls }];
    if (term instanceof Expression)
      return [{ expression: bindExpression(this.#scope, term.node), descending: false, nulls: undefined }];
    const text = String(term);
    if (text === "?") return [{ expression: "random", descending: false, nulls: undefined }];
    const descending = text.startsWith("-");
    const expression = bindExpression(this.#scope, nodeOfPath(descending ? text.slice(1) : text));
    return [{ expression, descending, nulls: undefined }];
  }

  /** Turns the order around. */
  reverse(): this {
    return this.#with({ reversed: !this.query.reversed });
  }

  /** Whether the rows come in an order that was asked for. */
  get ordered(): boolean {
    return this.query.order !== undefined
      ? this.query.order.length > 0
      : (this.query.model.options.ordering?.length ?? 0) > 0;
  }

  /** Whether the order tells all rows apart: it contains the key, or another unique field that is never null. */
  get totallyOrdered(): boolean {
    const { columns, keys } = this.query.model;
    const ordered = orderTerms(this.query).flatMap(({ expression }) => {
      if (expression === "random" || expression.kind !== "leaf" || expression.leaf.kind !== "field") return [];
      const { path } = expression.leaf;
      if (path.steps.length > 0 || path.transforms.length > 0) return [];
      return columns.filter((each) => (path.parts ?? [path]).some((part) => part.column === each.column));
    });
    return keys.every((key) => ordered.includes(key)) || ordered.some((column) => column.unique && !column.nullable);
  }

  /** Leaves equal rows out; with paths, all but the first row for each of their values (PostgreSQL). */
  distinct<P extends string>(...paths: PathOf<Instance, P, this["~extra"]>[]): this {
    return this.#with({ distinct: paths.length === 0 ? true : paths.map((path) => bindInput(this.#scope, path)) });
  }

  // -------------------------------------------------------------------------------- what is read

  /** Adds computed values to each row; an aggregate groups the rows by what is read. */
  annotate<A extends Annotating>(
    annotations: {
      [K in keyof A]: Checked<Instance, A[K], this["~extra"]>;
    },
  ): this & Annotated<AnnotationsOf<Instance, A, this["~extra"]>> {
    return this.#annotate(annotations, true) as never;
  }

  /** Names computed values for `filter`, `orderBy` and other annotations, without reading them. */
  alias<A extends Annotating>(
    annotations: {
      [K in keyof A]: Checked<Instance, A[K], this["~extra"]>;
    },
  ): this & KnowsExtra<AnnotationsOf<Instance, A, this["~extra"]>> {
    return this.#annotate(annotations, false) as never;
  }

  #annotate(annotations: Readonly<Record<string, unknown>>, selected: boolean): this {
    let { query } = this;
    for (const [name, input] of Object.entries(annotations)) {
      if (selected && query.values === undefined && query.model.pathNames.includes(name))
        throw new QueryError(
          "ORM_ANNOTATION_CLASH",
          `The annotation "${name}" has the name of a field of ${query.model.shortName}.`,
          {
            where: userPlace(),
            cure: "Give it another name.",
          },
        );
      query = withAnnotation(query, name, input, selected);
    }
    return copyOf(this, Object.freeze(query));
  }

  /** Reads plain objects with the values at these paths, without the class of the model. */
  values<P extends string>(
    ...paths: PathOf<Instance, P, this["~extra"]>[]
  ): QuerySet<Instance, ValuesRow<Instance, P, this["~extra"]>> &
    KnowsColumn<this["~extra"], NonNullable<ValueAt<Instance, P, this["~extra"]>>> {
    return this.#select("objects", paths) as never;
  }

  /** Reads tuples of the values at these paths. */
  valuesList<const P extends readonly string[]>(
    ...paths: { [I in keyof P]: PathOf<Instance, P[I], this["~extra"]> } & P
  ): QuerySet<Instance, ValuesTuple<Instance, P, this["~extra"]>> {
    return this.#select("tuples", paths) as never;
  }

  /** Reads the bare values at one path. */
  flat<P extends string>(
    path: PathOf<Instance, P, this["~extra"]>,
  ): QuerySet<Instance, ValueAt<Instance, P, this["~extra"]>> &
    OneColumnQuery<NonNullable<ValueAt<Instance, P, this["~extra"]>>> {
    return this.#select("flat", [path]) as never;
  }

  /** The days on which the values at a path begin a year, month, week or day: each once, in order, without null. */
  dates<P extends string>(
    path: PathOf<Instance, P, this["~extra"]>,
    unit: "year" | "quarter" | "month" | "week" | "day",
    order: "ascending" | "descending" = "ascending",
  ): QuerySet<Instance, Temporal.PlainDate> {
    return this.#truncated(path, { unit, to: "date" }, order) as never;
  }

  /** The instants at which the values at a path begin a unit of time: each once, in order, without null. */
  dateTimes<P extends string>(
    path: PathOf<Instance, P, this["~extra"]>,
    unit: TruncUnit,
    order: "ascending" | "descending" = "ascending",
  ): QuerySet<Instance, Date> {
    return this.#truncated(path, { unit, to: undefined }, order) as never;
  }

  #truncated(
    path: string,
    { unit, to }: { readonly unit: TruncUnit; readonly to: "date" | undefined },
    order: "ascending" | "descending",
  ): QuerySet<Instance, never> {
    const node = { kind: "trunc", unit, operand: nodeOfPath(path), to, timeZone: undefined } as const;
    const expression = bindExpression(this.#scope, node);
    const { query } = this.filter({ [`${path}__isnull`]: false } as never);
    const change: Partial<Query> = {
      values: { form: "flat", items: [{ name: path, expression }] },
      order: [{ expression, descending: order === "descending", nulls: undefined }],
      reversed: false,
      distinct: true,
      related: [],
      prefetch: [],
    };
    return copyOf(new QuerySet<Instance, never>(this), Object.freeze({ ...query, ...change }));
  }

  #select(form: "objects" | "tuples" | "flat", paths: readonly string[]): QuerySet<Instance, never> {
    const { model, annotations } = this.query;
    const names =
      paths.length > 0
        ? paths
        : [
            ...model.columns.map((column) => column.attribute),
            ...annotations.filter((each) => each.selected).map((each) => each.name),
          ];
    const items = names.map((name) => ({ name, expression: bindInput(this.#scope, name) }));
    const plain = new QuerySet<Instance, never>(this);
    return copyOf(plain, Object.freeze({ ...this.query, values: { form, items }, related: [], prefetch: [] }));
  }

  /** Reads these fields alone; the key comes always. */
  only<P extends keyof DeclaredFieldsOf<Instance> & string>(
    ...fields: P[]
  ): QuerySet<Instance, OnlyRow<Instance, this["~row"], P>> {
    return this.#reading((name) => (fields as string[]).includes(name)) as never;
  }

  /** Reads all fields but these. */
  defer<P extends keyof DeclaredFieldsOf<Instance> & string>(
    ...fields: P[]
  ): QuerySet<Instance, Omit<this["~row"], P>> {
    return this.#reading((name) => !(fields as string[]).includes(name)) as never;
  }

  #reading(keeps: (name: string) => boolean): this {
    const { model } = this.query;
    const columns = model.columns.filter(
      (column) => model.keys.includes(column) || keeps(column.name) || keeps(column.attribute),
    );
    return this.#with({ only: columns.map((column) => column.attribute) });
  }

  /** Reads the instances behind these relations in the same query; the rows' types then hold them loaded. */
  selectRelated<P extends string>(...paths: RelatedPath<Instance, P>[]): this & ReadsRow<LoadedAll<Instance, P>> {
    for (const path of paths as string[]) checkRelated(this.query.model, path);
    return this.#with({ related: [...this.query.related, ...(paths as string[])] }) as never;
  }

  /** Loads these relations with one more query each. */
  prefetchRelated<P extends string>(
    ...paths: (PrefetchPath<Instance, P> | Prefetch<P>)[]
  ): this & ReadsRow<PrefetchedAll<Instance, P>> {
    const requests = paths.map(prefetchRequest);
    for (const request of requests) checkRelations(this.query.model, request);
    return this.#with({ prefetch: [...this.query.prefetch, ...requests] }) as never;
  }

  /** What touching a relation that is not loaded does: load it for all rows of the result, for one, or throw. */
  fetchMode(mode: FetchMode): this {
    return this.#with({ fetchMode: mode });
  }

  /** Locks the rows until the transaction ends. */
  selectForUpdate(options: LockOptions = {}): this {
    const wait = options.noWait === true ? "nowait" : options.skipLocked === true ? "skip locked" : undefined;
    return this.#with({
      lock: { strength: options.noKey === true ? "no key update" : "update", of: options.of ?? [], wait },
    });
  }

  /** The alias of the database that the query would be read from. */
  get db(): string {
    return readConnectionOf(this.query).alias;
  }

  /** Asks the database of this alias. */
  using(alias: string): this {
    return this.#with({ alias });
  }

  // -------------------------------------------------------------------------------- combinations

  /** The rows of all the queries, equal ones once; with `{ all: true }` as the last argument, as often as they come. */
  union(...others: (QueryHolder | { readonly all: boolean })[]): this {
    const last = others.at(-1);
    const all = last !== undefined && !(last instanceof QueryHolder) && last.all;
    return this.#combined(
      all ? "union all" : "union",
      others.filter((each) => each instanceof QueryHolder),
    );
  }

  /** The rows that all the queries have. */
  intersection(...others: QueryHolder[]): this {
    return this.#combined("intersect", others);
  }

  /** The rows that none of the other queries has. */
  difference(...others: QueryHolder[]): this {
    return this.#combined("except", others);
  }

  #combined(operator: "union" | "union all" | "intersect" | "except", others: readonly QueryHolder[]): this {
    const { model, values, annotations, alias } = this.query;
    const combination = { operator, queries: [this.query, ...others.map((other) => other.query)] };
    return copyOf(this, Object.freeze({ ...allOf(model), values, annotations, alias, combination }));
  }

  /**
   * Instances that SQL of one's own reads: Article.objects.raw\`SELECT * FROM blog_article WHERE views > ${9}\`.
   *
   * The values become parameters, a list as many as it has, in parentheses; the text must never come from outside.
   */
  raw(parts: readonly string[], ...values: readonly unknown[]): RawQuery<Instance> {
    const { model, alias, fetchMode } = this.query;
    return new RawQuery({ model, parts: [...parts], values, alias, fetchMode });
  }

  // -------------------------------------------------------------------------------- rows by other names

  /**
   * Names those rows of a relation that satisfy a condition: `filteredRelation("recent", "articles", { year__gte: 2020 })`.
   *
   * Paths that begin with the name speak of these rows alone, and a row without any of them is kept.
   *
   * @throws QueryError `ORM_FILTERED_RELATION` for a condition that reaches beyond the rows of the relation themselves.
   */
  filteredRelation<const Name extends string, R extends RelationName<Instance>, K extends string>(
    name: Name,
    relation: R,
    where: Where<TargetAt<Instance, R>, K>,
  ): this & KnowsExtra<{ readonly [N in Name]: FilteredRows<TargetAt<Instance, R>> }> {
    const { model, relations } = this.query;
    checkRelations(model, prefetchRequest(relation));
    const { target } = model.relation(relation as string);
    const condition = bindCondition({ model: target, annotations: [] }, conditionInput(where));
    const made = makeFilteredRelation(model, { name, relation: relation as string, condition });
    return this.#with({ relations: [...relations.filter((each) => each.name !== name), made] }) as never;
  }

  /**
   * The rows of this query as a table of their own, a common table expression: what is asked next is asked of them.
   *
   * So a slice can be filtered, a group grouped again, and a query that stands in several places runs once.
   */
  asCte(name: string): this {
    const { query } = this;
    this.#refuseCte(name);
    return this.#over({ name, query, follow: undefined });
  }

  /**
   * These rows and all that a relation of the model to itself leads to from them, as far as it goes.
   *
   * `depth` names an annotation that counts the steps; then rows that are reached twice come twice, and a circle ends never.
   */
  recursive<const Depth extends string = never>(
    relation: RelationName<Instance>,
    options: { readonly depth?: Depth; readonly name?: string } = {},
  ): this & Annotated<{ readonly [D in Depth]: number }> {
    const { query } = this;
    const { depth, name = "reached" } = options;
    this.#refuseCte(name);
    const found = query.model.findRelation(relation as string);
    if (found === undefined || found.target !== query.model)
      throw unknownRelation(query.model, relation as string, relation as string, "recursive");
    const only = { ...query, annotations: query.annotations.filter((each) => !each.selected) };
    return this.#over({ name, query: only, follow: { relation: found, depth } }) as never;
  }

  #refuseCte(name: string): void {
    const { values, combination } = this.query;
    if (values === undefined && combination === undefined) return;
    throw new QueryError(
      "ORM_BAD_CTE",
      `Only a query of whole instances can be named "${name}": this one ${values === undefined ? "is combined of several" : "reads values"}.`,
      { where: userPlace(), cure: "Name the query before values(), union() and the like." },
    );
  }

  #over(source: QuerySource): this {
    const { model, alias, fetchMode } = this.query;
    const annotations = exposedAnnotations(source);
    return copyOf(this, Object.freeze({ ...allOf(model), alias, fetchMode, source, annotations }));
  }

  // -------------------------------------------------------------------------------- answers

  #fetch(): Eventually<this["~row"][]> {
    const { query } = this;
    if (query.none) return [];
    const known = this["~related"]?.items();
    if (known !== undefined) return known as this["~row"][];
    const rows =
      query.values === undefined
        ? fetchInstances(query)
        : runQuery(query, "select", (slots, on) => planSelect(query, on.dialect, slots));
    return rows as Eventually<this["~row"][]>;
  }

  // biome-ignore lint/suspicious/noThenProperty: a query set is awaited
  then<Result = this["~row"][], Failure = never>(
    resolve?: ((rows: this["~row"][]) => Result | PromiseLike<Result>) | null,
    reject?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    const loading = this["~related"]?.load();
    return promised(() => (loading === undefined ? this.#fetch() : (loading as Eventually<this["~row"][]>))).then(
      resolve,
      reject,
    );
  }

  /** Reads the rows in chunks through a cursor, so that any number of them fits into memory. */
  [Symbol.asyncIterator](): AsyncGenerator<this["~row"], void, undefined> {
    return this.iterator();
  }

  /** Reads the rows in chunks of `chunkSize`, 500 by default; what touches a relation loads it for one chunk. */
  iterator(options: { readonly chunkSize?: number } = {}): AsyncGenerator<this["~row"], void, undefined> {
    // A trace names the line that reads, which is on the call stack now and not when the first chunk is asked for.
    const query = isTraced() ? { ...this.query, place: findPlace() } : this.query;
    return new RowIterator(this.#chunks(query, options.chunkSize ?? CHUNK_ROWS));
  }

  async *#chunks(query: Query, chunkSize: number): AsyncGenerator<this["~row"][], void, undefined> {
    if (query.none) return;
    for await (const rows of streamQuery(query, (slots, on) => planSelect(query, on.dialect, slots), chunkSize)) {
      if (query.prefetch.length > 0) await prefetchAll(rows as object[], query);
      yield rows as this["~row"][];
    }
  }

  /**
   * The one row that satisfies the lookups.
   *
   * @throws DoesNotExist `ORM_DOES_NOT_EXIST` and MultipleObjectsReturned `ORM_MULTIPLE_OBJECTS`, in the model's own subclasses.
   */
  get<K extends string = never, Stage extends Inferring = Inferred>(
    where?: Where<Instance, K, this["~extra"], Stage>,
  ): Promise<this["~row"]> {
    return promised(() =>
      after(this.#fetchTwo(where as object | undefined), (found) =>
        found.length === 1 ? found[0]! : notOne(this.query.model, found.length, where),
      ),
    );
  }

  // At most two of the rows that satisfy the lookups.
  #fetchTwo(where: object | undefined): Eventually<this["~row"][]> {
    const rows =
      where === undefined || this.filter !== QuerySet.prototype.filter
        ? undefined
        : (this.#gets ??= new RepeatedGets()).run(this.query, where, () => this.#bounded(where).query);
    return (rows ?? this.#bounded(where).#fetch()) as Eventually<this["~row"][]>;
  }

  static {
    findOne = (rows, where) =>
      after((rows as QuerySet<unknown, never>).#fetchTwo(where), (found) =>
        found.length < 2 ? (found[0] as never) : notOne(rows.query.model, found.length, where),
      );
  }

  /**
   * The row with these values in the fields of its model's natural key: what `instance.naturalKey()` gives.
   *
   * @throws DoesNotExist, MultipleObjectsReturned, QueryError `ORM_NO_NATURAL_KEY` or `ORM_BAD_NATURAL_KEY`.
   */
  async getByNaturalKey(...values: readonly unknown[]): Promise<this["~row"]> {
    return this.get(whereNaturalKey(this.query.model, values) as never);
  }

  // Two rows are enough to know that there is not one.
  #bounded(where: unknown): this {
    const chosen = where === undefined ? this : this.filter(where as never);
    const { query } = chosen;
    return query.limit === undefined && query.combination === undefined && query.lock === undefined
      ? chosen.#with({ limit: 2, order: query.order ?? [] })
      : chosen;
  }

  /** The first row, in the order of the key where there is no other; null when there is none. */
  first(): Promise<this["~row"] | null> {
    return promised(() => after((this.ordered ? this : this.#byKey()).slice(0, 1).#fetch(), (rows) => rows[0] ?? null));
  }

  /** The last row. */
  last(): Promise<this["~row"] | null> {
    return (this.ordered ? this : this.#byKey()).reverse().first();
  }

  #byKey(): this {
    if (this.query.group !== undefined && this.query.group !== "key") return this;
    const path = resolvePath(this.query.model, "pk");
    return this.#with({
      order: [{ expression: { kind: "leaf", leaf: { kind: "field", path } }, descending: false, nulls: undefined }],
    });
  }

  /**
   * The row with the greatest value at these paths, or at the model's `latestBy`.
   *
   * @throws DoesNotExist when there is no row.
   */
  latest<P extends string>(...paths: OrderPath<Instance, P, this["~extra"]>[]): Promise<this["~row"]> {
    return this.#extreme(paths as string[], true);
  }

  /** The row with the least value at these paths, or at the model's `latestBy`. */
  earliest<P extends string>(...paths: OrderPath<Instance, P, this["~extra"]>[]): Promise<this["~row"]> {
    return this.#extreme(paths as string[], false);
  }

  async #extreme(paths: readonly string[], latest: boolean): Promise<this["~row"]> {
    const { model } = this.query;
    const chosen = paths.length > 0 ? paths : model.options.latestBy === undefined ? [] : [model.options.latestBy];
    if (chosen.length === 0)
      throw new QueryError("ORM_NO_LATEST_BY", `${model.shortName} does not say by which field a row is the latest.`, {
        where: userPlace(),
        cure: 'Name it: latest("createdAt"), or set latestBy among the options of the model.',
      });
    const ordered = this.#with({ order: chosen.flatMap((path) => this.#orderTerm(path)), reversed: latest });
    return (await ordered.first()) ?? notOne(model, 0, undefined);
  }

  /** How many rows there are. */
  count(): Promise<number> {
    return promised(() => {
      const { query } = this;
      if (query.none) return 0;
      const known = this["~related"]?.items();
      if (known !== undefined) return known.length;
      return after(
        runQuery(query, "count", (slots, on) => planCount(query, on.dialect, slots)),
        ([row]) => (row as { n: number }).n,
      );
    });
  }

  /** Whether there is a row. */
  exists(): Promise<boolean> {
    return promised(() => {
      const { query } = this;
      if (query.none) return false;
      return after(
        runQuery(query, "exists", (slots, on) => planExists(query, on.dialect, slots)),
        (rows) => rows.length > 0,
      );
    });
  }

  /** Whether an instance is among the rows. */
  contains(instance: Instance): Promise<boolean> {
    return this.filter({ pk: (instance as { pk: unknown }).pk } as never).exists();
  }

  /** Computes aggregates over all rows. */
  aggregate<A extends Annotating>(
    aggregates: {
      [K in keyof A]: Checked<Instance, A[K], this["~extra"]>;
    },
  ): Promise<Writable<AnnotationsOf<Instance, A, this["~extra"]>>> {
    return promised(() => {
      const { query } = this;
      const bound = Object.entries(aggregates as Record<string, unknown>).map(([name, input]) =>
        annotationOf(this.#scope, name, input, true),
      );
      const shape = shapeOf(query, "aggregate");
      for (const { name, expression } of bound) {
        shape.key += `|${name}=`;
        shape.expression(expression);
      }
      const rows = runQuery(query, "aggregate", (slots, on) => planAggregates(query, bound, on.dialect, slots), shape);
      return after(rows, ([row]) => row as never);
    });
  }

  /**
   * The instances by their keys, or by another unique field; all of them where no keys are given.
   *
   * The map finds keys by what they hold: for a key of several fields, `map.get([1, 2])`.
   */
  async inBulk<Field extends (keyof DeclaredFieldsOf<Instance> & string) | "pk" = "pk">(
    keys?: readonly NonNullable<ValueAt<Instance, Field>>[],
    field: Field = "pk" as Field,
  ): Promise<Map<NonNullable<ValueAt<Instance, Field>>, this["~row"]>> {
    const { model } = this.query;
    const column = model.findColumn(field) ?? model.key;
    if (!column.unique && !column.primaryKey)
      throw new QueryError(
        "ORM_NOT_UNIQUE",
        `inBulk() finds rows by ${model.shortName}.${field}, which is not unique.`,
        {
          where: userPlace(),
          cure: "Name a unique field, or filter by in and group the rows by hand.",
        },
      );
    const chosen = keys === undefined ? this : this.filter({ [`${field}__in`]: keys } as never);
    const rows = await chosen;
    return new KeyMap(rows.map((row) => [(row as Record<string, unknown>)[column.attribute] as never, row]));
  }

  /** The SQL of the query on its database, with the values that go with it. */
  toSql(): { readonly text: string; readonly values: readonly unknown[] } {
    const { query } = this;
    return describeQuery(query, "select", (slots, on) => planSelect(query, on.dialect, slots));
  }

  /**
   * How the database would answer, in its own words; with `analyze`, it does answer, and measures itself.
   *
   * SQLite knows no option, and PostgreSQL alone knows the others: `verbose`, `costs`, `settings` and `summary`, and with
   * `analyze` also `buffers`, `wal` and `timing`.
   *
   * @throws NotSupportedError `ORM_UNSUPPORTED_SQL` for an option that the database does not know.
   */
  explain(
    options: { readonly analyze?: boolean; readonly format?: "text" | "json" } & ExplainDetails = {},
  ): Promise<string> {
    return promised(() => {
      const { query } = this;
      const { analyze = false, format, ...details } = options;
      const rows = runQuery(query, `explain ${analyze} ${format} ${JSON.stringify(details)}`, (slots, on) =>
        planExplain(query, on.dialect, slots, { analyze, details, ...(format === undefined ? {} : { format }) }),
      );
      return after(rows, (lines) => (lines as readonly unknown[][]).map((line) => line.join(" ")).join("\n"));
    });
  }

  // -------------------------------------------------------------------------------- writing

  /** Makes an instance and saves it. */
  create(data: CreateInput<Instance>): Promise<Instance> {
    return promised(() => {
      const { model, alias } = this.query;
      const instance = new model.cls({ ...this["~related"]?.defaults(), ...data }) as ModelRoot;
      const saved = after(saveInstance(instance, model, { forceInsert: true, using: alias }), () =>
        this["~related"]?.created(instance),
      );
      return after(saved, () => instance as Instance);
    });
  }

  /** The row that satisfies the lookups, or a new one with their values and `defaults`; and whether it is new. */
  async getOrCreate<K extends string, Stage extends Inferring = Inferred>(
    where: Where<Instance, K, unknown, Stage>,
    defaults: Partial<CreateInput<Instance>> = {},
  ): Promise<[Instance, boolean]> {
    const chosen = this.filter(where as never);
    const found = await chosen.first();
    if (found !== null) return [found as unknown as Instance, false];
    try {
      const created = await atomic(() => this.create({ ...plainValues(where), ...defaults } as never), {
        using: aliasOf(this.query),
      });
      return [created, true];
    } catch (error) {
      // Another writer may have made it meanwhile.
      const late = await chosen.first();
      if (late === null) throw error;
      return [late as unknown as Instance, false];
    }
  }

  /** Updates the row that satisfies the lookups, or makes it; and whether it is new. */
  async updateOrCreate<K extends string, Stage extends Inferring = Inferred>(
    where: Where<Instance, K, unknown, Stage>,
    values: Partial<CreateInput<Instance>>,
    createValues: Partial<CreateInput<Instance>> = values,
  ): Promise<[Instance, boolean]> {
    const alias = aliasOf(this.query);
    // The row is locked from the look to the write, its relations' rows are not.
    const locks = connectionOf(this.query).dialect.name === "postgres" ? { of: ["self"] } : {};
    const locked = this.using(alias).selectForUpdate(locks);
    return atomic(
      async () => {
        const [instance, created] = await locked.getOrCreate(where as never, createValues);
        if (!created) {
          Object.assign(instance as object, values);
          await saveInstance(instance as unknown as ModelRoot, this.query.model, { using: alias });
        }
        return [instance, created] as [Instance, boolean];
      },
      { using: alias },
    );
  }

  /** Changes all rows in one statement and returns how many; no instance is loaded, no signal sent. */
  update(
    changes: {
      [K in WritableNames<Instance>]?:
        | InputOf<DeclaredFieldsOf<Instance>[K]>
        | Yields<NonNullable<InputOf<DeclaredFieldsOf<Instance>[K]>>>;
    },
  ): Promise<number> {
    return promised(() => {
      const { query } = this;
      this.#refuseSliced("update");
      if (query.none) return 0;
      return updateWhere(query, changes as Record<string, unknown>);
    });
  }

  /** Deletes the rows, after what their relations' `onDelete` asks for. */
  async delete(): Promise<DeleteCount> {
    const { query } = this;
    this.#refuseSliced("delete");
    if (query.none) return { total: 0, byModel: {} };
    if (deletesAlone(query.model)) {
      const total = await deleteWhere({ ...query, order: [], related: [], prefetch: [] });
      return { total, byModel: total > 0 ? { [query.model.name]: total } : {} };
    }
    const alias = aliasOf(query);
    return atomic(
      async () => {
        const rows = await fetchInstances({
          ...query,
          alias,
          values: undefined,
          only: undefined,
          related: [],
          prefetch: [],
          order: [],
        });
        return deleteInstances(query.model, rows, alias);
      },
      { using: alias },
    );
  }

  /** Inserts many instances with one statement; their keys are filled in where the database tells them. */
  bulkCreate(
    instances: readonly (Instance | CreateInput<Instance>)[],
    options: ConflictOptions<WritableNames<Instance> & string> = {},
  ): Promise<Instance[]> {
    return promised(() => {
      const { model, alias } = this.query;
      const made = instances.map((each) => (isInstance(each) ? each : (new model.cls(each) as ModelRoot)));
      return after(bulkInsert(model, made, alias, options), () => made as unknown as Instance[]);
    });
  }

  /** Writes the named fields of many saved instances with one statement; returns how many rows it changed. */
  bulkUpdate(instances: readonly Instance[], fields: readonly (WritableNames<Instance> & string)[]): Promise<number> {
    return promised(() =>
      updateRows(this.query.model, instances as unknown as readonly ModelRoot[], fields, this.query.alias),
    );
  }
}

markForTemplates(QuerySet.prototype, ["all", "reverse", "count", "exists", "first", "last"]);

function promised<Value>(run: () => Eventually<Value>): Promise<Value> {
  try {
    const value = run();
    return value instanceof Promise ? value : Promise.resolve(value);
  } catch (error) {
    return Promise.reject(error);
  }
}

function annotationOf(scope: BindScope, name: string, input: unknown, selected: boolean): Annotation {
  const expression = bindInput(scope, input);
  return { name, expression, selected, aggregate: containsAggregate(expression), window: containsWindow(expression) };
}

function withAnnotation(query: Query, name: string, input: unknown, selected: boolean): Query {
  const annotation = annotationOf(query, name, input, selected);
  const annotations = [...query.annotations.filter((each) => each.name !== name), annotation];
  const { values } = query;
  const grouped =
    annotation.aggregate && query.group === undefined
      ? values === undefined
        ? "key"
        : values.items.map((item) => item.expression)
      : query.group;
  const reference: BoundExpression = { kind: "leaf", leaf: { kind: "reference", annotation } };
  const selection =
    values === undefined || !selected
      ? values
      : { ...values, items: [...values.items, { name, expression: reference }] };
  return { ...query, annotations, group: grouped, values: selection };
}

function plainValues(where: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(where as object).filter(([key]) => !key.includes("__")));
}

function checkRelated(model: ModelMeta, path: string): void {
  let at = model;
  for (const name of path.split("__")) {
    const relation = at.findRelation(name);
    if (relation === undefined || relation.many) throw unknownRelation(at, name, path, "selectRelated");
    at = relation.target;
  }
}

function checkRelations(model: ModelMeta, { path, queries = [] }: PrefetchRequest): void {
  let at = model;
  for (const name of path.split("__")) {
    if (at.generics[name] !== undefined) return;
    const relation = at.findRelation(name);
    if (relation === undefined) throw unknownRelation(at, name, path, "prefetchRelated");
    at = relation.target;
  }
  const other = queries.find((query) => query.model.concrete !== at.concrete);
  if (other !== undefined || queries.length > 1) throw badPrefetch(path, at, other?.model ?? at);
}

function badPrefetch(path: string, target: ModelMeta, given: ModelMeta): QueryError {
  const what = given === target ? "several query sets were" : `a query set of ${given.shortName} was`;
  return new QueryError("ORM_BAD_PREFETCH", `"${path}" leads to ${target.shortName}, and ${what} given for it.`, {
    wrote: `new Prefetch("${path}", …)`,
    where: userPlace(),
    cure: `Give one of ${target.shortName}: new Prefetch("${path}", ${target.shortName}.objects.filter({ … })).`,
  });
}

function unknownRelation(model: ModelMeta, name: string, path: string, method: string): QueryError {
  const names = model.relationNames.filter((each) => method === "prefetchRelated" || !model.relation(each).many);
  return new QueryError(
    "ORM_UNKNOWN_RELATION",
    `${model.shortName} has no relation "${name}" that ${method}() can load.`,
    {
      wrote: `${method}("${path}")`,
      where: userPlace(),
      facts: [`Relations: ${names.join(", ")}.`],
      cure: didYouMean(name, names).trim() || undefined,
    },
  );
}

function notOne(model: ModelMeta, found: number, where: unknown): never {
  const errors = model.cls as unknown as ModelErrors;
  const wrote = where === undefined ? undefined : `get({ ${Object.keys(where as object).join(", ")} })`;
  if (found === 0)
    throw new errors.DoesNotExist("ORM_DOES_NOT_EXIST", `There is no ${model.shortName} that matches.`, {
      wrote,
      where: userPlace(),
      cure: "Use first() where there may be none.",
    });
  throw new errors.MultipleObjectsReturned(
    "ORM_MULTIPLE_OBJECTS",
    `There are several of ${model.shortName} that match, and get() gives one.`,
    {
      wrote,
      where: userPlace(),
      cure: "Add lookups until one row is left, or use first().",
    },
  );
}
