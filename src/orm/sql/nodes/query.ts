// Defines the nodes that read rows: select, its sources and joins, compounds, common table expressions and explain.
import type { ListSlotNode } from "./expression.ts";
import type { OrderNode } from "./function.ts";
import type { SqlExpression } from "./sql-expression.ts";
import type { DeleteNode, InsertNode, UpdateNode } from "./write.ts";

/** `"schema"."table" AS "alias"`. */
export interface TableNode {
  readonly kind: "table";
  readonly name: string;
  readonly alias: string | undefined;
  readonly schema: string | undefined;
}
export function table(name: string, alias?: string, schema?: string): TableNode {
  return Object.freeze({ kind: "table", name, alias, schema });
}

/** `(SELECT …) AS "alias" (columns)`. */
export interface DerivedNode {
  readonly kind: "derived";
  readonly query: QueryNode;
  readonly alias: string;
  readonly lateral: boolean;
}
export function derived(query: QueryNode, alias: string, lateral = false): DerivedNode {
  return Object.freeze({ kind: "derived", query, alias, lateral });
}

/**
 * Rows that come from parameters, one list for each column: `unnest($1::integer[], $2::text[])` on PostgreSQL,
 * `json_each` on SQLite, and `SELECT ?, ? UNION ALL …` on MariaDB. For bulk inserts and updates.
 */
export interface BulkValuesNode {
  readonly kind: "bulk-values";
  readonly alias: string;
  readonly columns: readonly { readonly name: string; readonly list: ListSlotNode }[];
}
export function bulkValues(alias: string, columns: BulkValuesNode["columns"]): BulkValuesNode {
  return Object.freeze({ kind: "bulk-values", alias, columns });
}

export type SourceNode = TableNode | DerivedNode | BulkValuesNode;

/** `LEFT JOIN source ON condition`. */
export interface JoinNode {
  readonly kind: "join";
  readonly type: "inner" | "left" | "cross";
  readonly source: SourceNode;
  readonly on: SqlExpression | undefined;
}
export function join(type: JoinNode["type"], source: SourceNode, on?: SqlExpression): JoinNode {
  return Object.freeze({ kind: "join", type, source, on });
}

/** One result column: `expression AS "alias"`. */
export interface SelectedNode {
  readonly kind: "selected";
  readonly expression: SqlExpression;
  readonly alias: string | undefined;
}
export function selected(expression: SqlExpression, alias?: string): SelectedNode {
  return Object.freeze({ kind: "selected", expression, alias });
}

/** `WITH RECURSIVE "name" ("columns") AS (query)`. */
export interface CteNode {
  readonly kind: "cte";
  readonly name: string;
  readonly columns: readonly string[] | undefined;
  readonly query: QueryNode | InsertNode | UpdateNode | DeleteNode;
  readonly recursive: boolean;
}
export function cte(
  name: string,
  query: CteNode["query"],
  options: { columns?: readonly string[]; recursive?: boolean } = {},
): CteNode {
  return Object.freeze({ kind: "cte", name, columns: options.columns, query, recursive: options.recursive ?? false });
}

/** `FOR UPDATE OF "t" SKIP LOCKED`; nothing on SQLite, whose transactions lock the database. */
export interface LockNode {
  readonly strength: "update" | "no key update" | "share" | "key share";
  readonly of: readonly string[];
  readonly wait: "nowait" | "skip locked" | undefined;
}

/** `SELECT … FROM … WHERE … GROUP BY … HAVING … ORDER BY … LIMIT … OFFSET … FOR UPDATE`. */
export interface SelectNode {
  readonly kind: "select";
  readonly ctes: readonly CteNode[];
  /** true for `DISTINCT`, expressions for PostgreSQL's `DISTINCT ON (…)`. */
  readonly distinct: boolean | readonly SqlExpression[];
  readonly columns: readonly SelectedNode[];
  readonly from: SourceNode | undefined;
  readonly joins: readonly JoinNode[];
  readonly where: SqlExpression | undefined;
  readonly groupBy: readonly SqlExpression[];
  readonly having: SqlExpression | undefined;
  readonly orderBy: readonly OrderNode[];
  readonly limit: SqlExpression | undefined;
  readonly offset: SqlExpression | undefined;
  readonly lock: LockNode | undefined;
}
/** Makes a select from the parts that are there. */
export function select(
  parts: { readonly columns: readonly SelectedNode[] } & {
    readonly [Part in Exclude<keyof SelectNode, "kind" | "columns">]?: SelectNode[Part] | undefined;
  },
): SelectNode {
  return Object.freeze({
    kind: "select",
    ctes: parts.ctes ?? [],
    distinct: parts.distinct ?? false,
    columns: parts.columns,
    from: parts.from,
    joins: parts.joins ?? [],
    where: parts.where,
    groupBy: parts.groupBy ?? [],
    having: parts.having,
    orderBy: parts.orderBy ?? [],
    limit: parts.limit,
    offset: parts.offset,
    lock: parts.lock,
  });
}

/** `a UNION b`, `a UNION ALL b`, `a INTERSECT b`, `a EXCEPT b`, with an order and a slice of the whole. */
export interface CompoundNode {
  readonly kind: "compound";
  readonly operator: "union" | "union all" | "intersect" | "except";
  readonly queries: readonly QueryNode[];
  readonly ctes: readonly CteNode[];
  readonly orderBy: readonly OrderNode[];
  readonly limit: SqlExpression | undefined;
  readonly offset: SqlExpression | undefined;
}
export function compound(
  operator: CompoundNode["operator"],
  queries: readonly QueryNode[],
  parts: {
    readonly ctes?: readonly CteNode[];
    readonly orderBy?: readonly OrderNode[];
    readonly limit?: SqlExpression | undefined;
    readonly offset?: SqlExpression | undefined;
  } = {},
): CompoundNode {
  return Object.freeze({
    kind: "compound",
    operator,
    queries,
    ctes: parts.ctes ?? [],
    orderBy: parts.orderBy ?? [],
    limit: parts.limit,
    offset: parts.offset,
  });
}

/** What may stand in parentheses and be read from. */
export type QueryNode = SelectNode | CompoundNode;

/** `EXPLAIN (options) query`. */
export interface ExplainNode {
  readonly kind: "explain";
  readonly query: QueryNode | InsertNode | UpdateNode | DeleteNode;
  readonly analyze: boolean;
  readonly format: "text" | "json" | undefined;
}
export function explain(
  query: ExplainNode["query"],
  options: { analyze?: boolean; format?: "text" | "json" } = {},
): ExplainNode {
  return Object.freeze({ kind: "explain", query, analyze: options.analyze ?? false, format: options.format });
}
