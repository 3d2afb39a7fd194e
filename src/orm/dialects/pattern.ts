// Makes the value of a search text that LIKE compares with: special characters escaped, `%` where anything may stand.
import type { MatchLookup, SqlExpression } from "../sql/sql-node.ts";
import type { SqlWriter } from "../sql/sql-writer.ts";

/** Where a lookup lets anything stand: before the text, after it. */
export function openEnds(lookup: MatchLookup): { before: boolean; after: boolean } {
  const word = lookup.startsWith("i") ? lookup.slice(1) : lookup;
  return { before: word === "contains" || word === "endsWith", after: word === "contains" || word === "startsWith" };
}

/** Escapes `%`, `_` and `\` by `\`, and opens the ends that the lookup asks for. */
export function likePattern(lookup: MatchLookup, text: string): string {
  const { before, after } = openEnds(lookup);
  const escaped = text.replace(/[\\%_]/g, "\\$&");
  return `${before ? "%" : ""}${escaped}${after ? "%" : ""}`;
}

/** Whether a lookup compares by LIKE with a pattern made from plain text. */
export function isLikeLookup(lookup: MatchLookup): boolean {
  const { before, after } = openEnds(lookup);
  return before || after;
}

/** Writes the pattern of a lookup: a parameter holds it already; of any other expression it is made in SQL. */
export function writeLikePattern(writer: SqlWriter, lookup: MatchLookup, pattern: SqlExpression): void {
  if (pattern.kind === "slot") {
    writer.expression(pattern);
    return;
  }
  if (pattern.kind === "constant" && typeof pattern.value === "string") {
    writer.write(writer.dialect.quoteText(likePattern(lookup, pattern.value)));
    return;
  }
  const { before, after } = openEnds(lookup);
  const { dialect } = writer;
  const text = (plain: string) => dialect.quoteText(plain);
  const join = dialect.name === "mysql" ? ", " : " || ";
  writer.write(dialect.name === "mysql" ? "CONCAT(" : "(");
  if (before) writer.write(text("%") + join);
  writer.write("REPLACE(REPLACE(REPLACE(").expression(pattern);
  writer.write(`, ${text("\\")}, ${text("\\\\")}), ${text("%")}, ${text("\\%")}), ${text("_")}, ${text("\\_")})`);
  if (after) writer.write(join + text("%"));
  writer.write(")");
}
