// Plans common table expressions: a query whose rows stand in place of a model's table, also one that follows a relation.
import type { ModelMeta } from "../../model/model-meta.ts";
import * as sql from "../../sql/node.ts";
import type { Annotation, Query, QuerySource } from "../query.ts";
import { QueryError } from "../query-error.ts";
import { userPlace } from "../user-place.ts";
import type { PlanContext } from "./plan-context.ts";

const sources = new WeakMap<sql.CteNode, QuerySource>();

/**
 * Adds the expression of a source to the statement, once for all that read from it.
 *
 * @throws QueryError `ORM_SAME_CTE` for two queries under one name.
 */
export function addCte(source: QuerySource, context: PlanContext): void {
  const known = context.aliases.ctes.get(source.name);
  if (known === undefined) {
    const node = planCte(source, context);
    sources.set(node, source);
    context.aliases.ctes.set(source.name, node);
  } else if (sources.get(known) !== source) {
    throw new QueryError("ORM_SAME_CTE", `Two queries of one statement are named "${source.name}".`, {
      where: userPlace(),
      cure: "Give each a name of its own, or use the same query set in both places.",
    });
  }
}

/** The columns that a source has: those of the model's own table, and what its query adds to them. */
export function sourceColumns(
  model: ModelMeta,
  query: Query,
): { readonly columns: readonly string[]; readonly added: readonly Annotation[] } {
  return {
    columns: model.ownColumns.map((column) => column.column),
    added: query.annotations.filter((each) => each.selected),
  };
}

function planCte(source: QuerySource, context: PlanContext): sql.CteNode {
  const { query, follow } = source;
  const { model } = query;
  const { columns, added } = sourceColumns(model, query);
  const own: Query = {
    ...query,
    only: model.ownColumns.map((column) => column.attribute),
    related: [],
    prefetch: [],
    order: query.limit === undefined && query.offset === 0 ? [] : query.order,
  };
  const node = context.named(own);
  const names = [...columns, ...added.map((each) => each.name)];
  if (follow === undefined) return sql.cte(source.name, node, { columns: names });
  const depth = follow.depth === undefined ? [] : [follow.depth];
  const start = depth.length === 0 || node.kind !== "select" ? node : { ...node, columns: [...node.columns, zero] };
  return sql.cte(
    source.name,
    sql.compound(depth.length === 0 ? "union" : "union all", [start, planStep(source, context)]),
    {
      columns: [...names, ...depth],
      recursive: true,
    },
  );
}

const zero = sql.selected(sql.constant(0), "depth");

// SELECT the target's columns FROM the rows so far, joined over the relation.
function planStep({ name, query, follow }: QuerySource, context: PlanContext): sql.SelectNode {
  const { relation, depth } = follow!;
  const rows = context.aliases.take();
  let before = rows;
  const joins = relation.steps.map((step) => {
    const alias = context.aliases.take();
    const on = sql.compare(
      "=",
      sql.column(alias, step.to, step.fromType),
      sql.column(before, step.from, step.fromType),
    );
    before = alias;
    return sql.join("inner", sql.table(step.table, alias), on);
  });
  const columns = query.model.ownColumns.map((column) => sql.selected(sql.column(before, column.column, column.type)));
  const next = { kind: "integer" } as const;
  if (depth !== undefined)
    columns.push(sql.selected(sql.binary("+", sql.column(rows, depth, next), sql.constant(1), { type: next })));
  return sql.select({ columns, from: sql.table(name, rows), joins });
}
