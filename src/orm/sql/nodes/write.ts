// Defines the nodes that change rows: insert with its upsert, update and delete, each with what it returns.
import type { BulkValuesNode, CteNode, JoinNode, QueryNode, SelectedNode, SourceNode, TableNode } from "./query.ts";
import type { SqlExpression } from "./sql-expression.ts";

/** `ON CONFLICT (target) DO UPDATE SET …`; without `set`, `DO NOTHING`. MariaDB: `ON DUPLICATE KEY UPDATE` or `INSERT IGNORE`. */
export interface ConflictNode {
  /** The columns, expressions or constraint that may clash; none means any (required by an update, except on MariaDB). */
  readonly target: readonly string[];
  readonly targetWhere: SqlExpression | undefined;
  readonly set: readonly AssignmentNode[] | undefined;
  readonly where: SqlExpression | undefined;
}
export function conflict(parts: {
  readonly target?: readonly string[];
  readonly targetWhere?: SqlExpression | undefined;
  readonly set?: readonly AssignmentNode[] | undefined;
  readonly where?: SqlExpression | undefined;
}): ConflictNode {
  return Object.freeze({
    target: parts.target ?? [],
    targetWhere: parts.targetWhere,
    set: parts.set,
    where: parts.where,
  });
}

/** `"column" = value`. */
export interface AssignmentNode {
  readonly column: string;
  readonly value: SqlExpression;
}
export function assignment(column: string, value: SqlExpression): AssignmentNode {
  return Object.freeze({ column, value });
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
export function insert(parts: {
  readonly ctes?: readonly CteNode[];
  readonly table: TableNode;
  readonly columns: readonly string[];
  readonly source: InsertSource;
  readonly conflict?: ConflictNode | undefined;
  readonly returning?: readonly SelectedNode[];
}): InsertNode {
  return Object.freeze({
    kind: "insert",
    ctes: parts.ctes ?? [],
    table: parts.table,
    columns: parts.columns,
    source: parts.source,
    conflict: parts.conflict,
    returning: parts.returning ?? [],
  });
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
export function update(parts: {
  readonly ctes?: readonly CteNode[];
  readonly table: TableNode;
  readonly set: readonly AssignmentNode[];
  readonly from?: SourceNode | undefined;
  readonly joins?: readonly JoinNode[];
  readonly where?: SqlExpression | undefined;
  readonly returning?: readonly SelectedNode[];
}): UpdateNode {
  return Object.freeze({
    kind: "update",
    ctes: parts.ctes ?? [],
    table: parts.table,
    set: parts.set,
    from: parts.from,
    joins: parts.joins ?? [],
    where: parts.where,
    returning: parts.returning ?? [],
  });
}

/** `DELETE FROM table WHERE … RETURNING …`. */
export interface DeleteNode {
  readonly kind: "delete";
  readonly ctes: readonly CteNode[];
  readonly table: TableNode;
  readonly where: SqlExpression | undefined;
  readonly returning: readonly SelectedNode[];
}
export function deleteFrom(parts: {
  readonly ctes?: readonly CteNode[];
  readonly table: TableNode;
  readonly where?: SqlExpression | undefined;
  readonly returning?: readonly SelectedNode[];
}): DeleteNode {
  return Object.freeze({
    kind: "delete",
    ctes: parts.ctes ?? [],
    table: parts.table,
    where: parts.where,
    returning: parts.returning ?? [],
  });
}

/** Hand-written SQL as a whole statement, parts and expressions alternating. */
export interface RawStatementNode {
  readonly kind: "raw-statement";
  readonly parts: readonly string[];
  readonly args: readonly SqlExpression[];
  readonly access: "read" | "write";
}
export function rawStatement(
  parts: readonly string[],
  args: readonly SqlExpression[] = [],
  access: RawStatementNode["access"] = "write",
): RawStatementNode {
  return Object.freeze({ kind: "raw-statement", parts, args, access });
}
