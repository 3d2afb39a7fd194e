// Parses the tokens of an expression into its nodes, with Jinja's precedence.
import type {
  Arguments,
  BinaryOperator,
  CompareOperator,
  Expression,
  FilterNode,
  ItemNode,
  KeywordArgument,
  NameNode,
  NamespaceTargetNode,
  SliceNode,
  Target,
} from "./nodes.ts";
import { noArguments } from "./nodes.ts";
import { readString } from "./string-literal.ts";
import { describeToken, TokenStream } from "./token-stream.ts";

/** How a list of expressions separated by commas is read. */
interface TupleRules {
  /** False where `a if b` is not read, since an `if` may follow. */
  readonly conditional?: boolean;
  /** Names that end the tuple. */
  readonly until?: readonly string[];
  readonly parenthesized?: boolean;
}

const compareOperators: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const literalStarts: ReadonlySet<string> = new Set(["name", "string", "integer", "float", "(", "[", "{"]);
const constants: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);

/** Reads expressions and assignment targets from a token stream. */
export class ExpressionParser extends TokenStream {
  /** Whether strings that stand side by side are several operands, as in `{% cycle "a" "b" %}`, and not one text. */
  #isApart = false;

  /** Reads a whole expression. */
  expression(): Expression {
    const depth = this.deepen(this.current.at);
    const isApart = this.#isApart;
    this.#isApart = false;
    const node = this.#conditional();
    this.#isApart = isApart;
    this.surface(depth);
    return node;
  }

  /** Reads expressions separated by commas; a single one without a comma is itself. */
  tuple(rules: TupleRules = {}): Expression {
    const { at } = this.current;
    const items: Expression[] = [];
    let isTuple = false;
    while (!this.#endsTuple(rules.until)) {
      items.push(this.#tupleItem(rules));
      if (!this.accept(",")) break;
      isTuple = true;
    }
    if (!isTuple) {
      if (items.length > 0) return items[0]!;
      if (rules.parenthesized !== true) this.fail(`Expected an expression, got "${describeToken(this.current)}".`);
    }
    return { type: "tuple", at, items };
  }

  #tupleItem(rules: TupleRules): Expression {
    if (rules.conditional !== false) return this.expression();
    const depth = this.deepen(this.current.at);
    const node = this.#or();
    this.surface(depth);
    return node;
  }

  #endsTuple(until: readonly string[] | undefined): boolean {
    const { type } = this.current;
    if (type === "variable_end" || type === "block_end" || type === ")" || type === "eof") return true;
    return until !== undefined && this.isName(...until);
  }

  /** Reads one name to be assigned to. */
  nameTarget(): NameNode {
    const token = this.expect("name");
    if (constants.has(token.value)) this.fail(`Cannot assign to "${token.value}".`, undefined, token.at);
    return { type: "name", at: token.at, name: token.value };
  }

  /** Reads what can be assigned to: a name, several, or with `namespaces` also `ns.name`. */
  target(until: readonly string[] = [], namespaces = false): Target {
    const { at } = this.current;
    const items: Target[] = [];
    let isTuple = false;
    while (!this.#endsTuple(until)) {
      items.push(this.#targetItem(namespaces));
      if (!this.accept(",")) break;
      isTuple = true;
    }
    if (!isTuple && items.length > 0) return items[0]!;
    if (!isTuple) this.fail(`Expected a name to assign to, got "${describeToken(this.current)}".`);
    return { type: "targets", at, items };
  }

  #targetItem(namespaces: boolean): Target {
    const { at, type } = this.current;
    if (namespaces && type === "name" && this.following.type === ".") return this.#namespaceTarget();
    const node = this.#primary();
    const target = toTarget(node);
    if (target === undefined) this.fail(`Cannot assign to "${node.type}".`, undefined, at);
    return target!;
  }

  #namespaceTarget(): NamespaceTargetNode {
    const token = this.next();
    this.next();
    return { type: "namespace", at: token.at, object: token.value, name: this.expect("name").value };
  }

  #conditional(): Expression {
    const start = this.current.at;
    let yes = this.#or();
    while (this.accept("name", "if")) {
      this.deepen(start);
      const test = this.#or();
      const no = this.accept("name", "else") ? this.expression() : null;
      yes = { type: "conditional", at: start, test, yes, no };
    }
    return yes;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.is("name", "or")) left = this.#binary("or", left, () => this.#and());
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.is("name", "and")) left = this.#binary("and", left, () => this.#not());
    return left;
  }

  #binary(operator: BinaryOperator, left: Expression, operand: () => Expression): Expression {
    const { at } = this.next();
    this.deepen(at);
    return { type: "binary", at, operator, left, right: operand() };
  }

  #not(): Expression {
    if (!this.is("name", "not")) return this.#compare();
    const { at } = this.next();
    const depth = this.deepen(at);
    const operand = this.#not();
    this.surface(depth);
    return { type: "unary", at, operator: "not", operand };
  }

  #compare(): Expression {
    const { at } = this.current;
    const left = this.#sum();
    const steps: { readonly operator: CompareOperator; readonly right: Expression }[] = [];
    for (;;) {
      const operator = this.#compareOperator();
      if (operator === undefined) break;
      steps.push({ operator, right: this.#sum() });
    }
    return steps.length === 0 ? left : { type: "compare", at, left, steps };
  }

  #compareOperator(): CompareOperator | undefined {
    const { type } = this.current;
    if (compareOperators.has(type)) return this.next().type as CompareOperator;
    if (this.accept("name", "in")) return "in";
    if (this.is("name", "not") && this.following.type === "name" && this.following.value === "in") {
      this.next();
      this.next();
      return "not in";
    }
    return undefined;
  }

  #sum(): Expression {
    let left = this.#concat();
    for (;;) {
      const { type } = this.current;
      if (type !== "+" && type !== "-") return left;
      left = this.#binary(type, left, () => this.#concat());
    }
  }

  #concat(): Expression {
    const { at } = this.current;
    const items = [this.#product()];
    while (this.accept("~")) items.push(this.#product());
    return items.length === 1 ? items[0]! : { type: "concat", at, items };
  }

  #product(): Expression {
    let left = this.#power();
    for (;;) {
      const { type } = this.current;
      if (type !== "*" && type !== "/" && type !== "//" && type !== "%") return left;
      left = this.#binary(type, left, () => this.#power());
    }
  }

  #power(): Expression {
    let left = this.unary(true);
    while (this.is("**")) left = this.#binary("**", left, () => this.unary(true));
    return left;
  }

  /** Reads one operand with its attributes, calls and filters. */
  operand(): Expression {
    const isApart = this.#isApart;
    this.#isApart = true;
    const node = this.unary(true);
    this.#isApart = isApart;
    return node;
  }

  /** Reads one operand with its sign, attributes, calls and, if asked, filters and tests. */
  protected unary(withFilters: boolean): Expression {
    const { at, type } = this.current;
    const depth = this.deepen(at);
    let node: Expression;
    if (type === "-" || type === "+") {
      this.next();
      node = { type: "unary", at, operator: type, operand: this.unary(false) };
    } else node = this.#primary();
    node = this.#postfix(node);
    if (withFilters) node = this.#filters(node);
    this.surface(depth);
    return node;
  }

  #primary(): Expression {
    const { at, type, value } = this.current;
    switch (type) {
      case "name": {
        this.next();
        const constant = constants.get(value);
        return constant === undefined ? { type: "name", at, name: value } : { type: "constant", at, value: constant };
      }
      case "string": {
        let text = readString(this.next().value);
        while (!this.#isApart && this.is("string")) text += readString(this.next().value);
        return { type: "constant", at, value: text };
      }
      case "integer":
        this.next();
        return { type: "constant", at, value: Number(value.replaceAll("_", "")) };
      case "float":
        this.next();
        return { type: "constant", at, value: Number(value.replaceAll("_", "")), float: true };
      case "(": {
        this.next();
        const depth = this.deepen(at);
        const node = this.tuple({ parenthesized: true });
        this.surface(depth);
        this.expect(")");
        return node;
      }
      case "[":
        return this.#list();
      case "{":
        return this.#dict();
      default:
        return this.fail(`Expected an expression, got "${describeToken(this.current)}".`);
    }
  }

  #list(): Expression {
    const { at } = this.next();
    const items: Expression[] = [];
    while (!this.is("]")) {
      if (items.length > 0) this.expect(",");
      if (this.is("]")) break;
      items.push(this.expression());
    }
    this.expect("]");
    return { type: "list", at, items };
  }

  #dict(): Expression {
    const { at } = this.next();
    const entries: { readonly key: Expression; readonly value: Expression }[] = [];
    while (!this.is("}")) {
      if (entries.length > 0) this.expect(",");
      if (this.is("}")) break;
      const key = this.expression();
      this.expect(":");
      entries.push({ key, value: this.expression() });
    }
    this.expect("}");
    return { type: "dict", at, entries };
  }

  #postfix(node: Expression): Expression {
    for (;;) {
      const { type } = this.current;
      if (type === "." || type === "[" || type === "?.") node = this.#subscript(node);
      else if (type === "(") node = this.#call(node);
      else return node;
    }
  }

  #filters(node: Expression): Expression {
    for (;;) {
      const { type } = this.current;
      if (type === "|") node = this.filter(node);
      else if (this.is("name", "is")) node = this.#test(node);
      else if (type === "(") node = this.#call(node);
      else return node;
    }
  }

  #call(callee: Expression): Expression {
    const { at } = this.current;
    this.deepen(at);
    return { type: "call", at: callee.at, callee, ...this.callArguments() };
  }

  #subscript(object: Expression): Expression {
    const dot = this.next();
    this.deepen(dot.at);
    const optional = dot.type === "?.";
    if (dot.type === "[") return this.#item(object, dot.at, false);
    if (optional && this.accept("[")) return this.#item(object, dot.at, true);
    const { at, type, value } = this.next();
    if (type === "name") return { type: "attribute", at, object, name: value, optional };
    if (type === "integer")
      return { type: "item", at, object, key: { type: "constant", at, value: Number(value) }, optional };
    return this.fail(`Expected a name or number after "${dot.type}".`, undefined, at);
  }

  #item(object: Expression, at: number, optional: boolean): ItemNode {
    const keys: (Expression | SliceNode)[] = [];
    let isTuple = false;
    while (!this.is("]")) {
      if (keys.length > 0) {
        this.expect(",");
        isTuple = true;
        if (this.is("]")) break;
      }
      keys.push(this.#key());
    }
    this.expect("]");
    if (keys.length === 0) this.fail("Expected an expression between the brackets.", undefined, at);
    if (!isTuple) return { type: "item", at, object, key: keys[0]!, optional };
    const slice = keys.find((key) => key.type === "slice");
    if (slice !== undefined) this.fail("A slice cannot stand beside other keys.", undefined, slice.at);
    return { type: "item", at, object, key: { type: "tuple", at, items: keys as Expression[] }, optional };
  }

  #key(): Expression | SliceNode {
    const { at } = this.current;
    let start: Expression | null = null;
    if (!this.is(":")) {
      start = this.expression();
      if (!this.is(":")) return start;
    }
    this.expect(":");
    const stop = this.#bound();
    const step = this.accept(":") ? this.#bound() : null;
    return { type: "slice", at, start, stop, step };
  }

  #bound(): Expression | null {
    return this.is(":") || this.is("]") || this.is(",") ? null : this.expression();
  }

  /** Reads `(a, b=1, *rest, **keywords)`. */
  protected callArguments(): Arguments {
    const { at } = this.expect("(");
    const args: Expression[] = [];
    const kwargs: KeywordArgument[] = [];
    let rest: Expression | null = null;
    let keywords: Expression | null = null;
    let isFirst = true;
    while (!this.is(")")) {
      if (!isFirst) this.expect(",");
      if (this.is(")")) break;
      isFirst = false;
      let isAllowed = keywords === null;
      if (this.accept("*")) {
        isAllowed &&= rest === null;
        rest = this.expression();
      } else if (this.accept("**")) keywords = this.expression();
      else if (this.is("name") && this.following.type === "=") {
        const name = this.next().value;
        this.next();
        kwargs.push({ name, value: this.expression() });
      } else {
        isAllowed &&= rest === null && kwargs.length === 0;
        args.push(this.expression());
      }
      if (!isAllowed)
        this.fail(
          "Invalid syntax for function call expression.",
          "The order is f(a, b=1, *rest, **keywords), with one * and one ** at most.",
          at,
        );
    }
    this.expect(")");
    return { args, kwargs, rest, keywords };
  }

  /** Reads filters, the first without its bar if `inline`. */
  filter(value: Expression, inline?: boolean): Expression;
  filter(value: null, inline?: boolean): FilterNode | null;
  filter(value: Expression | null, inline = false): Expression | null {
    while (this.is("|") || inline) {
      if (!inline) this.deepen(this.next().at);
      inline = false;
      const { at } = this.current;
      const name = this.#dottedName();
      value = { type: "filter", at, value, name, ...(this.is("(") ? this.callArguments() : noArguments) };
    }
    return value;
  }

  #dottedName(): string {
    let name = this.expect("name").value;
    while (this.accept(".")) name += `.${this.expect("name").value}`;
    return name;
  }

  #test(value: Expression): Expression {
    const { at } = this.next();
    this.deepen(at);
    const isNegated = this.accept("name", "not");
    const nameAt = this.current.at;
    const name = this.#dottedName();
    let list = noArguments;
    if (this.is("(")) list = this.callArguments();
    else if (literalStarts.has(this.current.type) && !this.isName("else", "or", "and", "is", "if", "not", "in"))
      list = { ...noArguments, args: [this.#postfix(this.#primary())] };
    else if (this.is("name", "is")) this.fail('Tests with "is" cannot be chained.', 'Join them with "and".');
    const test: Expression = { type: "test", at: nameAt, value, name, ...list };
    return isNegated ? { type: "unary", at, operator: "not", operand: test } : test;
  }
}

function toTarget(node: Expression): Target | undefined {
  if (node.type === "name") return node;
  if (node.type !== "tuple" && node.type !== "list") return undefined;
  const items: Target[] = [];
  for (const item of node.items) {
    const target = toTarget(item);
    if (target === undefined) return undefined;
    items.push(target);
  }
  return { type: "targets", at: node.at, items };
}
