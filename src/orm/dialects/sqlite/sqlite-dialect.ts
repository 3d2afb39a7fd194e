// Speaks SQLite's SQL: quoting, types, patterns, JSON, moments as text, lists through json_each.
import type { ColumnType } from "../../column-type.ts";
import type {
  BinaryNode,
  CastNode,
  InNode,
  MatchLookup,
  MatchNode,
  SlotNode,
  SqlExpression,
  TextSearchNode,
} from "../../sql/sql-node.ts";
import type { SqlWriter } from "../../sql/sql-writer.ts";
import { exactDigits, isLongDecimal, typeOf } from "../../sql/type-of.ts";
import { unsupportedSql } from "../../sql/unsupported-sql.ts";
import { writeDelete, writeInsert, writeUpdate } from "../../sql/writers/change-writers.ts";
import { timeArithmetic, valueWriters } from "../../sql/writers/expression-writers.ts";
import {
  aggregateWriter,
  functionWriter,
  writeAggregate,
  writeCustomFunction,
  writeWindow,
} from "../../sql/writers/function-writers.ts";
import { isArray, predicateWriters, writeIn } from "../../sql/writers/predicate-writers.ts";
import { writeCompound, writeExplain, writeRawStatement, writeSelect } from "../../sql/writers/query-writers.ts";
import type { Dialect } from "../dialect.ts";
import { jsonPathText } from "../json-path.ts";
import { isLikeLookup, likePattern, openEnds, writeLikePattern } from "../pattern.ts";
import { sqliteCodec } from "./sqlite-codecs.ts";
import { writeExtract, writeTrunc } from "./sqlite-dates.ts";
import { sqliteAggregates, sqliteFunctions } from "./sqlite-functions.ts";

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function columnType(type: ColumnType): string {
  switch (type.kind) {
    case "boolean":
    case "smallInt":
    case "integer":
    case "bigInt":
    case "duration":
      return "INTEGER";
    case "float":
      return "REAL";
    case "decimal":
      return type.maxDigits > exactDigits ? "TEXT" : "NUMERIC";
    case "binary":
      return "BLOB";
    case "custom":
      return type.name;
    default:
      return "TEXT";
  }
}

function writeSlot(writer: SqlWriter, node: SlotNode): void {
  const kind = node.type?.kind;
  // The driver binds every number as a real one, which would divide and join as text otherwise than a whole number.
  if (kind === "integer" || kind === "smallInt" || kind === "bigInt" || kind === "boolean" || kind === "duration")
    writer.write("CAST(").slot(node.slot).write(" AS INTEGER)");
  else writer.slot(node.slot);
}

function isText(kind: ColumnType["kind"]): boolean {
  return kind === "text" || kind === "char";
}

function writeCast(writer: SqlWriter, node: CastNode): void {
  const { kind } = node.type;
  const from = typeOf(node.operand);
  if (kind === "dateTime") writer.write("STRFTIME('%Y-%m-%dT%H:%M:%fZ', ").expression(node.operand).write(")");
  else if (kind === "date") writer.write("DATE(").expression(node.operand).write(")");
  else if (kind === "time") writer.write("TIME(").expression(node.operand).write(")");
  else if (kind === "json") writer.write("JSON(").expression(node.operand).write(")");
  else if (kind === "boolean") writer.write("(").expression(node.operand).write(" <> 0)");
  else if (isText(kind) && from?.kind === "decimal" && from.maxDigits <= exactDigits)
    writer.write(`PRINTF('%.${from.decimalPlaces}f', `).expression(node.operand).write(")");
  else
    writer
      .write("CAST(")
      .expression(node.operand)
      .write(` AS ${columnType(node.type)})`);
}

const decimalFunctions: Readonly<Partial<Record<BinaryNode["operator"], string>>> = {
  "+": "DJ_DECIMAL_ADD",
  "-": "DJ_DECIMAL_SUBTRACT",
  "*": "DJ_DECIMAL_MULTIPLY",
};

// Text of long decimals has another order than the numbers: keys are compared instead.
function decimalKey(side: SqlExpression): SqlExpression {
  return { kind: "raw", parts: ["DJ_DECIMAL_KEY(", ")"], args: [side], type: undefined };
}

function writeBinary(writer: SqlWriter, node: BinaryNode): void {
  const time = timeArithmetic(node);
  if (time === "two moments") {
    writer.write("CAST(ROUND((JULIANDAY(").expression(node.left).write(") - JULIANDAY(").expression(node.right);
    writer.write(")) * 86400000) * 1000 AS INTEGER)");
  } else if (time !== undefined) {
    const [moment, duration] = time === "moment and duration" ? [node.left, node.right] : [node.right, node.left];
    const kind = typeOf(moment)?.kind;
    const format = kind === "date" ? "%Y-%m-%d" : kind === "time" ? "%H:%M:%f" : "%Y-%m-%dT%H:%M:%fZ";
    writer.write(`STRFTIME('${format}', `).expression(moment);
    writer
      .write(`, (${node.operator === "-" ? "-" : ""}`)
      .expression(duration)
      .write(" / 1000000.0) || ' seconds')");
  } else if (isLongDecimal(node) && decimalFunctions[node.operator] !== undefined) {
    writer
      .write(`${decimalFunctions[node.operator]}(`)
      .expression(node.left)
      .write(", ")
      .expression(node.right)
      .write(")");
  } else if (node.operator === "^") {
    writer.write("POWER(").expression(node.left).write(", ").expression(node.right).write(")");
  } else if (node.operator === "#") {
    writer.write("((").expression(node.left).write(" | ").expression(node.right).write(") - (");
    writer.expression(node.left).write(" & ").expression(node.right).write("))");
  } else if (node.operator === "%" && typeOf(node)?.kind !== "integer") {
    writer.write("MOD(").expression(node.left).write(", ").expression(node.right).write(")");
  } else {
    valueWriters.binary(writer, node);
  }
}

function writeInList(writer: SqlWriter, node: InNode): void {
  const { list } = node;
  if (isArray(list) || list.kind !== "list-slot" || list.type.kind === "binary") {
    writeIn(writer, node);
    return;
  }
  writer.expression(node.operand).write(node.negated ? " NOT IN " : " IN ");
  writer.write("(SELECT value FROM json_each(").listSlot(list.slot).write("))");
}

// GLOB tells upper from lower case where LIKE does not; its special characters are escaped by brackets.
function globPattern(lookup: MatchLookup, text: string): string {
  const { before, after } = openEnds(lookup);
  return `${before ? "*" : ""}${text.replace(/[*?[]/g, "[$&]")}${after ? "*" : ""}`;
}

function encodePattern(lookup: MatchLookup, text: string): string {
  if (!isLikeLookup(lookup)) return text;
  return lookup.startsWith("i") ? likePattern(lookup, text) : globPattern(lookup, text);
}

function writeMatch(writer: SqlWriter, node: MatchNode): void {
  const { lookup, operand, pattern } = node;
  switch (lookup) {
    case "contains":
    case "startsWith":
    case "endsWith":
      writer.expression(operand).write(" GLOB ");
      writeGlobPattern(writer, node);
      break;
    case "icontains":
    case "istartsWith":
    case "iendsWith":
    case "ilike":
      writeFolded(writer, node);
      break;
    case "iexact":
      writer.write("LOWER(").expression(operand).write(") = LOWER(").expression(pattern).write(")");
      break;
    case "like":
      writer.write("DJ_LIKE(").expression(pattern).write(", ").expression(operand).write(")");
      break;
    default:
      writer.write(lookup === "regex" ? "DJ_REGEXP(" : "DJ_IREGEXP(");
      writer.expression(pattern).write(", ").expression(operand).write(")");
  }
}

function writeGlobPattern(writer: SqlWriter, { lookup, pattern }: MatchNode): void {
  if (pattern.kind === "slot") {
    writer.slot(pattern.slot);
  } else if (pattern.kind === "constant" && typeof pattern.value === "string") {
    writer.write(quoteText(globPattern(lookup, pattern.value)));
  } else {
    const { before, after } = openEnds(lookup);
    writer
      .write(before ? "('*' || " : "(")
      .write("REPLACE(REPLACE(REPLACE(")
      .expression(pattern);
    writer.write(", '[', '[[]'), '*', '[*]'), '?', '[?]')").write(after ? " || '*')" : ")");
  }
}

// LIKE ignores the case of ASCII letters alone, and is fast; only a pattern with others is compared by folded text.
function writeFolded(writer: SqlWriter, node: MatchNode): void {
  const pattern = () =>
    node.lookup === "ilike" ? writer.expression(node.pattern) : writeLikePattern(writer, node.lookup, node.pattern);
  writer.write("(").expression(node.operand).write(" LIKE ");
  pattern();
  writer.write(" ESCAPE '\\' OR (");
  pattern();
  writer.write(" GLOB '*[^ -~]*' AND LOWER(").expression(node.operand).write(") LIKE LOWER(");
  pattern();
  writer.write(") ESCAPE '\\'))");
}

// Every FTS5 table has a column of its own name, which stands for all of its columns, and for the table in functions.
function writeTextSearch(writer: SqlWriter, node: TextSearchNode): void {
  const columns = node.operands.map((operand) => (operand.kind === "column" ? operand : undefined));
  const [first] = columns;
  if (first === undefined || columns.includes(undefined))
    throw unsupportedSql(
      writer.dialect,
      "full-text search over plain columns",
      "Search an FTS5 table or one of its columns.",
    );
  const whole = () => {
    const table = node.table ?? first.source;
    if (table === undefined) writer.name(first.name);
    else writer.qualified(first.source === table ? undefined : first.source, table);
  };
  if (node.marks !== undefined) {
    const { start, stop } = node.marks;
    writer.write("SNIPPET(");
    whole();
    writer.write(`, ${node.columnAt ?? -1}, ${quoteText(start)}, ${quoteText(stop)}, '…', 32)`);
  } else if (node.rank) {
    // The better a row is, the less it is to BM25.
    writer.write("-BM25(");
    whole();
    writer.write(")");
  } else if (columns.length === 1) {
    writer.qualified(first.source, first.name).write(" MATCH ");
    writeFtsQuery(writer, node);
  } else {
    const names = columns.map((column) => `"${column!.name.replaceAll('"', '""')}"`).join(" ");
    whole();
    writer.write(` MATCH (${quoteText(`{${names}}: (`)} || `);
    writeFtsQuery(writer, node);
    writer.write(" || ')')");
  }
}

function writeFtsQuery(writer: SqlWriter, node: TextSearchNode): void {
  if (node.mode === "raw") writer.expression(node.query);
  // A quoted string is a phrase to FTS5, in which nothing is an operator.
  else if (node.mode === "phrase") writer.write(`'"' || REPLACE(`).expression(node.query).write(`, '"', '""') || '"'`);
  else writer.write("DJ_FTS_QUERY(").expression(node.query).write(")");
}

const writeAnyAggregate = aggregateWriter(sqliteAggregates, writeAggregate);

/** SQLite 3.45 or newer, as `node:sqlite` brings it. */
export const sqliteDialect: Dialect = Object.freeze<Dialect>({
  name: "sqlite",
  placeholders: "?1",
  maxParameters: 32_766,
  maxNameLength: 1000,
  features: Object.freeze({
    insertReturning: true,
    updateReturning: true,
    deleteReturning: true,
    bulkReturning: true,
    distinctOn: false,
    lockRows: false,
    arrays: false,
    ranges: false,
    lateral: false,
    partialIndexes: true,
    coveringIndexes: false,
    expressionIndexes: true,
    exclusionConstraints: false,
    deferrableConstraints: false,
    nullsNotDistinct: false,
    transactionalSchema: true,
    nullsSortFirst: true,
    isolationLevels: false,
  }),
  quoteName: (name) => `"${name.replaceAll('"', '""')}"`,
  quoteText,
  castType: columnType,
  columnType,
  codec: sqliteCodec,
  encodePattern,
  expressions: {
    ...valueWriters,
    ...predicateWriters,
    slot: writeSlot,
    cast: writeCast,
    binary: writeBinary,
    in: writeInList,
    compare(writer, node) {
      const json =
        node.operator === "=" || node.operator === "<>" || node.operator === "is" || node.operator === "is not";
      if (typeOf(node.left)?.kind === "json" || typeOf(node.right)?.kind === "json") {
        // Equal JSON is compared as minified text; order needs the number or text inside.
        const sides = [node.left, node.right].map((side) => ({
          kind: "raw" as const,
          parts: json ? ["JSON(", ")"] : ["JSON_EXTRACT(", ", '$')"],
          args: [side],
          type: undefined,
        }));
        predicateWriters.compare(writer, { ...node, left: sides[0]!, right: sides[1]! });
      } else if (isLongDecimal(node.left) || isLongDecimal(node.right)) {
        predicateWriters.compare(writer, { ...node, left: decimalKey(node.left), right: decimalKey(node.right) });
      } else {
        predicateWriters.compare(writer, node);
      }
    },
    between(writer, node) {
      const { operand, low, high } = node;
      const long = isLongDecimal(operand) || isLongDecimal(low) || isLongDecimal(high);
      const [a, b, c] = long ? [operand, low, high].map(decimalKey) : [operand, low, high];
      predicateWriters.between(writer, { kind: "between", operand: a!, low: b!, high: c! });
    },
    match: writeMatch,
    "json-has-key"(writer, node) {
      writer
        .write("JSON_TYPE(")
        .expression(node.operand)
        .write(`, ${quoteText(jsonPathText(node.path, "sqlite"))}) IS NOT NULL`);
    },
    "json-contains"(writer, node) {
      writer.write("DJ_JSON_CONTAINS(").expression(node.left).write(", ").expression(node.right).write(")");
    },
    "json-path"(writer, node) {
      writer.write("(").expression(node.operand);
      writer.write(` ${node.as === "json" ? "->" : "->>"} ${quoteText(jsonPathText(node.path, "sqlite"))})`);
    },
    "text-search": writeTextSearch,
    function: functionWriter(sqliteFunctions),
    "custom-function": writeCustomFunction,
    aggregate(writer, node) {
      const [value] = node.args;
      const long =
        (node.name === "sum" || node.name === "min" || node.name === "max") &&
        value !== undefined &&
        isLongDecimal(value);
      if (long) writeAggregate(writer, node, `DJ_DECIMAL_${(node.name as string).toUpperCase()}`);
      else writeAnyAggregate(writer, node);
    },
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
