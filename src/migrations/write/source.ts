// Lays out values of source code: on one line while they fit, and otherwise one part a line.

/** A piece of source: a text, or parts between brackets. */
export type Source =
  | string
  | { readonly open: string; readonly parts: readonly Source[]; readonly close: string }
  /** Text before a piece: `name: ` or `new Date(`. */
  | { readonly before: string; readonly source: Source };

const WIDTH = 110;

/** The text of a piece that begins in a column of the given indentation. */
export function layOut(source: Source, indent = 0, used: number = indent, after = 0): string {
  const line = oneLine(source);
  if (used + line.length + after <= WIDTH || typeof source === "string") return line;
  if ("before" in source) return source.before + layOut(source.source, indent, used + source.before.length, after);
  const { open, parts, close } = source;
  if (parts.length === 0) return open + close;
  const inner = indent + 2;
  // A call whose last argument alone is long keeps the others on its line.
  const last = parts.at(-1)!;
  const head = parts.slice(0, -1).map(oneLine);
  const short = open.trimEnd().endsWith("(") && isBracketed(last) && !head.some((each) => each.length > 40);
  if (short && used + open.length + head.join(", ").length < WIDTH - 20) {
    const prefix = open + head.map((each) => `${each}, `).join("");
    return prefix + layOut(last, indent, used + prefix.length, after + close.length) + close;
  }
  const pad = " ".repeat(inner);
  const lines = parts.map((part) => `${pad}${layOut(part, inner, inner, 1)},`);
  return `${open.trimEnd()}\n${lines.join("\n")}\n${" ".repeat(indent)}${close.trimStart()}`;
}

function isBracketed(source: Source): boolean {
  return typeof source !== "string" && "open" in source && /[[{]\s*$/.test(source.open);
}

function oneLine(source: Source): string {
  if (typeof source === "string") return source;
  if ("before" in source) return source.before + oneLine(source.source);
  const { open, parts, close } = source;
  return parts.length === 0 ? open.trimEnd() + close.trimStart() : open + parts.map(oneLine).join(", ") + close;
}
