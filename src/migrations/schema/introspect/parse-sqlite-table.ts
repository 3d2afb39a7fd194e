// Parses a CREATE TABLE statement as SQLite keeps it into columns, keys and constraints.
import type {
  CheckDescription,
  ColumnDescription,
  Deferrable,
  ForeignKeyDescription,
  ReferenceAction,
  UniqueDescription,
} from "#orm/internals";
import { cutSql, type SqlPiece, splitList } from "./sql-pieces.ts";
import { sqliteColumnType } from "./sqlite-column-type.ts";
import { writtenExpression } from "./written-expression.ts";

/** What the statement says. Names that it leaves out are empty. */
export interface ParsedTable {
  readonly columns: ColumnDescription[];
  readonly declaredTypes: Record<string, string>;
  primaryKey: readonly string[];
  readonly uniques: UniqueDescription[];
  readonly foreignKeys: ForeignKeyDescription[];
  readonly checks: CheckDescription[];
}

type MutableColumn = { -readonly [Key in keyof ColumnDescription]: ColumnDescription[Key] };

/** Reads the pieces of one definition from left to right. */
class Pieces {
  readonly #pieces: readonly SqlPiece[];
  readonly sql: string;
  #at = 0;
  constructor(sql: string) {
    this.sql = sql;
    this.#pieces = cutSql(sql);
  }
  get next(): SqlPiece | undefined {
    return this.#pieces[this.#at];
  }
  take(): SqlPiece | undefined {
    return this.#pieces[this.#at++];
  }
  /** Whether these words come next; if so, they are taken. */
  takeWords(...words: readonly string[]): boolean {
    const found = words.every((word, i) => {
      const piece = this.#pieces[this.#at + i];
      return piece?.kind === "word" && piece.text.toUpperCase() === word;
    });
    if (found) this.#at += words.length;
    return found;
  }
}

const constraintWords = new Set(["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]);

/** Parses the statement that made a table. */
export function parseSqliteTable(sql: string): ParsedTable {
  const body = cutSql(sql).find((piece) => piece.kind === "brackets")?.text ?? "";
  const table: ParsedTable = {
    columns: [],
    declaredTypes: {},
    primaryKey: [],
    uniques: [],
    foreignKeys: [],
    checks: [],
  };
  for (const part of splitList(body)) {
    const pieces = new Pieces(part);
    const { next } = pieces;
    if (next?.kind === "word" && constraintWords.has(next.text.toUpperCase())) parseConstraint(pieces, table);
    else if (next !== undefined) parseColumn(pieces, table);
  }
  // SQLite lets a key be null unless it says otherwise; only a lone whole number never is.
  return table;
}

function parseConstraint(pieces: Pieces, table: ParsedTable): void {
  const name = pieces.takeWords("CONSTRAINT") ? (pieces.take()?.text ?? "") : "";
  if (pieces.takeWords("PRIMARY", "KEY")) table.primaryKey = columnNames(pieces);
  else if (pieces.takeWords("UNIQUE")) table.uniques.push({ name, columns: columnNames(pieces) });
  else if (pieces.takeWords("CHECK")) table.checks.push({ name, condition: writtenExpression(pieces.take()!.text) });
  else if (pieces.takeWords("FOREIGN", "KEY")) {
    const columns = columnNames(pieces);
    if (pieces.takeWords("REFERENCES")) table.foreignKeys.push(parseReference(pieces, name, columns));
  }
}

function columnNames(pieces: Pieces): readonly string[] {
  return splitList(pieces.take()?.text ?? "").map((part) => cutSql(part)[0]!.text);
}

function parseColumn(pieces: Pieces, table: ParsedTable): void {
  const name = pieces.take()!.text;
  const start = pieces.next?.start ?? 0;
  let end = start;
  while (pieces.next !== undefined && !startsConstraint(pieces.next)) end = pieces.take()!.end;
  const declared = pieces.sql.slice(start, end).trim();
  table.declaredTypes[name] = declared;
  const column: MutableColumn = { name, type: sqliteColumnType(declared), null: true };
  let constraint = "";
  while (pieces.next !== undefined) {
    if (pieces.takeWords("CONSTRAINT")) {
      constraint = pieces.take()?.text ?? "";
      continue;
    }
    parseColumnPart(pieces, column, { table, constraint });
    constraint = "";
  }
  table.columns.push(column);
}

const columnWords = new Set([
  ..."CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES GENERATED AS".split(" "),
]);
function startsConstraint(piece: SqlPiece): boolean {
  return piece.kind === "word" && columnWords.has(piece.text.toUpperCase());
}

function parseColumnPart(
  pieces: Pieces,
  column: MutableColumn,
  { table, constraint }: { readonly table: ParsedTable; readonly constraint: string },
): void {
  if (pieces.takeWords("PRIMARY", "KEY")) {
    table.primaryKey = [column.name];
    if (!pieces.takeWords("ASC")) pieces.takeWords("DESC");
    skipConflict(pieces);
    if (pieces.takeWords("AUTOINCREMENT")) column.identity = true;
  } else if (pieces.takeWords("NOT", "NULL")) {
    column.null = false;
    skipConflict(pieces);
  } else if (pieces.takeWords("UNIQUE")) {
    table.uniques.push({ name: constraint, columns: [column.name] });
    skipConflict(pieces);
  } else if (pieces.takeWords("CHECK")) {
    table.checks.push({ name: constraint, condition: writtenExpression(pieces.take()!.text) });
  } else if (pieces.takeWords("DEFAULT")) {
    column.default = writtenExpression(takeDefault(pieces));
  } else if (pieces.takeWords("COLLATE")) {
    column.collation = pieces.take()?.text;
  } else if (pieces.takeWords("REFERENCES")) {
    table.foreignKeys.push(parseReference(pieces, constraint, [column.name]));
  } else if (pieces.takeWords("GENERATED", "ALWAYS", "AS") || pieces.takeWords("AS")) {
    const expression = writtenExpression(pieces.take()!.text);
    const stored = pieces.takeWords("STORED");
    if (!stored) pieces.takeWords("VIRTUAL");
    column.generated = { expression, stored };
  } else {
    pieces.take();
  }
}

function skipConflict(pieces: Pieces): void {
  if (pieces.takeWords("ON", "CONFLICT")) pieces.take();
}

// A sign stands before its number; everything else is one piece.
function takeDefault(pieces: Pieces): string {
  const first = pieces.take()!;
  const last = first.kind === "sign" ? (pieces.take() ?? first) : first;
  return pieces.sql.slice(first.start, last.end);
}

function parseReference(pieces: Pieces, name: string, columns: readonly string[]): ForeignKeyDescription {
  const table = pieces.take()!.text;
  const targets = pieces.next?.kind === "brackets" ? columnNames(pieces) : [];
  let onDelete: ReferenceAction | undefined;
  let deferrable: Deferrable | undefined;
  for (;;) {
    if (pieces.takeWords("ON", "DELETE")) onDelete = parseAction(pieces);
    else if (pieces.takeWords("ON", "UPDATE")) parseAction(pieces);
    else if (pieces.takeWords("MATCH")) pieces.take();
    else if (pieces.takeWords("NOT", "DEFERRABLE")) deferrable = undefined;
    else if (pieces.takeWords("DEFERRABLE"))
      deferrable = pieces.takeWords("INITIALLY", "DEFERRED") ? "deferred" : "immediate";
    else if (!pieces.takeWords("INITIALLY", "IMMEDIATE")) break;
  }
  return { name, columns, table, targets, onDelete: onDelete === "no action" ? undefined : onDelete, deferrable };
}

function parseAction(pieces: Pieces): ReferenceAction {
  if (pieces.takeWords("SET", "NULL")) return "set null";
  if (pieces.takeWords("SET", "DEFAULT")) return "set default";
  if (pieces.takeWords("NO", "ACTION")) return "no action";
  return (pieces.take()?.text.toLowerCase() ?? "no action") as ReferenceAction;
}
