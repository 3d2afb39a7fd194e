// Reads what a TypeScript file imports, in every spelling, and whether it has a default export.
import { type Token, tokenize } from "./tokenize.ts";

/** One import: static, of types only, dynamic (also `import("x").T` as a type), or a re-export. */
export interface ImportRecord {
  readonly kind: "static" | "type" | "dynamic" | "re-export";
  readonly specifier: string;
  readonly line: number;
}

export interface ModuleRecord {
  readonly imports: readonly ImportRecord[];
  /** The line of the default export, if there is one. */
  readonly defaultExport: number | undefined;
}

/** Reads the imports and the default export of one file's source. */
export function readImports(source: string): ModuleRecord {
  const tokens = tokenize(source);
  const imports: ImportRecord[] = [];
  let defaultExport: number | undefined;
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== "word" || isMember(tokens, i)) continue;
    if (token.text === "import") {
      const found = readImport(tokens, i);
      if (found !== undefined) imports.push(found);
    } else if (token.text === "export") {
      const next = tokens[i + 1];
      if (next?.text === "default") defaultExport ??= token.line;
      const list = readExportList(tokens, i);
      if (list?.exportsDefault) defaultExport ??= token.line;
      if (list?.specifier !== undefined) {
        imports.push({ kind: "re-export", specifier: list.specifier, line: token.line });
      }
    }
  }
  return { imports, defaultExport };
}

// `x.import`, `{ import: 1 }` and methods of that name are not the keyword.
function isMember(tokens: readonly Token[], i: number): boolean {
  return tokens[i - 1]?.text === "." || tokens[i + 1]?.text === ":" || tokens[i + 1]?.text === "?";
}

function readImport(tokens: readonly Token[], i: number): ImportRecord | undefined {
  const { line } = tokens[i]!;
  const next = tokens[i + 1];
  if (next === undefined || next.text === ".") return undefined;
  if (next.kind === "punctuation" && next.text === "(") {
    const argument = tokens[i + 2];
    const isText = argument?.kind === "string" || (argument?.kind === "template" && tokens[i + 3]?.text === ")");
    return isText ? { kind: "dynamic", specifier: argument.text, line } : undefined;
  }
  if (next.kind === "string") return { kind: "static", specifier: next.text, line };
  const specifier = specifierAfterFrom(tokens, i + 1);
  if (specifier === undefined) return undefined;
  // `import type from "x"` imports a value called type.
  const kind = next.text === "type" && tokens[i + 2]?.text !== "from" ? "type" : "static";
  return { kind, specifier, line };
}

function readExportList(
  tokens: readonly Token[],
  i: number,
): { readonly specifier: string | undefined; readonly exportsDefault: boolean } | undefined {
  let at = i + 1;
  if (tokens[at]?.text === "type") at++;
  const first = tokens[at];
  if (first?.kind !== "punctuation" || (first.text !== "*" && first.text !== "{")) return undefined;
  if (first.text === "*") return { specifier: specifierAfterFrom(tokens, at), exportsDefault: false };
  let end = at + 1;
  while (end < tokens.length && tokens[end]!.text !== "}") end++;
  const exportsDefault = tokens
    .slice(at, end)
    .some((token, k, list) => token.text === "default" && (list[k - 1]?.text === "as" || list[k + 1]?.text !== "as"));
  const from = tokens[end + 1];
  const target = tokens[end + 2];
  const specifier = from?.text === "from" && target?.kind === "string" ? target.text : undefined;
  return { specifier, exportsDefault };
}

function specifierAfterFrom(tokens: readonly Token[], start: number): string | undefined {
  for (let i = start; i < tokens.length && tokens[i]!.text !== ";"; i++) {
    const next = tokens[i + 1];
    if (tokens[i]!.text === "from" && tokens[i]!.kind === "word" && next?.kind === "string") return next.text;
  }
  return undefined;
}
