// Writes the shape of a query as a key, and gathers its parameters in a fixed order: equal keys share one compiled statement.
import { type Param, valueTag } from "./param.ts";
import type { BoundCondition, BoundExpression, BoundLeaf, Query, QuerySource, RightSide } from "./query.ts";

/** A key and the parameters that belong to it. */
export class Shape {
  key = "";
  readonly params: Param[] = [];

  /** Adds a whole query. */
  query(query: Query): void {
    this.key += `${query.model.name}`;
    if (query.source !== undefined) this.#source(query.source);
    for (const { name, steps } of query.relations) {
      this.key += `|r${name}=${steps.map(({ key }) => key).join()}`;
      for (const { filter } of steps) if (filter !== undefined) this.condition(filter);
    }
    for (const condition of query.where) {
      this.key += "|w";
      this.condition(condition);
    }
    if (query.annotations.length > 0) this.#annotations(query);
    if (query.values !== undefined) {
      this.key += `|v${query.values.form}`;
      for (const item of query.values.items) {
        this.key += `,${item.name}=`;
        this.expression(item.expression);
      }
    }
    if (query.order !== undefined) this.#order(query.order);
    if (query.reversed) this.key += "|rev";
    if (query.limit !== undefined || query.offset > 0) this.key += `|l${query.limit},${query.offset}`;
    if (query.distinct !== false) this.#distinct(query.distinct);
    if (query.related.length > 0) this.key += `|s${query.related.join()}`;
    if (query.only !== undefined) this.key += `|o${query.only.join()}`;
    if (query.group !== undefined) this.#group(query.group);
    if (query.lock !== undefined) this.key += `|k${query.lock.strength},${query.lock.of.join()},${query.lock.wait}`;
    if (query.combination !== undefined) {
      this.key += `|c${query.combination.operator}`;
      for (const other of query.combination.queries) {
        this.key += "(";
        this.query(other);
        this.key += ")";
      }
    }
  }

  #source({ name, query, follow }: QuerySource): void {
    this.key += `|cte ${name} ${follow === undefined ? "" : `${follow.relation.name} ${follow.depth}`}(`;
    this.query(query);
    this.key += ")";
  }

  #annotations(query: Query): void {
    for (const annotation of query.annotations) {
      this.key += `|a${annotation.selected ? "" : "-"}${annotation.name}=`;
      this.expression(annotation.expression);
    }
  }

  #order(terms: NonNullable<Query["order"]>): void {
    this.key += "|b";
    for (const term of terms) {
      this.key += `${term.descending ? "-" : "+"}${term.nulls ?? ""}`;
      if (term.expression === "random") this.key += "?";
      else this.expression(term.expression);
    }
  }

  #distinct(distinct: true | readonly BoundExpression[]): void {
    this.key += "|d";
    if (distinct !== true) this.#all(distinct);
  }

  #group(group: NonNullable<Query["group"]>): void {
    this.key += "|g";
    if (group !== "key") this.#all(group);
  }

  #all(nodes: readonly BoundExpression[]): void {
    for (const node of nodes) {
      this.key += ",";
      this.expression(node);
    }
  }

  /** Adds a condition. */
  condition(condition: BoundCondition): void {
    switch (condition.kind) {
      case "leaf":
        this.key += condition.operand.kind === "field" ? `f${condition.id}` : `n${condition.id}`;
        this.#right(condition.right);
        return;
      case "not":
        this.key += "!";
        this.condition(condition.item);
        return;
      case "expression":
        this.expression(condition.expression);
        return;
      case "constant":
        this.key += condition.value ? "T" : "F";
        return;
      default:
        this.key += `${condition.kind}(`;
        for (const item of condition.items) this.condition(item);
        this.key += ")";
    }
  }

  #right(right: RightSide): void {
    switch (right.kind) {
      case "value":
        this.key += "$";
        this.params.push(right.param);
        return;
      case "list":
        this.key += "[]";
        this.params.push(right.param);
        return;
      case "flag":
        this.key += right.value ? "t" : "f";
        return;
      case "pair":
        this.key += "..";
        this.#right(right.low);
        this.#right(right.high);
        return;
      case "expression":
        this.key += "=";
        this.expression(right.expression);
        return;
      case "expressions":
        this.key += "=[";
        this.#all(right.items);
        this.key += "]";
        return;
      case "query":
        this.key += "(";
        this.query(right.query);
        this.key += ")";
        return;
    }
  }

  /** Adds an expression. */
  expression(node: BoundExpression): void {
    switch (node.kind) {
      case "leaf":
        this.key += leafKey(node.leaf);
        return;
      case "value":
        this.key += `$${valueTag(node.param.value)}`;
        this.params.push(node.param);
        return;
      case "constant":
        this.key += JSON.stringify(node.value);
        return;
      case "compare":
      case "binary":
        this.key += `(${node.operator}`;
        this.#all([node.left, node.right]);
        this.key += ")";
        return;
      case "call":
        this.key += `${typeof node.name === "string" ? node.name : `~${node.name.custom}`}(`;
        this.#all(node.args);
        this.key += `)${typeKey(node.type)}`;
        return;
      case "raw":
        this.key += `raw${JSON.stringify(node.parts)}(`;
        this.#all(node.args);
        this.key += `)${typeKey(node.type)}`;
        return;
      case "search":
        this.key += `search${JSON.stringify(node.options)}(`;
        this.#all([...node.operands, node.query]);
        this.key += ")";
        return;
      case "subquery":
      case "exists":
        this.key += `${node.kind}(`;
        this.query(node.query);
        this.key += ")";
        return;
      case "condition":
        this.condition(node.condition);
        return;
      case "negate":
      case "collate":
      case "cast":
      case "extract":
      case "trunc":
        this.#unary(node);
        return;
      default:
        this.#compound(node);
    }
  }

  #unary(node: Extract<BoundExpression, { readonly operand: unknown }>): void {
    switch (node.kind) {
      case "negate":
        this.key += "-";
        break;
      case "collate":
        this.key += `collate ${node.collation} `;
        break;
      case "cast":
        this.key += `cast${typeKey(node.type)} `;
        break;
      case "extract":
        this.key += `part ${node.part} ${node.timeZone ?? ""} `;
        break;
      case "trunc":
        this.key += `trunc ${node.unit} ${node.to ?? ""} ${node.timeZone ?? ""} `;
    }
    this.expression(node.operand);
  }

  #compound(node: Extract<BoundExpression, { readonly kind: "aggregate" | "window" | "case" }>): void {
    if (node.kind === "case") {
      this.key += "case(";
      for (const { when, result } of node.branches) {
        this.condition(when);
        this.key += ":";
        this.expression(result);
      }
      this.key += "/";
      if (node.otherwise !== undefined) this.expression(node.otherwise);
      this.key += ")";
      return;
    }
    if (node.kind === "aggregate") {
      this.key += `${typeof node.name === "string" ? node.name : `~${node.name.custom}`}${node.distinct ? "!" : ""}${typeKey(node.type)}(`;
      this.#all(node.args);
      if (node.filter !== undefined) {
        this.key += "?";
        this.condition(node.filter);
      }
    } else {
      this.key += `over${JSON.stringify(node.frame ?? "")}(`;
      this.expression(node.call);
      this.key += ";";
      this.#all(node.partition);
    }
    for (const term of node.order) {
      this.key += `${term.descending ? "-" : "+"}${term.nulls ?? ""}`;
      this.expression(term.expression);
    }
    this.key += ")";
  }
}

function leafKey(leaf: BoundLeaf): string {
  if (leaf.kind === "field") return `${leaf.text === true ? "t" : "f"}${leaf.path.id}`;
  return leaf.kind === "reference" ? `@${leaf.annotation.name}` : `^${leaf.path}`;
}

function typeKey(type: unknown): string {
  return type === undefined ? "" : `:${typeof type === "string" ? type : JSON.stringify(type)}`;
}
