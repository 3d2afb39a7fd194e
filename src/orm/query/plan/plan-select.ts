// Plans a select: a frozen query becomes a SelectNode or CompoundNode, and a description of what its columns hold.
import type { ColumnType } from "../../column-type.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import type { Column, ModelMeta } from "../../model/model-meta.ts";
import * as sql from "../../sql/node.ts";
import { typeOf } from "../../sql/type-of.ts";
import { conditionAggregates, conditionWindows } from "../bind.ts";
import { resolvePath, stepsOver, stepsToColumn } from "../paths/resolve-path.ts";
import type { BoundCondition, BoundExpression, OrderTerm, Query } from "../query.ts";
import { QueryError } from "../query-error.ts";
import { userPlace } from "../user-place.ts";
import { AliasSource, JoinTree, type TableUse } from "./join-tree.ts";
import { filterPlanner, planCondition, planFilter } from "./plan-condition.ts";
import type { PlanContext } from "./plan-context.ts";
import { addCte } from "./plan-cte.ts";
import { partsOf, planExpression } from "./plan-expression.ts";
import type { Slots } from "./slots.ts";
import { staticType } from "./static-type.ts";

/** A block of columns that make one instance. */
export interface InstanceBlock {
  readonly model: ModelMeta;
  readonly columns: readonly Column[];
  readonly at: number;
  /** The relation under which the block before it (`parent`) holds the instance. */
  readonly name: string;
  readonly parent: number;
}

/** One column that is read by itself. */
export interface SingleColumn {
  readonly name: string;
  readonly at: number;
  readonly type: ColumnType | undefined;
  readonly converter: { readonly fromDatabase: (stored: never) => unknown } | undefined;
  /** For a key of several fields: its columns, which make one tuple. */
  readonly parts?: readonly SingleColumn[] | undefined;
}

/** What the columns of a planned select hold. */
export interface ReadPlan {
  /** `rows` are given as the driver reads them. */
  readonly form: "instances" | "objects" | "tuples" | "flat" | "rows";
  readonly blocks: readonly InstanceBlock[];
  readonly singles: readonly SingleColumn[];
  readonly width: number;
}

/** A planned select. */
export interface SelectPlan {
  readonly node: sql.QueryNode;
  readonly read: ReadPlan;
}

/** How a select is planned. */
export interface PlanOptions {
  readonly outer?: PlanContext | undefined;
  readonly aliases?: AliasSource | undefined;
  /** Name every column, for a select that stands inside another. */
  readonly named?: boolean | undefined;
  readonly timeZone?: string | undefined;
}

/** Plans the select of a query. */
export function planSelect(query: Query, dialect: Dialect, slots: Slots, options: PlanOptions = {}): SelectPlan {
  const aliases = options.aliases ?? new AliasSource();
  const shared = { ...options, aliases };
  const plan =
    query.combination === undefined
      ? new SelectPlanner(query, dialect, slots, shared).plan()
      : planCombination(query, dialect, slots, shared);
  return options.aliases === undefined ? { ...plan, node: withCtes(plan.node, aliases) } : plan;
}

/** The query with the common table expressions that it and its sub-queries read from. */
export function withCtes<Node extends sql.QueryNode>(node: Node, aliases: AliasSource): Node {
  return aliases.ctes.size === 0 ? node : { ...node, ctes: [...aliases.ctes.values()] };
}

/** One select in the making: the joins grow while its parts are planned. */
export class SelectPlanner implements PlanContext {
  readonly model: ModelMeta;
  readonly dialect: Dialect;
  readonly slots: Slots;
  readonly aliases: AliasSource;
  readonly joins: JoinTree;
  readonly outer: PlanContext | undefined;
  readonly timeZone: string | undefined;
  readonly #query: Query;
  readonly #named: boolean;
  /** The conditions over windows, which SQL cannot say in WHERE. */
  readonly #windowed: readonly BoundCondition[];
  readonly #selected: sql.SelectedNode[] = [];
  readonly #blocks: InstanceBlock[] = [];
  readonly #blockKeys: sql.SqlExpression[] = [];
  readonly #singles: SingleColumn[] = [];
  readonly #where: sql.SqlExpression[] = [];
  readonly #having: sql.SqlExpression[] = [];

  constructor(query: Query, dialect: Dialect, slots: Slots, options: PlanOptions = {}) {
    this.model = query.model;
    this.dialect = dialect;
    this.slots = slots;
    this.aliases = options.aliases ?? new AliasSource();
    this.joins = new JoinTree(query.model, this.aliases);
    this.outer = options.outer;
    this.timeZone = options.timeZone;
    this.#query = query;
    this.#windowed = query.where.filter(conditionWindows);
    this.#named = options.named === true || this.#windowed.length > 0;
  }

  expression(node: BoundExpression): sql.SqlExpression {
    return planExpression(this, node);
  }

  condition(condition: BoundCondition): sql.SqlExpression {
    return planCondition(this, condition);
  }

  inner(query: Query): sql.QueryNode {
    const plan = planSelect(query, this.dialect, this.slots, {
      outer: this,
      aliases: this.aliases,
      timeZone: this.timeZone,
    });
    return plan.node;
  }

  named(query: Query): sql.QueryNode {
    const { dialect, slots, aliases, timeZone } = this;
    return planSelect(query, dialect, slots, { aliases, timeZone, named: true }).node;
  }

  /** Plans everything. */
  plan(): SelectPlan {
    const query = this.#query;
    this.filters();
    if (query.values === undefined) this.#selectInstances();
    else for (const item of query.values.items) this.#single(item.name, item.expression);
    if (query.values === undefined)
      for (const each of query.annotations) if (each.selected) this.#single(each.name, each.expression);
    const orderBy = this.#order();
    const groupBy = this.#groupBy(orderBy);
    const form = query.values?.form ?? "instances";
    const read: ReadPlan = { form, blocks: this.#blocks, singles: this.#singles, width: this.#selected.length };
    return {
      node: this.#windowed.length === 0 ? this.#node(orderBy, groupBy) : this.#layered(orderBy, groupBy, read.width),
      read,
    };
  }

  #node(orderBy: readonly sql.OrderNode[], groupBy: readonly sql.SqlExpression[]): sql.SelectNode {
    const { limit, offset, lock } = this.#query;
    return sql.select({
      ...this.#body(groupBy),
      orderBy,
      // DISTINCT may select more columns: before the list of them is read.
      distinct: this.#distinct(orderBy),
      columns: this.#selected,
      limit: limit === undefined ? undefined : sql.constant(limit),
      offset: offset === 0 ? undefined : sql.constant(offset),
      lock: lock === undefined ? undefined : { ...lock, of: lock.of.map((name) => this.#lockAlias(name)) },
      joins: this.joins.toJoins(filterPlanner(this)),
    });
  }

  #body(groupBy: readonly sql.SqlExpression[]) {
    return {
      from: this.#source(),
      where: this.where,
      groupBy,
      having: this.#having.length === 0 ? undefined : sql.and(...this.#having),
    };
  }

  #source(): sql.TableNode {
    const { source } = this.#query;
    const { alias } = this.joins.root;
    if (source === undefined) return sql.table(this.model.table, alias);
    addCte(source, this);
    return sql.table(source.name, alias);
  }

  // The conditions over windows, and the order, become columns of a select around which another one chooses the rows.
  #layered(orderBy: readonly sql.OrderNode[], groupBy: readonly sql.SqlExpression[], width: number): sql.SelectNode {
    const { limit, offset, distinct } = this.#query;
    const tests = this.#windowed.map((condition) => this.#select(this.condition(condition)));
    const order = orderBy.map((term) => ({ ...term, at: this.#select(term.expression) }));
    const inner = sql.select({
      ...this.#body(groupBy),
      columns: this.#selected,
      joins: this.joins.toJoins(filterPlanner(this)),
    });
    const column = (at: number): sql.ColumnNode => sql.column("w", `c${at}`, typeOf(this.#selected[at]!.expression));
    return sql.select({
      columns: Array.from({ length: width }, (_, at) => sql.selected(column(at), `c${at}`)),
      from: sql.derived(inner, "w"),
      where: sql.and(...tests.map((at) => sql.compare("is", column(at), sql.constant(true)))),
      orderBy: order.map(({ at, descending, nulls }) => sql.order(column(at), descending, nulls)),
      distinct: distinct !== false,
      limit: limit === undefined ? undefined : sql.constant(limit),
      offset: offset === 0 ? undefined : sql.constant(offset),
    });
  }

  /** Plans the conditions: those over aggregates go to HAVING. */
  filters(): void {
    for (const condition of this.#query.where) if (!this.#windowed.includes(condition)) this.#filter(condition);
    if (this.#query.none) this.#where.push(sql.constant(false));
  }

  #filter(condition: BoundCondition): void {
    if (!conditionAggregates(condition)) {
      this.#where.push(planFilter(this, condition));
    } else if (condition.kind === "and") {
      const plain = condition.items.filter((item) => !conditionAggregates(item));
      if (plain.length > 0) this.#where.push(planFilter(this, { kind: "and", items: plain }));
      for (const item of condition.items) if (conditionAggregates(item)) this.#filterGroup(item);
    } else {
      this.#filterGroup(condition);
    }
  }

  #filterGroup(condition: BoundCondition): void {
    this.#having.push(planCondition(this, condition));
  }

  /** The condition on single rows. */
  get where(): sql.SqlExpression | undefined {
    return this.#where.length === 0 ? undefined : sql.and(...this.#where);
  }

  /** Adds a result column and returns its index. */
  #select(expression: sql.SqlExpression): number {
    const at = this.#selected.length;
    this.#selected.push(sql.selected(expression, this.#named ? `c${at}` : undefined));
    return at;
  }

  #single(name: string, node: BoundExpression): void {
    const expression = this.expression(node);
    const path = node.kind === "leaf" && node.leaf.kind === "field" ? node.leaf.path : undefined;
    if (expression.kind === "tuple") {
      const parts = expression.items.map((item, i) => {
        const { type, converter } = path!.parts![i]!;
        return { name, at: this.#select(item), type, converter };
      });
      this.#singles.push({ ...parts[0]!, parts });
      return;
    }
    const at = this.#select(expression);
    const type = typeOfSelected(this.#selected[at]!.expression, node);
    this.#singles.push({ name, at, type, converter: path?.converter });
  }

  #selectInstances(): void {
    const { only, related } = this.#query;
    const columns =
      only === undefined ? this.model.columns : this.model.columns.filter((column) => only.includes(column.attribute));
    this.#block(this.model, columns, this.joins.root, { name: "", parent: -1 });
    const indexes = new Map<string, number>([["", 0]]);
    for (const path of related) {
      let before = "";
      let { model } = this;
      let table = this.joins.root;
      for (const name of path.split("__")) {
        const relation = model.relation(name);
        const here = before === "" ? name : `${before}__${name}`;
        table = this.joins.join(stepsOver(relation), "any", table);
        model = relation.target;
        if (!indexes.has(here)) {
          indexes.set(here, this.#blocks.length);
          this.#block(model, model.columns, table, { name, parent: indexes.get(before)! });
        }
        before = here;
      }
    }
  }

  #block(model: ModelMeta, columns: readonly Column[], table: TableUse, place: { name: string; parent: number }): void {
    const at = this.#selected.length;
    for (const column of columns) {
      const up = stepsToColumn(model, column);
      const { alias } = up.length === 0 ? table : this.joins.join(up, "any", table);
      this.#select(sql.column(alias, column.column, column.type));
    }
    this.#blockKeys.push(...model.keys.map((key) => sql.column(table.alias, key.column, key.type)));
    this.#blocks.push({ model, columns, at, ...place });
  }

  #order(): sql.OrderNode[] {
    return orderTerms(this.#query).flatMap((term) => {
      const descending = term.descending !== this.#query.reversed;
      const nulls =
        term.nulls === undefined || !this.#query.reversed ? term.nulls : term.nulls === "first" ? "last" : "first";
      if (term.expression === "random") return sql.order(sql.call("random", []));
      return partsOf(this.expression(term.expression)).map((part) => sql.order(part, descending, nulls));
    });
  }

  #groupBy(orderBy: readonly sql.OrderNode[]): readonly sql.SqlExpression[] {
    const { group, annotations, values } = this.#query;
    if (group === undefined) return [];
    const keys: sql.SqlExpression[] =
      group === "key"
        ? [...this.#ownKeys(), ...this.#blockKeys.slice(this.model.keys.length)]
        : group.flatMap((node) => partsOf(this.expression(node)));
    const plain = annotations
      .filter((each) => each.selected && !each.aggregate && !each.window)
      .map((each) => this.expression(each.expression));
    const fromValues =
      group === "key" ? (values?.items ?? []).flatMap((item) => partsOf(this.expression(item.expression))) : [];
    const fromOrder = orderBy.map((term) => term.expression);
    for (const node of [...plain, ...fromValues, ...fromOrder])
      if (isGroupable(node) && !keys.some((key) => sameNode(key, node))) keys.push(node);
    return keys;
  }

  #ownKeys(): readonly sql.SqlExpression[] {
    return this.model.keys.map((key) => sql.column(this.joins.root.alias, key.column, key.type));
  }

  // PostgreSQL orders distinct rows by what it selected alone.
  #distinct(orderBy: readonly sql.OrderNode[]): boolean | readonly sql.SqlExpression[] {
    const { distinct } = this.#query;
    if (typeof distinct !== "boolean") {
      if (!this.dialect.features.distinctOn)
        throw new QueryError(
          "ORM_NO_DISTINCT_ON",
          `distinct(...fields) needs PostgreSQL, and this query runs on ${this.dialect.name}.`,
          {
            where: userPlace(),
            cure: "Use a window: annotate rowNumber() over the fields and filter by 1.",
          },
        );
      return distinct.flatMap((node) => partsOf(this.expression(node)));
    }
    if (distinct)
      for (const term of orderBy)
        if (!this.#selected.some((each) => sameNode(each.expression, term.expression))) this.#select(term.expression);
    return distinct;
  }

  #lockAlias(name: string): string {
    if (name === "self") return this.joins.root.alias;
    const relation = this.model.relation(name);
    return this.joins.join(stepsOver(relation), "any").alias;
  }
}

/** Orders by the terms of the query, or else of the model; a grouped query has no order but its own. */
export function orderTerms(query: Query): readonly OrderTerm[] {
  if (query.order !== undefined) return query.order;
  if (query.group !== undefined && query.group !== "key") return [];
  return modelOrder(query.model);
}

/** The order that a model's options ask for. */
export function modelOrder(model: ModelMeta): readonly OrderTerm[] {
  return (model.options.ordering ?? []).map((text) => orderTerm(model, text));
}

/** The term that `-path` names. */
export function orderTerm(model: ModelMeta, text: string): OrderTerm {
  if (text === "?") return { expression: "random", descending: false, nulls: undefined };
  const descending = text.startsWith("-");
  const path = resolvePath(model, descending ? text.slice(1) : text);
  return { expression: { kind: "leaf", leaf: { kind: "field", path } }, descending, nulls: undefined };
}

function typeOfSelected(node: sql.SqlExpression, bound: BoundExpression): ColumnType | undefined {
  if (node.kind === "aggregate" || node.kind === "column") return node.type;
  return staticType(bound);
}

function isGroupable(node: sql.SqlExpression): boolean {
  switch (node.kind) {
    case "aggregate":
    case "window":
    case "constant":
      return false;
    case "binary":
      return isGroupable(node.left) && isGroupable(node.right);
    case "function":
    case "custom-function":
      return node.name !== "random" && node.args.every(isGroupable);
    case "cast":
    case "unary":
    case "collate":
    case "extract":
    case "trunc":
      return isGroupable(node.operand);
    case "case":
      return (
        node.branches.every((branch) => isGroupable(branch.then)) &&
        (node.otherwise === undefined || isGroupable(node.otherwise))
      );
    default:
      return true;
  }
}

/** Whether two nodes are written alike. */
export function sameNode(left: sql.SqlExpression, right: sql.SqlExpression): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind) return false;
  if (left.kind === "column" && right.kind === "column")
    return left.source === right.source && left.name === right.name;
  return JSON.stringify(left, bigIntText) === JSON.stringify(right, bigIntText);
}

function bigIntText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

function planCombination(query: Query, dialect: Dialect, slots: Slots, options: PlanOptions): SelectPlan {
  const { operator, queries } = query.combination!;
  const aliases = options.aliases ?? new AliasSource();
  const plans = queries.map((each) => {
    const unordered =
      each.limit === undefined && each.offset === 0 && each.order === undefined ? { ...each, order: [] } : each;
    return planSelect(unordered, dialect, slots, { ...options, aliases, named: true });
  });
  const first = plans[0]!;
  const orderBy = (query.order ?? [])
    .flatMap(termsOfParts)
    .map((term) => sql.order(combinedColumn(query, first.read, term), term.descending !== query.reversed, term.nulls));
  const node = sql.compound(
    operator,
    plans.map((plan) => plan.node),
    {
      orderBy,
      limit: query.limit === undefined ? undefined : sql.constant(query.limit),
      offset: query.offset === 0 ? undefined : sql.constant(query.offset),
    },
  );
  return { node, read: first.read };
}

function termsOfParts(term: OrderTerm): readonly OrderTerm[] {
  if (term.expression === "random" || term.expression.kind !== "leaf" || term.expression.leaf.kind !== "field")
    return [term];
  const { parts } = term.expression.leaf.path;
  return parts?.map((path) => ({ ...term, expression: { kind: "leaf", leaf: { kind: "field", path } } })) ?? [term];
}

// The order of a combination names its result columns.
function combinedColumn(query: Query, read: ReadPlan, term: OrderTerm): sql.SqlExpression {
  if (term.expression !== "random" && term.expression.kind === "leaf") {
    const { leaf } = term.expression;
    if (leaf.kind === "field" && leaf.path.steps.length === 0) {
      const block = read.blocks[0];
      const index = block?.columns.findIndex((column) => column.column === leaf.path.column) ?? -1;
      if (index >= 0) return sql.column(undefined, `c${block!.at + index}`, leaf.path.type);
    }
    const queries = query.combination!.queries[0]!;
    const items = queries.values?.items ?? [];
    for (const [index, item] of items.entries())
      if (
        item.expression.kind === "leaf" &&
        item.expression.leaf.kind === "field" &&
        leaf.kind === "field" &&
        item.expression.leaf.path.id === leaf.path.id
      )
        return sql.column(undefined, `c${index}`, leaf.path.type);
    if (leaf.kind === "reference") {
      const single = read.singles.find((each) => each.name === leaf.annotation.name);
      if (single !== undefined) return sql.column(undefined, `c${single.at}`, single.type);
    }
  }
  throw new QueryError("ORM_COMBINED_ORDER", "A combined query can be ordered by the columns that it selects alone.", {
    where: userPlace(),
    cure: "Order by a field of the model, or by a name that values() selects.",
  });
}
