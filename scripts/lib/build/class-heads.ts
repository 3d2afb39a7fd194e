// Finds the class declarations in a source text, and the class names that a bundler would have to change.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Token, tokenize } from "../source/tokenize.ts";

/** A named class. */
export interface ClassHead {
  readonly name: string;
  /** Where the text of its body begins, right after the brace. */
  readonly bodyStart: number;
  /** Whether its name stands in the file again after that: a bundler then calls the class itself by another name. */
  readonly isNamedLater: boolean;
}

/** Returns the named classes of `source` in order. */
export function classHeads(source: string): ClassHead[] {
  const tokens = tokenize(source);
  const heads: ClassHead[] = [];
  for (const [i, token] of tokens.entries()) {
    const name = tokens[i + 1];
    if (token.kind !== "word" || token.text !== "class" || name?.kind !== "word" || name.text === "extends") continue;
    if (tokens[i - 1]?.text === "." || name.text === "implements") continue;
    const brace = bodyBrace(tokens, i + 2);
    if (brace === undefined) continue;
    const isNamedLater = tokens.some((later) => later.start > brace.start && later.text === name.text);
    heads.push({ name: name.text, bodyStart: brace.end, isNamedLater });
  }
  return heads;
}

// The first brace outside of parentheses, brackets and type arguments.
function bodyBrace(tokens: readonly Token[], start: number): Token | undefined {
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind !== "punctuation") continue;
    if (text === "{" && depth === 0) return tokens[i];
    if ("([{<".includes(text)) depth++;
    // An arrow's ">" closes nothing.
    else if (")]}".includes(text) || (text === ">" && tokens[i - 1]!.text !== "=")) depth--;
  }
  return undefined;
}

/** Returns the class names that several files under `src` declare, and those that are globals of the platform. */
export function duplicateClassNames(root: URL): Set<string> {
  const seen = new Set(Object.getOwnPropertyNames(globalThis));
  const taken = new Set<string>();
  const src = new URL("src/", root);
  for (const file of globSync("**/*.ts", { cwd: fileURLToPath(src) })) {
    for (const { name } of classHeads(readFileSync(new URL(file, src), "utf8"))) {
      if (seen.has(name)) taken.add(name);
      seen.add(name);
    }
  }
  return taken;
}
