// Spells the portable functions and aggregates for MySQL and MariaDB.
import type { AggregateName, AggregateNode, FunctionName, SqlExpression } from "../../sql/sql-node.ts";
import type { SqlWriter } from "../../sql/sql-writer.ts";
import { typeOf } from "../../sql/type-of.ts";
import { unsupportedSql } from "../../sql/unsupported-sql.ts";
import { isInteger } from "../../sql/writers/expression-writers.ts";
import {
  type AggregateSpelling,
  commonFunctions,
  type FunctionSpelling,
  template,
} from "../../sql/writers/function-writers.ts";
import { writeOrderBy } from "../../sql/writers/query-writers.ts";

export const mysqlFunctions: Readonly<Record<FunctionName, FunctionSpelling>> = {
  ...commonFunctions,
  greatest: "GREATEST",
  least: "LEAST",
  concat(writer, args) {
    writer.write("CONCAT(");
    args.forEach((arg, i) => {
      writer
        .write(i > 0 ? ", COALESCE(" : "COALESCE(")
        .expression(arg)
        .write(", '')");
    });
    writer.write(")");
  },
  lag: (writer, args) => writeNeighbour(writer, "LAG", args),
  lead: (writer, args) => writeNeighbour(writer, "LEAD", args),
  length: "CHAR_LENGTH",
  substr: "SUBSTR",
  trim: "TRIM",
  ltrim: "LTRIM",
  rtrim: "RTRIM",
  left: "LEFT",
  right: "RIGHT",
  strIndex: "INSTR",
  lpad: "LPAD",
  rpad: "RPAD",
  repeat: "REPEAT",
  reverse: "REVERSE",
  chr: template("CHAR($0 USING utf32)"),
  ord: template("ORD(CONVERT($0 USING utf32))"),
  md5: "MD5",
  sha1: "SHA1",
  sha224: template("SHA2($0, 224)"),
  sha256: template("SHA2($0, 256)"),
  sha384: template("SHA2($0, 384)"),
  sha512: template("SHA2($0, 512)"),
  ceil: "CEILING",
  floor: "FLOOR",
  round: "ROUND",
  mod: "MOD",
  log: "LOG",
  random: "RAND",
  cot: "COT",
  now: template("UTC_TIMESTAMP(6)"),
  uuid4: template(
    "LOWER(CONCAT(HEX(RANDOM_BYTES(4)), '-', HEX(RANDOM_BYTES(2)), '-4', SUBSTR(HEX(RANDOM_BYTES(2)), 2), '-', " +
      "HEX(FLOOR(ASCII(RANDOM_BYTES(1)) / 64) + 8), SUBSTR(HEX(RANDOM_BYTES(2)), 2), '-', HEX(RANDOM_BYTES(6))))",
  ),
  uuid7: template(
    "LOWER(CONCAT(SUBSTR(LPAD(HEX(FLOOR(UNIX_TIMESTAMP(NOW(6)) * 1000)), 12, '0'), 1, 8), '-', " +
      "SUBSTR(LPAD(HEX(FLOOR(UNIX_TIMESTAMP(NOW(6)) * 1000)), 12, '0'), 9), '-7', SUBSTR(HEX(RANDOM_BYTES(2)), 2), '-', " +
      "HEX(FLOOR(ASCII(RANDOM_BYTES(1)) / 64) + 8), SUBSTR(HEX(RANDOM_BYTES(2)), 2), '-', HEX(RANDOM_BYTES(6))))",
  ),
  jsonObject: (writer, args) => writeJsonArgs(writer.write("JSON_OBJECT("), args, 1),
  jsonArray: (writer, args) => writeJsonArgs(writer.write("JSON_ARRAY("), args, 0),
};

function writeNeighbour(writer: SqlWriter, name: "LAG" | "LEAD", args: readonly SqlExpression[]): void {
  if (args.length > 2)
    throw unsupportedSql(
      writer.dialect,
      `${name} with a value for a row that is not there`,
      "Write coalesce(over(…), value), where null values may be replaced, too.",
    );
  writer.write(`${name}(`).list(args).write(")");
}

function writeJsonArgs(writer: SqlWriter, args: readonly SqlExpression[], firstValue: number): void {
  args.forEach((arg, i) => {
    if (i > 0) writer.write(", ");
    const kind = firstValue === 1 && i % 2 === 0 ? undefined : typeOf(arg)?.kind;
    if (kind === "json") writer.write("JSON_EXTRACT(").expression(arg).write(", '$')");
    else if (kind === "boolean") writer.write("JSON_EXTRACT(IF(").expression(arg).write(", 'true', 'false'), '$')");
    else writer.expression(arg);
  });
  writer.write(")");
}

export const mysqlAggregates: Readonly<Record<AggregateName, AggregateSpelling>> = {
  count: "COUNT",
  sum: typed("SUM"),
  avg: typed("AVG"),
  min: "MIN",
  max: "MAX",
  stdDev: "STDDEV_POP",
  stdDevSample: "STDDEV_SAMP",
  variance: "VAR_POP",
  varianceSample: "VAR_SAMP",
  stringAgg: writeGroupConcat,
  arrayAgg(writer) {
    throw unsupportedSql(writer.dialect, "ARRAY_AGG", "Gather the values with jsonAgg.");
  },
  jsonAgg: writeJsonAgg,
  boolAnd: "MIN",
  boolOr: "MAX",
  bitAnd: "BIT_AND",
  bitOr: "BIT_OR",
  bitXor: "BIT_XOR",
  anyValue: "MIN",
};

/** The type that a sum or average is cast to: those of whole numbers are decimals here, and would arrive as text. */
export function castOfAggregate(node: AggregateNode): string | undefined {
  if (node.name !== "sum" && node.name !== "avg") return undefined;
  return node.type?.kind === "float" ? "DOUBLE" : isInteger(node) ? "SIGNED" : undefined;
}

function typed(name: string): AggregateSpelling {
  return (writer, node) => {
    const type = castOfAggregate(node);
    if (type !== undefined) writer.write("CAST(");
    writeMysqlAggregate(writer, node, name);
    if (type !== undefined) writer.write(` AS ${type})`);
  };
}

/** `SUM(DISTINCT CASE WHEN c THEN x END)`: there is no FILTER, but aggregates leave nulls out. */
export function writeMysqlAggregate(writer: SqlWriter, node: AggregateNode, name: string): void {
  writer.write(`${name}(${node.distinct ? "DISTINCT " : ""}`);
  if (node.filter !== undefined) {
    writer.write("CASE WHEN ").expression(node.filter).write(" THEN ");
    if (node.args.length === 0 || node.args[0]!.kind === "star") writer.write("1");
    else writer.expression(node.args[0]!);
    writer.write(" END");
  } else if (node.args.length === 0) {
    writer.write("*");
  } else {
    writer.list(node.args);
  }
  writeOrderBy(writer, node.orderBy);
  writer.write(")");
}

function isNumeric(kind: string | undefined): boolean {
  return ["smallInt", "integer", "bigInt", "float", "decimal"].includes(kind ?? "");
}

// JSON_ARRAYAGG knows no filter and takes documents for text, so that the list is written as text.
function writeJsonAgg(writer: SqlWriter, node: AggregateNode): void {
  const [value] = node.args;
  const kind = typeOf(value!)?.kind;
  writer.write(`CONCAT('[', GROUP_CONCAT(${node.distinct ? "DISTINCT " : ""}`);
  if (node.filter !== undefined) writer.write("CASE WHEN ").expression(node.filter).write(" THEN ");
  writer.write("COALESCE(");
  if (kind === "boolean")
    writer.write("CASE ").expression(value!).write(" WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END");
  else if (kind === "json" || isNumeric(kind)) writer.expression(value!);
  else writer.write("JSON_QUOTE(").expression(value!).write(")");
  writer.write(", 'null')");
  if (node.filter !== undefined) writer.write(" END");
  writeOrderBy(writer, node.orderBy);
  writer.write(" SEPARATOR ','), ']')");
}

function writeGroupConcat(writer: SqlWriter, node: AggregateNode): void {
  const [value, delimiter] = node.args;
  if (delimiter?.kind !== "constant" || typeof delimiter.value !== "string")
    throw unsupportedSql(
      writer.dialect,
      "delimiter that is not written in the query",
      "Pass the delimiter as plain text.",
    );
  writer.write(`GROUP_CONCAT(${node.distinct ? "DISTINCT " : ""}`);
  if (node.filter !== undefined)
    writer.write("CASE WHEN ").expression(node.filter).write(" THEN ").expression(value!).write(" END");
  else writer.expression(value!);
  writeOrderBy(writer, node.orderBy);
  writer.write(` SEPARATOR ${writer.dialect.quoteText(delimiter.value)})`);
}
