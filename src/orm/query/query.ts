// Defines what a query set holds: a frozen record of what was asked, and the bound conditions and expressions in it.
import type { ColumnType } from "../column-type.ts";
import type { ExpressionNode } from "../expressions/expression-node.ts";
import type { JoinStep, ModelMeta, Relation } from "../model/model-meta.ts";
import type { LockNode, SqlExpression } from "../sql/node.ts";
import type { Lookup } from "./lookups/lookup.ts";
import type { Param } from "./param.ts";

/** One join of a path. */
export interface PathStep {
  /** Equal for equal joins from the same table. */
  readonly key: string;
  readonly step: JoinStep;
  /** What the rows that are joined must satisfy, besides belonging to the row before. */
  readonly filter?: BoundCondition | undefined;
}

/** A relation to some of its rows alone, under a name of its own. */
export interface FilteredRelation {
  readonly name: string;
  readonly steps: readonly PathStep[];
  readonly target: ModelMeta;
}

/** A common table expression that stands in place of the model's table, with columns of the same names. */
export interface QuerySource {
  readonly name: string;
  readonly query: Query;
  /** The relation of the model to itself that is followed from the rows of `query` on, again and again. */
  readonly follow: { readonly relation: Relation; readonly depth: string | undefined } | undefined;
}

/** A path resolved against a model: the joins, and the column at their end. */
export interface ResolvedPath {
  /** Unique in the process; stands for the path in a query's shape. */
  readonly id: number;
  readonly steps: readonly PathStep[];
  readonly column: string;
  readonly type: ColumnType;
  /** Whether the value can be null, of itself or for want of a row. */
  readonly nullable: boolean;
  /** Parts taken of the value, in order: `year`, or keys of a JSON document. */
  readonly transforms: readonly Transform[];
  /** Values in and out of the database, where the field has its own. */
  readonly converter:
    | { readonly toDatabase: (value: never) => unknown; readonly fromDatabase: (stored: never) => unknown }
    | undefined;
  /** For a key of several fields: the paths to them. The column and the type are then those of the first. */
  readonly parts?: readonly ResolvedPath[] | undefined;
}

/** A part that is taken of a value before it is compared. */
export interface Transform {
  readonly name: string;
  readonly type: ColumnType;
  readonly kind: "part" | "date" | "time" | "length" | "json" | "built";
  /** Makes the SQL of a part that is not one of the others. */
  readonly build?: ((operand: SqlExpression) => SqlExpression) | undefined;
}

/** The left side of a condition: a path of the model, or an annotation. */
export type Operand =
  | { readonly kind: "field"; readonly path: ResolvedPath }
  | {
      readonly kind: "annotation";
      readonly annotation: Annotation;
      readonly transforms: readonly Transform[];
      readonly type: ColumnType | undefined;
    };

/** The right side of a condition. */
export type RightSide =
  | { readonly kind: "value"; readonly param: Param }
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "list"; readonly param: Param }
  | { readonly kind: "expressions"; readonly items: readonly BoundExpression[] }
  | { readonly kind: "pair"; readonly low: RightSide; readonly high: RightSide }
  | { readonly kind: "expression"; readonly expression: BoundExpression }
  | { readonly kind: "query"; readonly query: Query };

/** A condition bound to a model. */
export type BoundCondition =
  | {
      readonly kind: "leaf";
      readonly id: string;
      readonly operand: Operand;
      readonly lookup: Lookup;
      readonly right: RightSide;
    }
  | { readonly kind: "and" | "or" | "xor"; readonly items: readonly BoundCondition[] }
  | { readonly kind: "not"; readonly item: BoundCondition }
  | { readonly kind: "expression"; readonly expression: BoundExpression }
  | { readonly kind: "constant"; readonly value: boolean };

/** What a path in a bound expression became. */
export type BoundLeaf =
  | { readonly kind: "field"; readonly path: ResolvedPath; readonly text?: boolean | undefined }
  | { readonly kind: "reference"; readonly annotation: Annotation }
  | { readonly kind: "outer"; readonly path: string };

export type BoundExpression = ExpressionNode<BoundLeaf, BoundCondition, Query>;

/** A named expression of a query. */
export interface Annotation {
  readonly name: string;
  readonly expression: BoundExpression;
  /** Whether it is read; `alias` names one that is not. */
  readonly selected: boolean;
  readonly aggregate: boolean;
  readonly window: boolean;
}

/** One term of an order. */
export interface OrderTerm {
  readonly expression: BoundExpression | "random";
  readonly descending: boolean;
  readonly nulls: "first" | "last" | undefined;
}

/** What to read in place of instances. */
export interface ValuesSelection {
  readonly form: "objects" | "tuples" | "flat";
  readonly items: readonly { readonly name: string; readonly expression: BoundExpression }[];
}

/** A relation to load together with the result, with the query to load it by. */
export interface PrefetchRequest {
  readonly path: string;
  readonly query: Query | undefined;
  /** For a relation to rows of any model: the queries for some of the models. */
  readonly queries?: readonly Query[] | undefined;
  readonly attribute: string | undefined;
}

/** Rows of other queries joined to this one's. */
export interface Combination {
  readonly operator: "union" | "union all" | "intersect" | "except";
  readonly queries: readonly Query[];
}

/** What happens when a relation that was not loaded is touched. */
export type FetchMode = "peers" | "one" | "raise";

/** All that was asked of a query set. Frozen: every method of a query set makes a changed copy. */
export interface Query {
  readonly model: ModelMeta;
  /** One condition for each call of `filter` or `exclude`: within a call, a relation to many is joined once. */
  readonly where: readonly BoundCondition[];
  readonly annotations: readonly Annotation[];
  readonly relations: readonly FilteredRelation[];
  readonly source: QuerySource | undefined;
  /** undefined: the model's own order; empty: none. */
  readonly order: readonly OrderTerm[] | undefined;
  readonly reversed: boolean;
  readonly limit: number | undefined;
  readonly offset: number;
  readonly distinct: boolean | readonly BoundExpression[];
  readonly related: readonly string[];
  readonly prefetch: readonly PrefetchRequest[];
  /** The properties to read; undefined means all. */
  readonly only: readonly string[] | undefined;
  readonly values: ValuesSelection | undefined;
  /** What rows are grouped by: the instance, the values at the time of the first aggregate, or nothing. */
  readonly group: "key" | readonly BoundExpression[] | undefined;
  readonly lock: LockNode | undefined;
  readonly combination: Combination | undefined;
  readonly alias: string | undefined;
  readonly fetchMode: FetchMode | undefined;
  /** Whether the query is known to have no rows. */
  readonly none: boolean;
  /** Where the user's code made the query, while statements are traced: `await` calls from outside of that code. */
  readonly place: string | undefined;
}

/** The query for all rows of a model. */
export function allOf(model: ModelMeta): Query {
  return Object.freeze({
    model,
    where: [],
    annotations: [],
    relations: [],
    source: undefined,
    order: undefined,
    reversed: false,
    limit: undefined,
    offset: 0,
    distinct: false,
    related: [],
    prefetch: [],
    only: undefined,
    values: undefined,
    group: undefined,
    lock: undefined,
    combination: undefined,
    alias: undefined,
    fetchMode: undefined,
    none: false,
    place: undefined,
  });
}
