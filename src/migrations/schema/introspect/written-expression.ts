// Makes an expression of the text in which a database keeps one: a constant where it is plain, otherwise the text itself.
import type { SqlExpression } from "#orm/internals";
import { cutSql, withoutBrackets } from "./sql-pieces.ts";

/** The expression that a text means. */
export function writtenExpression(text: string): SqlExpression {
  const plain = withoutBrackets(text);
  return constantOf(plain) ?? { kind: "raw", parts: [plain], args: [], type: undefined };
}

/** The constant that a text is: a number, a string (PostgreSQL's with its cast), TRUE, FALSE or NULL. */
export function constantOf(text: string): (SqlExpression & { readonly kind: "constant" }) | undefined {
  if (/^-?\d{1,15}(?:\.\d+)?$/.test(text)) return { kind: "constant", value: Number(text) };
  if (/^null$/i.test(text)) return { kind: "constant", value: null };
  if (/^(?:true|false)$/i.test(text)) return { kind: "constant", value: text.toLowerCase() === "true" };
  const [first, ...rest] = cutSql(text);
  if (first?.kind !== "string") return undefined;
  return rest.length === 0 ? { kind: "constant", value: first.text } : undefined;
}
