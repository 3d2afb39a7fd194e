// Cuts template source into tokens: data between tags, and names, literals and operators inside them.
import { TemplateSyntaxError } from "../errors.ts";

/** The marks that begin and end tags, and what happens to whitespace around them. */
export interface SyntaxOptions {
  readonly blockStart: string;
  readonly blockEnd: string;
  readonly variableStart: string;
  readonly variableEnd: string;
  readonly commentStart: string;
  readonly commentEnd: string;
  /** Begins a line that is a tag by itself, such as `#`. */
  readonly lineStatementPrefix: string | undefined;
  /** Begins a comment up to the end of the line, such as `##`. */
  readonly lineCommentPrefix: string | undefined;
  /** Drops the first newline after a tag. */
  readonly trimBlocks: boolean;
  /** Drops spaces and tabs from the start of a line to a tag. */
  readonly lstripBlocks: boolean;
  /** Keeps one newline at the end of the template. */
  readonly keepTrailingNewline: boolean;
  /** What every newline of the source becomes. */
  readonly newlineSequence: "\n" | "\r\n" | "\r";
}

/** Jinja's marks and whitespace rules. */
export const defaultSyntax: SyntaxOptions = Object.freeze({
  blockStart: "{%",
  blockEnd: "%}",
  variableStart: "{{",
  variableEnd: "}}",
  commentStart: "{#",
  commentEnd: "#}",
  lineStatementPrefix: undefined,
  lineCommentPrefix: undefined,
  trimBlocks: false,
  lstripBlocks: false,
  keepTrailingNewline: false,
  newlineSequence: "\n",
});

/** One token; `type` is a word or the operator itself. */
export interface Token {
  readonly type: string;
  readonly value: string;
  readonly at: number;
}

/** The tokens of a source, and the source with its newlines made `\n`, to which offsets refer. */
export interface LexedSource {
  readonly source: string;
  readonly tokens: readonly Token[];
}

/**
 * Cuts a source into tokens, in time linear in its length.
 *
 * Token types: `data`, `block_begin`, `block_end`, `variable_begin`, `variable_end`, `name`, `string`, `integer`, `float`, operators, `eof`.
 *
 * @throws TemplateSyntaxError for characters, strings, brackets or tags that do not end.
 */
export function lex(text: string, syntax: SyntaxOptions = defaultSyntax, template?: string): LexedSource {
  let source = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  if (!syntax.keepTrailingNewline && source.endsWith("\n")) source = source.slice(0, -1);
  return { source, tokens: new Lexer(source, syntax, template).run() };
}

type Opening = "block" | "variable" | "comment" | "line-statement" | "line-comment";

/** The regular expressions of one set of marks. */
interface Rules {
  readonly opening: RegExp;
  /** Which opening the n-th group of `opening` is. */
  readonly groups: readonly Opening[];
  readonly blockEnd: RegExp;
  readonly variableEnd: RegExp;
  readonly lineEnd: RegExp;
  readonly commentEnd: RegExp;
  readonly raw: RegExp;
  readonly remark: RegExp;
  rawEnd(word: string): RegExp;
}

const rulesOf = new WeakMap<SyntaxOptions, Rules>();

function findRules(syntax: SyntaxOptions): Rules {
  let rules = rulesOf.get(syntax);
  if (rules === undefined) {
    rules = buildRules(syntax);
    rulesOf.set(syntax, rules);
  }
  return rules;
}

function buildRules(syntax: SyntaxOptions): Rules {
  const quote = (text: string): string => RegExp.escape(text);
  const start = quote(syntax.blockStart);
  const end = quote(syntax.blockEnd);
  const commentEnd = quote(syntax.commentEnd);
  const newline = syntax.trimBlocks ? "\\n?" : "";
  const openings: { readonly kind: Opening; readonly length: number; readonly pattern: string }[] = [
    { kind: "comment", length: syntax.commentStart.length, pattern: quote(syntax.commentStart) },
    { kind: "block", length: syntax.blockStart.length, pattern: start },
    { kind: "variable", length: syntax.variableStart.length, pattern: quote(syntax.variableStart) },
  ];
  const { lineStatementPrefix, lineCommentPrefix } = syntax;
  if (lineStatementPrefix !== undefined)
    openings.push({
      kind: "line-statement",
      length: lineStatementPrefix.length,
      pattern: `^[ \\t\\v]*${quote(lineStatementPrefix)}`,
    });
  if (lineCommentPrefix !== undefined)
    openings.push({
      kind: "line-comment",
      length: lineCommentPrefix.length,
      // The lookbehind for a non-blank is written so that a run of blanks is entered only once.
      pattern: `(?:^|(?<=\\S))[^\\S\\n]*${quote(lineCommentPrefix)}`,
    });
  openings.sort((a, b) => b.length - a.length);
  return {
    opening: new RegExp(openings.map((opening) => `(${opening.pattern}[-+]?)`).join("|"), "gm"),
    groups: openings.map((opening) => opening.kind),
    blockEnd: new RegExp(`\\+${end}|-${end}\\s*|${end}${newline}`, "y"),
    variableEnd: new RegExp(`-${quote(syntax.variableEnd)}\\s*|${quote(syntax.variableEnd)}`, "y"),
    lineEnd: /\s*(?:\n|$)/my,
    commentEnd: new RegExp(`\\+${commentEnd}|-${commentEnd}\\s*|${commentEnd}${newline}`, "g"),
    raw: new RegExp(`\\s*(?:(raw)|(verbatim(?:\\s+\\w+)?))\\s*(?:-${end}\\s*|${end})`, "y"),
    remark: new RegExp(`\\s*comment(?:\\s+(?:"[^"\\n]*"|'[^'\\n]*'))?\\s*(?:-${end}\\s*|${end})`, "y"),
    rawEnd: (word) =>
      new RegExp(
        `${start}([-+]?)\\s*${word.split(/\s+/).map(quote).join("\\s+")}\\s*(?:\\+${end}|-${end}\\s*|${end}${newline})`,
        "g",
      ),
  };
}

const whitespace = /\s+/y;
const float = /\d+(?:_\d+)*(?:\.\d+(?:_\d+)*(?:e[+-]?\d+(?:_\d+)*)?|e[+-]?\d+(?:_\d+)*)/iy;
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const word = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const joiner = /\p{ID_Continue}/uy;
const text = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const operator = /\?\.|\/\/|\*\*|[=!<>]=|[-+/*%~[\](){}<>=.:|,;]/y;
const closes: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

class Lexer {
  readonly #source: string;
  readonly #syntax: SyntaxOptions;
  readonly #template: string | undefined;
  readonly #rules: Rules;
  readonly #tokens: Token[] = [];
  #position = 0;

  constructor(source: string, syntax: SyntaxOptions, template: string | undefined) {
    this.#source = source;
    this.#syntax = syntax;
    this.#template = template;
    this.#rules = findRules(syntax);
  }

  run(): readonly Token[] {
    const source = this.#source;
    const { opening, groups } = this.#rules;
    while (this.#position < source.length) {
      opening.lastIndex = this.#position;
      const match = opening.exec(source);
      if (match === null) {
        this.#addData(source.slice(this.#position));
        break;
      }
      const kind = groups[match.slice(1).findIndex((group) => group !== undefined)]!;
      const mark = match[0].at(-1);
      const sign = mark === "-" || mark === "+" ? this.#signOf(kind, match[0]) : "";
      this.#addData(this.#stripBefore(match.index, sign, kind));
      this.#position = match.index + match[0].length;
      this.#enter(kind, match.index);
    }
    this.#add("eof", "", source.length);
    return this.#tokens;
  }

  // A mark such as `<!--` may itself end in a sign.
  #signOf(kind: Opening, matched: string): string {
    const { commentStart, blockStart, variableStart, lineStatementPrefix, lineCommentPrefix } = this.#syntax;
    const mark = {
      comment: commentStart,
      block: blockStart,
      variable: variableStart,
      "line-statement": lineStatementPrefix,
      "line-comment": lineCommentPrefix,
    }[kind]!;
    return matched.endsWith(mark) ? "" : matched.at(-1)!;
  }

  #enter(kind: Opening, at: number): void {
    if (kind === "comment") this.#skipComment(at);
    else if (kind === "line-comment") this.#position = endOfLine(this.#source, this.#position);
    else if (kind === "variable") this.#readTag("variable_begin", "variable_end", this.#rules.variableEnd, at);
    else if (kind === "line-statement") this.#readTag("block_begin", "block_end", this.#rules.lineEnd, at);
    else if (!this.#readRaw(at)) this.#readTag("block_begin", "block_end", this.#rules.blockEnd, at);
  }

  #stripBefore(end: number, sign: string, kind: Opening): string {
    const data = this.#source.slice(this.#position, end);
    if (sign === "-") return data.trimEnd();
    if (sign === "+" || !this.#syntax.lstripBlocks || kind === "variable") return data;
    const lineStart = data.lastIndexOf("\n") + 1;
    const startsLine = lineStart > 0 || this.#position === 0 || this.#source[this.#position - 1] === "\n";
    return startsLine && data.slice(lineStart).trim() === "" ? data.slice(0, lineStart) : data;
  }

  #skipComment(at: number): void {
    const { commentEnd } = this.#rules;
    commentEnd.lastIndex = this.#position;
    if (commentEnd.exec(this.#source) === null)
      this.#fail(`The comment is not closed; "${this.#syntax.commentEnd}" is missing.`, at);
    this.#position = commentEnd.lastIndex;
  }

  /** Reads `{% raw %}`, `{% verbatim %}` or `{% comment %}` whole, if one starts here. */
  #readRaw(at: number): boolean {
    const { raw, remark } = this.#rules;
    remark.lastIndex = this.#position;
    const isRemark = remark.test(this.#source);
    raw.lastIndex = this.#position;
    const match = isRemark ? null : raw.exec(this.#source);
    if (!isRemark && match === null) return false;
    const tag = isRemark ? "comment" : (match![1] ?? match![2]!);
    const start = isRemark ? remark.lastIndex : raw.lastIndex;
    const rawEnd = this.#rules.rawEnd(`end${tag}`);
    rawEnd.lastIndex = start;
    const end = rawEnd.exec(this.#source);
    if (end === null) this.#fail(`The tag "${tag}" is not closed; "end${tag}" is missing.`, at);
    if (!isRemark) {
      this.#position = start;
      this.#addData(this.#stripBefore(end!.index, end![1]!, "block"));
    }
    this.#position = rawEnd.lastIndex;
    return true;
  }

  #readTag(begin: string, end: string, ending: RegExp, at: number): void {
    const source = this.#source;
    const open: { readonly mark: string; readonly at: number }[] = [];
    this.#add(begin, source.slice(at, this.#position), at);
    for (;;) {
      ending.lastIndex = this.#position;
      if (open.length === 0 && ending.test(source)) {
        this.#add(end, source.slice(this.#position, ending.lastIndex), this.#position);
        this.#position = ending.lastIndex;
        return;
      }
      if (this.#skip(whitespace)) continue;
      if (this.#position >= source.length) return;
      this.#readToken(open);
    }
  }

  #readToken(open: { readonly mark: string; readonly at: number }[]): void {
    const at = this.#position;
    const source = this.#source;
    if (this.#take("name", word)) return;
    if (source[at - 1] !== "." && this.#take("float", float)) return;
    if (this.#take("integer", integer) || this.#take("string", text)) return;
    operator.lastIndex = at;
    const mark = operator.exec(source)?.[0];
    if (mark === undefined) this.#failAtCharacter(at);
    else {
      if (mark in closes) open.push({ mark, at });
      else if (mark === ")" || mark === "]" || mark === "}") {
        const opened = open.pop();
        if (opened === undefined) this.#fail(`Unexpected "${mark}": no bracket is open.`, at);
        else if (closes[opened.mark] !== mark)
          this.#fail(`Unexpected "${mark}", expected "${closes[opened.mark]}".`, at);
      }
      this.#add(mark, mark, at);
      this.#position = at + mark.length;
    }
  }

  #failAtCharacter(at: number): never {
    joiner.lastIndex = at;
    if (joiner.test(this.#source)) this.#fail("Invalid character in identifier.", at);
    const character = String.fromCodePoint(this.#source.codePointAt(at)!);
    if (character === '"' || character === "'") this.#fail(`The string is not closed; ${character} is missing.`, at);
    this.#fail(`Unexpected character ${JSON.stringify(character)}.`, at);
  }

  #skip(rule: RegExp): boolean {
    rule.lastIndex = this.#position;
    if (!rule.test(this.#source)) return false;
    this.#position = rule.lastIndex;
    return true;
  }

  #take(type: string, rule: RegExp): boolean {
    const at = this.#position;
    if (!this.#skip(rule)) return false;
    this.#add(type, this.#source.slice(at, this.#position), at);
    return true;
  }

  #addData(data: string): void {
    if (data === "") return;
    const { newlineSequence } = this.#syntax;
    this.#add("data", newlineSequence === "\n" ? data : data.replaceAll("\n", newlineSequence), this.#position);
  }

  #add(type: string, value: string, at: number): void {
    this.#tokens.push({ type, value, at });
  }

  #fail(message: string, at: number): never {
    throw new TemplateSyntaxError("TEMPLATES_SYNTAX", message, {
      template: this.#template,
      source: this.#source,
      at,
    });
  }
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  return end < 0 ? source.length : end;
}
