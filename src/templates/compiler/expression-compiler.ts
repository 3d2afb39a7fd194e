// Compiles expressions into JavaScript that reads local variables where the scope allows, and calls helpers elsewhere.
import { isRefusedName } from "../runtime/names.ts";
import type {
  AttributeNode,
  BinaryNode,
  CompareNode,
  ConditionalNode,
  Expression,
  ItemNode,
  SliceNode,
  UnaryNode,
} from "../syntax/nodes.ts";
import type { Frame } from "./frame.ts";
import { type Code, quote } from "./function-frame.ts";
import type { LoopShape } from "./scope.ts";
import { describeNode, type Unit } from "./unit.ts";

const arithmetic: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "//": "floorDivide",
  "%": "modulo",
  "**": "power",
};

const comparisons: Readonly<Record<string, string>> = {
  "==": "equal",
  "!=": "unequal",
  "<": "less",
  "<=": "lessOrEqual",
  ">": "greater",
  ">=": "greaterOrEqual",
  in: "contains",
  "not in": "lacks",
};

// Own properties of built-in objects that a mapping's key or the sandbox comes before.
const slowNames: ReadonlySet<string> = new Set(["size", "stack", "cause", "length", "message", "then"]);

/** Compiles expressions; subclasses add calls, filters and statements. */
export abstract class ExpressionCompiler {
  readonly unit: Unit;

  constructor(unit: Unit) {
    this.unit = unit;
  }

  protected abstract call(node: Expression & { type: "call" }, frame: Frame): Code;
  protected abstract filter(node: Expression & { type: "filter" }, frame: Frame): Code;
  protected abstract test(node: Expression & { type: "test" }, frame: Frame): Code;

  /** Compiles an expression whose value may still be a promise. */
  expression(node: Expression, frame: Frame): Code {
    switch (node.type) {
      case "name":
        return this.#name(node.name, frame);
      case "constant":
        return this.#constant(node.value, node.float === true);
      case "list":
        return any(`[${node.items.map((item) => this.plain(item, frame).code).join(",")}]`);
      case "tuple": {
        const items = `[${node.items.map((item) => this.plain(item, frame).code).join(",")}]`;
        return any(this.unit.settings.pythonSpelling ? `${this.unit.helper("tuple")}(${items})` : items);
      }
      case "dict": {
        const entries = node.entries.map(
          ({ key, value }) => `[${this.plain(key, frame).code},${this.plain(value, frame).code}]`,
        );
        return any(`${this.unit.helper("mapping")}([${entries.join(",")}])`);
      }
      case "concat": {
        const items = node.items.map((item) => this.operand(item, frame).code);
        return any(`${this.unit.helper("join")}(${escaping(frame)},[${items.join(",")}])`);
      }
      case "binary":
        return this.#binary(node, frame);
      case "unary":
        return this.#unary(node, frame);
      case "compare":
        return this.#compare(node, frame);
      case "conditional":
        return this.#conditional(node, frame);
      case "attribute":
        return this.#attribute(node, frame);
      case "item":
        return this.#item(node, frame);
      case "call":
        return this.call(node, frame);
      case "filter":
        return this.filter(node, frame);
      case "test":
        return this.test(node, frame);
    }
  }

  // --- promises and undefined values --------------------------------------------------------------------------------

  /** Awaits a value where functions may; elsewhere the helper it goes to finds the promise. */
  awaited(value: Code, frame: Frame): Code {
    if (!this.unit.awaits || isSettled(value)) return value;
    const thenable = this.unit.helper("isThenable");
    if (value.simple === true) return any(`(${thenable}(${value.code})?await ${value.code}:${value.code})`);
    const temp = frame.fn.take();
    frame.fn.release();
    return any(`(${thenable}(${temp}=${value.code})?await ${temp}:${temp})`);
  }

  /** As {@link awaited}, for values that go to code which would not know a promise. */
  settled(value: Code, frame: Frame): Code {
    if (this.unit.awaits || isSettled(value)) return this.awaited(value, frame);
    return { code: `${this.unit.helper("now")}(${value.code})`, kind: value.kind };
  }

  /** A value for lists, arguments and assignments: promises of the platform are awaited, other thenables handed on. */
  plain(node: Expression, frame: Frame): Code {
    const value = this.expression(node, frame);
    if (isSettled(value) || node.type === "list" || node.type === "dict" || node.type === "tuple") return value;
    if (!this.unit.awaits) return { ...value, code: `${this.unit.helper("noPromise")}(${value.code})`, simple: false };
    const temp = frame.fn.take();
    frame.fn.release();
    return any(`((${temp}=${value.code}) instanceof Promise?await ${temp}:${temp})`);
  }

  /** An operand: awaited, and in strict mode not undefined. */
  operand(node: Expression, frame: Frame): Code {
    return this.defined(this.awaited(this.expression(node, frame), frame), node, frame);
  }

  /** Refuses undefined values in strict mode. */
  defined(value: Code, node: Expression, frame: Frame): Code {
    if (this.unit.settings.undefined !== "strict" || (value.kind !== "any" && value.kind !== "undefined")) return value;
    return any(`${this.unit.helper("need")}(${value.code},${this.unit.positionOf(node, this.missing(node, frame))})`);
  }

  /** What to say when a name is undefined that was imported. */
  missing(node: Expression, frame: Frame): string | undefined {
    return node.type === "name" ? frame.scope.find(node.name)?.missing : undefined;
  }

  /** A boolean in JavaScript's sense. */
  truth(node: Expression, frame: Frame): string {
    const value = this.operand(node, frame);
    return this.truthOf(value);
  }

  truthOf(value: Code): string {
    return value.kind === "boolean" ? value.code : `${this.unit.helper("truth")}(${value.code})`;
  }

  // --- leaves ---------------------------------------------------------------------------------------------------------

  #name(name: string, frame: Frame): Code {
    const variable = frame.scope.find(name);
    if (variable !== undefined) return any(variable.code, true);
    if (name === "self") return any(`${this.unit.helper("selfOf")}(s,c)`);
    return any(this.contextName(name, frame), true);
  }

  /** The variable of a name that no scope of the template has. */
  contextName(name: string, frame: Frame): string {
    const read = (key: string): string => {
      const fallback = `s.globals[${quote(key)}]`;
      if (key in Object.prototype) return `${this.unit.helper("readOwn")}(s,d,${quote(key)})`;
      return `(t=d[${quote(key)}])!==undefined?t:${fallback}`;
    };
    return frame.fn.contextVariable(name, read, () => this.unit.id("c", name));
  }

  #constant(value: string | number | boolean | null, isFloat: boolean): Code {
    if (typeof value === "string") return { code: quote(value), kind: "text", simple: true };
    if (typeof value === "boolean") return { code: String(value), kind: "boolean", simple: true };
    if (value === null) return { code: "null", kind: "any", simple: true };
    if (isFloat && this.unit.settings.pythonSpelling)
      return any(this.unit.constant(`${this.unit.helper("float")}(${writeNumber(value)})`), true);
    return { code: writeNumber(value), kind: "number", simple: true };
  }

  // --- operators ------------------------------------------------------------------------------------------------------

  #binary(node: BinaryNode, frame: Frame): Code {
    if (node.operator === "and" || node.operator === "or") return this.#logical(node, frame);
    const left = this.operand(node.left, frame).code;
    const right = this.operand(node.right, frame).code;
    const helper = this.unit.helper(arithmetic[node.operator]!);
    const place = this.unit.position(node.at, describeMissing(node.left, node.right));
    return any(`${helper}(${left},${right},${place})`);
  }

  #logical(node: BinaryNode, frame: Frame): Code {
    const isAnd = node.operator === "and";
    const left = this.operand(node.left, frame);
    const temp = left.kind === "boolean" || left.simple === true ? undefined : frame.fn.take();
    const right = this.operand(node.right, frame);
    if (temp !== undefined) frame.fn.release();
    if (left.kind === "boolean") {
      const kind = right.kind === "boolean" ? "boolean" : "any";
      return { code: `(${left.code}${isAnd ? "&&" : "||"}${right.code})`, kind };
    }
    const truth = this.truthOf(temp === undefined ? left : any(`${temp}=${left.code}`));
    const value = temp ?? left.code;
    return any(isAnd ? `(${truth}?${right.code}:${value})` : `(${truth}?${value}:${right.code})`);
  }

  #unary(node: UnaryNode, frame: Frame): Code {
    if (node.operator === "not") return { code: `!${this.truth(node.operand, frame)}`, kind: "boolean" };
    const { operand } = node;
    if (operand.type === "constant" && typeof operand.value === "number" && operand.float !== true)
      return {
        code: node.operator === "-" ? `(-${writeNumber(operand.value)})` : writeNumber(operand.value),
        kind: "number",
      };
    const helper = this.unit.helper(node.operator === "-" ? "negative" : "positive");
    const place = this.unit.position(node.at, describeMissing(operand));
    return any(`${helper}(${this.operand(operand, frame).code},${place})`);
  }

  #compare(node: CompareNode, frame: Frame): Code {
    const tests: string[] = [];
    let left = this.operand(node.left, frame).code;
    let leftNode = node.left;
    let held = 0;
    node.steps.forEach(({ operator, right: rightNode }, i) => {
      let right = this.operand(rightNode, frame).code;
      let next = right;
      if (i < node.steps.length - 1) {
        next = frame.fn.take();
        held++;
        right = `${next}=${right}`;
      }
      const place = this.unit.position(node.at, describeMissing(leftNode, rightNode));
      tests.push(`${this.unit.helper(comparisons[operator]!)}(${left},${right},${place})`);
      left = next;
      leftNode = rightNode;
    });
    for (; held > 0; held--) frame.fn.release();
    return { code: tests.length === 1 ? tests[0]! : `(${tests.join("&&")})`, kind: "boolean" };
  }

  #conditional(node: ConditionalNode, frame: Frame): Code {
    const soft = { ...frame, soft: true };
    const test = this.truth(node.test, frame);
    const yes = this.expression(node.yes, soft);
    const no = node.no === null ? undefined : this.expression(node.no, soft);
    const kind = no !== undefined && no.kind === yes.kind ? yes.kind : "any";
    return { code: `(${test}?${yes.code}:${no?.code ?? "undefined"})`, kind };
  }

  // --- attributes -----------------------------------------------------------------------------------------------------

  #attribute(node: AttributeNode, frame: Frame): Code {
    const loop = this.findLoop(node.object, frame);
    const field = loop === undefined ? undefined : loopField(loop, node.name);
    if (field !== undefined) return field;
    if (node.object.type === "name" && node.object.name === "block" && node.name === "super") {
      const parent = frame.scope.find("super");
      if (parent !== undefined && frame.scope.find("block") === undefined) return this.callSuper(frame);
    }
    const object = this.object(node.object, node.name, frame);
    const place = this.unit.positionOf(node.object, this.missing(node.object, frame));
    const get = this.unit.helper(node.optional ? "getOptional" : "get");
    const key = quote(node.name);
    if (isRefusedName(node.name))
      return any(`${this.unit.helper("refuse")}(${object.code},${key},${this.unit.position(node.at)})`);
    if (slowNames.has(node.name) || node.name in Object.prototype) return any(`${get}(${object.code},${key},${place})`);
    const { fn } = frame;
    const holder = object.simple === true ? undefined : fn.take();
    const value = fn.take();
    const owner = holder ?? object.code;
    const access = /^[A-Za-z$][\w$]*$/.test(node.name) ? `?.${node.name}` : `?.[${key}]`;
    const read = `${holder === undefined ? owner : `(${holder}=${object.code})`}${access}`;
    fn.release();
    if (holder !== undefined) fn.release();
    return any(
      `((${value}=${read})!==undefined&&typeof ${value}!=="function"&&typeof ${owner}!=="function"?${value}:${get}(${owner},${key},${place}))`,
    );
  }

  /** The object of an attribute or call: a promise is awaited unless it has the attribute itself. */
  object(node: Expression, name: string | null, frame: Frame): Code {
    const value = this.expression(node, frame);
    return this.unit.awaits ? this.awaitedObject(value, name, frame) : value;
  }

  awaitedObject(value: Code, name: string | null, frame: Frame): Code {
    if (isSettled(value)) return value;
    const temp = frame.fn.take();
    frame.fn.release();
    const test = `${this.unit.helper("awaitsFor")}(${temp}=${value.code},${name === null ? "null" : quote(name)})`;
    return any(`(${test}?await ${temp}:${temp})`);
  }

  findLoop(node: Expression, frame: Frame): LoopShape | undefined {
    return node.type === "name" ? frame.scope.find(node.name)?.loop : undefined;
  }

  protected abstract callSuper(frame: Frame): Code;

  #item(node: ItemNode, frame: Frame): Code {
    const object = this.object(node.object, null, frame).code;
    const place = this.unit.positionOf(node.object, this.missing(node.object, frame));
    if (node.key.type === "slice") return any(this.#slice(object, node.key, place, node.optional, frame));
    const get = this.unit.helper(node.optional ? "itemOptional" : "item");
    return any(`${get}(${object},${this.operand(node.key, frame).code},${place})`);
  }

  #slice(object: string, key: SliceNode, place: string, isOptional: boolean, frame: Frame): string {
    const bounds = [key.start, key.stop, key.step].map((bound) =>
      bound === null ? "null" : this.operand(bound, frame).code,
    );
    return `${this.unit.helper(isOptional ? "sliceOptional" : "slice")}(${object},${bounds.join(",")},${place})`;
  }
}

/** Code whose value may be anything. */
export function any(code: string, simple?: boolean): Code {
  return { code, kind: "any", simple };
}

/** The JavaScript that says whether this place escapes. */
export function escaping(frame: Frame): string {
  return String(frame.autoescape);
}

function isSettled(value: Code): boolean {
  return value.kind !== "any" || value.code === "null";
}

function writeNumber(value: number): string {
  // Literals have no sign, and those beyond all bounds are Infinity, which is a name in JavaScript as well.
  return String(value);
}

// What to say when an operand is undefined; `\u0000` parts the two sides for the helper's report.
function describeMissing(left: Expression, right?: Expression): string {
  const name = (node: Expression): string => (node.type === "constant" ? "" : `${describeNode(node)} is undefined.`);
  return right === undefined ? name(left) : `${name(left)}\u0000${name(right)}`;
}

/** A field of a loop whose JavaScript variables hold all it needs. */
function loopField(loop: LoopShape, name: string): Code | undefined {
  const { index, length, list } = loop;
  const number = (code: string): Code => ({ code, kind: "number" });
  switch (name) {
    case "index":
    case "counter":
      return number(`(${index}+1)`);
    case "index0":
    case "counter0":
      return { ...number(index), simple: true };
    case "first":
      return { code: `(${index}===0)`, kind: "boolean" };
    case "depth":
      return number(`(${loop.depth}+1)`);
    case "depth0":
      return number(loop.depth);
  }
  switch (name) {
    case "length":
      return { ...number(length), simple: true };
    case "revindex":
    case "revcounter":
      return number(`(${length}-${index})`);
    case "revindex0":
    case "revcounter0":
      return number(`(${length}-${index}-1)`);
    case "last":
      return { code: `(${index}===${length}-1)`, kind: "boolean" };
  }
  if (name === "previtem") return any(`(${index}>0?${list}[${index}-1]:undefined)`);
  return name === "nextitem" ? any(`(${index}<${length}-1?${list}[${index}+1]:undefined)`) : undefined;
}

/** The fields that {@link loopField} compiles without a loop object, and whether they need the length. */
export const loopFields: ReadonlyMap<string, "index" | "length" | "list"> = new Map([
  ["index", "index"],
  ["counter", "index"],
  ["index0", "index"],
  ["counter0", "index"],
  ["first", "index"],
  ["depth", "index"],
  ["depth0", "index"],
  ["length", "length"],
  ["revindex", "length"],
  ["revcounter", "length"],
  ["revindex0", "length"],
  ["revcounter0", "length"],
  ["last", "length"],
  ["previtem", "list"],
  ["nextitem", "list"],
]);
