// Finds the column type of an expression's value, as far as its nodes tell.
import type { ColumnType } from "../column-type.ts";
import type { SqlExpression } from "./sql-node.ts";

/** Returns the type of an expression's value, or undefined where no node says it. */
export function typeOf(node: SqlExpression): ColumnType | undefined {
  switch (node.kind) {
    case "column":
    case "slot":
    case "cast":
    case "case":
    case "subquery":
    case "raw":
    case "function":
    case "custom-function":
    case "aggregate":
    case "array":
      return node.type;
    case "binary":
      return node.type ?? typeOf(node.left) ?? typeOf(node.right);
    case "unary":
    case "collate":
      return typeOf(node.operand);
    case "window":
      return node.call.type;
    case "extract":
      return node.part === "epoch" ? { kind: "float" } : { kind: "integer" };
    case "trunc":
      return { kind: node.to };
    case "json-path":
      return { kind: node.as };
    case "compare":
    case "logical":
    case "not":
    case "is-null":
    case "between":
    case "in":
    case "exists":
    case "match":
    case "json-has-key":
    case "json-contains":
    case "postgres-compare":
      return { kind: "boolean" };
    case "text-search":
      return { kind: node.marks !== undefined ? "text" : node.rank ? "float" : "boolean" };
    default:
      return undefined;
  }
}

/** Whether a value is a decimal of more digits than a number holds, which SQLite keeps as text. */
export function isLongDecimal(node: SqlExpression): boolean {
  const type = typeOf(node);
  return type?.kind === "decimal" && type.maxDigits > exactDigits;
}

/** Up to how many digits a decimal is a number without loss. */
export const exactDigits = 15;
