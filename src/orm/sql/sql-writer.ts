// Gathers the text and the parameter places of one statement while the writers of nodes walk its tree.
import type { ColumnType } from "../column-type.ts";
import type { CompiledSql, ExpandedSql } from "./compiled-sql.ts";
import type { QueryNode, SqlExpression, SqlNode } from "./sql-node.ts";

/** For each kind of expression, the function that writes it; a dialect replaces those it spells differently. */
export type ExpressionWriters = {
  readonly [Kind in SqlExpression["kind"]]: (
    writer: SqlWriter,
    node: Extract<SqlExpression, { readonly kind: Kind }>,
  ) => void;
};
/** For each kind of statement, the function that writes it. */
export type StatementWriters = {
  readonly [Kind in SqlNode["kind"]]: (writer: SqlWriter, node: Extract<SqlNode, { readonly kind: Kind }>) => void;
};

/** What a writer must know about the dialect it writes for. */
export interface WriterDialect {
  readonly name: "sqlite" | "postgres" | "mysql";
  /** How parameters are written: `$1`, `?1` or `?`. */
  readonly placeholders: "$1" | "?1" | "?";
  readonly maxParameters: number;
  readonly expressions: ExpressionWriters;
  readonly statements: StatementWriters;
  quoteName(name: string): string;
  quoteText(text: string): string;
  /** The type's name in `CAST(x AS …)`. */
  castType(type: ColumnType): string;
}

/** The lists of a bulk insert or update: n rows of `(?, ?)`, written out for as many rows as there are. */
interface BulkPiece {
  readonly slots: readonly number[];
  /** What stands before, between and after the rows. */
  readonly style: "rows" | "union";
  readonly names: readonly string[];
}
type Piece =
  | string
  | number
  | { readonly list: number }
  /** Rows of `(?, ?)` from one list for each place. */
  | { readonly tuples: readonly number[] }
  | { readonly bulk: BulkPiece };

// SQLite was measured to insert fastest in statements of 20 to 500 rows: few texts to prepare, little to bind at once.
// A server is better asked seldom.
const rowsPerStatement = { sqlite: 50, mysql: 500, postgres: 500 } as const;

const conditions: ReadonlySet<SqlExpression["kind"]> = new Set([
  "compare",
  "not",
  "is-null",
  "in",
  "exists",
  "match",
  "json-has-key",
  "text-search",
]);

/** Collects the pieces of a statement; made for one compilation and thrown away. */
export class SqlWriter {
  readonly dialect: WriterDialect;
  readonly #pieces: Piece[] = [];
  #text = "";
  #slotCount = 0;
  #depth = 0;
  readonly #lists: number[] = [];
  #bulk: BulkPiece | undefined;
  /** Set by statements that change rows or lock them. */
  access: "read" | "write" = "read";
  returnsRows = false;
  bigInts: readonly number[] = [];

  constructor(dialect: WriterDialect) {
    this.dialect = dialect;
  }

  /** Adds SQL text as it is. */
  write(text: string): this {
    this.#text += text;
    return this;
  }
  /** Adds a quoted name. */
  name(name: string): this {
    this.#text += this.dialect.quoteName(name);
    return this;
  }
  /** Adds the name of a column, after that of its source where there is one. */
  qualified(source: string | undefined, name: string): this {
    if (source !== undefined) this.name(source).write(".");
    return this.name(name);
  }
  /** Adds a placeholder for the value of a slot. */
  slot(index: number): this {
    this.#flush();
    this.#pieces.push(index);
    if (index >= this.#slotCount) this.#slotCount = index + 1;
    return this;
  }
  /** Adds a placeholder for a list that travels as one value. */
  listSlot(index: number): this {
    this.#lists.push(index);
    return this.slot(index);
  }
  /** Adds a list whose values are written out, `?, ?, ?`, when the statement runs. */
  expandedList(index: number): this {
    this.#flush();
    this.#pieces.push({ list: index });
    if (index >= this.#slotCount) this.#slotCount = index + 1;
    return this;
  }
  /** Adds a list of tuples whose values are written out, `(?, ?), (?, ?)`, when the statement runs. */
  expandedTuples(slots: readonly number[]): this {
    this.#flush();
    this.#pieces.push({ tuples: slots });
    for (const slot of slots) if (slot >= this.#slotCount) this.#slotCount = slot + 1;
    return this;
  }
  /** Adds rows that are written out when the statement runs, from one list for each column. */
  expandedRows(slots: readonly number[], names: readonly string[], style: BulkPiece["style"]): this {
    this.#flush();
    this.#bulk = { slots, style, names };
    this.#pieces.push({ bulk: this.#bulk });
    for (const slot of slots) if (slot >= this.#slotCount) this.#slotCount = slot + 1;
    return this;
  }

  /** Adds an expression. */
  expression(node: SqlExpression): this {
    (this.dialect.expressions[node.kind] as (writer: SqlWriter, node: SqlExpression) => void)(this, node);
    return this;
  }
  /** Adds an expression at a place whose type the database knows, so that a parameter needs no cast. */
  plain(node: SqlExpression): this {
    return node.kind === "slot" ? this.slot(node.slot) : this.expression(node);
  }
  /** Adds an expression as one side of an operator: a condition stands in parentheses there. */
  operand(node: SqlExpression): this {
    return conditions.has(node.kind) ? this.write("(").expression(node).write(")") : this.expression(node);
  }
  /** Adds expressions with `separator` between them. */
  list(nodes: readonly SqlExpression[], separator = ", "): this {
    for (let i = 0; i < nodes.length; i++) {
      if (i > 0) this.#text += separator;
      this.expression(nodes[i]!);
    }
    return this;
  }
  /** Adds a whole statement. */
  statement(node: SqlNode): this {
    this.#depth++;
    (this.dialect.statements[node.kind] as (writer: SqlWriter, node: SqlNode) => void)(this, node);
    this.#depth--;
    return this;
  }
  /** Whether the statement being written is the outermost, whose result the driver reads. */
  get isOutermost(): boolean {
    return this.#depth === 1;
  }
  /** Adds a query in parentheses. */
  nested(node: QueryNode): this {
    return this.write("(").statement(node).write(")");
  }

  #flush(): void {
    if (this.#text !== "") this.#pieces.push(this.#text);
    this.#text = "";
  }

  /** Ends the writing and makes the compiled statement. */
  finish(): CompiledSql {
    this.#flush();
    const pieces = this.#pieces;
    const expands = pieces.some((piece) => typeof piece === "object");
    const { text, order } = expands ? joinTemplate(pieces) : joinPieces(pieces, this.dialect.placeholders);
    return Object.freeze({
      text,
      order: order !== undefined && isIdentity(order, this.#slotCount) ? undefined : order,
      slotCount: this.#slotCount,
      access: this.access,
      returnsRows: this.returnsRows,
      expand: expands ? makeExpand(pieces, this.dialect) : undefined,
      bulk: this.#bulk && {
        slots: this.#bulk.slots,
        maxRows: Math.max(
          1,
          Math.min(
            rowsPerStatement[this.dialect.name],
            Math.floor(this.dialect.maxParameters / Math.max(1, this.#bulk.slots.length)) - 1,
          ),
        ),
      },
      lists: this.#lists,
      bigInts: this.bigInts,
    });
  }
}

function isIdentity(order: readonly number[], slotCount: number): boolean {
  return order.length === slotCount && order.every((slot, i) => slot === i);
}

function joinPieces(
  pieces: readonly Piece[],
  style: WriterDialect["placeholders"],
): { text: string; order: readonly number[] | undefined } {
  let text = "";
  const order: number[] = [];
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
    } else if (typeof piece === "number") {
      if (style === "?1") {
        text += `?${piece + 1}`;
      } else if (style === "?") {
        text += "?";
        order.push(piece);
      } else {
        let place = order.indexOf(piece);
        if (place < 0) place = order.push(piece) - 1;
        text += `$${place + 1}`;
      }
    }
  }
  return { text, order: style === "?1" ? undefined : order };
}

// The readable form of a statement whose lists are written out at each execution.
function joinTemplate(pieces: readonly Piece[]): { text: string; order: undefined } {
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") text += piece;
    else if (typeof piece === "number") text += "?";
    else if ("list" in piece) text += "?, …";
    else if ("tuples" in piece) text += `(${"?, ".repeat(piece.tuples.length - 1)}?), …`;
    else text += `${bulkText(piece.bulk, 1)}, …`;
  }
  return { text, order: undefined };
}

function bulkText(bulk: BulkPiece, rows: number): string {
  const width = bulk.slots.length;
  if (bulk.style === "rows") {
    const row = `(${"?, ".repeat(width - 1)}?)`;
    return `${row}${`, ${row}`.repeat(rows - 1)}`;
  }
  const first = `SELECT ${bulk.names.map((name) => `? AS ${name}`).join(", ")}`;
  return first + ` UNION ALL SELECT ${"?, ".repeat(width - 1)}?`.repeat(rows - 1);
}

function makeExpand(pieces: readonly Piece[], dialect: WriterDialect): (params: readonly unknown[]) => ExpandedSql {
  // Rebuilding the text costs as much as running a small statement, so texts are kept by the lengths of their lists.
  const texts = new Map<string, string>();
  return (params) => {
    if (countValues(pieces, params) > dialect.maxParameters) return expandLong(pieces, params, dialect);
    const values: unknown[] = [];
    let lengths = "";
    for (const piece of pieces) {
      if (typeof piece === "string") continue;
      if (typeof piece === "number") {
        values.push(params[piece]);
      } else if ("list" in piece) {
        const list = params[piece.list] as readonly unknown[];
        for (const value of list) values.push(value);
        lengths += `${list.length} `;
      } else if ("tuples" in piece) {
        lengths += `${pushRows(piece.tuples, params, values)} `;
      } else {
        lengths += `${pushRows(piece.bulk.slots, params, values)} `;
      }
    }
    let text = texts.get(lengths);
    if (text === undefined) {
      text = expandText(pieces, params, dialect);
      if (texts.size >= 100) texts.clear();
      texts.set(lengths, text);
    }
    return { text, values };
  };
}

function pushRows(slots: readonly number[], params: readonly unknown[], values: unknown[]): number {
  const columns = slots.map((slot) => params[slot] as readonly unknown[]);
  const rows = columns[0]!.length;
  for (let row = 0; row < rows; row++) for (const column of columns) values.push(column[row]);
  return rows;
}

function countValues(pieces: readonly Piece[], params: readonly unknown[]): number {
  let count = 0;
  for (const piece of pieces) {
    if (typeof piece === "number") count++;
    else if (typeof piece === "object" && "list" in piece) count += (params[piece.list] as readonly unknown[]).length;
    else if (typeof piece === "object" && "tuples" in piece)
      for (const slot of piece.tuples) count += (params[slot] as readonly unknown[]).length;
  }
  return count;
}

// A statement takes only so many parameters: lists that are longer are written into the text.
function expandLong(pieces: readonly Piece[], params: readonly unknown[], dialect: WriterDialect): ExpandedSql {
  const values: unknown[] = [];
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
    } else if (typeof piece === "number") {
      text += "?";
      values.push(params[piece]);
    } else if ("list" in piece) {
      const list = params[piece.list] as readonly unknown[];
      text += list.length === 0 ? listText(0) : list.map((value) => literal(value, dialect)).join(", ");
    } else if ("tuples" in piece) {
      const columns = piece.tuples.map((slot) => params[slot] as readonly unknown[]);
      const rows = columns[0]!.map(
        (_, row) => `(${columns.map((column) => literal(column[row], dialect)).join(", ")})`,
      );
      text += tuplesText(rows, columns.length, dialect);
    } else {
      text += bulkText(piece.bulk, pushRows(piece.bulk.slots, params, values));
    }
  }
  return { text, values };
}

function literal(value: unknown, dialect: WriterDialect): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString("hex")}'`;
  return dialect.quoteText(String(value));
}

function expandText(pieces: readonly Piece[], params: readonly unknown[], dialect: WriterDialect): string {
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") text += piece;
    else if (typeof piece === "number") text += "?";
    else if ("list" in piece) text += listText((params[piece.list] as readonly unknown[]).length);
    else if ("tuples" in piece) {
      const { tuples } = piece;
      const row = `(${"?, ".repeat(tuples.length - 1)}?)`;
      const count = (params[tuples[0]!] as readonly unknown[]).length;
      text += tuplesText(new Array<string>(count).fill(row), tuples.length, dialect);
    } else text += bulkText(piece.bulk, (params[piece.bulk.slots[0]!] as readonly unknown[]).length);
  }
  return text;
}

// SQL knows no empty list, but a query without rows may stand in its place.
function listText(length: number): string {
  return length === 0 ? "SELECT 1 WHERE 1 = 0" : `${"?, ".repeat(length - 1)}?`;
}

function tuplesText(rows: readonly string[], width: number, dialect: WriterDialect): string {
  if (rows.length === 0) return `SELECT ${"1, ".repeat(width - 1)}1 WHERE 1 = 0`;
  return `${dialect.name === "sqlite" ? "VALUES " : ""}${rows.join(", ")}`;
}
