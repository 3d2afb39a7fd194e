// Makes full-text searches: whether texts hold words, how well, and where. PostgreSQL, FTS5 tables of SQLite, MariaDB.
import type { SearchWeight, TextSearchNode } from "../../sql/sql-node.ts";
import type { PathInput } from "../aggregates.ts";
import { type Expressible, type FreeCondition, Q } from "../condition-input.ts";
import { Expression, nodeOfPath } from "../expression.ts";
import { callWith, plainText, type TextInput } from "./call.ts";

/** How a text is searched. */
export interface SearchOptions {
  /**
   * How the words are read. `plain` wants all of them, `phrase` all of them in a row, `web` is as people write to search
   * engines, and `raw` in the operators of the database. `plain` where not given.
   */
  readonly mode?: "plain" | "phrase" | "web" | "raw";
  /** The language of the words, such as `english` (PostgreSQL). */
  readonly config?: string;
  /** How much each path counts for the rank, `A` most (PostgreSQL). */
  readonly weights?: readonly (SearchWeight | undefined)[];
}

function searchNode(
  paths: readonly unknown[],
  words: TextInput,
  options: Partial<Omit<TextSearchNode, "kind" | "operands" | "query" | "table">>,
): Expressible {
  return { kind: "search", operands: paths.map(nodeOfPath), query: plainText(words), options };
}

/**
 * Whether the texts at these paths hold the words; a condition.
 *
 * On SQLite the paths are columns of an FTS5 table, on MariaDB those of one full-text index.
 */
export function search<const Path extends string>(
  paths: readonly PathInput<Path>[],
  words: TextInput,
  options: SearchOptions = {},
): FreeCondition {
  const expression = searchNode(paths, words, options);
  return new Q({ kind: "expression", expression }) as FreeCondition;
}

/** How well the texts at these paths match the words: more is better. On SQLite only beside the search itself. */
export function searchRank<const Path extends string>(
  paths: readonly PathInput<Path>[],
  words: TextInput,
  options: SearchOptions = {},
): Expression<number, Path> {
  return new Expression(searchNode(paths, words, { ...options, rank: true }));
}

/** Part of a text with marks around the words found (PostgreSQL, SQLite). */
export function searchHeadline<const Path extends string>(
  path: PathInput<Path>,
  words: TextInput,
  options: Omit<SearchOptions, "weights"> & { readonly start?: string; readonly stop?: string } = {},
): Expression<string, Path> {
  const { start = "<b>", stop = "</b>", ...rest } = options;
  return new Expression(searchNode([path], words, { ...rest, marks: { start, stop } }));
}

/** How alike two texts are, from 0 to 1. Groups of three letters count (PostgreSQL with the extension pg_trgm). */
export function trigramSimilarity<const Path extends string>(
  path: PathInput<Path>,
  text: TextInput,
): Expression<number | null, Path> {
  return callWith({ custom: "similarity" }, path, [plainText(text)], { kind: "float" });
}

/** How alike a text is to words of a longer one, from 0 to 1. Needs PostgreSQL with the extension pg_trgm. */
export function trigramWordSimilarity<const Path extends string>(
  text: TextInput,
  path: PathInput<Path>,
): Expression<number | null, Path> {
  const args = [plainText(text), nodeOfPath(path)];
  return new Expression({ kind: "call", name: { custom: "word_similarity" }, args, type: { kind: "float" } });
}
