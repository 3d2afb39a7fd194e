// Defines what the parts of the planner share while they turn one query into one select.
import type { Dialect } from "../../dialects/dialect.ts";
import type { ModelMeta } from "../../model/model-meta.ts";
import type { QueryNode, SqlExpression } from "../../sql/node.ts";
import type { BoundCondition, BoundExpression, Query } from "../query.ts";
import type { AliasSource, JoinTree, TableUse } from "./join-tree.ts";
import type { Slots } from "./slots.ts";

/** One select in the making. */
export interface PlanContext {
  readonly model: ModelMeta;
  readonly dialect: Dialect;
  readonly slots: Slots;
  readonly aliases: AliasSource;
  readonly joins: JoinTree;
  /** The select around this one, for `outerRef`. */
  readonly outer: PlanContext | undefined;
  /** The time zone in which parts of instants are taken; UTC when undefined. */
  readonly timeZone: string | undefined;
  expression(node: BoundExpression): SqlExpression;
  condition(condition: BoundCondition): SqlExpression;
  /** Plans a query inside this one. */
  inner(query: Query): QueryNode;
  /** Plans a query beside this one, with names for all of its columns. */
  named(query: Query): QueryNode;
}

/** The joins to many that the conditions of one filter call share, and how deep they are negated. */
export interface FilterScope {
  readonly used: Set<TableUse>;
  readonly negated: boolean;
  /** Whether any negation lies around: conditions over many then speak of all rows at once. */
  readonly branchNegated: boolean;
}
