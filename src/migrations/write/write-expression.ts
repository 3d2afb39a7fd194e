// Writes expressions and conditions as calls of the ORM's functions, where those build exactly the same again.
import * as orm from "#orm";
import { fromPlain, isRecord, plainText, toPlain } from "../state/plain-value.ts";
import type { Source } from "./source.ts";

/** What writing an expression needs of the file around it. */
export interface ExpressionContext {
  /** The names that the file imports of each part. */
  readonly migrations: Set<string>;
  readonly orm: Set<string>;
  /** Writes a value among the arguments. */
  readonly write: (value: unknown) => Source;
}

/** Code, and what it builds. */
interface Written {
  readonly code: Source;
  readonly built: unknown;
}

type Builder = (...args: readonly unknown[]) => unknown;
type Node = Readonly<Record<string, unknown>>;

/** The code of an expression's tree; undefined where no function of the ORM builds it. */
export function writeExpression(tree: unknown, context: ExpressionContext): Source | undefined {
  const names = new Set<string>();
  const written = expression(tree, names, context);
  if (written === undefined || plainText(toPlain(written.built)) !== plainText({ "~expression": tree }))
    return undefined;
  for (const name of names) context.orm.add(name);
  return written.code;
}

function expression(tree: unknown, names: Set<string>, context: ExpressionContext): Written | undefined {
  if (!isRecord(tree)) return undefined;
  switch (tree["kind"]) {
    case "leaf":
      return call("F", [pathOf(tree)], names);
    case "value":
      return tree["type"] === undefined ? call("value", [literal(tree, context)], names) : undefined;
    case "binary":
      return method(tree, names, context);
    case "negate": {
      const operand = expression(tree["operand"], names, context);
      return operand && { code: chained(operand.code, "neg", []), built: (operand.built as { neg(): unknown }).neg() };
    }
    case "call":
      return typeof tree["name"] === "string" ? functionCall(tree["name"], tree, { names, context }) : undefined;
    case "cast":
      return call(
        "cast",
        [argument(tree["operand"], names, context), constant(isRecord(tree["type"]) ? tree["type"]["kind"] : "")],
        names,
      );
    default:
      return undefined;
  }
}

function pathOf(tree: Node): Written | undefined {
  const { leaf } = tree as { readonly leaf: { readonly kind: string; readonly path: string } };
  return leaf.kind === "path" ? constant(leaf.path) : undefined;
}

function constant(value: unknown): Written {
  return { code: JSON.stringify(value), built: value };
}

function literal(tree: Node, context: ExpressionContext): Written | undefined {
  const param = tree["param"];
  if (!isRecord(param) || !("~param" in param)) return undefined;
  const value = fromPlain(param["~param"]);
  return { code: context.write(param["~param"]), built: value };
}

// A text among the arguments of a function is a path, so a plain text is written as value("…").
function argument(tree: unknown, names: Set<string>, context: ExpressionContext): Written | undefined {
  if (!isRecord(tree)) return undefined;
  if (tree["kind"] === "leaf") return pathOf(tree);
  if (tree["kind"] === "value") {
    const plain = literal(tree, context);
    if (plain === undefined || typeof plain.built !== "string") return plain;
  }
  return expression(tree, names, context);
}

function call(name: string, args: readonly (Written | undefined)[], names: Set<string>): Written | undefined {
  const builder = (orm as unknown as Record<string, Builder | undefined>)[name];
  if (typeof builder !== "function" || args.some((each) => each === undefined)) return undefined;
  names.add(name);
  const given = args as readonly Written[];
  return {
    code: { open: `${name}(`, parts: given.map((each) => each.code), close: ")" },
    built: builder(...given.map((each) => each.built)),
  };
}

function functionCall(
  name: string,
  tree: Node,
  at: { readonly names: Set<string>; readonly context: ExpressionContext },
): Written | undefined {
  const args = (tree["args"] as readonly unknown[]).map((each) => argument(each, at.names, at.context));
  try {
    return call(name, args, at.names);
  } catch {
    // A function of the ORM by that name takes other arguments than these.
    return undefined;
  }
}

const METHODS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "mod",
  "^": "pow",
  "&": "bitAnd",
  "|": "bitOr",
};

function method(tree: Node, names: Set<string>, context: ExpressionContext): Written | undefined {
  const left = expression(tree["left"], names, context);
  const right = tree["right"];
  const operand =
    isRecord(right) && right["kind"] === "value" ? literal(right, context) : expression(right, names, context);
  const name = METHODS[String(tree["operator"])];
  if (left === undefined || operand === undefined || name === undefined) return undefined;
  const built = (left.built as Record<string, Builder>)[name]!(operand.built);
  return { code: chained(left.code, name, [operand.code]), built };
}

function chained(object: Source, name: string, parts: readonly Source[]): Source {
  const text = flat(object);
  return { open: `${text}.${name}(`, parts, close: ")" };
}

function flat(source: Source): string {
  if (typeof source === "string") return source;
  if ("before" in source) return source.before + flat(source.source);
  return source.open + source.parts.map(flat).join(", ") + source.close;
}

/** The code of a condition's tree: `q({ pages__gt: 0 }).or(q({ draft: true }))`; undefined where it has no such form. */
export function writeCondition(tree: unknown, context: ExpressionContext): Source | undefined {
  if (!isRecord(tree)) return undefined;
  const { kind } = tree;
  if (kind === "where") {
    context.migrations.add("q");
    return { open: "q(", parts: [context.write(tree["where"])], close: ")" };
  }
  if (kind === "not") {
    const item = writeCondition(tree["item"], context);
    return item === undefined ? undefined : chained(item, "not", []);
  }
  if (kind !== "and" && kind !== "or" && kind !== "xor") return undefined;
  const items = (tree["items"] as readonly unknown[]).map((each) => writeCondition(each, context));
  if (items.length !== 2 || items.some((each) => each === undefined)) return undefined;
  return chained(items[0]!, kind, [items[1]!]);
}
