// Defines the options of a model, as its fourth argument takes them.
import type { PostgresCompareNode } from "../sql/sql-node.ts";
import type { Condition, Yields } from "../types/expression-type.ts";

/** A constraint that the rows of a table keep. */
export type Constraint = UniqueConstraint | CheckConstraint | ExclusionConstraint;

/** No two rows agree on all of `fields`; with `where`, among the rows that it admits. */
export interface UniqueConstraint {
  readonly kind: "unique";
  readonly name: string;
  readonly fields: readonly string[];
  readonly where: Condition<unknown> | undefined;
  /** Whether two nulls differ, as SQL has it; true by default. */
  readonly nullsDistinct: boolean;
  readonly message: string | undefined;
  /** What is unique beside the fields. */
  readonly expressions?: readonly Yields<unknown>[] | undefined;
  /** Columns that its index carries along (PostgreSQL). */
  readonly include?: readonly string[] | undefined;
  /** When it is checked (PostgreSQL). */
  readonly deferrable?: "deferred" | "immediate" | undefined;
}

/** Every row satisfies `condition`. */
export interface CheckConstraint {
  readonly kind: "check";
  readonly name: string;
  readonly condition: Condition<unknown>;
  readonly message: string | undefined;
}

/** The operators by which an exclusion compares two rows: those of values, and those of ranges and lists. */
export type ExclusionOperator = "=" | "<>" | "<" | "<=" | ">" | ">=" | PostgresCompareNode["operator"];

/** A field or expression that two rows are compared by. */
export interface ExclusionPart {
  readonly of: string | Yields<unknown>;
  readonly operator: ExclusionOperator;
}

/** No two rows compare true by all `parts` (PostgreSQL); with `where`, among the rows that it admits. */
export interface ExclusionConstraint {
  readonly kind: "exclusion";
  readonly name: string;
  readonly parts: readonly ExclusionPart[];
  /** The kind of its index; `gist` where not given. */
  readonly method?: "gist" | "spgist" | undefined;
  readonly where?: Condition<unknown> | undefined;
  /** When it is checked. */
  readonly deferrable?: "deferred" | "immediate" | undefined;
  readonly message?: string | undefined;
}

/** An index over fields, `-` before a name for descending order. */
export interface Index {
  readonly kind: "index";
  readonly name: string | undefined;
  readonly fields: readonly string[];
  readonly expressions: readonly Yields<unknown>[];
  /** Index only the rows that it admits. */
  readonly where: Condition<unknown> | undefined;
  /** Columns that the index carries along. */
  readonly include: readonly string[];
  /** `btree`, `gin`, `gist`, `brin` or `hash` (PostgreSQL). */
  readonly method: string | undefined;
}

/** The options of a model that do not depend on its fields' types. */
export interface ModelOptions {
  /** The table; by default the model's name in snake case. */
  readonly table?: string | undefined;
  /** The order of queries that set none. */
  readonly ordering?: readonly string[] | undefined;
  /** The fields that are the primary key together, in the order of the tuple `pk`. */
  readonly primaryKey?: readonly string[] | undefined;
  /** Lists of fields that are unique together. */
  readonly unique?: readonly (readonly string[])[] | undefined;
  /** Lists of fields that are indexed together, or records of `index(...)`. */
  readonly indexes?: readonly (readonly string[] | Index)[] | undefined;
  readonly constraints?: readonly Constraint[] | undefined;
  /** Whether the model, which has a `parent`, is another class for the parent's rows, without a table of its own. */
  readonly proxy?: boolean | undefined;
  readonly verboseName?: string | undefined;
  readonly verboseNamePlural?: string | undefined;
  /** The field by which `latest` and `earliest` choose. */
  readonly latestBy?: string | undefined;
  /** Whether migrations create the table; true by default. */
  readonly managed?: boolean | undefined;
  /** A comment on the table in the database. */
  readonly comment?: string | undefined;
  /** Extra permissions: pairs of codename and label. */
  readonly permissions?: readonly (readonly [string, string])[] | undefined;
  /** The permissions that every model has: `add`, `change`, `delete` and `view` where not given; none with an empty list. */
  readonly defaultPermissions?: readonly string[] | undefined;
  /** The foreign key within which the rows have an order of their own, which a column `_order` keeps. */
  readonly orderWithRespectTo?: string | undefined;
  /** The `relatedName` of the model's relations that give none; `{model}` stands for the model's name. */
  readonly defaultRelatedName?: string | undefined;
  /** The static property whose query set relations to many, forms and the admin start from; `objects` where not given. */
  readonly defaultManagerName?: string | undefined;
  /** The static property whose query set loads what a foreign key leads to; all rows where not given. */
  readonly baseManagerName?: string | undefined;
  /** The fields that name a row to people, and in fixtures that are to be loaded into other databases. */
  readonly naturalKey?: readonly string[] | undefined;
}
