// Defines conditions as the user combines them: lookups joined by and, or, xor and not, before they are bound to a query.
import type { Query } from "../query/query.ts";
import type { Condition, YieldsOver } from "../types/expression-type.ts";
import type { ExpressionNode } from "./expression-node.ts";

/** A path before it is resolved: of the query itself, or of the one around it. */
export type PathLeaf = {
  readonly kind: "path" | "outer";
  readonly path: string;
  /** The text at the end of a path into a JSON document, in place of JSON. */
  readonly text?: boolean | undefined;
};

/** An expression as its functions build it. */
export type Expressible = ExpressionNode<PathLeaf, ConditionInput, Query>;

/** A condition as the user wrote it. */
export type ConditionInput =
  | { readonly kind: "where"; readonly where: Readonly<Record<string, unknown>> }
  | { readonly kind: "and" | "or" | "xor"; readonly items: readonly ConditionInput[] }
  | { readonly kind: "not"; readonly item: ConditionInput }
  | { readonly kind: "expression"; readonly expression: Expressible };

/**
 * A condition that can be combined with others. For example: `Article.q({ views__gt: 9 }).or(Article.q({ pinned: true
 * }))`.
 *
 * Made by a model's `q`, by `exists` and by the comparisons of expressions.
 */
export class Q<Instance> implements Condition<Instance> {
  declare readonly "~q": Instance;
  readonly input: ConditionInput;
  constructor(input: ConditionInput) {
    this.input = input;
  }
  and(other: Condition<Instance>): Q<Instance> {
    return this.#joined("and", other);
  }
  or(other: Condition<Instance>): Q<Instance> {
    return this.#joined("or", other);
  }
  /** True when exactly one of the two is. */
  xor(other: Condition<Instance>): Q<Instance> {
    return this.#joined("xor", other);
  }
  not(): Q<Instance> {
    return new Q({ kind: "not", item: this.input });
  }
  #joined(kind: "and" | "or" | "xor", other: Condition<Instance>): Q<Instance> {
    return new Q({ kind, items: [this.input, conditionInput(other)] });
  }
}

/** A condition that does not say of which model it is: that of an expression, or of a sub-query. */
// biome-ignore lint/suspicious/noExplicitAny: never could not be joined with others, and unknown stands for no model
export type FreeCondition = Q<any> & YieldsOver<boolean, never>;

/** The input of a condition, or of a plain record of lookups. */
export function conditionInput(condition: unknown): ConditionInput {
  return condition instanceof Q ? condition.input : { kind: "where", where: condition as Record<string, unknown> };
}
