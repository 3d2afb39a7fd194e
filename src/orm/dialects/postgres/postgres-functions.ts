// Spells the portable functions and aggregates for PostgreSQL.
import type { AggregateName, AggregateNode, FunctionName } from "../../sql/sql-node.ts";
import type { SqlWriter } from "../../sql/sql-writer.ts";
import { typeOf } from "../../sql/type-of.ts";
import {
  type AggregateSpelling,
  commonFunctions,
  type FunctionSpelling,
  template,
  writeAggregate,
  writeFilter,
} from "../../sql/writers/function-writers.ts";
import { writeOrderBy } from "../../sql/writers/query-writers.ts";

const hash = (name: string) => template(`ENCODE(${name}(CONVERT_TO($0, 'UTF8')), 'hex')`);

export const postgresFunctions: Readonly<Record<FunctionName, FunctionSpelling>> = {
  ...commonFunctions,
  greatest: "GREATEST",
  least: "LEAST",
  concat: "CONCAT",
  length: "LENGTH",
  substr: "SUBSTR",
  trim: "BTRIM",
  ltrim: "LTRIM",
  rtrim: "RTRIM",
  left: "LEFT",
  right: "RIGHT",
  strIndex: "STRPOS",
  lpad: "LPAD",
  rpad: "RPAD",
  repeat: "REPEAT",
  reverse: "REVERSE",
  chr: "CHR",
  ord: "ASCII",
  md5: "MD5",
  // PostgreSQL has SHA-1 only in the extension pgcrypto.
  sha1: template("ENCODE(DIGEST($0, 'sha1'), 'hex')"),
  sha224: hash("SHA224"),
  sha256: hash("SHA256"),
  sha384: hash("SHA384"),
  sha512: hash("SHA512"),
  ceil: "CEIL",
  floor: "FLOOR",
  round(writer, args) {
    const digits = args[1];
    if (digits === undefined) {
      writer.write("ROUND(").expression(args[0]!).write(")");
      return;
    }
    // Only numeric, not double precision, can be rounded to a number of digits.
    const float = typeOf(args[0]!)?.kind === "float";
    writer.write("ROUND((").expression(args[0]!).write(")::numeric, ").expression(digits).write(")");
    if (float) writer.write("::double precision");
  },
  mod: template("MOD(($0)::numeric, ($1)::numeric)"),
  log: template("LOG(($0)::numeric, ($1)::numeric)"),
  random: "RANDOM",
  cot: "COT",
  now: "STATEMENT_TIMESTAMP",
  uuid4: "GEN_RANDOM_UUID",
  // PostgreSQL has UUIDV7() from version 18 on: the time takes the place of the first 48 bits, and two bits make 4 a 7.
  uuid7: template(
    "ENCODE(SET_BIT(SET_BIT(OVERLAY(UUID_SEND(GEN_RANDOM_UUID()) PLACING SUBSTRING(INT8SEND(" +
      "FLOOR(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid",
  ),
  jsonObject: "JSONB_BUILD_OBJECT",
  jsonArray: "JSONB_BUILD_ARRAY",
};

export const postgresAggregates: Readonly<Record<AggregateName, AggregateSpelling>> = {
  count: "COUNT",
  sum: "SUM",
  avg: "AVG",
  min: "MIN",
  max: "MAX",
  stdDev: "STDDEV_POP",
  stdDevSample: "STDDEV_SAMP",
  variance: "VAR_POP",
  varianceSample: "VAR_SAMP",
  stringAgg: writeStringAgg,
  arrayAgg: "ARRAY_AGG",
  jsonAgg: "JSONB_AGG",
  boolAnd: "BOOL_AND",
  boolOr: "BOOL_OR",
  bitAnd: "BIT_AND",
  bitOr: "BIT_OR",
  bitXor: "BIT_XOR",
  // ANY_VALUE came with PostgreSQL 16.
  anyValue(writer, node) {
    writer.write("(");
    writeAggregate(writer, node, "ARRAY_AGG");
    writer.write(")[1]");
  },
};

function writeStringAgg(writer: SqlWriter, node: AggregateNode): void {
  const [value, delimiter] = node.args;
  // Distinct values are ordered only by what is written as they are, so that a text gets no cast.
  const kind = typeOf(value!)?.kind;
  const cast = kind === "text" || kind === "char" ? "" : "::text";
  writer
    .write(`STRING_AGG(${node.distinct ? "DISTINCT " : ""}${cast === "" ? "" : "("}`)
    .expression(value!)
    .write(`${cast === "" ? "" : `)${cast}`}, `);
  writer.expression(delimiter!);
  writeOrderBy(writer, node.orderBy);
  writer.write(")");
  writeFilter(writer, node.filter);
}
