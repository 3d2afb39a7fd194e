// Changes the rows of a query by a record of new values: one statement, or one for each table that holds a part of them.
import { didYouMean } from "#kernel";
import { atomic } from "../../database/transactions/atomic.ts";
import { Q } from "../../expressions/condition-input.ts";
import { Expression } from "../../expressions/expression.ts";
import { isInstance } from "../../model/instance-state.ts";
import { pointedValue } from "../../model/instance-values.ts";
import { type BindScope, bindInput } from "../bind.ts";
import { Param } from "../param.ts";
import { valueIn } from "../paths/key-query.ts";
import { resolvePath } from "../paths/resolve-path.ts";
import { planSelect } from "../plan/plan-select.ts";
import { planUpdate } from "../plan/plan-statement.ts";
import { allOf, type BoundExpression, type Query } from "../query.ts";
import { QueryError } from "../query-error.ts";
import { QueryHolder } from "../query-holder.ts";
import { after, type Eventually, runChange, runQuery, shapeOf } from "../run.ts";
import { userPlace } from "../user-place.ts";

type Changes = Readonly<Record<string, unknown>>;

/**
 * Changes the rows of a query and returns how many.
 *
 * @throws QueryError `ORM_UNKNOWN_FIELD` for a name that is no field.
 */
export function updateWhere(query: Query, changes: Changes): Eventually<number> {
  const bound = Object.entries(changes).map(([name, input]) => changeOf(query, name, input));
  if (bound.length === 0) return 0;
  if (query.model.concrete.parent !== undefined && bound.some(({ own }) => !own)) return updateParts(query, changes);
  const shape = shapeOf(query, "update");
  for (const { column, expression } of bound) {
    shape.key += `|${column}=`;
    if (expression.kind === "value") shape.params.push(expression.param);
    else shape.expression(expression);
  }
  return after(
    runChange(query, (slots, on) => planUpdate(query, bound, on.dialect, slots), shape),
    (result) => result.affected,
  );
}

// The keys are read first: a change of one table may be one that the query's conditions depend on.
function updateParts(query: Query, changes: Changes): Promise<number> {
  const { model } = query;
  return atomic(
    async () => {
      const expression: BoundExpression = { kind: "leaf", leaf: { kind: "field", path: resolvePath(model, "pk") } };
      const chosen: Query = {
        ...query,
        order: [],
        related: [],
        prefetch: [],
        values: { form: "flat", items: [{ name: "pk", expression }] },
      };
      const keys = await runQuery(chosen, "select", (slots, on) => planSelect(chosen, on.dialect, slots));
      if (keys.length === 0) return 0;
      for (const table of model.tables) {
        const own = Object.entries(changes).filter(([name]) => model.findColumn(name)!.model === table);
        const rows: Query = { ...allOf(table), where: [valueIn(table, "pk", keys)], order: [], alias: query.alias };
        if (own.length > 0) await updateWhere(rows, Object.fromEntries(own));
      }
      return keys.length;
    },
    { using: query.alias },
  );
}

interface Change {
  readonly column: string;
  readonly expression: BoundExpression;
  /** Whether the column is one of the model's own table. */
  readonly own: boolean;
}

function changeOf(scope: BindScope, name: string, input: unknown): Change {
  const column = scope.model.findColumn(name);
  if (column === undefined)
    throw new QueryError("ORM_UNKNOWN_FIELD", `${scope.model.shortName} has no field "${name}" to update.`, {
      where: userPlace(),
      facts: [`Fields: ${scope.model.columns.map((each) => each.name).join(", ")}.`],
      cure:
        didYouMean(
          name,
          scope.model.columns.map((each) => each.name),
        ).trim() || undefined,
    });
  const own = column.model === scope.model.concrete;
  if (input instanceof Expression || input instanceof QueryHolder || input instanceof Q)
    return { column: column.column, own, expression: bindInput(scope, input) };
  const value = isInstance(input) && column.references !== undefined ? pointedValue(column, input) : input;
  return { column: column.column, own, expression: { kind: "value", param: new Param(value), type: column.type } };
}
