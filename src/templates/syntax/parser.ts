// Parses source into nodes: the whole way from text through tokens, for templates and for single expressions.
import { defaultSyntax, lex } from "./lexer.ts";
import type { Expression, TemplateNode } from "./nodes.ts";
import { type ParseOptions, Parser, type TagReaders } from "./statement-parser.ts";
import { ExtensionTagParser } from "./tag-parser.ts";
import { parseTrans } from "./trans-parser.ts";

const readers: TagReaders = {
  trans: parseTrans,
  extension: (parser, extension, token) => new ExtensionTagParser(parser, extension, token, parseExpression).read(),
};

/**
 * Parses a source into its nodes.
 *
 * @throws TemplateSyntaxError, and nothing else, for any text.
 */
export function parseTemplate(source: string, options: ParseOptions = {}): TemplateNode {
  const lexed = lex(source, options.syntax ?? defaultSyntax, options.template);
  return new Parser(lexed, options, readers).whole();
}

/** Parses a source that is one expression. */
export function parseExpression(source: string, options: ParseOptions = {}): Expression {
  const isSigned = source.startsWith("-") || source.startsWith("+");
  const parser = new Parser(lex(`{{${isSigned ? " " : ""}${source}}}`, defaultSyntax), options, readers);
  parser.next();
  const node = parser.expression();
  parser.expect("variable_end");
  parser.expect("eof");
  return node;
}
