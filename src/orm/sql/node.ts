// Gathers the SqlNode tree: SQL as frozen data, from one value to a whole statement. Families live in `nodes/`.
import type { CompoundNode, ExplainNode, SelectNode } from "./nodes/query.ts";
import type { DeleteNode, InsertNode, RawStatementNode, UpdateNode } from "./nodes/write.ts";

export * from "./nodes/expression.ts";
export * from "./nodes/function.ts";
export * from "./nodes/predicate.ts";
export * from "./nodes/query.ts";
export type { SqlExpression } from "./nodes/sql-expression.ts";
export * from "./nodes/write.ts";

/** A whole statement: what `compileSql` takes. */
export type SqlNode = SelectNode | CompoundNode | InsertNode | UpdateNode | DeleteNode | ExplainNode | RawStatementNode;
