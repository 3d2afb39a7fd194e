// Writes select, compound, explain and raw statements, with their sources, joins and common table expressions.
import type {
  BulkValuesNode,
  CompoundNode,
  CteNode,
  ExplainNode,
  OrderNode,
  RawStatementNode,
  SelectedNode,
  SelectNode,
  SourceNode,
  SqlExpression,
} from "../sql-node.ts";
import type { SqlWriter } from "../sql-writer.ts";
import { isLongDecimal, typeOf } from "../type-of.ts";
import { unsupportedSql } from "../unsupported-sql.ts";

/** `SELECT DISTINCT … FROM … WHERE … GROUP BY … HAVING … ORDER BY … LIMIT … OFFSET … FOR UPDATE`. */
export function writeSelect(writer: SqlWriter, node: SelectNode): void {
  const outermost = writer.isOutermost;
  if (outermost) writer.returnsRows = true;
  writeCtes(writer, node.ctes);
  writer.write("SELECT ");
  if (node.distinct === true) writer.write("DISTINCT ");
  else if (node.distinct !== false) {
    if (writer.dialect.name !== "postgres")
      throw unsupportedSql(writer.dialect, "DISTINCT ON", "Group by those columns, or number the rows with a window.");
    writer.write("DISTINCT ON (").list(node.distinct).write(") ");
  }
  writeSelected(writer, node.columns);
  if (outermost) writer.bigInts = findBigInts(node.columns);
  if (node.from !== undefined) {
    writer.write(" FROM ");
    writeSource(writer, node.from);
    for (const join of node.joins) {
      writer.write(join.type === "inner" ? " INNER JOIN " : join.type === "left" ? " LEFT JOIN " : " CROSS JOIN ");
      writeSource(writer, join.source);
      if (join.on !== undefined) writeCondition(writer.write(" ON "), join.on);
      else if (join.type !== "cross") writer.write(" ON 1 = 1");
    }
  }
  if (node.where !== undefined) writeCondition(writer.write(" WHERE "), node.where);
  if (node.groupBy.length > 0) writer.write(" GROUP BY ").list(node.groupBy);
  if (node.having !== undefined) writeCondition(writer.write(" HAVING "), node.having);
  writeOrderBy(writer, node.orderBy);
  writeLimit(writer, node.limit, node.offset);
  if (node.lock !== undefined) writeLock(writer, node.lock);
}

/** `(a) UNION (b) ORDER BY … LIMIT …`. */
export function writeCompound(writer: SqlWriter, node: CompoundNode): void {
  const outermost = writer.isOutermost;
  if (outermost) writer.returnsRows = true;
  writeCtes(writer, node.ctes);
  if (outermost) writer.bigInts = findCompoundBigInts(node);
  for (let i = 0; i < node.queries.length; i++) {
    const query = node.queries[i]!;
    if (i > 0) writer.write(` ${node.operator.toUpperCase()} `);
    const sliced =
      query.kind === "compound" || query.orderBy.length > 0 || query.limit !== undefined || query.offset !== undefined;
    // SQLite has no parentheses around the parts of a compound, so a part with an order or a slice is selected from.
    if (writer.dialect.name !== "sqlite") writer.nested(query);
    else if (sliced || query.ctes.length > 0) writer.write("SELECT * FROM ").nested(query);
    else writer.statement(query);
  }
  writeOrderBy(writer, node.orderBy);
  writeLimit(writer, node.limit, node.offset);
}

const explainDetails = ["verbose", "costs", "settings", "buffers", "wal", "timing", "summary"] as const;

/** `EXPLAIN …`, in each dialect's own options. */
export function writeExplain(writer: SqlWriter, node: ExplainNode): void {
  const { name } = writer.dialect;
  const details = explainDetails.filter((detail) => node.details[detail] !== undefined);
  if (name !== "postgres" && details.length > 0)
    throw unsupportedSql(writer.dialect, `EXPLAIN with ${details.join(", ")}`, `Leave ${details.join(", ")} out.`);
  if (name === "sqlite") {
    if (node.analyze || node.format === "json")
      throw unsupportedSql(writer.dialect, "EXPLAIN with options", "Leave analyze and format out.");
    writer.write("EXPLAIN QUERY PLAN ");
  } else if (name === "postgres") {
    const options: string[] = [];
    if (node.analyze) options.push("ANALYZE");
    for (const detail of details) options.push(`${detail.toUpperCase()} ${node.details[detail] ? "ON" : "OFF"}`);
    if (node.format !== undefined) options.push(`FORMAT ${node.format.toUpperCase()}`);
    writer.write(options.length > 0 ? `EXPLAIN (${options.join(", ")}) ` : "EXPLAIN ");
  } else {
    writer.write(node.analyze ? "ANALYZE " : "EXPLAIN ");
    if (node.format === "json") writer.write("FORMAT=JSON ");
  }
  writer.statement(node.query);
  writer.returnsRows = true;
  if (!node.analyze) writer.access = "read";
}

/** Hand-written SQL. */
export function writeRawStatement(writer: SqlWriter, node: RawStatementNode): void {
  writer.access = node.access;
  writer.returnsRows = true;
  for (let i = 0; i < node.parts.length; i++) {
    writer.write(node.parts[i]!);
    const arg = node.args[i];
    if (arg !== undefined) writer.expression(arg);
  }
}

/** `WITH RECURSIVE "a" ("x") AS (…), "b" AS (…) `. */
export function writeCtes(writer: SqlWriter, ctes: readonly CteNode[]): void {
  if (ctes.length === 0) return;
  writer.write(ctes.some((cte) => cte.recursive) ? "WITH RECURSIVE " : "WITH ");
  for (let i = 0; i < ctes.length; i++) {
    const cte = ctes[i]!;
    if (i > 0) writer.write(", ");
    writer.name(cte.name);
    if (cte.columns !== undefined) {
      writer.write(" (");
      writeNames(writer, cte.columns);
      writer.write(")");
    }
    writer.write(" AS (").statement(cte.query).write(")");
  }
  writer.write(" ");
}

/** `"a", "b"`. */
export function writeNames(writer: SqlWriter, names: readonly string[]): void {
  for (let i = 0; i < names.length; i++) {
    if (i > 0) writer.write(", ");
    writer.name(names[i]!);
  }
}

/** `"t"."a" AS "x", "t"."b"`. */
export function writeSelected(writer: SqlWriter, columns: readonly SelectedNode[]): void {
  for (let i = 0; i < columns.length; i++) {
    const selected = columns[i]!;
    if (i > 0) writer.write(", ");
    writer.expression(selected.expression);
    if (selected.alias !== undefined) writer.write(" AS ").name(selected.alias);
  }
}

/** Tells which result columns hold 64-bit integers that are read as `bigint`. */
export function findBigInts(columns: readonly SelectedNode[]): number[] {
  const found: number[] = [];
  columns.forEach((selected, i) => {
    const type = typeOf(selected.expression);
    if (type?.kind === "bigInt" && type.safe !== true) found.push(i);
  });
  return found;
}

function findCompoundBigInts(node: CompoundNode): readonly number[] {
  const first = node.queries[0];
  if (first === undefined) return [];
  return first.kind === "select" ? findBigInts(first.columns) : findCompoundBigInts(first);
}

/** `"schema"."table" AS "alias"`, `(SELECT …) AS "alias"`, or rows from parameters. */
export function writeSource(writer: SqlWriter, source: SourceNode): void {
  if (source.kind === "table") {
    writer.qualified(source.schema, source.name);
    if (source.alias !== undefined && source.alias !== source.name) writer.write(" AS ").name(source.alias);
  } else if (source.kind === "derived") {
    if (source.lateral) {
      if (writer.dialect.name !== "postgres")
        throw unsupportedSql(writer.dialect, "LATERAL", "Write a sub-query, or number the rows with a window.");
      writer.write("LATERAL ");
    }
    writer.nested(source.query).write(" AS ").name(source.alias);
  } else {
    writeBulkSource(writer, source);
  }
}

function writeBulkSource(writer: SqlWriter, source: BulkValuesNode): void {
  const { dialect } = writer;
  if (dialect.name === "postgres") {
    writeUnnest(writer, source);
    return;
  }
  const slots = source.columns.map((column) => column.list.slot);
  const names = source.columns.map((column) => dialect.quoteName(column.name));
  if (dialect.name === "sqlite") {
    const columns = names.map((name, i) => `column${i + 1} AS ${name}`).join(", ");
    writer.write(`(SELECT ${columns} FROM (VALUES `).expandedRows(slots, names, "rows").write("))");
  } else {
    writer.write("(").expandedRows(slots, names, "union").write(")");
  }
  writer.write(" AS ").name(source.alias);
}

/** `unnest($1::integer[], $2::text[]) AS "v" ("id", "name")`. */
export function writeUnnest(writer: SqlWriter, source: BulkValuesNode): void {
  writer.write("unnest(");
  for (let i = 0; i < source.columns.length; i++) {
    const { list } = source.columns[i]!;
    if (i > 0) writer.write(", ");
    // unnest takes an array of arrays apart to its last value, so values that are arrays travel as text.
    const element = list.type.kind === "array" ? "text" : writer.dialect.castType(list.type);
    writer.listSlot(list.slot).write(`::${element}[]`);
  }
  writer.write(") AS ").name(source.alias).write(" (");
  writeNames(
    writer,
    source.columns.map((column) => column.name),
  );
  writer.write(")");
}

/** Writes a condition; the parentheses of an outermost AND are left out. */
export function writeCondition(writer: SqlWriter, node: SqlExpression): void {
  if (node.kind === "logical" && node.operator === "and" && node.operands.length > 0)
    writer.list(node.operands, " AND ");
  else writer.expression(node);
}

/** ` ORDER BY "a" DESC NULLS LAST, "b"`. */
export function writeOrderBy(writer: SqlWriter, orderBy: readonly OrderNode[]): void {
  if (orderBy.length === 0) return;
  writer.write(" ");
  writeOrder(writer, orderBy);
}

/** `ORDER BY "a" DESC NULLS LAST, "b"`, without a space before it. */
export function writeOrder(writer: SqlWriter, orderBy: readonly OrderNode[]): void {
  writer.write("ORDER BY ");
  for (let i = 0; i < orderBy.length; i++) {
    const order = orderBy[i]!;
    if (i > 0) writer.write(", ");
    if (order.nulls !== undefined && writer.dialect.name === "mysql")
      writer.expression(order.expression).write(order.nulls === "last" ? " IS NULL, " : " IS NOT NULL, ");
    if (writer.dialect.name === "sqlite" && isLongDecimal(order.expression))
      writer.write("DJ_DECIMAL_KEY(").expression(order.expression).write(")");
    else writer.expression(order.expression);
    if (order.descending) writer.write(" DESC");
    if (order.nulls !== undefined && writer.dialect.name !== "mysql")
      writer.write(order.nulls === "last" ? " NULLS LAST" : " NULLS FIRST");
  }
}

/** ` LIMIT n OFFSET m`. */
export function writeLimit(
  writer: SqlWriter,
  limit: SqlExpression | undefined,
  offset: SqlExpression | undefined,
): void {
  if (limit !== undefined) writer.write(" LIMIT ").plain(limit);
  else if (offset !== undefined && writer.dialect.name === "sqlite") writer.write(" LIMIT -1");
  else if (offset !== undefined && writer.dialect.name === "mysql") writer.write(" LIMIT 18446744073709551615");
  if (offset !== undefined) writer.write(" OFFSET ").plain(offset);
}

function writeLock(writer: SqlWriter, lock: NonNullable<SelectNode["lock"]>): void {
  const { dialect } = writer;
  // A transaction of SQLite locks the whole database before it reads.
  writer.access = "write";
  if (dialect.name === "sqlite") return;
  if (dialect.name === "mysql") {
    if (lock.of.length > 0)
      throw unsupportedSql(dialect, "FOR UPDATE OF", "Lock all tables of the query: leave of out.");
    writer.write(
      lock.strength === "update" || lock.strength === "no key update" ? " FOR UPDATE" : " LOCK IN SHARE MODE",
    );
  } else {
    writer.write(` FOR ${lock.strength.toUpperCase()}`);
    if (lock.of.length > 0) {
      writer.write(" OF ");
      writeNames(writer, lock.of);
    }
  }
  if (lock.wait !== undefined) writer.write(` ${lock.wait.toUpperCase()}`);
}
