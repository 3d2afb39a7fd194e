// Spells the portable functions and aggregates for SQLite; names with DJ_ are those that the connection registers.
import type { AggregateName, AggregateNode, FunctionName, SqlExpression } from "../../sql/sql-node.ts";
import type { SqlWriter } from "../../sql/sql-writer.ts";
import { typeOf } from "../../sql/type-of.ts";
import { unsupportedSql } from "../../sql/unsupported-sql.ts";
import {
  type AggregateSpelling,
  commonFunctions,
  type FunctionSpelling,
  template,
  writeAggregate,
} from "../../sql/writers/function-writers.ts";

/** The moment of the statement, in the text that columns of moments hold. */
export const nowText = "STRFTIME('%Y-%m-%dT%H:%M:%fZ', 'now')";

export const sqliteFunctions: Readonly<Record<FunctionName, FunctionSpelling>> = {
  ...commonFunctions,
  greatest: "MAX",
  least: "MIN",
  concat: "CONCAT",
  length: "LENGTH",
  substr: "SUBSTR",
  trim: "TRIM",
  ltrim: "LTRIM",
  rtrim: "RTRIM",
  left: template("SUBSTR($0, 1, $1)"),
  right: template("SUBSTR($0, -($1), $1)"),
  strIndex: "INSTR",
  lpad: "DJ_LPAD",
  rpad: "DJ_RPAD",
  repeat: "DJ_REPEAT",
  reverse: "DJ_REVERSE",
  chr: "CHAR",
  ord: "UNICODE",
  md5: template("DJ_HASH('md5', $0)"),
  sha1: template("DJ_HASH('sha1', $0)"),
  sha224: template("DJ_HASH('sha224', $0)"),
  sha256: template("DJ_HASH('sha256', $0)"),
  sha384: template("DJ_HASH('sha384', $0)"),
  sha512: template("DJ_HASH('sha512', $0)"),
  ceil: "CEIL",
  floor: "FLOOR",
  round: "ROUND",
  mod: "MOD",
  log: "LOG",
  random: template("(0.5 + RANDOM() / 18446744073709551616.0)"),
  cot: template("(1.0 / TAN($0))"),
  now: template(nowText),
  uuid4: "DJ_UUID4",
  uuid7: "DJ_UUID7",
  jsonObject: (writer, args) => writeJsonArgs(writer.write("JSON_OBJECT("), args, 1),
  jsonArray: (writer, args) => writeJsonArgs(writer.write("JSON_ARRAY("), args, 0),
};

// SQLite has neither JSON nor boolean values of its own: without words it would nest them as text and numbers.
function writeJsonArgs(writer: SqlWriter, args: readonly SqlExpression[], firstValue: number): void {
  args.forEach((arg, i) => {
    if (i > 0) writer.write(", ");
    const kind = firstValue === 1 && i % 2 === 0 ? undefined : typeOf(arg)?.kind;
    if (kind === "json") writer.write("JSON(").expression(arg).write(")");
    else if (kind === "boolean")
      writer
        .write("JSON(CASE WHEN ")
        .expression(arg)
        .write(" THEN 'true' WHEN NOT ")
        .expression(arg)
        .write(" THEN 'false' ELSE 'null' END)");
    else writer.expression(arg);
  });
  writer.write(")");
}

export const sqliteAggregates: Readonly<Record<AggregateName, AggregateSpelling>> = {
  count: "COUNT",
  sum: "SUM",
  avg: "AVG",
  min: "MIN",
  max: "MAX",
  stdDev: "DJ_STDDEV_POP",
  stdDevSample: "DJ_STDDEV_SAMP",
  variance: "DJ_VAR_POP",
  varianceSample: "DJ_VAR_SAMP",
  stringAgg: writeStringAgg,
  arrayAgg(writer) {
    throw unsupportedSql(writer.dialect, "ARRAY_AGG", "Gather the values with jsonAgg.");
  },
  jsonAgg: writeJsonAgg,
  boolAnd: "MIN",
  boolOr: "MAX",
  bitAnd: "DJ_BIT_AND",
  bitOr: "DJ_BIT_OR",
  bitXor: "DJ_BIT_XOR",
  anyValue: "MIN",
};

// Without a row PostgreSQL and MariaDB answer null, and so this does.
function writeJsonAgg(writer: SqlWriter, node: AggregateNode): void {
  const [value] = node.args;
  const asJson: SqlExpression = { kind: "raw", parts: ["JSON(", ")"], args: [jsonOf(value!)], type: undefined };
  const nested = typeOf(value!)?.kind === "json" || typeOf(value!)?.kind === "boolean";
  writer.write("NULLIF(");
  writeAggregate(writer, { ...node, args: [nested ? asJson : value!] }, "JSON_GROUP_ARRAY");
  writer.write(", '[]')");
}

function jsonOf(value: SqlExpression): SqlExpression {
  if (typeOf(value)?.kind !== "boolean") return value;
  const parts = ["CASE WHEN ", " THEN 'true' WHEN NOT ", " THEN 'false' ELSE 'null' END"];
  return { kind: "raw", parts, args: [value, value], type: undefined };
}

function writeStringAgg(writer: SqlWriter, node: AggregateNode): void {
  const [value, delimiter] = node.args;
  if (node.distinct) {
    // A DISTINCT aggregate of SQLite takes one argument: the texts are gathered as a list, and joined afterwards.
    writer.write("DJ_JOIN(");
    writeAggregate(writer, { ...node, args: [value!] }, "JSON_GROUP_ARRAY");
    writer.write(", ").expression(delimiter!).write(")");
  } else {
    writeAggregate(writer, node, "GROUP_CONCAT");
  }
}
