// Makes relations to some of their rows alone, and resolves the paths that begin with the name of one.
import type { ModelMeta } from "../../model/model-meta.ts";
import type { BoundCondition, FilteredRelation, PathStep } from "../query.ts";
import { QueryError } from "../query-error.ts";
import { userPlace } from "../user-place.ts";
import { isPlainOn } from "./plain-condition.ts";
import { type ResolvedLookup, resolveLookup, stepsOver } from "./resolve-path.ts";

/**
 * Makes a relation whose rows satisfy a condition.
 *
 * @throws QueryError `ORM_FILTERED_RELATION` for a condition that reaches beyond the rows of the relation themselves.
 */
export function makeFilteredRelation(
  model: ModelMeta,
  options: { readonly name: string; readonly relation: string; readonly condition: BoundCondition },
): FilteredRelation {
  const { name, condition } = options;
  const relation = model.relation(options.relation);
  if (!isPlainOn(condition))
    throw new QueryError(
      "ORM_FILTERED_RELATION",
      `The condition of the filtered relation "${name}" reaches beyond the rows of ${relation.target.shortName}.`,
      { where: userPlace(), cure: "Use the fields of that model alone, and filter by what lies beyond afterwards." },
    );
  const steps = stepsOver(relation).map(
    ({ key, step }, i, all): PathStep => ({
      key: `${key}~${name}`,
      step: { ...step, optional: true },
      filter: i === all.length - 1 ? condition : undefined,
    }),
  );
  return { name, steps, target: relation.target };
}

// The same path gets the same number each time: it stands for the path in the shape of a query.
const numbers = new Map<string, number>();
let next = -1;

/** The path behind a filtered relation, with the lookup at its end. */
export function resolveFiltered(relation: FilteredRelation, rest: string): ResolvedLookup {
  const end = resolveLookup(relation.target, rest);
  const key = `${relation.target.name} ${relation.steps.map((step) => step.key).join()} ${end.id}`;
  let id = numbers.get(key);
  if (id === undefined) numbers.set(key, (id = next--));
  const path = { ...end.path, id, steps: [...relation.steps, ...end.path.steps], nullable: true };
  return { ...end, id: `${id} ${end.lookup.name}`, path };
}
