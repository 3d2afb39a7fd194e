// Decides, for every scope of a template, which names it owns and which of them need the outer value first.
import type { Body, Expression, SliceNode, Statement } from "../syntax/nodes.ts";
import { bodiesOf, eachExpression, eachPart, expressionsOf, namesOf } from "../syntax/walk.ts";

/** What the compiler knows about a name's JavaScript variable. */
export interface Variable {
  /** JavaScript that reads it. */
  readonly code: string;
  /** A macro whose function is called without looking at its arguments' names at run time. */
  readonly macro?: MacroShape | undefined;
  /** The loop whose `loop` or `forloop` this is. */
  readonly loop?: LoopShape | undefined;
  /** Says, for an imported name, why it may be undefined. */
  readonly missing?: string | undefined;
  /** A block's `super`, caller and the like, which includes do not see. */
  readonly hidden?: boolean | undefined;
}

/** How a macro's function takes its arguments. */
export interface MacroShape {
  readonly code: string;
  readonly params: readonly string[];
  readonly catchesRest: boolean;
  readonly catchesKeywords: boolean;
  readonly usesCaller: boolean;
}

/** The JavaScript variables of one loop; those that are undefined do not exist in this loop. */
export interface LoopShape {
  readonly index: string;
  readonly length: string;
  readonly list: string;
  readonly depth: string;
  readonly object: string | undefined;
  /** The function of a recursive loop. */
  readonly recurse: string | undefined;
}

/** Names and their variables, inside of those of the outer scope. */
export class Scope {
  readonly outer: Scope | undefined;
  readonly #variables = new Map<string, Variable>();

  constructor(outer?: Scope) {
    this.outer = outer;
  }

  find(name: string): Variable | undefined {
    return this.#variables.get(name) ?? this.outer?.find(name);
  }

  define(name: string, variable: Variable): void {
    this.#variables.set(name, variable);
  }

  /** All variables that can be seen from here, inner ones before outer ones of the same name. */
  visible(): ReadonlyMap<string, Variable> {
    return new Map([...(this.outer?.visible() ?? []), ...this.#variables]);
  }
}

/** How a scope assigns one of its names. */
export interface Assignment {
  /** Whether the outer value must be there first. */
  readonly needsOuter: boolean;
  /** At how many places it is assigned. */
  readonly count: number;
}

/**
 * Finds the names assigned in a body, without those of scopes inside it.
 *
 * A name needs the outer value where it may be read before it is assigned, or is assigned in a branch only.
 */
export function findAssignments(body: Body): ReadonlyMap<string, Assignment> {
  const found = new Map<string, Assignment>();
  const settled = new Set<string>();
  const early = new Set<string>();
  const read = (node: Expression | SliceNode): void => {
    if (node.type === "name" && !settled.has(node.name)) early.add(node.name);
    eachPart(node, read);
  };
  const store = (name: string, isBranch: boolean): void => {
    const known = found.get(name);
    const isEarly = !settled.has(name) && (isBranch || early.has(name));
    found.set(name, { needsOuter: known?.needsOuter === true || isEarly, count: (known?.count ?? 0) + 1 });
    if (!isBranch) settled.add(name);
  };
  const walk = (nodes: Body, isBranch: boolean): void => {
    for (const node of nodes) {
      expressionsOf(node).forEach(read);
      if (isOpen(node)) for (const inner of bodiesOf(node)) walk(inner, isBranch || node.type === "if");
      else
        for (const inner of bodiesOf(node))
          eachExpression(inner, (part) => {
            if (part.type === "name" && !settled.has(part.name)) early.add(part.name);
          });
      for (const name of storesOf(node)) store(name, isBranch);
    }
  };
  walk(body, false);
  return found;
}

/** Whether the names set inside a statement are those of the scope around it. */
function isOpen(node: Statement): boolean {
  return node.type === "if" || (node.type === "group" && !node.scope);
}

function storesOf(node: Statement): readonly string[] {
  switch (node.type) {
    case "set":
    case "set-block":
      return namesOf(node.target);
    case "macro":
      return [node.name];
    case "import":
      return [node.target];
    case "from-import":
      return node.names.map((entry) => entry.alias);
    case "custom":
      return node.target === null ? [] : namesOf(node.target);
    default:
      return [];
  }
}

/** Finds the names that a template reads but nothing in it assigns: what its context must have. */
export function findUndeclared(body: Body): ReadonlySet<string> {
  const undeclared = new Set<string>();
  visitBody(body, new Set(), undeclared);
  return undeclared;
}

function visitBody(body: Body, outer: ReadonlySet<string>, undeclared: Set<string>): void {
  const known = new Set(outer);
  visitOpen(body, known, undeclared);
}

function visitOpen(body: Body, known: Set<string>, undeclared: Set<string>): void {
  for (const node of body) {
    if (node.type === "for") {
      visitExpression(node.iterable, known, undeclared);
      const inner = new Set([...known, ...namesOf(node.target), "loop", "forloop"]);
      if (node.test !== null) visitExpression(node.test, inner, undeclared);
      visitBody(node.body, inner, undeclared);
      visitBody(node.otherwise, known, undeclared);
    } else if (node.type === "with") {
      const inner = new Set(known);
      for (const { target, value } of node.values) {
        visitExpression(value, known, undeclared);
        for (const name of namesOf(target)) inner.add(name);
      }
      visitBody(node.body, inner, undeclared);
    } else {
      for (const expression of expressionsOf(node)) visitExpression(expression, known, undeclared);
      for (const inner of bodiesOf(node))
        if (isOpen(node)) visitOpen(inner, known, undeclared);
        else visitBody(inner, new Set([...known, ...namesInside(node)]), undeclared);
      for (const name of storesOf(node)) known.add(name);
    }
  }
}

function namesInside(node: Statement): readonly string[] {
  switch (node.type) {
    case "macro":
      return [node.name, ...node.params.map((param) => param.name), "varargs", "kwargs", "caller"];
    case "call-block":
      return [...node.params.map((param) => param.name), "varargs", "kwargs", "caller"];
    case "block":
      return ["super", "block"];
    default:
      return [];
  }
}

function visitExpression(node: Expression | SliceNode, known: ReadonlySet<string>, undeclared: Set<string>): void {
  if (node.type === "name" && !known.has(node.name) && node.name !== "self") undeclared.add(node.name);
  eachPart(node, (part) => visitExpression(part, known, undeclared));
}
