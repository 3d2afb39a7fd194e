// Writes conditions: comparisons, logic, membership and tests, as far as the dialects agree.
import type { CompareOperator, InNode, LogicalNode, SqlExpression } from "../sql-node.ts";
import type { ExpressionWriters, SqlWriter } from "../sql-writer.ts";
import { typeOf } from "../type-of.ts";
import { unsupportedSql } from "../unsupported-sql.ts";

/** The writers of conditions that the dialects have in common; each dialect adds `match`, JSON and text search. */
export const predicateWriters: Pick<
  ExpressionWriters,
  "compare" | "logical" | "not" | "is-null" | "between" | "in" | "exists" | "postgres-compare"
> = {
  compare(writer, node) {
    if (node.operator === "is not" && writer.dialect.name === "mysql") {
      predicateWriters.not(writer, { kind: "not", operand: { ...node, operator: "is" } });
      return;
    }
    side(writer, node.left, node.right);
    writer.write(` ${nullSafe(writer, node.operator)} `);
    side(writer, node.right, node.left);
  },
  logical: writeLogical,
  not: (writer, node) => writer.write("NOT (").expression(node.operand).write(")"),
  "is-null"(writer, node) {
    writer.operand(node.operand).write(node.negated ? " IS NOT NULL" : " IS NULL");
  },
  between(writer, node) {
    side(writer.write("("), node.operand, node.low);
    side(writer.write(" BETWEEN "), node.low, node.operand);
    side(writer.write(" AND "), node.high, node.operand);
    writer.write(")");
  },
  in: writeIn,
  exists: (writer, node) => writer.write(node.negated ? "NOT EXISTS " : "EXISTS ").nested(node.query),
  "postgres-compare"(writer) {
    throw unsupportedSql(writer.dialect, "arrays or ranges", "Store two columns or a JSON list, or use PostgreSQL.");
  },
};

// A parameter compared with something of its own type needs no cast.
function side(writer: SqlWriter, node: SqlExpression, other: SqlExpression): void {
  if (node.kind === "slot" && (other.kind === "column" || writer.dialect.name !== "postgres")) {
    const type = typeOf(other);
    if (type !== undefined && (node.type === undefined || type.kind === node.type.kind)) {
      writer.slot(node.slot);
      return;
    }
  }
  writer.operand(node);
}

function nullSafe(writer: SqlWriter, operator: CompareOperator): string {
  const { name } = writer.dialect;
  if (operator === "is") return name === "postgres" ? "IS NOT DISTINCT FROM" : name === "sqlite" ? "IS" : "<=>";
  if (operator === "is not") return name === "postgres" ? "IS DISTINCT FROM" : "IS NOT";
  return operator;
}

function writeLogical(writer: SqlWriter, node: LogicalNode): void {
  const { operands } = node;
  if (operands.length === 0) {
    writer.write(node.operator === "and" ? "1 = 1" : "1 = 0");
  } else if (node.operator === "xor" && writer.dialect.name !== "mysql") {
    writer.write("(");
    operands.forEach((operand, i) => {
      // Two truths added are even: an exclusive or that keeps null as null.
      writer
        .write(i > 0 ? " + " : "")
        .write("CASE WHEN ")
        .expression(operand)
        .write(" THEN 1 WHEN NOT (");
      writer.expression(operand).write(") THEN 0 END");
    });
    writer.write(") % 2 = 1");
  } else {
    writer.write("(").list(operands, ` ${node.operator.toUpperCase()} `).write(")");
  }
}

/** `x IN (a, b)`, `x IN (SELECT …)`; a list of parameters is written by the dialect's way with lists. */
export function writeIn(writer: SqlWriter, node: InNode): void {
  const { list } = node;
  const word = node.negated ? " NOT IN " : " IN ";
  if (!isArray(list)) {
    if (list.kind === "list-slot") writer.operand(node.operand).write(`${word}(`).expandedList(list.slot).write(")");
    else if (list.kind === "tuple-list")
      writer
        .operand(node.operand)
        .write(`${word}(`)
        .expandedTuples(list.lists.map(({ slot }) => slot))
        .write(")");
    else writer.operand(node.operand).write(word).nested(list);
  } else if (list.length === 0) {
    writer.write(node.negated ? "1 = 1" : "1 = 0");
  } else {
    writer.operand(node.operand).write(`${word}(`).list(list).write(")");
  }
}

/** Narrows the three kinds of list to the written-out one. */
export function isArray(list: InNode["list"]): list is readonly SqlExpression[] {
  return Array.isArray(list);
}
