// Parses `{% trans %}` … `{% pluralize %}` … `{% endtrans %}` into texts with named places.
import type { Expression, KeywordArgument, TransNode } from "./nodes.ts";
import type { Parser } from "./statement-parser.ts";
import { readString } from "./string-literal.ts";

/** Reads a trans block whose tag name is read already. */
export function parseTrans(parser: Parser, at: number): TransNode {
  const context = parser.is("string") ? readString(parser.next().value) : null;
  const values: KeywordArgument[] = [];
  let trimmed: boolean | undefined;
  while (!parser.is("block_end")) {
    if (context !== null || values.length > 0 || trimmed !== undefined) parser.accept(",");
    if (parser.accept(":")) break;
    const token = parser.expect("name");
    if (values.some((value) => value.name === token.value))
      parser.failAssertion(`The variable "${token.value}" is defined twice.`, undefined, token.at);
    if (parser.accept("=")) values.push({ name: token.value, value: parser.expression() });
    else if (trimmed === undefined && (token.value === "trimmed" || token.value === "notrimmed"))
      trimmed = token.value === "trimmed";
    else values.push({ name: token.value, value: readName(token.value, token.at) });
  }
  parser.end();
  const names = new Set<string>();
  let singular = readText(parser, names, true);
  const [firstInText] = names;
  let plural: string | null = null;
  let count: string | null = values[0]?.name ?? firstInText ?? null;
  if (parser.accept("name", "pluralize")) {
    if (!parser.is("block_end")) {
      const token = parser.expect("name");
      if (!values.some((value) => value.name === token.value))
        parser.failAssertion(
          `Unknown variable "${token.value}" for pluralization.`,
          `Name it in the tag: {% trans ${token.value}=… %}.`,
          token.at,
        );
      count = token.value;
    }
    parser.end();
    plural = readText(parser, names, false);
    if (count === null)
      parser.fail(
        "The plural has no variable that decides the number.",
        "Name it in the tag: {% trans count=… %}.",
        at,
      );
  }
  parser.expect("name", "endtrans");
  parser.end();
  if (trimmed ?? parser.options.transTrimmed === true) {
    singular = trim(singular);
    if (plural !== null) plural = trim(plural);
  }
  return {
    type: "trans",
    at,
    context,
    singular,
    plural,
    count: plural === null ? null : count,
    values,
    names: [...names],
  };
}

function readName(name: string, at: number): Expression {
  return { type: "name", at, name };
}

function readText(parser: Parser, names: Set<string>, mayPluralize: boolean): string {
  let text = "";
  for (;;) {
    const token = parser.next();
    if (token.type === "data") text += token.value.replaceAll("%", "%%");
    else if (token.type === "variable_begin") {
      const name = parser.expect("name").value;
      names.add(name);
      text += `%(${name})s`;
      parser.expect("variable_end");
    } else if (token.type === "block_begin") {
      if (parser.is("name", "endtrans") || (mayPluralize && parser.is("name", "pluralize"))) return text;
      failAtTag(parser);
    } else parser.fail('The translation block is not closed; "endtrans" is missing.', undefined, token.at);
  }
}

function failAtTag(parser: Parser): never {
  if (parser.is("name", "pluralize")) parser.fail("A translatable section can have only one pluralize section.");
  if (parser.is("name", "trans")) parser.fail('Translation blocks cannot be nested; did you mean "endtrans"?');
  parser.fail(`Tags in translatable sections are not allowed; saw "${parser.current.value}".`);
}

function trim(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line, i, lines) => line !== "" || (i > 0 && i < lines.length - 1))
    .join(" ")
    .replace(/ {2,}/g, (spaces, at: number, whole: string) => (whole.slice(at).trim() === "" ? "" : spaces))
    .trim();
}
