// Reduces a list of operations to a shorter one that does the same.
import type { Operation } from "./operation.ts";

/** The fewest operations that the reductions of operations lead to. The order of what remains keeps its sense. */
export function optimizeOperations(operations: readonly Operation[], label: string): readonly Operation[] {
  let current = operations;
  for (;;) {
    const next = reduceOnce(current, label);
    if (next.length === current.length && next.every((each, index) => each === current[index])) return current;
    current = next;
  }
}

function reduceOnce(operations: readonly Operation[], label: string): readonly Operation[] {
  const kept: Operation[] = [];
  for (const [index, operation] of operations.entries()) {
    const reduced = reduceFrom(operations, index, label);
    if (reduced !== undefined) return [...kept, ...reduced];
    kept.push(operation);
  }
  return kept;
}

/**
 * The operations from `index` on with two of them reduced to what they amount to; undefined where none can be.
 *
 * The result stands in the place of the later one while all between may run first, and else in that of the earlier one,
 * where all between may run after the later one.
 */
function reduceFrom(operations: readonly Operation[], index: number, label: string): readonly Operation[] | undefined {
  const operation = operations[index]!;
  let later = true;
  for (let at = index + 1; at < operations.length; at++) {
    const other = operations[at]!;
    const result = operation.reduce(other, label);
    if (typeof result === "boolean") {
      if (!result) later = false;
      continue;
    }
    const between = operations.slice(index + 1, at);
    const rest = operations.slice(at + 1);
    if (later) return [...between, ...result, ...rest];
    if (between.every((each) => each.reduce(other, label) === true)) return [...result, ...between, ...rest];
    return undefined;
  }
  return undefined;
}
