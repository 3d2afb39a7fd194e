// Tells the column type of a bound expression, as far as it is known before any SQL is made.
import type { ColumnType } from "../../column-type.ts";
import { typeOfValue } from "../param.ts";
import type { BoundExpression } from "../query.ts";

/** The column type of an expression's value, or undefined. */
export function staticType(node: BoundExpression): ColumnType | undefined {
  switch (node.kind) {
    case "leaf":
      if (node.leaf.kind === "field" && node.leaf.text === true) return { kind: "text" };
      if (node.leaf.kind === "field") return node.leaf.path.transforms.at(-1)?.type ?? node.leaf.path.type;
      return node.leaf.kind === "reference" ? staticType(node.leaf.annotation.expression) : undefined;
    case "value":
    case "raw":
      return node.type;
    case "constant":
      return typeOfValue(node.value);
    case "cast":
      return node.type;
    case "binary":
      return wider(staticType(node.left), staticType(node.right));
    case "negate":
    case "collate":
      return staticType(node.operand);
    case "aggregate":
      if (node.name === "arrayAgg") return { kind: "array", of: firstType(node.args) ?? { kind: "text" } };
      return node.type === "first" ? firstType(node.args) : node.type;
    case "call":
      return node.type === "first" ? firstType(node.args) : node.type;
    case "window":
      return staticType(node.call);
    case "case":
      return firstType([
        ...node.branches.map(({ result }) => result),
        ...(node.otherwise === undefined ? [] : [node.otherwise]),
      ]);
    case "search":
      return { kind: node.options.marks !== undefined ? "text" : node.options.rank === true ? "float" : "boolean" };
    case "extract":
      return { kind: "integer" };
    case "trunc":
      return node.to === undefined ? staticType(node.operand) : { kind: node.to };
    case "subquery": {
      const item = node.query.values?.items[0];
      return item === undefined ? node.query.model.keys[0]!.type : staticType(item.expression);
    }
    case "exists":
    case "compare":
    case "condition":
      return { kind: "boolean" };
  }
}

function firstType(nodes: readonly BoundExpression[]): ColumnType | undefined {
  let found: ColumnType | undefined;
  for (const node of nodes) found = wider(found, staticType(node));
  return found;
}

const NUMERIC = ["smallInt", "integer", "bigInt", "decimal", "float"];

// Of two numbers the one that holds more; of a date and a duration the date.
function wider(left: ColumnType | undefined, right: ColumnType | undefined): ColumnType | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const a = NUMERIC.indexOf(left.kind);
  const b = NUMERIC.indexOf(right.kind);
  if (a >= 0 && b >= 0) return b > a ? right : left;
  return left.kind === "duration" ? right : left;
}
