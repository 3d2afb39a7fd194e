// Sends one statement to PostgreSQL over pg's wire connection, and keeps the rows as the text that arrived.
import type { QueryRows, RawRow } from "../../../connection.ts";

/** The parts of pg's wire connection that a query sends its messages through. */
export interface WireConnection {
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(message: { text: string; name: string }): void;
  bind(message: { statement: string; values: readonly unknown[]; valueMapper: (value: unknown) => unknown }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: undefined): void;
  sync(): void;
  close(message: { type: "S"; name: string }): void;
  query(text: string): void;
}

/** What a query needs from its connection, and where its answer goes. */
export interface RowsQueryInit {
  readonly text: string;
  /** undefined for a script, sent by the simple protocol. */
  readonly values: readonly unknown[] | undefined;
  /** The prepared statement's name; empty where it is not kept. */
  readonly name: string;
  readonly columns: boolean;
  readonly resolve: (result: QueryRows) => void;
  readonly reject: (error: unknown) => void;
}

// pg's own queries parse each value and describe each result again: neither is needed, as the codecs know the types.
/** One statement on its way; pg calls its `handle…` methods as the answer arrives. */
export class RowsQuery {
  readonly text: string;
  readonly name: string;
  readonly #init: RowsQueryInit;
  readonly #rows: RawRow[] = [];
  #columns: readonly string[] | undefined;
  #affected = 0;
  #failed = false;
  // pg wants a callback. `handleError` is told of all errors, too, so one that does nothing serves; a function made here
  // for each query would be allocated among V8's old objects, and keep the rows alive until they are collected.
  callback: (error?: unknown) => void = ignore;

  constructor(init: RowsQueryInit) {
    this.text = init.text;
    this.name = init.name;
    this.#init = init;
  }

  submit(wire: WireConnection): Error | null {
    const { text, values, name, columns } = this.#init;
    if (values === undefined) {
      wire.query(text);
      return null;
    }
    if (
      name === "" ||
      (wire.parsedStatements[name] === undefined && wire.submittedNamedStatements[name] === undefined)
    ) {
      wire.parse({ text, name });
      if (name !== "") wire.submittedNamedStatements[name] = text;
    }
    try {
      wire.bind({ statement: name, values, valueMapper: wireValue });
    } catch (error) {
      // What was sent already needs its end, or the server would wait for more.
      wire.sync();
      this.#failed = true;
      this.#init.reject(error);
      return null;
    }
    if (columns) wire.describe({ type: "P", name: "" });
    wire.execute(undefined);
    wire.sync();
    return null;
  }

  handleRowDescription(message: { fields: readonly { name: string }[] }): void {
    this.#columns = message.fields.map((field) => field.name);
  }
  handleDataRow(message: { fields: RawRow }): void {
    this.#rows.push(message.fields);
  }
  handleCommandComplete(message: { text: string }): void {
    // "INSERT 0 5", "UPDATE 5", "SELECT 5".
    const { text } = message;
    this.#affected = Number(text.slice(text.lastIndexOf(" ") + 1)) || 0;
  }
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(wire: { sendCopyFail(text: string): void }): void {
    wire.sendCopyFail("COPY FROM STDIN is not supported here");
  }
  handleCopyData(): void {}
  handleError(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#init.reject(error);
  }
  handleReadyForQuery(): void {
    if (this.#failed) return;
    this.#init.resolve({
      rows: this.#rows,
      affected: this.#affected,
      lastInsertId: undefined,
      columns: this.#columns,
    });
  }
}

function ignore(): void {}

/** Makes a value what the wire takes: text, bytes or null; a list becomes an array's text. */
export function wireValue(value: unknown): string | Uint8Array | null {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  if (typeof value === "object") {
    if (Array.isArray(value)) return arrayText(value);
    if (value instanceof Uint8Array)
      return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return String(value);
}

const special = /["\\]/;
function arrayText(list: readonly unknown[]): string {
  let text = "{";
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (i > 0) text += ",";
    if (item === null || item === undefined) text += "NULL";
    else if (typeof item === "string") text += `"${special.test(item) ? item.replace(/["\\]/g, "\\$&") : item}"`;
    else if (item instanceof Uint8Array)
      text += `"\\\\x${Buffer.from(item.buffer, item.byteOffset, item.byteLength).toString("hex")}"`;
    else text += String(item);
  }
  return `${text}}`;
}
