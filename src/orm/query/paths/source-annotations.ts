// Makes what a query computed readable as columns of the common table expression that it becomes.
import type { ColumnType } from "../../column-type.ts";
import { staticType } from "../plan/static-type.ts";
import type { Annotation, QuerySource } from "../query.ts";

// The same column gets the same number each time: it stands for the column in the shape of a query.
const numbers = new Map<string, number>();
// Beyond all numbers of paths that models have, which count from 1 on.
let next = 2 ** 40;

/** The annotations under which the columns that a source adds to those of the model are read. */
export function exposedAnnotations(source: QuerySource): readonly Annotation[] {
  const { query, follow } = source;
  const added = query.annotations
    .filter((each) => each.selected)
    .map(({ name, expression }) => columnOf(name, staticType(expression) ?? { kind: "text" }));
  return follow?.depth === undefined ? added : [...added, columnOf(follow.depth, { kind: "integer" })];
}

function columnOf(name: string, type: ColumnType): Annotation {
  const key = `${name} ${JSON.stringify(type)}`;
  let id = numbers.get(key);
  if (id === undefined) numbers.set(key, (id = next++));
  const path = { id, steps: [], column: name, type, nullable: true, transforms: [], converter: undefined };
  return {
    name,
    expression: { kind: "leaf", leaf: { kind: "field", path } },
    selected: true,
    aggregate: false,
    window: false,
  };
}
