// Speaks the SQL of MariaDB 10.6 and MySQL 8 or newer: back-quoted names, lists written out, JSON functions.
import type { ColumnType } from "../../column-type.ts";
import type { BinaryNode, CompareNode, MatchNode, TextSearchNode } from "../../sql/sql-node.ts";
import type { SqlWriter } from "../../sql/sql-writer.ts";
import { typeOf } from "../../sql/type-of.ts";
import { unsupportedSql } from "../../sql/unsupported-sql.ts";
import { writeDelete, writeInsert, writeUpdate } from "../../sql/writers/change-writers.ts";
import { isInteger, timeArithmetic, valueWriters } from "../../sql/writers/expression-writers.ts";
import {
  aggregateWriter,
  functionWriter,
  writeCustomFunction,
  writeWindow,
} from "../../sql/writers/function-writers.ts";
import { predicateWriters } from "../../sql/writers/predicate-writers.ts";
import { writeCompound, writeExplain, writeRawStatement, writeSelect } from "../../sql/writers/query-writers.ts";
import type { Dialect } from "../dialect.ts";
import { jsonPathText } from "../json-path.ts";
import { isLikeLookup, likePattern, writeLikePattern } from "../pattern.ts";
import { mysqlCodec } from "./mysql-codecs.ts";
import { writeExtract, writeTrunc } from "./mysql-dates.ts";
import { castOfAggregate, mysqlAggregates, mysqlFunctions, writeMysqlAggregate } from "./mysql-functions.ts";

// The connection turns NO_BACKSLASH_ESCAPES on, so that a backslash is itself, as the standard has it.
function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function castType(type: ColumnType): string {
  switch (type.kind) {
    case "boolean":
    case "smallInt":
    case "integer":
    case "bigInt":
    case "duration":
      return "SIGNED";
    case "float":
      return "DOUBLE";
    case "decimal":
      return `DECIMAL(${type.maxDigits}, ${type.decimalPlaces})`;
    case "dateTime":
      return "DATETIME(6)";
    case "date":
      return "DATE";
    case "time":
      return "TIME(6)";
    case "binary":
      return "BINARY";
    case "custom":
      return type.name;
    default:
      return "CHAR";
  }
}

// Text compares by code points, as on SQLite: the default collation would take "a" and "Á" for one.
const text = "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

function columnType(type: ColumnType): string {
  switch (type.kind) {
    case "boolean":
      return "tinyint(1)";
    case "smallInt":
      return "smallint";
    case "integer":
      return "int";
    case "bigInt":
    case "duration":
      return "bigint";
    case "float":
      return "double";
    case "decimal":
      return `decimal(${type.maxDigits}, ${type.decimalPlaces})`;
    case "char":
      return `varchar(${type.maxLength}) ${text}`;
    case "dateTime":
      return "datetime(6)";
    case "date":
      return "date";
    case "time":
      return "time(6)";
    case "json":
      return "json";
    case "uuid":
      return `char(36) ${text}`;
    case "inet":
      return `varchar(45) ${text}`;
    case "binary":
      return "longblob";
    case "custom":
      return type.name;
    default:
      return `longtext ${text}`;
  }
}

function writeBinary(writer: SqlWriter, node: BinaryNode): void {
  const time = timeArithmetic(node);
  if (time === "two moments") {
    writer.write("TIMESTAMPDIFF(MICROSECOND, ").expression(node.right).write(", ").expression(node.left).write(")");
  } else if (time !== undefined) {
    const [moment, duration] = time === "moment and duration" ? [node.left, node.right] : [node.right, node.left];
    writer
      .write("(")
      .expression(moment)
      .write(` ${node.operator} INTERVAL `)
      .expression(duration)
      .write(" MICROSECOND)");
  } else if (node.operator === "^" || node.operator === "||") {
    writer
      .write(node.operator === "^" ? "POWER(" : "CONCAT(")
      .expression(node.left)
      .write(", ")
      .expression(node.right);
    writer.write(")");
  } else if (node.operator === "/" && isInteger(node.left) && isInteger(node.right)) {
    writer.write("(").expression(node.left).write(" DIV ").expression(node.right).write(")");
  } else {
    valueWriters.binary(writer, node.operator === "#" ? { ...node, operator: "^" } : node);
  }
}

function writeCompare(writer: SqlWriter, node: CompareNode): void {
  if (typeOf(node.left)?.kind !== "json" && typeOf(node.right)?.kind !== "json") {
    predicateWriters.compare(writer, node);
    return;
  }
  const { operator } = node;
  if (operator === "=" || operator === "<>" || operator === "is" || operator === "is not") {
    if (operator === "<>" || operator === "is not") writer.write("NOT ");
    // JSON_EQUALS holds a missing value of a table equal to anything: it is asked only where both are there.
    writer.write("IF(").expression(node.left).write(" IS NULL OR ").expression(node.right).write(" IS NULL, ");
    if (operator === "=" || operator === "<>") writer.write("NULL");
    else writer.expression(node.left).write(" IS NULL AND ").expression(node.right).write(" IS NULL");
    writer.write(", JSON_EQUALS(").expression(node.left).write(", ").expression(node.right).write("))");
  } else {
    // Order is that of the numbers inside.
    writer.write("JSON_VALUE(").expression(node.left).write(", '$')").write(` ${operator} `);
    writer.write("JSON_VALUE(").expression(node.right).write(", '$') + 0");
  }
}

function writeMatch(writer: SqlWriter, { lookup, operand, pattern }: MatchNode): void {
  switch (lookup) {
    case "iexact":
      writer.write("LOWER(").expression(operand).write(") = LOWER(").expression(pattern).write(")");
      return;
    case "regex":
    case "iregex":
      writer.expression(operand);
      writer
        .write(` REGEXP CONCAT('(?${lookup === "regex" ? "-i" : "i"})', `)
        .expression(pattern)
        .write(")");
      return;
    case "contains":
    case "startsWith":
    case "endsWith":
    case "like":
      writer.expression(operand);
      writer.write(" LIKE BINARY ");
      break;
    default:
      writer.write("LOWER(").expression(operand).write(") LIKE LOWER(");
  }
  if (isLikeLookup(lookup)) writeLikePattern(writer, lookup, pattern);
  else writer.expression(pattern);
  if (lookup.startsWith("i")) writer.write(")");
  writer.write(" ESCAPE '\\'");
}

function writeTextSearch(writer: SqlWriter, node: TextSearchNode): void {
  if (node.marks !== undefined)
    throw unsupportedSql(writer.dialect, "marked parts of texts found", "Mark the words in the program.");
  writer.write("MATCH (").list(node.operands).write(") AGAINST (");
  if (node.mode === "phrase") writer.write(`CONCAT('"', REPLACE(`).expression(node.query).write(`, '"', ' '), '"')`);
  else writer.expression(node.query);
  writer.write(node.mode === "plain" ? ")" : " IN BOOLEAN MODE)");
}

/** MariaDB 10.6 or newer; it has RETURNING after INSERT and DELETE, MySQL has not. */
export const mysqlDialect: Dialect = Object.freeze<Dialect>({
  name: "mysql",
  placeholders: "?",
  maxParameters: 65_535,
  maxNameLength: 64,
  features: Object.freeze({
    insertReturning: true,
    updateReturning: false,
    deleteReturning: true,
    bulkReturning: true,
    distinctOn: false,
    lockRows: true,
    arrays: false,
    ranges: false,
    lateral: false,
    partialIndexes: false,
    coveringIndexes: false,
    expressionIndexes: false,
    exclusionConstraints: false,
    deferrableConstraints: false,
    nullsNotDistinct: false,
    transactionalSchema: false,
    nullsSortFirst: true,
    isolationLevels: true,
  }),
  quoteName: (name) => `\`${name.replaceAll("`", "``")}\``,
  quoteText,
  castType,
  columnType,
  codec: mysqlCodec,
  encodePattern: (lookup, plain) => (isLikeLookup(lookup) ? likePattern(lookup, plain) : plain),
  expressions: {
    ...valueWriters,
    ...predicateWriters,
    slot(writer, node) {
      // Decimals travel as text, which arithmetic would make a number that loses digits.
      if (node.type?.kind === "decimal")
        writer
          .write("CAST(")
          .slot(node.slot)
          .write(` AS ${castType(node.type)})`);
      else writer.slot(node.slot);
    },
    binary: writeBinary,
    compare: writeCompare,
    match: writeMatch,
    "json-has-key"(writer, node) {
      writer.write("JSON_CONTAINS_PATH(").expression(node.operand);
      writer.write(`, 'one', ${quoteText(jsonPathText(node.path, "mysql"))})`);
    },
    "json-contains": (writer, node) =>
      writer.write("JSON_CONTAINS(").expression(node.left).write(", ").expression(node.right).write(")"),
    "json-path"(writer, node) {
      const extract = () =>
        writer
          .write("JSON_EXTRACT(")
          .expression(node.operand)
          .write(`, ${quoteText(jsonPathText(node.path, "mysql"))})`);
      if (node.as === "json") {
        extract();
        return;
      }
      writer.write("IF(JSON_TYPE(");
      extract();
      writer.write(") = 'NULL', NULL, JSON_UNQUOTE(");
      extract();
      writer.write("))");
    },
    "text-search": writeTextSearch,
    function: functionWriter(mysqlFunctions),
    "custom-function": writeCustomFunction,
    aggregate: aggregateWriter(mysqlAggregates, writeMysqlAggregate),
    window(writer, node) {
      const type = node.call.kind === "aggregate" ? castOfAggregate(node.call) : undefined;
      if (type === undefined) {
        writeWindow(writer, node);
        return;
      }
      // The cast stands around the window, not around the aggregate in it.
      writeWindow(writer.write("CAST("), { ...node, call: { ...node.call, type: undefined } });
      writer.write(` AS ${type})`);
    },
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

/** MySQL 8, which has no RETURNING. */
export const mysql8Dialect: Dialect = Object.freeze<Dialect>({
  ...mysqlDialect,
  features: Object.freeze({
    ...mysqlDialect.features,
    insertReturning: false,
    deleteReturning: false,
    bulkReturning: false,
    expressionIndexes: true,
  }),
});
