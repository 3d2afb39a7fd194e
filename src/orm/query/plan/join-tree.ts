// Plans the joins of one select: which paths share a join, and which joins may be inner ones.
//
// Invariants: a join to one row is shared by all paths; a join to many is shared within one call of `filter`, and by
// everything that is not a filter with the latest such join (see `join`). A join stays outer unless `requireAll` is
// called with it: a row that is missing there must not remove the row before it.

import type { JoinStep, ModelMeta } from "../../model/model-meta.ts";
import * as sql from "../../sql/node.ts";
import type { BoundCondition, PathStep } from "../query.ts";

/** A table in the FROM clause, under its alias. */
export interface TableUse {
  readonly alias: string;
  readonly parent: TableUse | undefined;
  readonly key: string;
  readonly step: JoinStep | undefined;
  readonly filter: BoundCondition | undefined;
  readonly model: ModelMeta | undefined;
  readonly children: TableUse[];
  required: boolean;
}

/** Hands out aliases, and gathers common table expressions; shared by a select and its sub-queries. */
export class AliasSource {
  #next = 0;
  /** By their names, each after those that it reads from. */
  readonly ctes: Map<string, sql.CteNode> = new Map();
  take(): string {
    return `t${this.#next++}`;
  }
}

/** The joins of one select. */
export class JoinTree {
  readonly root: TableUse;
  readonly #aliases: AliasSource;
  readonly #all: TableUse[] = [];

  constructor(model: ModelMeta, aliases: AliasSource, first?: JoinStep) {
    this.#aliases = aliases;
    this.root = {
      alias: aliases.take(),
      parent: undefined,
      key: "",
      step: undefined,
      filter: undefined,
      model: first === undefined ? model : first.model,
      children: [],
      required: true,
    };
  }

  /** Whether nothing is joined. */
  get single(): boolean {
    return this.#all.length === 0;
  }

  /**
   * The table at the end of `steps`, joined where it is not yet.
   *
   * `used` are the joins to many that may be shared: those of one filter call; "any" shares the latest.
   */
  join(steps: readonly PathStep[], used: Set<TableUse> | "any", from: TableUse = this.root): TableUse {
    let at = from;
    for (const { key, step, filter } of steps) {
      let next: TableUse | undefined;
      for (let i = at.children.length - 1; i >= 0 && next === undefined; i--) {
        const child = at.children[i]!;
        if (child.key === key && (!step.many || used === "any" || used.has(child))) next = child;
      }
      if (next === undefined) {
        const alias = this.#aliases.take();
        next = { alias, parent: at, key, step, filter, model: step.model, children: [], required: false };
        at.children.push(next);
        this.#all.push(next);
      }
      if (step.many && used !== "any") used.add(next);
      at = next;
    }
    return at;
  }

  /** Makes the joins up to these tables inner ones. */
  requireAll(tables: Iterable<TableUse>): void {
    for (const table of tables)
      for (let at: TableUse | undefined = table; at !== undefined; at = at.parent) at.required = true;
  }

  /** The JOIN clauses in the order of their making; `filterOf` plans what the rows of a table must satisfy. */
  toJoins(filterOf: (filter: BoundCondition, use: TableUse) => sql.SqlExpression): readonly sql.JoinNode[] {
    return this.#all.map((use) => {
      const step = use.step!;
      const inner = use.required || (!step.optional && isInner(use.parent!));
      if (inner) use.required = true;
      const on = stepCondition(step, use.alias, use.parent!.alias);
      const full = use.filter === undefined ? on : sql.and(on, filterOf(use.filter, use));
      return sql.join(inner ? "inner" : "left", sql.table(step.table, use.alias), full);
    });
  }
}

/** What makes a row of the step's table, under `alias`, belong to one of the table before. */
export function stepCondition(step: JoinStep, alias: string, before: string): sql.SqlExpression {
  const from = sql.column(before, step.from, step.fromType);
  const on =
    step.asText === true
      ? sql.compare("=", sql.column(alias, step.to, TEXT), sql.cast(from, TEXT))
      : sql.compare("=", sql.column(alias, step.to, step.fromType), from);
  if (step.only === undefined) return on;
  return sql.and(on, sql.compare("=", sql.column(alias, step.only.column, TEXT), sql.constant(step.only.value)));
}

const TEXT = { kind: "text" } as const;

function isInner(use: TableUse): boolean {
  return use.required;
}
