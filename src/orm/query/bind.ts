// Binds what the user wrote to a query: paths become resolved ones, lookups become conditions, values become parameters.
import { quoteValue } from "#kernel";
import type { ConditionInput, Expressible, PathLeaf } from "../expressions/condition-input.ts";
import { Q } from "../expressions/condition-input.ts";
import { Expression, nodeOfPath } from "../expressions/expression.ts";
import { jsonNull } from "../expressions/functions/json.ts";
import { isInstance, readKey } from "../model/instance-state.ts";
import type { Column, ModelMeta, Relation } from "../model/model-meta.ts";
import type { Lookup } from "./lookups/lookup.ts";
import { relationLookups } from "./lookups/lookup-table.ts";
import { Param, typeOfValue } from "./param.ts";
import { resolveFiltered } from "./paths/filtered-relation.ts";
import { resolveAnnotationLookup, resolveLookup, resolvePath } from "./paths/resolve-path.ts";
import { staticType } from "./plan/static-type.ts";
import type {
  Annotation,
  BoundCondition,
  BoundExpression,
  FilteredRelation,
  Operand,
  Query,
  ResolvedPath,
  RightSide,
} from "./query.ts";
import { QueryError } from "./query-error.ts";
import { QueryHolder } from "./query-holder.ts";
import { userPlace } from "./user-place.ts";

/** What names mean in a query: its model's paths, and its annotations before them. */
export interface BindScope {
  readonly model: ModelMeta;
  readonly annotations: readonly Annotation[];
  readonly relations?: readonly FilteredRelation[];
}

/**
 * Binds a condition.
 *
 * @throws QueryError for an unknown name, a value that is undefined, or an instance that is not saved.
 */
export function bindCondition(scope: BindScope, input: ConditionInput): BoundCondition {
  switch (input.kind) {
    case "where":
      return bindWhere(scope, input.where);
    case "not":
      return { kind: "not", item: bindCondition(scope, input.item) };
    case "expression":
      return { kind: "expression", expression: bindExpression(scope, input.expression) };
    default:
      return { kind: input.kind, items: input.items.map((item) => bindCondition(scope, item)) };
  }
}

function bindWhere(scope: BindScope, where: Readonly<Record<string, unknown>>): BoundCondition {
  const items: BoundCondition[] = [];
  for (const key in where) items.push(bindLookup(scope, key, where[key]));
  return items.length === 1 ? items[0]! : { kind: "and", items };
}

function bindLookup(scope: BindScope, key: string, value: unknown): BoundCondition {
  if (value === undefined)
    throw new QueryError("ORM_UNDEFINED_VALUE", `The value of ${quoteValue(key)} is undefined.`, {
      wrote: `{ ${key}: undefined }`,
      where: userPlace(),
      cure: `Leave the key out to ask for any value, or write ${key.includes("__") ? key.split("__")[0] : key}__isnull: true to ask for none.`,
    });
  if (scope.annotations.length > 0) {
    const name = key.split("__", 1)[0]!;
    const annotation = scope.annotations.find((each) => each.name === name);
    if (annotation !== undefined) return bindAnnotationLookup(scope, annotation, key, value);
  }
  const over = filteredAt(scope, key);
  const { id, path, lookup, relation } =
    over === undefined ? resolveLookup(scope.model, key) : resolveFiltered(over.relation, over.rest);
  return bindRight(scope, { id, operand: { kind: "field", path }, lookup, relation, key }, value);
}

function filteredAt(scope: BindScope, key: string): { relation: FilteredRelation; rest: string } | undefined {
  const { relations } = scope;
  if (relations === undefined || relations.length === 0) return undefined;
  const [name = "", ...rest] = key.split("__");
  const relation = relations.find((each) => each.name === name);
  if (relation === undefined) return undefined;
  const ownLookup = rest.length === 1 && rest[0]! in relationLookups;
  return { relation, rest: (rest.length === 0 || ownLookup ? ["pk", ...rest] : rest).join("__") };
}

function bindAnnotationLookup(scope: BindScope, annotation: Annotation, key: string, value: unknown): BoundCondition {
  const parts = key.split("__").slice(1);
  const found = resolveAnnotationLookup(annotation.name, staticType(annotation.expression), parts);
  const operand: Operand = { kind: "annotation", annotation, transforms: found.transforms, type: found.type };
  return bindRight(scope, { id: `@${key}`, operand, lookup: found.lookup, relation: undefined, key }, value);
}

interface LeafParts {
  readonly id: string;
  readonly operand: Operand;
  readonly lookup: Lookup;
  readonly relation: Relation | undefined;
  readonly key: string;
}

function bindRight(scope: BindScope, leaf: LeafParts, value: unknown): BoundCondition {
  const { id, operand, lookup } = leaf;
  const instead = lookup.instead?.(value);
  if (instead !== undefined) return bindRight(scope, { ...leaf, id: `${id}~`, lookup: instead }, value);
  // Inside a document, null is a value; that a key is not there at all is asked by isnull.
  if (value === null && isInsideJson(operand) && (lookup.name === "exact" || lookup.name === "ne"))
    return leafOf(id, operand, lookup, { kind: "expression", expression: bindExpression(scope, jsonNull.node) });
  if (value === null && lookup.name === "exact")
    return leafOf(id, operand, relationLookups["isnull"]!, { kind: "flag", value: true });
  if (value === null && lookup.name === "ne")
    return leafOf(id, operand, relationLookups["isnull"]!, { kind: "flag", value: false });
  switch (lookup.takes) {
    case "flag":
      return leafOf(id, operand, lookup, { kind: "flag", value: value === true });
    case "list":
      return bindList(scope, leaf, value);
    case "pair": {
      const [low, high] = value as readonly unknown[];
      return leafOf(id, operand, lookup, {
        kind: "pair",
        low: rightOf(scope, leaf, low),
        high: rightOf(scope, leaf, high),
      });
    }
    case "keys": {
      const names = Array.isArray(value) ? value : [value];
      return leafOf(`${id}:${JSON.stringify(names)}`, operand, lookup, { kind: "value", param: new Param(names) });
    }
    default:
      return leafOf(id, operand, lookup, rightOf(scope, leaf, value));
  }
}

function isInsideJson(operand: Operand): boolean {
  const { transforms } = operand.kind === "field" ? operand.path : operand;
  return transforms.at(-1)?.kind === "json";
}

function leafOf(id: string, operand: Operand, lookup: Lookup, right: RightSide): BoundCondition {
  return { kind: "leaf", id, operand, lookup, right };
}

function rightOf(scope: BindScope, leaf: LeafParts, value: unknown): RightSide {
  if (typeof value !== "object" || value === null) return { kind: "value", param: new Param(checkTuple(leaf, value)) };
  if (value instanceof Expression) return { kind: "expression", expression: bindExpression(scope, value.node) };
  if (value instanceof QueryHolder) return { kind: "expression", expression: { kind: "subquery", query: value.query } };
  return { kind: "value", param: new Param(keyOrValue(leaf, value)) };
}

// An instance stands for its key, or for the value of the field that the relation points at.
function keyOrValue(leaf: LeafParts, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return checkTuple(leaf, value);
  if (!isInstance(value)) return checkTuple(leaf, value);
  const end = leaf.relation?.end;
  const key =
    end === undefined ? readKey(value) : ((value as unknown as Record<string, unknown>)[end.attribute] ?? null);
  if (key === null)
    throw new QueryError(
      "ORM_UNSAVED_INSTANCE",
      `The instance given for ${quoteValue(leaf.key)} is not saved, so that no row can point at it.`,
      {
        where: userPlace(),
        cure: "Save it first: await instance.save().",
      },
    );
  return checkTuple(leaf, key);
}

const partsOf = ({ operand }: LeafParts): readonly ResolvedPath[] | undefined =>
  operand.kind === "field" ? operand.path.parts : undefined;

function checkTuple(leaf: LeafParts, value: unknown): unknown {
  const parts = partsOf(leaf);
  if (parts === undefined || value === null || (Array.isArray(value) && value.length === parts.length)) return value;
  throw new QueryError("ORM_BAD_KEY_VALUE", `The key asked for by ${quoteValue(leaf.key)} has ${parts.length} parts.`, {
    wrote: `{ ${leaf.key}: ${quoteValue(value)} }`,
    where: userPlace(),
    facts: [`Columns of the key: ${parts.map((part) => part.column).join(", ")}.`],
    cure: `Give them in this order, as a list: [${parts.map((part) => part.column).join(", ")}].`,
  });
}

function bindList(scope: BindScope, leaf: LeafParts, value: unknown): BoundCondition {
  const { id, operand, lookup } = leaf;
  if (value instanceof QueryHolder)
    return leafOf(id, operand, lookup, { kind: "query", query: oneColumn(value.query, leaf.relation?.end) });
  const items: unknown[] = [];
  for (const item of value as Iterable<unknown>) if (item !== null) items.push(keyOrValue(leaf, item));
  if (items.length === 0) return { kind: "constant", value: false };
  if (partsOf(leaf) === undefined && items.some((item) => item instanceof Expression)) {
    const bound = items.map((item) =>
      bindExpression(
        scope,
        item instanceof Expression ? item.node : { kind: "value", param: new Param(item), type: undefined },
      ),
    );
    return leafOf(id, operand, lookup, { kind: "expressions", items: bound });
  }
  return leafOf(id, operand, lookup, { kind: "list", param: new Param(items) });
}

/** The query reduced to one column: its values, or where it reads instances its key, or the field that is pointed at. */
export function oneColumn(query: Query, end?: Column): Query {
  if (query.values !== undefined) return query;
  const name = end !== undefined && query.model.findColumn(end.attribute) === end ? end.attribute : "pk";
  const expression: BoundExpression = { kind: "leaf", leaf: { kind: "field", path: resolvePath(query.model, name) } };
  return { ...query, related: [], prefetch: [], values: { form: "flat", items: [{ name: "pk", expression }] } };
}

/**
 * Binds an expression.
 *
 * @throws QueryError for an unknown path.
 */
export function bindExpression(scope: BindScope, node: Expressible): BoundExpression {
  const bind = (each: Expressible): BoundExpression => oneValue(bindExpression(scope, each));
  const order = (
    terms: readonly { expression: Expressible; descending: boolean; nulls: "first" | "last" | undefined }[],
  ) => terms.map((term) => ({ ...term, expression: bindExpression(scope, term.expression) }));
  switch (node.kind) {
    case "leaf":
      return bindLeaf(scope, node.leaf);
    case "value":
      return node.type === undefined ? { ...node, type: typeOfValue(node.param.value) } : node;
    case "subquery":
      return { kind: "subquery", query: oneColumn(node.query) };
    case "exists":
    case "constant":
      return node;
    case "binary":
    case "compare":
      return { ...node, left: bind(node.left), right: bind(node.right) };
    case "negate":
    case "cast":
    case "collate":
    case "extract":
    case "trunc":
      return { ...node, operand: bind(node.operand) };
    case "call":
    case "raw":
      return { ...node, args: node.args.map(bind) };
    case "aggregate":
      return {
        ...node,
        args: node.name === "count" ? countArguments(scope, node) : node.args.map(bind),
        filter: node.filter === undefined ? undefined : bindCondition(scope, node.filter),
        order: order(node.order),
      };
    case "window":
      return {
        ...node,
        call: bind(node.call),
        partition: node.partition.map((each) => bindExpression(scope, each)).flatMap(partLeaves),
        order: order(node.order),
      };
    case "search":
      return { ...node, operands: node.operands.map(bind), query: bind(node.query) };
    case "case":
      return {
        kind: "case",
        branches: node.branches.map(({ when, result }) => ({ when: bindCondition(scope, when), result: bind(result) })),
        otherwise: node.otherwise === undefined ? undefined : bind(node.otherwise),
      };
    case "condition":
      return { kind: "condition", condition: bindCondition(scope, node.condition) };
  }
}

// A key of several fields is a value where rows are compared, ordered, counted and read, and nowhere else.
function oneValue(node: BoundExpression): BoundExpression {
  if (node.kind !== "leaf" || node.leaf.kind !== "field" || node.leaf.path.parts === undefined) return node;
  throw new QueryError("ORM_COMPOSITE_KEY", "A key of several fields stands where one value is needed.", {
    where: userPlace(),
    facts: [`Columns of the key: ${node.leaf.path.parts.map((part) => part.column).join(", ")}.`],
    cure: "Name one of its fields in place of pk.",
  });
}

function partLeaves(node: BoundExpression): readonly BoundExpression[] {
  if (node.kind !== "leaf" || node.leaf.kind !== "field" || node.leaf.path.parts === undefined) return [node];
  return node.leaf.path.parts.map((path) => ({ kind: "leaf", leaf: { kind: "field", path } }));
}

// A row is there when the first part of its key is; keys are told apart by all parts together.
function countArguments(
  scope: BindScope,
  node: Extract<Expressible, { readonly kind: "aggregate" }>,
): readonly BoundExpression[] {
  return node.args.map((arg) => {
    const parts = partLeaves(bindExpression(scope, arg));
    const [first] = parts as [BoundExpression];
    if (parts.length === 1 || !node.distinct) return first;
    const json = { kind: "json" } as const;
    const there: BoundCondition = {
      kind: "expression",
      expression: { kind: "compare", operator: "is not", left: first, right: { kind: "constant", value: null } },
    };
    return {
      kind: "case",
      branches: [{ when: there, result: { kind: "call", name: "jsonArray", args: parts, type: json } }],
      otherwise: undefined,
    };
  });
}

function bindLeaf(scope: BindScope, leaf: PathLeaf): BoundExpression {
  if (leaf.kind === "outer") return { kind: "leaf", leaf: { kind: "outer", path: leaf.path } };
  const annotation = scope.annotations.find((each) => each.name === leaf.path);
  if (annotation !== undefined) return { kind: "leaf", leaf: { kind: "reference", annotation } };
  const over = filteredAt(scope, leaf.path);
  if (over !== undefined) {
    const { path } = resolveFiltered(over.relation, over.rest);
    return { kind: "leaf", leaf: { kind: "field", path, text: leaf.text } };
  }
  return { kind: "leaf", leaf: { kind: "field", path: resolvePath(scope.model, leaf.path), text: leaf.text } };
}

/** Binds what may be a path, an expression or a condition. */
export function bindInput(scope: BindScope, input: unknown): BoundExpression {
  if (input instanceof Q) return { kind: "condition", condition: bindCondition(scope, input.input) };
  return bindExpression(scope, nodeOfPath(input));
}

/** Whether an expression contains an aggregate outside of a window and of sub-queries. */
export function containsAggregate(node: BoundExpression): boolean {
  switch (node.kind) {
    case "aggregate":
      return true;
    case "leaf":
      return node.leaf.kind === "reference" && node.leaf.annotation.aggregate;
    case "binary":
    case "compare":
      return containsAggregate(node.left) || containsAggregate(node.right);
    case "negate":
    case "cast":
    case "collate":
    case "extract":
    case "trunc":
      return containsAggregate(node.operand);
    case "call":
    case "raw":
      return node.args.some(containsAggregate);
    case "window":
      return node.call.kind === "aggregate" ? node.call.args.some(containsAggregate) : containsAggregate(node.call);
    case "case":
      return (
        node.branches.some(({ when, result }) => conditionAggregates(when) || containsAggregate(result)) ||
        (node.otherwise !== undefined && containsAggregate(node.otherwise))
      );
    case "condition":
      return conditionAggregates(node.condition);
    default:
      return false;
  }
}

/** Whether a condition contains an aggregate, itself or through an annotation. */
export function conditionAggregates(condition: BoundCondition): boolean {
  switch (condition.kind) {
    case "leaf":
      if (condition.operand.kind === "annotation" && condition.operand.annotation.aggregate) return true;
      return condition.right.kind === "expression" && containsAggregate(condition.right.expression);
    case "not":
      return conditionAggregates(condition.item);
    case "expression":
      return containsAggregate(condition.expression);
    case "constant":
      return false;
    default:
      return condition.items.some(conditionAggregates);
  }
}

/** Whether an expression contains a window. */
export function containsWindow(node: BoundExpression): boolean {
  switch (node.kind) {
    case "window":
      return true;
    case "leaf":
      return node.leaf.kind === "reference" && node.leaf.annotation.window;
    case "binary":
    case "compare":
      return containsWindow(node.left) || containsWindow(node.right);
    case "negate":
    case "cast":
    case "collate":
    case "extract":
    case "trunc":
      return containsWindow(node.operand);
    case "call":
    case "raw":
      return node.args.some(containsWindow);
    case "case":
      return (
        node.branches.some(({ result }) => containsWindow(result)) ||
        (node.otherwise !== undefined && containsWindow(node.otherwise))
      );
    default:
      return false;
  }
}

/** Whether a condition contains a window, itself or through an annotation. */
export function conditionWindows(condition: BoundCondition): boolean {
  switch (condition.kind) {
    case "leaf":
      if (condition.operand.kind === "annotation" && condition.operand.annotation.window) return true;
      return condition.right.kind === "expression" && containsWindow(condition.right.expression);
    case "not":
      return conditionWindows(condition.item);
    case "expression":
      return containsWindow(condition.expression);
    case "constant":
      return false;
    default:
      return condition.items.some(conditionWindows);
  }
}
