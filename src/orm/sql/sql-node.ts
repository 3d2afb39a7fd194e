// Defines every kind of SqlNode: SQL as frozen data, from one value to a whole statement.
// Over 600 lines because the union of all nodes is one mutually recursive type: split files would import each other in a ring.
import type { ColumnType } from "../column-type.ts";

/** `"t"."name"`; `type` lets the dialect choose the right comparison and output. */
export interface ColumnNode {
  readonly kind: "column";
  readonly source: string | undefined;
  readonly name: string;
  readonly type: ColumnType | undefined;
}

/** `*` or `"t".*`. */
export interface StarNode {
  readonly kind: "star";
  readonly source: string | undefined;
}

/** A value that is part of the SQL text: `1`, `'a'`, `TRUE`, `NULL`. */
export interface ConstantNode {
  readonly kind: "constant";
  readonly value: string | number | bigint | boolean | null;
}

/** A parameter: `$1` on PostgreSQL, `?1` on SQLite, `?` on MariaDB. The same slot may stand in several places. */
export interface SlotNode {
  readonly kind: "slot";
  /** The index in the list of values that an execution is given. */
  readonly slot: number;
  readonly type: ColumnType | undefined;
}

/** A parameter that is a list; only in {@link InNode} and {@link BulkValuesNode}. */
export interface ListSlotNode {
  readonly kind: "list-slot";
  readonly slot: number;
  readonly type: ColumnType;
}

/** A parameter that is a list of tuples: one list for each of their places; only in {@link InNode}. */
export interface TupleListNode {
  readonly kind: "tuple-list";
  readonly lists: readonly ListSlotNode[];
}

/** `-x` or `~x`. */
export interface UnaryNode {
  readonly kind: "unary";
  readonly operator: "-" | "~";
  readonly operand: SqlExpression;
}

/** The portable operators between two values; `^` is power, `#` exclusive or of bits, `||` joins text. */
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "^" | "&" | "|" | "#" | "<<" | ">>" | "||";

/** `(a + b)`; `type` is that of the result, which decides how dates and durations are added. */
export interface BinaryNode {
  readonly kind: "binary";
  readonly operator: ArithmeticOperator;
  readonly left: SqlExpression;
  readonly right: SqlExpression;
  readonly type: ColumnType | undefined;
}

/** `(a, b)`: a row value, for composite keys. */
export interface TupleNode {
  readonly kind: "tuple";
  readonly items: readonly SqlExpression[];
}

/** `CASE WHEN c THEN v … ELSE o END`. */
export interface CaseNode {
  readonly kind: "case";
  readonly branches: readonly { readonly when: SqlExpression; readonly then: SqlExpression }[];
  readonly otherwise: SqlExpression | undefined;
  readonly type: ColumnType | undefined;
}

/** `CAST(x AS type)`. */
export interface CastNode {
  readonly kind: "cast";
  readonly operand: SqlExpression;
  readonly type: ColumnType;
}

/** `x COLLATE name`. */
export interface CollateNode {
  readonly kind: "collate";
  readonly operand: SqlExpression;
  readonly collation: string;
}

/** `(SELECT …)` as one value. */
export interface SubqueryNode {
  readonly kind: "subquery";
  readonly query: QueryNode;
  readonly type: ColumnType | undefined;
}

/** SQL text written by hand, with expressions between its parts. */
export interface RawNode {
  readonly kind: "raw";
  readonly parts: readonly string[];
  readonly args: readonly SqlExpression[];
  readonly type: ColumnType | undefined;
}

/** `DEFAULT` in the rows of an insert. */
export interface DefaultNode {
  readonly kind: "default";
}

/** The row that an upsert could not insert: `excluded."name"`, or `VALUES(name)` on MariaDB. */
export interface ExcludedNode {
  readonly kind: "excluded";
  readonly name: string;
}

/** `ARRAY[a, b]::type` on PostgreSQL. */
export interface ArrayNode {
  readonly kind: "array";
  readonly items: readonly SqlExpression[];
  readonly type: ColumnType & { readonly kind: "array" };
}

/** `ARRAY(SELECT …)` on PostgreSQL. */
export interface ArraySubqueryNode {
  readonly kind: "array-subquery";
  readonly query: SelectNode;
}

/** `is` and `is not` compare nulls as equal: `IS NOT DISTINCT FROM`, `IS` on SQLite, `<=>` on MariaDB. */
export type CompareOperator = "=" | "<>" | "<" | "<=" | ">" | ">=" | "is" | "is not";

/** `a = b`. */
export interface CompareNode {
  readonly kind: "compare";
  readonly operator: CompareOperator;
  readonly left: SqlExpression;
  readonly right: SqlExpression;
}

/** `(a AND b)`, `(a OR b)`, or, for `xor`, an odd number of true ones. */
export interface LogicalNode {
  readonly kind: "logical";
  readonly operator: "and" | "or" | "xor";
  readonly operands: readonly SqlExpression[];
}

/** `NOT (x)`. */
export interface NotNode {
  readonly kind: "not";
  readonly operand: SqlExpression;
}

/** `x IS NULL`, `x IS NOT NULL`. */
export interface IsNullNode {
  readonly kind: "is-null";
  readonly operand: SqlExpression;
  readonly negated: boolean;
}

/** `x BETWEEN low AND high`. */
export interface BetweenNode {
  readonly kind: "between";
  readonly operand: SqlExpression;
  readonly low: SqlExpression;
  readonly high: SqlExpression;
}

/**
 * Membership. Over a list slot: `x = ANY($1::integer[])` on PostgreSQL, `x IN (SELECT value FROM json_each(?1))` on
 * SQLite, `x IN (?, ?, …)` on MariaDB. A list slot's values hold no null; an empty list is false on all of them.
 * Over a list of tuples: `(a, b) IN (SELECT * FROM unnest($1, $2))`, `(a, b) IN (VALUES (?, ?), …)` on SQLite.
 */
export interface InNode {
  readonly kind: "in";
  readonly operand: SqlExpression;
  readonly list: readonly SqlExpression[] | ListSlotNode | TupleListNode | QueryNode;
  readonly negated: boolean;
}

/** `EXISTS (SELECT …)`. */
export interface ExistsNode {
  readonly kind: "exists";
  readonly query: QueryNode;
  readonly negated: boolean;
}

/** How text is compared with a pattern; a leading `i` ignores case. */
export type MatchLookup =
  | "contains"
  | "icontains"
  | "startsWith"
  | "istartsWith"
  | "endsWith"
  | "iendsWith"
  | "iexact"
  | "regex"
  | "iregex"
  | "like"
  | "ilike";

/**
 * Text against a pattern. Where `pattern` is a slot its value is the plain search text passed through
 * `dialect.encodePattern(lookup, text)`, which adds `%` and escapes; every other expression is escaped in SQL.
 */
export interface MatchNode {
  readonly kind: "match";
  readonly lookup: MatchLookup;
  readonly operand: SqlExpression;
  readonly pattern: SqlExpression;
}

/** Does a JSON value hold all, or any, of the keys? Paths of objects and arrays: `["a", 0]`. */
export interface JsonHasKeyNode {
  readonly kind: "json-has-key";
  readonly operand: SqlExpression;
  readonly path: readonly (string | number)[];
}

/**
 * JSON containment, `left @> right`: every key of `right` is in `left` with a contained value. PostgreSQL and MariaDB;
 * SQLite through a function that the connection registers.
 */
export interface JsonContainsNode {
  readonly kind: "json-contains";
  readonly left: SqlExpression;
  readonly right: SqlExpression;
}

/** Operators of PostgreSQL's arrays and ranges: contains, contained by, overlaps, left/right of, adjacent. */
export interface PostgresCompareNode {
  readonly kind: "postgres-compare";
  readonly operator: "@>" | "<@" | "&&" | "<<" | ">>" | "&<" | "&>" | "-|-" | "%" | "<%";
  readonly left: SqlExpression;
  readonly right: SqlExpression;
}

/**
 * Full-text match. PostgreSQL: `vector @@ query` (a text operand goes through `to_tsvector`). SQLite: the operand is an
 * FTS5 table or column, `operand MATCH query`. MariaDB: `MATCH (columns) AGAINST (query IN BOOLEAN MODE)`.
 */
export interface TextSearchNode {
  readonly kind: "text-search";
  readonly operands: readonly SqlExpression[];
  readonly query: SqlExpression;
  /** PostgreSQL's dictionary, such as `english`. */
  readonly config: string | undefined;
  readonly mode: "plain" | "phrase" | "raw" | "web";
  /** The score instead of the test; greater is better. */
  readonly rank: boolean;
  /** How much each operand counts, `A` most (PostgreSQL). */
  readonly weights?: readonly (SearchWeight | undefined)[] | undefined;
  /** Marks that are put around the words found, in a part of the text, instead of the test. */
  readonly marks?: { readonly start: string; readonly stop: string } | undefined;
  /** The name of the table that the operands are of, by which SQLite's FTS5 is asked. */
  readonly table?: string | undefined;
  /** Which column of that table the first operand is, from 0. */
  readonly columnAt?: number | undefined;
}

/** How much a part of a text counts in a search. */
export type SearchWeight = "A" | "B" | "C" | "D";

/** The functions that every dialect has, or that its connection or SQL makes up for. */
export type FunctionName =
  // Any value.
  | "coalesce"
  | "nullIf"
  | "greatest"
  | "least"
  // Text.
  | "concat"
  | "lower"
  | "upper"
  | "length"
  | "substr"
  | "replace"
  | "trim"
  | "ltrim"
  | "rtrim"
  | "left"
  | "right"
  | "strIndex"
  | "lpad"
  | "rpad"
  | "repeat"
  | "reverse"
  | "chr"
  | "ord"
  | "md5"
  | "sha1"
  | "sha224"
  | "sha256"
  | "sha384"
  | "sha512"
  // Numbers.
  | "abs"
  | "ceil"
  | "floor"
  | "round"
  | "mod"
  | "power"
  | "sign"
  | "sqrt"
  | "exp"
  | "ln"
  | "log"
  | "pi"
  | "random"
  | "degrees"
  | "radians"
  | "sin"
  | "cos"
  | "tan"
  | "cot"
  | "asin"
  | "acos"
  | "atan"
  | "atan2"
  // Time, identity and JSON.
  | "now"
  | "uuid4"
  | "uuid7"
  | "jsonObject"
  | "jsonArray"
  // Windows only.
  | "rowNumber"
  | "rank"
  | "denseRank"
  | "percentRank"
  | "cumeDist"
  | "ntile"
  | "lag"
  | "lead"
  | "firstValue"
  | "lastValue"
  | "nthValue";

/** `LOWER(x)`: a function of the portable list. */
export interface FunctionNode {
  readonly kind: "function";
  readonly name: FunctionName;
  readonly args: readonly SqlExpression[];
  readonly type: ColumnType | undefined;
}

/** `name(a, b)`: a function of the user's database, its name written as it is. */
export interface CustomFunctionNode {
  readonly kind: "custom-function";
  readonly name: string;
  readonly args: readonly SqlExpression[];
  readonly type: ColumnType | undefined;
}

export type AggregateName =
  | "count"
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "stdDev"
  | "stdDevSample"
  | "variance"
  | "varianceSample"
  | "stringAgg"
  | "arrayAgg"
  | "jsonAgg"
  | "boolAnd"
  | "boolOr"
  | "bitAnd"
  | "bitOr"
  | "bitXor"
  | "anyValue";

/** `COUNT(DISTINCT x) FILTER (WHERE c)`; MariaDB gets `COUNT(DISTINCT CASE WHEN c THEN x END)`. */
export interface AggregateNode {
  readonly kind: "aggregate";
  /** A portable aggregate, or the name of one of the database's own. */
  readonly name: AggregateName | { readonly custom: string };
  /** Empty for `COUNT(*)`; `stringAgg` takes the value and the delimiter. */
  readonly args: readonly SqlExpression[];
  readonly distinct: boolean;
  readonly filter: SqlExpression | undefined;
  readonly orderBy: readonly OrderNode[];
  readonly type: ColumnType | undefined;
}

/** `x DESC NULLS LAST`. */
export interface OrderNode {
  readonly kind: "order";
  readonly expression: SqlExpression;
  readonly descending: boolean;
  readonly nulls: "first" | "last" | undefined;
}

/** Where a window's frame starts or ends; a number counts rows or values, negative before the current one. */
export type FrameBound = "unbounded" | "current" | number;

/** `ROWS BETWEEN start AND end`. */
export interface WindowFrame {
  readonly unit: "rows" | "range" | "groups";
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclude?: "current row" | "group" | "ties" | undefined;
}

/** `f(x) OVER (PARTITION BY … ORDER BY … frame)`. */
export interface WindowNode {
  readonly kind: "window";
  readonly call: FunctionNode | AggregateNode | CustomFunctionNode;
  readonly partitionBy: readonly SqlExpression[];
  readonly orderBy: readonly OrderNode[];
  readonly frame: WindowFrame | undefined;
}

/** Weekday: Sunday is 1. ISO weekday: Monday is 1. `week` is the ISO week. */
export type DatePart =
  | "year"
  | "isoYear"
  | "quarter"
  | "month"
  | "week"
  | "day"
  | "weekDay"
  | "isoWeekDay"
  | "yearDay"
  | "hour"
  | "minute"
  | "second"
  | "microsecond"
  | "epoch";

/** One part of a date, time or instant as a number; an instant's parts are those of `timeZone` (UTC by default). */
export interface ExtractNode {
  readonly kind: "extract";
  readonly part: DatePart;
  readonly operand: SqlExpression;
  readonly operandType: ColumnType;
  readonly timeZone: string | undefined;
}

export type TruncUnit = "year" | "quarter" | "month" | "week" | "day" | "hour" | "minute" | "second";

/** The start of the unit in which a date or instant lies; `to` of `date` or `time` keeps that half alone. */
export interface TruncNode {
  readonly kind: "trunc";
  readonly unit: TruncUnit;
  readonly operand: SqlExpression;
  readonly operandType: ColumnType;
  /** `dateTime`, `date` or `time`. */
  readonly to: "dateTime" | "date" | "time";
  readonly timeZone: string | undefined;
}

/** The value at a path of a JSON value, as JSON or as text. */
export interface JsonPathNode {
  readonly kind: "json-path";
  readonly operand: SqlExpression;
  readonly path: readonly (string | number)[];
  readonly as: "json" | "text";
}

/** `"schema"."table" AS "alias"`. */
export interface TableNode {
  readonly kind: "table";
  readonly name: string;
  readonly alias: string | undefined;
  readonly schema: string | undefined;
}

/** `(SELECT …) AS "alias" (columns)`. */
export interface DerivedNode {
  readonly kind: "derived";
  readonly query: QueryNode;
  readonly alias: string;
  readonly lateral: boolean;
}

/**
 * Rows that come from parameters, one list for each column: `unnest($1::integer[], $2::text[])` on PostgreSQL,
 * `json_each` on SQLite, and `SELECT ?, ? UNION ALL …` on MariaDB. For bulk inserts and updates.
 */
export interface BulkValuesNode {
  readonly kind: "bulk-values";
  readonly alias: string;
  readonly columns: readonly { readonly name: string; readonly list: ListSlotNode }[];
}

export type SourceNode = TableNode | DerivedNode | BulkValuesNode;

/** `LEFT JOIN source ON condition`. */
export interface JoinNode {
  readonly kind: "join";
  readonly type: "inner" | "left" | "cross";
  readonly source: SourceNode;
  readonly on: SqlExpression | undefined;
}

/** One result column: `expression AS "alias"`. */
export interface SelectedNode {
  readonly kind: "selected";
  readonly expression: SqlExpression;
  readonly alias: string | undefined;
}

/** `WITH RECURSIVE "name" ("columns") AS (query)`. */
export interface CteNode {
  readonly kind: "cte";
  readonly name: string;
  readonly columns: readonly string[] | undefined;
  readonly query: QueryNode | InsertNode | UpdateNode | DeleteNode;
  readonly recursive: boolean;
}

/** `FOR UPDATE OF "t" SKIP LOCKED`; nothing on SQLite, whose transactions lock the database. */
export interface LockNode {
  readonly strength: "update" | "no key update" | "share" | "key share";
  readonly of: readonly string[];
  readonly wait: "nowait" | "skip locked" | undefined;
}

/** `SELECT … FROM … WHERE … GROUP BY … HAVING … ORDER BY … LIMIT … OFFSET … FOR UPDATE`. */
export interface SelectNode {
  readonly kind: "select";
  readonly ctes: readonly CteNode[];
  /** true for `DISTINCT`, expressions for PostgreSQL's `DISTINCT ON (…)`. */
  readonly distinct: boolean | readonly SqlExpression[];
  readonly columns: readonly SelectedNode[];
  readonly from: SourceNode | undefined;
  readonly joins: readonly JoinNode[];
  readonly where: SqlExpression | undefined;
  readonly groupBy: readonly SqlExpression[];
  readonly having: SqlExpression | undefined;
  readonly orderBy: readonly OrderNode[];
  readonly limit: SqlExpression | undefined;
  readonly offset: SqlExpression | undefined;
  readonly lock: LockNode | undefined;
}

/** `a UNION b`, `a UNION ALL b`, `a INTERSECT b`, `a EXCEPT b`, with an order and a slice of the whole. */
export interface CompoundNode {
  readonly kind: "compound";
  readonly operator: "union" | "union all" | "intersect" | "except";
  readonly queries: readonly QueryNode[];
  readonly ctes: readonly CteNode[];
  readonly orderBy: readonly OrderNode[];
  readonly limit: SqlExpression | undefined;
  readonly offset: SqlExpression | undefined;
}

/** What may stand in parentheses and be read from. */
export type QueryNode = SelectNode | CompoundNode;

/** What PostgreSQL tells in a plan, or leaves out. `wal` and `timing` are measured, and need `analyze`. */
export interface ExplainDetails {
  /** The columns of each step. */
  readonly verbose?: boolean | undefined;
  readonly costs?: boolean | undefined;
  /** Settings of the server that differ from their defaults. */
  readonly settings?: boolean | undefined;
  readonly buffers?: boolean | undefined;
  readonly wal?: boolean | undefined;
  readonly timing?: boolean | undefined;
  readonly summary?: boolean | undefined;
}

/** `EXPLAIN (options) query`. */
export interface ExplainNode {
  readonly kind: "explain";
  readonly query: QueryNode | InsertNode | UpdateNode | DeleteNode;
  readonly analyze: boolean;
  readonly format: "text" | "json" | undefined;
  readonly details: ExplainDetails;
}

/** `ON CONFLICT (target) DO UPDATE SET …`; without `set`, `DO NOTHING`. MariaDB: `ON DUPLICATE KEY UPDATE` or `INSERT IGNORE`. */
export interface ConflictNode {
  /** The columns, expressions or constraint that may clash; none means any (required by an update, except on MariaDB). */
  readonly target: readonly string[];
  readonly targetWhere: SqlExpression | undefined;
  readonly set: readonly AssignmentNode[] | undefined;
  readonly where: SqlExpression | undefined;
}

/** `"column" = value`. */
export interface AssignmentNode {
  readonly column: string;
  readonly value: SqlExpression;
}

/** The rows of an insert: written out, read from parameters in bulk, selected, or the defaults of one row. */
export type InsertSource =
  | { readonly kind: "rows"; readonly rows: readonly (readonly SqlExpression[])[] }
  | { readonly kind: "bulk"; readonly values: BulkValuesNode }
  | { readonly kind: "query"; readonly query: QueryNode }
  | { readonly kind: "defaults" };

/** `INSERT INTO table (columns) … ON CONFLICT … RETURNING …`. */
export interface InsertNode {
  readonly kind: "insert";
  readonly ctes: readonly CteNode[];
  readonly table: TableNode;
  readonly columns: readonly string[];
  readonly source: InsertSource;
  readonly conflict: ConflictNode | undefined;
  readonly returning: readonly SelectedNode[];
}

/** `UPDATE table SET … FROM … WHERE … RETURNING …`; MariaDB joins the sources instead. */
export interface UpdateNode {
  readonly kind: "update";
  readonly ctes: readonly CteNode[];
  readonly table: TableNode;
  readonly set: readonly AssignmentNode[];
  readonly from: SourceNode | undefined;
  readonly joins: readonly JoinNode[];
  readonly where: SqlExpression | undefined;
  readonly returning: readonly SelectedNode[];
}

/** `DELETE FROM table WHERE … RETURNING …`. */
export interface DeleteNode {
  readonly kind: "delete";
  readonly ctes: readonly CteNode[];
  readonly table: TableNode;
  readonly where: SqlExpression | undefined;
  readonly returning: readonly SelectedNode[];
}

/** Hand-written SQL as a whole statement, parts and expressions alternating. */
export interface RawStatementNode {
  readonly kind: "raw-statement";
  readonly parts: readonly string[];
  readonly args: readonly SqlExpression[];
  readonly access: "read" | "write";
}

/** Anything that makes one value. Conditions are expressions too. */
export type SqlExpression =
  | ColumnNode
  | StarNode
  | ConstantNode
  | SlotNode
  | UnaryNode
  | BinaryNode
  | TupleNode
  | CaseNode
  | CastNode
  | CollateNode
  | SubqueryNode
  | RawNode
  | DefaultNode
  | ExcludedNode
  | ArrayNode
  | ArraySubqueryNode
  | CompareNode
  | LogicalNode
  | NotNode
  | IsNullNode
  | BetweenNode
  | InNode
  | ExistsNode
  | MatchNode
  | JsonHasKeyNode
  | JsonContainsNode
  | PostgresCompareNode
  | TextSearchNode
  | FunctionNode
  | CustomFunctionNode
  | AggregateNode
  | WindowNode
  | ExtractNode
  | TruncNode
  | JsonPathNode;

/** A whole statement: what `compileSql` takes. */
export type SqlNode = SelectNode | CompoundNode | InsertNode | UpdateNode | DeleteNode | ExplainNode | RawStatementNode;
