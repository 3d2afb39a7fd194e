// Writes calls: functions, aggregates with filter and order, windows and their frames.
import type {
  AggregateName,
  AggregateNode,
  CustomFunctionNode,
  FrameBound,
  FunctionName,
  FunctionNode,
  SqlExpression,
  WindowNode,
} from "../sql-node.ts";
import type { ExpressionWriters, SqlWriter } from "../sql-writer.ts";
import { unsupportedSql } from "../unsupported-sql.ts";
import { writeCondition, writeOrder, writeOrderBy } from "./query-writers.ts";

/** How one function is written: its name where the arguments follow in parentheses, or a function that writes it. */
export type FunctionSpelling =
  | string
  | ((writer: SqlWriter, args: readonly SqlExpression[], node: FunctionNode) => void);

const spelled = {
  coalesce: "COALESCE",
  nullIf: "NULLIF",
  lower: "LOWER",
  upper: "UPPER",
  replace: "REPLACE",
  abs: "ABS",
  sign: "SIGN",
  sqrt: "SQRT",
  exp: "EXP",
  ln: "LN",
  pi: "PI",
  degrees: "DEGREES",
  radians: "RADIANS",
  sin: "SIN",
  cos: "COS",
  tan: "TAN",
  asin: "ASIN",
  acos: "ACOS",
  atan: "ATAN",
  atan2: "ATAN2",
  power: "POWER",
  rowNumber: "ROW_NUMBER",
  rank: "RANK",
  denseRank: "DENSE_RANK",
  percentRank: "PERCENT_RANK",
  cumeDist: "CUME_DIST",
  ntile: "NTILE",
  lag: "LAG",
  lead: "LEAD",
  firstValue: "FIRST_VALUE",
  lastValue: "LAST_VALUE",
  nthValue: "NTH_VALUE",
} as const;
type CommonFunction = keyof typeof spelled & FunctionName;
/** The functions that all dialects spell alike. */
export const commonFunctions: Readonly<Record<CommonFunction, FunctionSpelling>> = spelled;

/** Makes the writer of portable functions from a dialect's spellings. */
export function functionWriter(
  spellings: Readonly<Record<FunctionName, FunctionSpelling>>,
): ExpressionWriters["function"] {
  return (writer, node) => {
    const spelling = spellings[node.name];
    if (typeof spelling === "string") writer.write(`${spelling}(`).list(node.args).write(")");
    else spelling(writer, node.args, node);
  };
}

/** Spells a function by a template whose `$0`, `$1` … are its arguments: `"(PI() * $0)"`. */
export function template(text: string): FunctionSpelling {
  const parts = text.split(/\$(\d)/);
  return (writer, args) => {
    for (let i = 0; i < parts.length; i++) {
      if (i % 2 === 0) writer.write(parts[i]!);
      else writer.expression(args[Number(parts[i])]!);
    }
  };
}

/** Spells a function that a dialect has not. */
export function missing(name: string, cure: string): FunctionSpelling {
  return (writer) => {
    throw unsupportedSql(writer.dialect, name, cure);
  };
}

/** `my_function(a, b)`. */
export function writeCustomFunction(writer: SqlWriter, node: CustomFunctionNode): void {
  checkName(writer, node.name);
  writer.write(`${node.name}(`).list(node.args).write(")");
}

// Such a name is written as it is.
function checkName(writer: SqlWriter, name: string): void {
  if (!/^[A-Za-z_][\w.]*$/.test(name))
    throw unsupportedSql(writer.dialect, `function ${JSON.stringify(name)}`, "Name it with letters, digits and _.");
}

/** Makes the writer of aggregates from a dialect's spellings, and the way it writes most of them. */
export function aggregateWriter(
  spellings: Readonly<Record<AggregateName, AggregateSpelling>>,
  write: (writer: SqlWriter, node: AggregateNode, name: string) => void,
): ExpressionWriters["aggregate"] {
  return (writer, node) => {
    if (typeof node.name !== "string") checkName(writer, node.name.custom);
    const spelling = typeof node.name === "string" ? spellings[node.name] : node.name.custom;
    if (typeof spelling === "string") write(writer, node, spelling);
    else spelling(writer, node);
  };
}

/** How one aggregate is written: its name, or a function that writes it whole. */
export type AggregateSpelling = string | ((writer: SqlWriter, node: AggregateNode) => void);

/** `SUM(DISTINCT x ORDER BY y) FILTER (WHERE c)`. */
export function writeAggregate(writer: SqlWriter, node: AggregateNode, name: string): void {
  writer.write(`${name}(`);
  if (node.distinct) writer.write("DISTINCT ");
  if (node.args.length === 0) writer.write("*");
  else writer.list(node.args);
  writeOrderBy(writer, node.orderBy);
  writer.write(")");
  writeFilter(writer, node.filter);
}

/** ` FILTER (WHERE c)`. */
export function writeFilter(writer: SqlWriter, filter: SqlExpression | undefined): void {
  if (filter === undefined) return;
  writer.write(" FILTER (WHERE ");
  writeCondition(writer, filter);
  writer.write(")");
}

/** `f(x) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`. */
export function writeWindow(writer: SqlWriter, node: WindowNode): void {
  writer.expression(node.call).write(" OVER (");
  let space = "";
  if (node.partitionBy.length > 0) {
    writer.write("PARTITION BY ").list(node.partitionBy);
    space = " ";
  }
  if (node.orderBy.length > 0) {
    writeOrder(writer.write(space), node.orderBy);
    space = " ";
  }
  const { frame } = node;
  if (frame !== undefined) {
    const mysql = writer.dialect.name === "mysql";
    if (mysql && (frame.unit === "groups" || frame.exclude !== undefined))
      throw unsupportedSql(
        writer.dialect,
        "GROUPS or EXCLUDE in a window frame",
        "Use rows or range, without exclude.",
      );
    writer.write(
      `${space}${frame.unit.toUpperCase()} BETWEEN ${bound(frame.start, "PRECEDING")} AND ${bound(frame.end, "FOLLOWING")}`,
    );
    if (frame.exclude !== undefined) writer.write(` EXCLUDE ${frame.exclude.toUpperCase()}`);
  }
  writer.write(")");
}

function bound(value: FrameBound, unbounded: "PRECEDING" | "FOLLOWING"): string {
  if (value === "unbounded") return `UNBOUNDED ${unbounded}`;
  if (value === "current" || value === 0) return "CURRENT ROW";
  return value < 0 ? `${-value} PRECEDING` : `${value} FOLLOWING`;
}
