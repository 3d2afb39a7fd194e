// Defines the nodes that change rows: insert with its upsert, update and delete, each with what it returns.
import type {
  AssignmentNode,
  ConflictNode,
  CteNode,
  DeleteNode,
  InsertNode,
  InsertSource,
  JoinNode,
  RawStatementNode,
  SelectedNode,
  SourceNode,
  SqlExpression,
  TableNode,
  UpdateNode,
} from "../sql-node.ts";

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

export function assignment(column: string, value: SqlExpression): AssignmentNode {
  return Object.freeze({ column, value });
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

export function rawStatement(
  parts: readonly string[],
  args: readonly SqlExpression[] = [],
  access: RawStatementNode["access"] = "write",
): RawStatementNode {
  return Object.freeze({ kind: "raw-statement", parts, args, access });
}
