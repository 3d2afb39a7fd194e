// Defines the nodes that read rows: select, its sources and joins, compounds, common table expressions and explain.
import type {
  BulkValuesNode,
  CompoundNode,
  CteNode,
  DerivedNode,
  ExplainDetails,
  ExplainNode,
  JoinNode,
  OrderNode,
  QueryNode,
  SelectedNode,
  SelectNode,
  SourceNode,
  SqlExpression,
  TableNode,
} from "../sql-node.ts";

export function table(name: string, alias?: string, schema?: string): TableNode {
  return Object.freeze({ kind: "table", name, alias, schema });
}

export function derived(query: QueryNode, alias: string, lateral = false): DerivedNode {
  return Object.freeze({ kind: "derived", query, alias, lateral });
}

export function bulkValues(alias: string, columns: BulkValuesNode["columns"]): BulkValuesNode {
  return Object.freeze({ kind: "bulk-values", alias, columns });
}

export function join(type: JoinNode["type"], source: SourceNode, on?: SqlExpression): JoinNode {
  return Object.freeze({ kind: "join", type, source, on });
}

export function selected(expression: SqlExpression, alias?: string): SelectedNode {
  return Object.freeze({ kind: "selected", expression, alias });
}

export function cte(
  name: string,
  query: CteNode["query"],
  options: { columns?: readonly string[]; recursive?: boolean } = {},
): CteNode {
  return Object.freeze({ kind: "cte", name, columns: options.columns, query, recursive: options.recursive ?? false });
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

export function explain(
  query: ExplainNode["query"],
  options: { analyze?: boolean; format?: "text" | "json"; details?: ExplainDetails } = {},
): ExplainNode {
  const { analyze = false, format, details = {} } = options;
  return Object.freeze({ kind: "explain", query, analyze, format, details });
}
