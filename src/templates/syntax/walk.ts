// Lists the parts of nodes, so that analyses need not know every kind of node.
import type { Arguments, Body, Expression, SliceNode, Statement, Target } from "./nodes.ts";

/** Calls `visit` with the expressions directly inside an expression. */
export function eachPart(node: Expression | SliceNode, visit: (part: Expression | SliceNode) => void): void {
  switch (node.type) {
    case "name":
    case "constant":
      return;
    case "list":
    case "tuple":
    case "concat":
      node.items.forEach(visit);
      return;
    case "dict":
      for (const { key, value } of node.entries) {
        visit(key);
        visit(value);
      }
      return;
    case "binary":
      visit(node.left);
      visit(node.right);
      return;
    case "unary":
      visit(node.operand);
      return;
    case "compare":
      visit(node.left);
      for (const step of node.steps) visit(step.right);
      return;
    case "conditional":
      visit(node.test);
      visit(node.yes);
      if (node.no !== null) visit(node.no);
      return;
    case "attribute":
      visit(node.object);
      return;
    case "item":
      visit(node.object);
      visit(node.key);
      return;
    case "slice":
      for (const part of [node.start, node.stop, node.step]) if (part !== null) visit(part);
      return;
    case "call":
      visit(node.callee);
      eachArgument(node, visit);
      return;
    case "filter":
    case "test":
      if (node.value !== null) visit(node.value);
      eachArgument(node, visit);
  }
}

function eachArgument(list: Arguments, visit: (part: Expression) => void): void {
  list.args.forEach(visit);
  for (const argument of list.kwargs) visit(argument.value);
  if (list.rest !== null) visit(list.rest);
  if (list.keywords !== null) visit(list.keywords);
}

/** The expressions that a statement itself evaluates, without those of its bodies. */
export function expressionsOf(node: Statement): readonly Expression[] {
  switch (node.type) {
    case "print":
    case "do":
    case "set":
    case "autoescape":
      return [node.value];
    case "for":
      return node.test === null ? [node.iterable] : [node.iterable, node.test];
    case "if":
      return node.branches.map((branch) => branch.test);
    case "macro":
      return node.params.flatMap((param) => param.value ?? []);
    case "call-block":
      return [node.call, ...node.params.flatMap((param) => param.value ?? [])];
    case "filter-block":
      return [node.filter];
    case "set-block":
      return node.filter === null ? [] : [node.filter];
    case "with":
      return node.values.map((entry) => entry.value);
    case "extends":
    case "import":
    case "from-import":
      return [node.template];
    case "include":
      return [node.template, ...node.values.map((entry) => entry.value)];
    case "trans": {
      const given = new Set(node.values.map((entry) => entry.name));
      const read = node.names.filter((name) => !given.has(name));
      if (node.count !== null && !given.has(node.count) && !read.includes(node.count)) read.push(node.count);
      return [
        ...node.values.map((entry) => entry.value),
        ...read.map((name): Expression => ({ type: "name", at: node.at, name })),
      ];
    }
    case "custom":
      return [...node.args, ...node.kwargs.map((entry) => entry.value)];
    default:
      return [];
  }
}

/** The bodies of a statement. */
export function bodiesOf(node: Statement): readonly Body[] {
  switch (node.type) {
    case "for":
      return [node.body, node.otherwise];
    case "if":
      return [...node.branches.map((branch) => branch.body), ...(node.otherwise === null ? [] : [node.otherwise])];
    case "macro":
    case "call-block":
    case "filter-block":
    case "set-block":
    case "with":
    case "block":
    case "autoescape":
    case "partialdef":
    case "group":
      return [node.body];
    case "custom":
      return node.bodies.map((entry) => entry.body);
    default:
      return [];
  }
}

/** Whether `found` holds for any statement in a body, at any depth. */
export function someStatement(body: Body, found: (node: Statement) => boolean): boolean {
  return body.some((node) => found(node) || bodiesOf(node).some((inner) => someStatement(inner, found)));
}

/** Whether `found` holds for any part of an expression, itself included. */
export function somePart(node: Expression | SliceNode, found: (part: Expression | SliceNode) => boolean): boolean {
  if (found(node)) return true;
  let isFound = false;
  eachPart(node, (part) => {
    isFound ||= somePart(part, found);
  });
  return isFound;
}

/** Calls `visit` with every expression of a body, at any depth. */
export function eachExpression(body: Body, visit: (node: Expression | SliceNode) => void): void {
  const walk = (node: Expression | SliceNode): void => {
    visit(node);
    eachPart(node, walk);
  };
  for (const node of body) {
    expressionsOf(node).forEach(walk);
    for (const inner of bodiesOf(node)) eachExpression(inner, visit);
  }
}

/** The names that a target assigns. */
export function namesOf(target: Target): readonly string[] {
  if (target.type === "name") return [target.name];
  return target.type === "targets" ? target.items.flatMap(namesOf) : [];
}
