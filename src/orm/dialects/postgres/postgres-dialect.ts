// Speaks PostgreSQL's SQL: typed parameters, lists as arrays, jsonb, arrays, ranges and full-text search.
import type { ColumnType } from "../../column-type.ts";
import { bulkValues } from "../../sql/nodes/query.ts";
import type { BinaryNode, InNode, MatchLookup, MatchNode, SqlExpression, TextSearchNode } from "../../sql/sql-node.ts";
import type { SqlWriter } from "../../sql/sql-writer.ts";
import { typeOf } from "../../sql/type-of.ts";
import { writeDelete, writeInsert, writeUpdate } from "../../sql/writers/change-writers.ts";
import { timeArithmetic, valueWriters, writeTypedSlot } from "../../sql/writers/expression-writers.ts";
import {
  aggregateWriter,
  functionWriter,
  writeAggregate,
  writeCustomFunction,
  writeWindow,
} from "../../sql/writers/function-writers.ts";
import { isArray, predicateWriters, writeIn } from "../../sql/writers/predicate-writers.ts";
import {
  writeCompound,
  writeExplain,
  writeRawStatement,
  writeSelect,
  writeUnnest,
} from "../../sql/writers/query-writers.ts";
import type { Dialect } from "../dialect.ts";
import { isLikeLookup, likePattern, writeLikePattern } from "../pattern.ts";
import { postgresCodec } from "./postgres-codecs.ts";
import { writeExtract, writeTrunc } from "./postgres-dates.ts";
import { postgresAggregates, postgresFunctions } from "./postgres-functions.ts";

function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // The E form means the same whatever standard_conforming_strings is set to.
  return text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

const ranges = {
  integer: "int4range",
  bigInt: "int8range",
  decimal: "numrange",
  date: "daterange",
  dateTime: "tstzrange",
} as const;

function castType(type: ColumnType): string {
  switch (type.kind) {
    case "smallInt":
      return "smallint";
    case "integer":
      return "integer";
    case "bigInt":
      return "bigint";
    case "float":
      return "double precision";
    case "decimal":
      return "numeric";
    case "char":
      // A cast to a length would cut silently what the column refuses.
      return "varchar";
    case "dateTime":
      return "timestamptz";
    case "duration":
      return "interval";
    case "json":
      return "jsonb";
    case "binary":
      return "bytea";
    case "textVector":
      return "tsvector";
    case "array":
      return `${castType(type.of)}[]`;
    case "range":
      return ranges[type.of.kind];
    case "custom":
      return type.name;
    default:
      return type.kind;
  }
}

// A cast that was asked for rounds to the places that were asked for.
function exactType(type: ColumnType): string {
  return type.kind === "decimal" ? columnType(type) : castType(type);
}

function columnType(type: ColumnType): string {
  if (type.kind === "char") return `varchar(${type.maxLength})`;
  if (type.kind === "decimal") return `numeric(${type.maxDigits}, ${type.decimalPlaces})`;
  if (type.kind === "array") return `${columnType(type.of)}[]`;
  return castType(type);
}

function writeBinary(writer: SqlWriter, node: BinaryNode): void {
  const time = timeArithmetic(node);
  const date = typeOf(node.left)?.kind === "date";
  if (time === "two moments" && date) {
    writer.write("((").expression(node.left).write(" - ").expression(node.right).write(") * INTERVAL '1 day')");
  } else if (time !== undefined && time !== "two moments" && node.type?.kind === "date") {
    valueWriters.binary(writer, node);
    writer.write("::date");
  } else if (node.operator === "^") {
    writer.write("POWER(").expression(node.left).write(", ").expression(node.right).write(")");
  } else if (node.operator === "||") {
    writer.write("(");
    writeText(writer, node.left);
    writer.write(" || ");
    writeText(writer, node.right);
    writer.write(")");
  } else {
    valueWriters.binary(writer, node);
  }
}

function isText(node: SqlExpression): boolean {
  const kind = typeOf(node)?.kind;
  return kind === undefined || kind === "text" || kind === "char" || kind === "custom";
}

function writeText(writer: SqlWriter, node: SqlExpression): void {
  writer.expression(node);
  const kind = typeOf(node)?.kind;
  if (!isText(node) && kind !== "array" && kind !== "json" && kind !== "textVector") writer.write("::text");
}

function writeInList(writer: SqlWriter, node: InNode): void {
  const { list } = node;
  if (!isArray(list) && list.kind === "tuple-list") {
    const columns = list.lists.map((each, i) => ({ name: `c${i}`, list: each }));
    writer.expression(node.operand).write(node.negated ? " NOT IN (SELECT " : " IN (SELECT ");
    columns.forEach(({ name, list: { type } }, i) => {
      writer.write(i > 0 ? ", " : "").name(name);
      if (type.kind === "array") writer.write(`::${castType(type)}`);
    });
    writeUnnest(writer.write(" FROM "), bulkValues("v", columns));
    writer.write(")");
    return;
  }
  if (isArray(list) || list.kind !== "list-slot") {
    writeIn(writer, node);
    return;
  }
  writer.expression(node.operand).write(node.negated ? " <> ALL(" : " = ANY(");
  writer.listSlot(list.slot).write(`::${castType(list.type)}[])`);
}

const operators: Readonly<Partial<Record<MatchLookup, string>>> = {
  contains: "LIKE",
  startsWith: "LIKE",
  endsWith: "LIKE",
  like: "LIKE",
  icontains: "ILIKE",
  istartsWith: "ILIKE",
  iendsWith: "ILIKE",
  ilike: "ILIKE",
  regex: "~",
  iregex: "~*",
};

function writeMatch(writer: SqlWriter, { lookup, operand, pattern }: MatchNode): void {
  const text = () => {
    writer.expression(operand);
    if (!isText(operand)) writer.write("::text");
  };
  if (lookup === "iexact") {
    writer.write("LOWER(");
    text();
    writer.write(") = LOWER(").expression(pattern).write(")");
    return;
  }
  text();
  writer.write(` ${operators[lookup]} `);
  if (isLikeLookup(lookup)) writeLikePattern(writer, lookup, pattern);
  else writer.expression(pattern);
}

const queryFunctions = {
  plain: "PLAINTO_TSQUERY",
  phrase: "PHRASETO_TSQUERY",
  raw: "TO_TSQUERY",
  web: "WEBSEARCH_TO_TSQUERY",
} as const;

function writeTextSearch(writer: SqlWriter, node: TextSearchNode): void {
  const config = node.config === undefined ? "" : `${quoteText(node.config)}::regconfig, `;
  const vector = () => {
    const [only] = node.operands;
    if (node.operands.length === 1 && only !== undefined && typeOf(only)?.kind === "textVector") {
      writer.expression(only);
      return;
    }
    if (node.weights?.some((weight) => weight !== undefined) === true) {
      writeWeighted(writer, node, config);
      return;
    }
    writer.write(`TO_TSVECTOR(${config}`);
    node.operands.forEach((operand, i) => {
      writer.write(i > 0 ? " || ' ' || COALESCE(" : "COALESCE(");
      writeText(writer, operand);
      writer.write(", '')");
    });
    writer.write(")");
  };
  const query = () => writer.write(`${queryFunctions[node.mode]}(${config}`).expression(node.query).write(")");
  if (node.marks !== undefined) {
    const { start, stop } = node.marks;
    writer.write(`TS_HEADLINE(${config}`);
    writeText(writer, node.operands[0]!);
    writer.write(", ");
    query();
    const quoted = (mark: string) => `"${mark.replaceAll('"', '""')}"`;
    writer.write(`, ${quoteText(`StartSel=${quoted(start)}, StopSel=${quoted(stop)}`)})`);
  } else if (node.rank) {
    writer.write("TS_RANK(");
    vector();
    writer.write(", ");
    query();
    writer.write(")");
  } else {
    writer.write("(");
    vector();
    writer.write(" @@ ");
    query();
    writer.write(")");
  }
}

// A vector of each operand by itself, joined: only so can each have a weight.
function writeWeighted(writer: SqlWriter, node: TextSearchNode, config: string): void {
  writer.write("(");
  node.operands.forEach((operand, i) => {
    writer.write(`${i > 0 ? " || " : ""}SETWEIGHT(TO_TSVECTOR(${config}COALESCE(`);
    writeText(writer, operand);
    writer.write(`, '')), '${node.weights![i] ?? "D"}')`);
  });
  writer.write(")");
}

function pathText(path: readonly (string | number)[]): string {
  return quoteText(`{${path.map((step) => `"${String(step).replace(/["\\]/g, "\\$&")}"`).join(",")}}`);
}

/** PostgreSQL 14 or newer, PGlite too. */
export const postgresDialect: Dialect = Object.freeze<Dialect>({
  name: "postgres",
  placeholders: "$1",
  maxParameters: 65_535,
  maxNameLength: 63,
  features: Object.freeze({
    insertReturning: true,
    updateReturning: true,
    deleteReturning: true,
    bulkReturning: true,
    distinctOn: true,
    lockRows: true,
    arrays: true,
    ranges: true,
    lateral: true,
    partialIndexes: true,
    coveringIndexes: true,
    expressionIndexes: true,
    exclusionConstraints: true,
    deferrableConstraints: true,
    nullsNotDistinct: true,
    transactionalSchema: true,
    nullsSortFirst: false,
    isolationLevels: true,
  }),
  quoteName: (name) => `"${name.replaceAll('"', '""')}"`,
  quoteText,
  castType,
  columnType,
  codec: postgresCodec,
  encodePattern: (lookup, text) => (isLikeLookup(lookup) ? likePattern(lookup, text) : text),
  expressions: {
    ...valueWriters,
    ...predicateWriters,
    slot: writeTypedSlot,
    binary: writeBinary,
    cast: (writer, node) =>
      writer
        .write("(")
        .expression(node.operand)
        .write(`)::${exactType(node.type)}`),
    in: writeInList,
    match: writeMatch,
    array: (writer, node) =>
      writer
        .write("ARRAY[")
        .list(node.items)
        .write(`]::${castType(node.type)}`),
    "array-subquery": (writer, node) => writer.write("ARRAY").nested(node.query),
    "postgres-compare"(writer, node) {
      writer.write("(").expression(node.left).write(` ${node.operator} `).expression(node.right).write(")");
    },
    "json-has-key"(writer, node) {
      const [key] = node.path;
      // The operator for one key is the one that a GIN index serves.
      if (node.path.length === 1 && typeof key === "string")
        writer
          .write("(")
          .expression(node.operand)
          .write(` ? ${quoteText(key)})`);
      else
        writer
          .write("(")
          .expression(node.operand)
          .write(` #> ${pathText(node.path)}) IS NOT NULL`);
    },
    "json-contains": (writer, node) =>
      writer.write("(").expression(node.left).write(" @> ").expression(node.right).write(")"),
    "json-path"(writer, node) {
      writer.write("(").expression(node.operand);
      writer.write(` ${node.as === "json" ? "#>" : "#>>"} ${pathText(node.path)})`);
    },
    "text-search": writeTextSearch,
    function: functionWriter(postgresFunctions),
    "custom-function": writeCustomFunction,
    aggregate: aggregateWriter(postgresAggregates, writeAggregate),
    window: writeWindow,
    extract: writeExtract,
    trunc: writeTrunc,
  },
  statements: {
    select: writeSelect,
    compound: writeCompound,
    insert: writeInsert,
    update: writeUpdate,
    delete: writeDelete,
    explain: writeExplain,
    "raw-statement": writeRawStatement,
  },
});
