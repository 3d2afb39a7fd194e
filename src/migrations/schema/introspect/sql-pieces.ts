// Cuts SQL text into pieces: words, quoted names, strings and bracketed parts, for reading what a database wrote down.

/** One piece: a word or sign as it stands, a name without its quotes, a string's text, or what stands in brackets. */
export interface SqlPiece {
  readonly kind: "word" | "name" | "string" | "brackets" | "sign";
  /** The text as written; for `name` and `string` without quotes, for `brackets` without the brackets. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const closers: Readonly<Record<string, string>> = { '"': '"', "`": "`", "[": "]", "'": "'" };

/** Cuts a text into its pieces; comments are left out. */
export function cutSql(sql: string): readonly SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let at = 0;
  while (at < sql.length) {
    const space = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)/.exec(sql.slice(at));
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const piece = pieceAt(sql, at);
    pieces.push(piece);
    at = piece.end;
  }
  return pieces;
}

function pieceAt(sql: string, start: number): SqlPiece {
  const first = sql[start]!;
  const closer = closers[first];
  if (closer !== undefined) {
    const end = endOfQuote(sql, start, closer);
    const text = sql.slice(start + 1, end - 1).replaceAll(closer + closer, closer);
    return { kind: first === "'" ? "string" : "name", text, start, end };
  }
  if (first === "(") {
    const end = endOfBrackets(sql, start);
    return { kind: "brackets", text: sql.slice(start + 1, end - 1), start, end };
  }
  const word = /^[\p{L}\p{N}_.$]+/u.exec(sql.slice(start));
  if (word !== null) return { kind: "word", text: word[0], start, end: start + word[0].length };
  return { kind: "sign", text: first, start, end: start + 1 };
}

function endOfQuote(sql: string, start: number, closer: string): number {
  for (let i = start + 1; i < sql.length; i++) {
    if (sql[i] !== closer) continue;
    if (closer !== "]" && sql[i + 1] === closer) i++;
    else return i + 1;
  }
  return sql.length;
}

function endOfBrackets(sql: string, start: number): number {
  let depth = 0;
  for (let i = start; i < sql.length; i++) {
    const closer = closers[sql[i]!];
    if (closer !== undefined) i = endOfQuote(sql, i, closer) - 1;
    else if (sql[i] === "(") depth++;
    else if (sql[i] === ")" && --depth === 0) return i + 1;
  }
  return sql.length;
}

/** The parts of a list, cut at the commas that stand outside of quotes and brackets. */
export function splitList(sql: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (const piece of cutSql(sql)) {
    if (piece.kind !== "sign" || piece.text !== ",") continue;
    parts.push(sql.slice(start, piece.start).trim());
    start = piece.end;
  }
  const last = sql.slice(start).trim();
  return last === "" ? parts : [...parts, last];
}

/** An expression without the brackets that stand around all of it. */
export function withoutBrackets(sql: string): string {
  let text = sql.trim();
  for (;;) {
    const pieces = cutSql(text);
    const [only] = pieces;
    if (pieces.length !== 1 || only?.kind !== "brackets") return text;
    text = only.text.trim();
  }
}
