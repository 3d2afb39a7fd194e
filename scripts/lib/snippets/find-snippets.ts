// Finds the fenced blocks of a Markdown page, and of the JSDoc comments of a source file, with their lines and attributes.
import { tokenize } from "../source/tokenize.ts";

/** One fenced block. */
export interface Snippet {
  /** The page or source file, from the root of the repository on. */
  readonly source: string;
  /** The line of the first line of code, from 1 on. */
  readonly line: number;
  /** The first word after the fence, such as `ts`. */
  readonly language: string;
  /** What follows the language: `file=app.ts continue no-run reason="…"`. A bare word has the value `""`. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly code: string;
}

interface NumberedLine {
  readonly text: string;
  readonly line: number;
}

/** Returns the fenced blocks of a Markdown page. */
export function findMarkdownSnippets(source: string, text: string): Snippet[] {
  return findFences(
    source,
    text.split("\n").map((line, i) => ({ text: line, line: i + 1 })),
  );
}

/** Returns the fenced blocks that stand in the JSDoc comments of TypeScript source. */
export function findJsDocSnippets(source: string, text: string): Snippet[] {
  return tokenize(text, { comments: true })
    .filter((token) => token.kind === "comment" && token.text.startsWith("/**"))
    .flatMap((token) => {
      const lines = token.text
        .replace(/\s*\*\/$/, "")
        .split("\n")
        .map((line, i) => ({ text: line.replace(/^\s*(?:\/\*\*|\*) ?/, ""), line: token.line + i }));
      return findFences(source, lines);
    });
}

function findFences(source: string, lines: readonly NumberedLine[]): Snippet[] {
  const snippets: Snippet[] = [];
  for (let i = 0; i < lines.length; i++) {
    const open = /^(\s*)(`{3,}|~{3,})\s*([\w+-]*)(.*)$/.exec(lines[i]!.text);
    if (open === null) continue;
    const [, indent = "", fence = "", language = "", info = ""] = open;
    const start = i + 1;
    let end = start;
    while (end < lines.length && !isClosing(lines[end]!.text, fence)) end++;
    const code = lines
      .slice(start, end)
      .map(({ text }) => (text.startsWith(indent) ? text.slice(indent.length) : text));
    snippets.push({
      source,
      line: lines[i]!.line + 1,
      language,
      attributes: readAttributes(info),
      code: code.map((line) => `${line}\n`).join(""),
    });
    i = end;
  }
  return snippets;
}

function isClosing(text: string, fence: string): boolean {
  const trimmed = text.trim();
  return trimmed.length >= fence.length && trimmed === fence[0]!.repeat(trimmed.length);
}

function readAttributes(info: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, quoted, bare] of info.matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g)) {
    attributes.set(name!, quoted ?? bare ?? "");
  }
  return attributes;
}
