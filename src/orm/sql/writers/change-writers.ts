// Writes insert with its upsert, update and delete statements.
import type { AssignmentNode, DeleteNode, InsertNode, SelectedNode, UpdateNode } from "../sql-node.ts";
import type { SqlWriter } from "../sql-writer.ts";
import { unsupportedSql } from "../unsupported-sql.ts";
import {
  findBigInts,
  writeCondition,
  writeCtes,
  writeNames,
  writeSelected,
  writeSource,
  writeUnnest,
} from "./query-writers.ts";

/** `INSERT INTO "t" ("a", "b") VALUES ($1, $2) ON CONFLICT ("a") DO UPDATE SET "b" = excluded."b" RETURNING "id"`. */
export function writeInsert(writer: SqlWriter, node: InsertNode): void {
  writer.access = "write";
  const mysql = writer.dialect.name === "mysql";
  writeCtes(writer, node.ctes);
  const ignores = node.conflict !== undefined && node.conflict.set === undefined;
  writer.write(mysql && ignores ? "INSERT IGNORE INTO " : "INSERT INTO ");
  writer.qualified(node.table.schema, node.table.name);
  if (!mysql && node.table.alias !== undefined) writer.write(" AS ").name(node.table.alias);
  writeInsertSource(writer, node);
  if (node.conflict !== undefined) (mysql ? writeDuplicateKey : writeConflict)(writer, node.conflict);
  writeReturning(writer, node.returning);
}

function writeInsertSource(writer: SqlWriter, { source, columns }: InsertNode): void {
  const { name } = writer.dialect;
  if (source.kind === "defaults" || columns.length === 0) {
    writer.write(name === "mysql" ? " () VALUES ()" : " DEFAULT VALUES");
    return;
  }
  writer.write(" (");
  writeNames(writer, columns);
  writer.write(") ");
  if (source.kind === "rows") {
    writer.write("VALUES ");
    source.rows.forEach((row, i) => {
      writer.write(i > 0 ? ", (" : "(");
      for (let n = 0; n < row.length; n++) writer.write(n > 0 ? ", " : "").plain(row[n]!);
      writer.write(")");
    });
  } else if (source.kind === "query") {
    writer.statement(source.query);
    // Without a WHERE, SQLite reads ON CONFLICT after a select as the start of a join's ON.
    if (name === "sqlite" && source.query.kind === "select" && source.query.where === undefined)
      writer.write(needsWhere(source.query) ? " WHERE TRUE" : "");
  } else if (name === "postgres") {
    writer.write("SELECT ");
    source.values.columns.forEach((column, i) => {
      if (i > 0) writer.write(", ");
      writer.qualified(source.values.alias, column.name);
      if (column.list.type.kind === "array") writer.write(`::${writer.dialect.castType(column.list.type)}`);
    });
    writer.write(" FROM ");
    writeUnnest(writer, source.values);
  } else {
    writer.write("VALUES ").expandedRows(
      source.values.columns.map((column) => column.list.slot),
      columns,
      "rows",
    );
  }
}

function needsWhere(query: { groupBy: readonly unknown[]; orderBy: readonly unknown[]; limit: unknown }): boolean {
  return query.groupBy.length === 0 && query.orderBy.length === 0 && query.limit === undefined;
}

function writeConflict(writer: SqlWriter, conflict: NonNullable<InsertNode["conflict"]>): void {
  writer.write(" ON CONFLICT");
  if (conflict.target.length > 0) {
    writer.write(" (");
    writeNames(writer, conflict.target);
    writer.write(")");
    if (conflict.targetWhere !== undefined) writeCondition(writer.write(" WHERE "), conflict.targetWhere);
  }
  if (conflict.set === undefined) {
    writer.write(" DO NOTHING");
    return;
  }
  writer.write(" DO UPDATE SET ");
  writeAssignments(writer, conflict.set, undefined);
  if (conflict.where !== undefined) writeCondition(writer.write(" WHERE "), conflict.where);
}

function writeDuplicateKey(writer: SqlWriter, conflict: NonNullable<InsertNode["conflict"]>): void {
  if (conflict.where !== undefined)
    throw unsupportedSql(writer.dialect, "condition on an upsert", "Leave the condition out, or select first.");
  if (conflict.set === undefined) return;
  writer.write(" ON DUPLICATE KEY UPDATE ");
  writeAssignments(writer, conflict.set, undefined);
}

function writeAssignments(writer: SqlWriter, set: readonly AssignmentNode[], source: string | undefined): void {
  for (let i = 0; i < set.length; i++) {
    const { column, value } = set[i]!;
    if (i > 0) writer.write(", ");
    writer.qualified(source, column).write(" = ").plain(value);
  }
}

/** ` RETURNING "a", "b"`. */
function writeReturning(writer: SqlWriter, returning: readonly SelectedNode[]): void {
  if (returning.length === 0) return;
  writer.write(" RETURNING ");
  writeSelected(writer, returning);
  if (!writer.isOutermost) return;
  writer.returnsRows = true;
  writer.bigInts = findBigInts(returning);
}

/** `UPDATE "t" SET "a" = $1 FROM … WHERE … RETURNING …`; `UPDATE t INNER JOIN … SET t.a = ?` on MariaDB. */
export function writeUpdate(writer: SqlWriter, node: UpdateNode): void {
  writer.access = "write";
  const mysql = writer.dialect.name === "mysql";
  writeCtes(writer, node.ctes);
  writer.write("UPDATE ");
  writeSource(writer, node.table);
  if (mysql && node.from !== undefined) {
    writer.write(" INNER JOIN ");
    writeSource(writer, node.from);
    writeJoins(writer, node);
  }
  writer.write(" SET ");
  writeAssignments(
    writer,
    node.set,
    mysql && node.from !== undefined ? (node.table.alias ?? node.table.name) : undefined,
  );
  if (!mysql && node.from !== undefined) {
    writer.write(" FROM ");
    writeSource(writer, node.from);
    writeJoins(writer, node);
  }
  if (node.where !== undefined) writeCondition(writer.write(" WHERE "), node.where);
  if (mysql && node.returning.length > 0)
    throw unsupportedSql(writer.dialect, "UPDATE … RETURNING", "Select the rows after the update.");
  writeReturning(writer, node.returning);
}

function writeJoins(writer: SqlWriter, node: UpdateNode): void {
  for (const join of node.joins) {
    writer.write(join.type === "left" ? " LEFT JOIN " : " INNER JOIN ");
    writeSource(writer, join.source);
    if (join.on !== undefined) writeCondition(writer.write(" ON "), join.on);
    else writer.write(" ON 1 = 1");
  }
}

/** `DELETE FROM "t" WHERE … RETURNING …`. */
export function writeDelete(writer: SqlWriter, node: DeleteNode): void {
  writer.access = "write";
  writeCtes(writer, node.ctes);
  const { alias, name } = node.table;
  writer.write("DELETE ");
  // MariaDB takes an alias only in the form for several tables, which returns nothing.
  if (writer.dialect.name === "mysql" && alias !== undefined && alias !== name) writer.name(alias).write(" ");
  writer.write("FROM ");
  writeSource(writer, node.table);
  if (node.where !== undefined) writeCondition(writer.write(" WHERE "), node.where);
  writeReturning(writer, node.returning);
}
