// Writes the expressions that make one value: columns, constants, parameters, arithmetic, case, cast and sub-queries.
import type { BinaryNode, ConstantNode, SlotNode, SqlExpression } from "../sql-node.ts";
import type { ExpressionWriters, SqlWriter } from "../sql-writer.ts";
import { typeOf } from "../type-of.ts";
import { unsupportedSql } from "../unsupported-sql.ts";

/** The writers of values that the dialects have in common. */
export const valueWriters: Pick<
  ExpressionWriters,
  | "column"
  | "star"
  | "constant"
  | "slot"
  | "unary"
  | "binary"
  | "tuple"
  | "case"
  | "cast"
  | "collate"
  | "subquery"
  | "raw"
  | "default"
  | "excluded"
  | "array"
  | "array-subquery"
> = {
  column: (writer, node) => writer.qualified(node.source, node.name),
  star(writer, node) {
    if (node.source !== undefined) writer.name(node.source).write(".");
    writer.write("*");
  },
  constant: writeConstant,
  slot: (writer, node) => writer.slot(node.slot),
  unary: (writer, node) => writer.write(node.operator).expression(node.operand),
  binary: writeBinary,
  tuple: (writer, node) => writer.write("(").list(node.items).write(")"),
  case(writer, node) {
    writer.write("CASE");
    for (const branch of node.branches) {
      writer.write(" WHEN ").expression(branch.when).write(" THEN ").expression(branch.then);
    }
    if (node.otherwise !== undefined) writer.write(" ELSE ").expression(node.otherwise);
    writer.write(" END");
  },
  cast(writer, node) {
    writer
      .write("CAST(")
      .expression(node.operand)
      .write(` AS ${writer.dialect.castType(node.type)})`);
  },
  collate: (writer, node) => writer.expression(node.operand).write(" COLLATE ").name(node.collation),
  subquery: (writer, node) => writer.nested(node.query),
  raw(writer, node) {
    for (let i = 0; i < node.parts.length; i++) {
      writer.write(node.parts[i]!);
      const arg = node.args[i];
      if (arg !== undefined) writer.expression(arg);
    }
  },
  default: (writer) => writer.write("DEFAULT"),
  excluded(writer, node) {
    if (writer.dialect.name === "mysql") writer.write("VALUES(").name(node.name).write(")");
    else writer.write("excluded.").name(node.name);
  },
  array(writer) {
    throw unsupportedSql(writer.dialect, "arrays", "Store a JSON list, or use PostgreSQL.");
  },
  "array-subquery"(writer) {
    throw unsupportedSql(writer.dialect, "arrays", "Gather the values as JSON, or use PostgreSQL.");
  },
};

function writeConstant(writer: SqlWriter, { value }: ConstantNode): void {
  if (value === null) writer.write("NULL");
  else if (typeof value === "string") writer.write(writer.dialect.quoteText(value));
  else if (typeof value === "boolean") writer.write(value ? "TRUE" : "FALSE");
  else if (typeof value === "number" && !Number.isFinite(value)) writer.write(writer.dialect.quoteText(String(value)));
  else writer.write(value < 0 ? `(${value})` : String(value));
}

function writeBinary(writer: SqlWriter, node: BinaryNode): void {
  writer.write("(").operand(node.left).write(` ${node.operator} `).operand(node.right).write(")");
}

/** Whether a type is one of whole numbers. */
export function isInteger(node: SqlExpression): boolean {
  const kind = typeOf(node)?.kind;
  return kind === "smallInt" || kind === "integer" || kind === "bigInt";
}

/** What adding or subtracting two values of these types means, where one is a moment and so needs words of its own. */
export function timeArithmetic(
  node: BinaryNode,
): "moment and duration" | "duration and moment" | "two moments" | undefined {
  if (node.operator !== "+" && node.operator !== "-") return undefined;
  const left = typeOf(node.left)?.kind;
  const right = typeOf(node.right)?.kind;
  const leftMoment = left === "dateTime" || left === "date" || left === "time";
  const rightMoment = right === "dateTime" || right === "date" || right === "time";
  if (leftMoment && right === "duration") return "moment and duration";
  if (left === "duration" && rightMoment && node.operator === "+") return "duration and moment";
  if (leftMoment && rightMoment && node.operator === "-") return "two moments";
  return undefined;
}

/** Writes a parameter with its type, for a place where the database cannot tell it: `$1::integer`. */
export function writeTypedSlot(writer: SqlWriter, node: SlotNode): void {
  writer.slot(node.slot);
  if (node.type !== undefined) writer.write(`::${writer.dialect.castType(node.type)}`);
}
