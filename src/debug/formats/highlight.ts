// Colours lines of TypeScript for reading: keywords, strings, numbers and comments, as HTML.
import { escapeHtml } from "#kernel";

const keywords: ReadonlySet<string> = new Set(
  "abstract as async await break case catch class const constructor continue default delete do else enum export extends false finally for from function if implements import in instanceof interface let new null of override private protected public readonly return satisfies static super switch this throw true try type typeof undefined var void while with yield".split(
    " ",
  ),
);
const token =
  /(\/\/.*|\/\*.*?(?:\*\/|$)|^\s*\*(?:\s.*|\/)?$)|("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)|(\b\d[\w.]*)|([A-Za-z_$][\w$]*)|([^A-Za-z_$\d"'`/]+|.)/g;

/** A piece of a line: text and the class that colours it. */
interface Piece {
  readonly text: string;
  readonly kind: "c" | "s" | "n" | "k" | "";
}

/** Renders one line; the piece that begins or lies at `mark` is marked, unless that is -1. Lines are coloured each by itself. */
export function highlightLine(line: string, mark: number, isScript: boolean): string {
  let at = 0;
  let out = "";
  for (const piece of isScript ? piecesOf(line) : wordsOf(line)) {
    const end = at + piece.text.length;
    out += mark >= at && mark < end ? markedPiece(piece, mark - at) : coloured(piece);
    at = end;
  }
  return mark >= at && mark >= 0 ? `${out}<mark> </mark>` : out;
}

function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  for (const [text, comment, string, number, word] of line.matchAll(token)) {
    const isName = pieces.at(-1)?.text.endsWith(".") === true;
    const kind = comment ? "c" : string ? "s" : number ? "n" : word && !isName && keywords.has(word) ? "k" : "";
    pieces.push({ text, kind });
  }
  return pieces;
}

function wordsOf(line: string): Piece[] {
  return (line.match(/[\w$]+|[^\w$]+/g) ?? []).map((text) => ({ text, kind: "" }));
}

// Of a word the whole is marked; of anything longer, the part from the place to the next blank.
function markedPiece({ text, kind }: Piece, at: number): string {
  const isWord = /^[\w$]+$/.test(text);
  const start = isWord ? 0 : at;
  const length = isWord ? text.length : (/^[\w$]+|^\S{1,20}|^./su.exec(text.slice(at))?.[0].length ?? 1);
  const marked = `<mark>${escapeHtml(text.slice(start, start + length))}</mark>`;
  const inner = escapeHtml(text.slice(0, start)) + marked + escapeHtml(text.slice(start + length));
  return kind === "" ? inner : `<span class="${kind}">${inner}</span>`;
}

function coloured({ text, kind }: Piece): string {
  return kind === "" ? escapeHtml(text) : `<span class="${kind}">${escapeHtml(text)}</span>`;
}
