// Defines the expression that users hold: arithmetic, comparisons and order over a tree of plain data.
import type { ColumnType } from "../column-type.ts";
import { Param } from "../query/param.ts";
import { QueryHolder } from "../query/query-holder.ts";
import type { ArithmeticOperator, CompareOperator } from "../sql/node.ts";
import type { YieldsOver } from "../types/expression-type.ts";
import { type Expressible, type FreeCondition, Q } from "./condition-input.ts";
import { type NamedType, typeNamed, type ValueOfType } from "./named-type.ts";

const INTEGER: ColumnType = { kind: "integer" };

/** What stands beside an expression in arithmetic and comparisons: a value, or another expression. */
export type OperandInput<Paths extends string> = number | bigint | string | boolean | Date | YieldsOver<unknown, Paths>;

/** A term of an order: an expression, its direction, and where nulls go. */
export class Ordering<Paths extends string> {
  declare readonly "~paths": Paths;
  readonly node: Expressible;
  readonly descending: boolean;
  readonly nulls: "first" | "last" | undefined;
  constructor(node: Expressible, descending: boolean, nulls?: "first" | "last") {
    this.node = node;
    this.descending = descending;
    this.nulls = nulls;
  }
}

/**
 * Something that SQL computes. Examples are `Article.F("views").add(1)`, `lower("title")` and `count("tags")`.
 *
 * `Paths` are the paths that the query set which takes the expression checks against its model.
 */
export class Expression<Value, Paths extends string = never> implements YieldsOver<Value, Paths> {
  declare readonly "~yields": Value;
  declare readonly "~paths": Paths;
  readonly node: Expressible;
  constructor(node: Expressible) {
    this.node = node;
  }

  add<P extends string = never>(other: OperandInput<P>): Expression<Value, Paths | P> {
    return this.#binary("+", other);
  }
  sub<P extends string = never>(other: OperandInput<P>): Expression<Value, Paths | P> {
    return this.#binary("-", other);
  }
  mul<P extends string = never>(other: OperandInput<P>): Expression<Value, Paths | P> {
    return this.#binary("*", other);
  }
  div<P extends string = never>(other: OperandInput<P>): Expression<Value, Paths | P> {
    return this.#binary("/", other);
  }
  /** The rest of a division. */
  mod<P extends string = never>(other: OperandInput<P>): Expression<Value, Paths | P> {
    return this.#binary("%", other);
  }
  pow<P extends string = never>(other: OperandInput<P>): Expression<Value, Paths | P> {
    return this.#binary("^", other);
  }
  bitAnd<P extends string = never>(other: OperandInput<P>): Expression<Value, Paths | P> {
    return this.#binary("&", other);
  }
  bitOr<P extends string = never>(other: OperandInput<P>): Expression<Value, Paths | P> {
    return this.#binary("|", other);
  }
  neg(): Expression<Value, Paths> {
    return new Expression({ kind: "negate", operand: this.node });
  }

  /** Equal; null is equal to null alone. */
  eq<P extends string = never>(other: OperandInput<P> | null): FreeCondition {
    return this.#compare(other === null ? "is" : "=", other);
  }
  /** Different. */
  ne<P extends string = never>(other: OperandInput<P> | null): FreeCondition {
    return this.#compare(other === null ? "is not" : "<>", other);
  }
  gt<P extends string = never>(other: OperandInput<P>): FreeCondition {
    return this.#compare(">", other);
  }
  gte<P extends string = never>(other: OperandInput<P>): FreeCondition {
    return this.#compare(">=", other);
  }
  lt<P extends string = never>(other: OperandInput<P>): FreeCondition {
    return this.#compare("<", other);
  }
  lte<P extends string = never>(other: OperandInput<P>): FreeCondition {
    return this.#compare("<=", other);
  }

  /** Itself as a condition, for one that yields a boolean: rawSql`a > b`.isTrue(). */
  isTrue(): FreeCondition {
    return new Q({ kind: "expression", expression: this.node }) as FreeCondition;
  }

  /** Part of a text, as `String.prototype.slice` counts, from 0 on. */
  slice(start: number, end?: number): Expression<Value, Paths> {
    const size = end === undefined ? [] : [nodeOfValue(Math.max(0, end - start), INTEGER)];
    const args = [this.node, nodeOfValue(start + 1, INTEGER), ...size];
    return new Expression({ kind: "call", name: "substr", args, type: { kind: "text" } });
  }
  /** The same value, said to be of this type: that of hand-written SQL, or another than the database finds. */
  as<const Type extends NamedType | ColumnType>(type: Type): Expression<ValueOfType<Type>, Paths> {
    const { node } = this;
    const named = typeNamed(type);
    if (node.kind === "raw" || node.kind === "call" || node.kind === "aggregate" || node.kind === "value")
      return new Expression({ ...node, type: named });
    return new Expression({ kind: "raw", parts: ["", ""], args: [node], type: named });
  }

  /** Orders from the least. */
  asc(options: { readonly nulls?: "first" | "last" } = {}): Ordering<Paths> {
    return new Ordering(this.node, false, options.nulls);
  }
  /** Orders from the greatest. */
  desc(options: { readonly nulls?: "first" | "last" } = {}): Ordering<Paths> {
    return new Ordering(this.node, true, options.nulls);
  }

  #compare(operator: CompareOperator, other: unknown): FreeCondition {
    const expression: Expressible = { kind: "compare", operator, left: this.node, right: nodeOfValue(other) };
    return new Q({ kind: "expression", expression }) as FreeCondition;
  }
  #binary<P extends string>(operator: ArithmeticOperator, other: OperandInput<P>): Expression<Value, Paths | P> {
    return new Expression({ kind: "binary", operator, left: this.node, right: nodeOfValue(other) });
  }
}

/** The node of an expression, or of a plain value. */
export function nodeOfValue(input: unknown, type?: ColumnType): Expressible {
  if (input instanceof Expression) return input.node;
  if (input instanceof Q) return { kind: "condition", condition: input.input };
  if (input instanceof QueryHolder) return { kind: "subquery", query: input.query };
  return { kind: "value", param: new Param(input), type };
}

/** The node of an expression, or of the path that a text names. */
export function nodeOfPath(input: unknown): Expressible {
  return typeof input === "string" ? { kind: "leaf", leaf: { kind: "path", path: input } } : nodeOfValue(input);
}
