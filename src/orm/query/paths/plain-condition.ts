// Tells whether a condition reads nothing but the columns of one row.
import type { BoundCondition, RightSide } from "../query.ts";

/** Whether a condition compares columns of the row itself with values alone. */
export function isPlainOn(condition: BoundCondition): boolean {
  switch (condition.kind) {
    case "leaf":
      return (
        condition.operand.kind === "field" && condition.operand.path.steps.length === 0 && isValue(condition.right)
      );
    case "not":
      return isPlainOn(condition.item);
    case "constant":
      return true;
    case "expression":
      return false;
    default:
      return condition.items.every(isPlainOn);
  }
}

function isValue(right: RightSide): boolean {
  if (right.kind === "pair") return isValue(right.low) && isValue(right.high);
  return right.kind === "value" || right.kind === "list" || right.kind === "flag";
}
