// Shortens text and HTML to a number of characters or words, with an ellipsis, and closes the tags that are left open.
import { escapeHtml } from "#kernel";
import { decodeReferences } from "./strip-tags.ts";

const ellipsis = "…";
const combining = /\p{M}/u;

/** The first characters of a text, `length` with the ellipsis; combining marks do not count. */
export function truncateCharacters(text: string, length: number): string {
  if (length <= 0) return "";
  const normal = text.normalize("NFC");
  let counted = 0;
  let end = 0;
  let at = 0;
  for (const character of normal) {
    if (!combining.test(character)) {
      counted++;
      if (counted === length) end = at;
      if (counted > length) return normal.slice(0, end) + ellipsis;
    }
    at += character.length;
  }
  return normal;
}

/** The first words of a text, with one space between them. */
export function truncateWords(text: string, count: number): string {
  if (count <= 0) return "";
  const words = text.split(/\s+/).filter(Boolean);
  return words.length > count ? `${words.slice(0, count).join(" ")} ${ellipsis}` : words.join(" ");
}

/** The first characters of the text in HTML; tags do not count. */
export function truncateHtmlCharacters(html: string, length: number): string {
  if (length <= 0) return "";
  const source = html.normalize("NFC");
  const isPlain = !source.includes("<") && !source.includes("&");
  if (isPlain && Array.from(source).length <= length) return escapeHtml(source);
  let remaining = length - 1;
  return truncateHtml(source, ellipsis, (text) => {
    const characters = Array.from(text);
    const isCut = characters.length > remaining;
    const kept = isCut ? characters.slice(0, remaining).join("") : text;
    remaining -= characters.length;
    return { kept, isCut };
  });
}

/** The first words of the text in HTML. */
export function truncateHtmlWords(html: string, count: number): string {
  if (count <= 0) return "";
  let remaining = count;
  return truncateHtml(html, ` ${ellipsis}`, (text) => {
    const words = splitWords(text);
    const isCut = words.length > remaining;
    const kept = words.slice(0, remaining).join(" ");
    remaining -= words.length;
    return { kept, isCut };
  });
}

// Spaces at the ends of a text stay with its first and last word: they separate it from the tags beside it.
function splitWords(text: string): string[] {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  if (start >= end) return [text];
  const words = text.slice(start, end).split(/\s+/);
  words[0] = text.slice(0, start) + words[0];
  words[words.length - 1] += text.slice(end);
  return words;
}

interface Cut {
  readonly kept: string;
  readonly isCut: boolean;
}

const voidElements = new Set(
  "area base br col embed hr img input link meta param source track wbr frame spacer".split(" "),
);

function truncateHtml(html: string, tail: string, take: (text: string) => Cut): string {
  const open: string[] = [];
  let out = "";
  for (const token of tokenize(html)) {
    if (token.kind === "text") {
      const { kept, isCut } = take(decodeReferences(token.text));
      out += escapeHtml(kept);
      if (!isCut) continue;
      if (!out.endsWith(tail)) out += tail;
      return (
        out +
        open
          .reverse()
          .map((name) => `</${name}>`)
          .join("")
      );
    }
    if (token.kind === "close") {
      if (voidElements.has(token.name)) continue;
      out += `</${token.name}>`;
      if (open.at(-1) === token.name) open.pop();
    } else {
      out += token.text;
      if (voidElements.has(token.name)) continue;
      if (token.text.endsWith("/>")) out += `</${token.name}>`;
      else open.push(token.name);
    }
  }
  return out;
}

interface HtmlToken {
  readonly kind: "text" | "open" | "close";
  readonly text: string;
  readonly name: string;
}

const tagName = /[a-zA-Z][^\s/>]*/y;

// One pass over the HTML: text, opening and closing tags; comments and declarations are left out.
function* tokenize(html: string): Generator<HtmlToken> {
  const lastEnd = html.lastIndexOf(">");
  let hasQuotes = true;
  let at = 0;
  while (at < html.length) {
    const start = html.indexOf("<", at);
    if (start < 0 || start > lastEnd) {
      if (start > at) yield { kind: "text", text: html.slice(at, start), name: "" };
      yield { kind: "text", text: html.slice(Math.max(start, at)), name: "" };
      return;
    }
    const isClosing = html[start + 1] === "/";
    tagName.lastIndex = start + (isClosing ? 2 : 1);
    const name = tagName.exec(html)?.[0].toLowerCase();
    let end = name === undefined ? endOfDeclaration(html, start) : hasQuotes ? endOfTag(html, start) : undefined;
    if (end === undefined && name !== undefined) {
      // A quotation mark is never closed: from here on, none counts, so that each character is read a few times at most.
      hasQuotes = false;
      end = html.indexOf(">", start) + 1;
    }
    if (end === undefined) {
      // A "<" that begins no tag is text.
      const next = html.indexOf("<", start + 1);
      if (start > at) yield { kind: "text", text: html.slice(at, start), name: "" };
      yield { kind: "text", text: html.slice(start, next < 0 ? html.length : next), name: "" };
      at = next < 0 ? html.length : next;
      continue;
    }
    if (start > at) yield { kind: "text", text: html.slice(at, start), name: "" };
    if (name !== undefined) yield { kind: isClosing ? "close" : "open", text: html.slice(start, end), name };
    at = end;
  }
}

function endOfDeclaration(html: string, start: number): number | undefined {
  const next = html[start + 1];
  if (next !== "!" && next !== "?") return undefined;
  const isComment = html.startsWith("<!--", start);
  const end = html.indexOf(isComment ? "-->" : ">", start + 2);
  return end < 0 ? undefined : end + (isComment ? 3 : 1);
}

function endOfTag(html: string, start: number): number | undefined {
  let quote = "";
  for (let i = start; i < html.length; i++) {
    const character = html[i]!;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === ">") return i + 1;
    else if ((character === '"' || character === "'") && /[=\s]/.test(html[i - 1]!)) quote = character;
  }
  return undefined;
}
