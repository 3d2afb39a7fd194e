// Finds web addresses and e-mail addresses in text and makes links of them, in time linear in the text.
import { escapeHtml } from "#kernel";

/** How links are written. */
export interface UrlizeOptions {
  /** Characters of the address to show; the rest becomes `ellipsis`. */
  readonly limit?: number | undefined;
  readonly ellipsis?: string;
  /** Whether the ellipsis counts towards the limit. */
  readonly ellipsisCounts?: boolean;
  readonly rel?: string | undefined;
  readonly target?: string | undefined;
  /** Further beginnings that make a word a link, such as `tel:`. */
  readonly schemes?: readonly string[];
}

const openings = ["(", "<", "&lt;"] as const;
const closings = [")", ">", ".", ",", "\n", "&gt;"] as const;
const pairs = [
  ["(", ")"],
  ["<", ">"],
  ["&lt;", "&gt;"],
] as const;

/** HTML with the links of an escaped text: give it HTML, get HTML. */
export function linkAddresses(html: string, options: UrlizeOptions = {}): string {
  return html.replace(/\S+/g, (word) => linkWord(word, options));
}

function linkWord(word: string, options: UrlizeOptions): string {
  // Most words are no addresses: an address has a dot, a colon or an at sign.
  if (!/[.:@]/.test(word)) return word;
  const start = countLeading(word);
  const end = countTrailing(word, start);
  const { middle, tail } = balance(word.slice(start, end), word.slice(end));
  return word.slice(0, start) + linkAddress(middle, options) + tail;
}

function countLeading(word: string): number {
  let start = 0;
  for (;;) {
    const opening = openings.find((text) => word.startsWith(text, start));
    if (opening === undefined) return start;
    start += opening.length;
  }
}

function countTrailing(word: string, start: number): number {
  let end = word.length;
  for (;;) {
    const closing = closings.find((text) => end - text.length >= start && word.endsWith(text, end));
    if (closing === undefined) return end;
    end -= closing.length;
  }
}

// Closing brackets behind an address belong to it as long as it has more opening ones: /wiki/Flask_(web_framework).
function balance(middle: string, tail: string): { middle: string; tail: string } {
  let [inside, behind] = [middle, tail];
  for (const [opening, closing] of pairs) {
    const opened = count(inside, opening);
    if (opened <= count(inside, closing)) continue;
    let end = 0;
    for (let i = Math.min(opened, count(behind, closing)); i > 0; i--)
      end = behind.indexOf(closing, end) + closing.length;
    inside += behind.slice(0, end);
    behind = behind.slice(end);
  }
  return { middle: inside, tail: behind };
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++;
  return found;
}

function linkAddress(text: string, options: UrlizeOptions): string {
  const attributes = `${attribute("rel", options.rel)}${attribute("target", options.target)}`;
  if (isWebAddress(text)) {
    const href = text.startsWith("https://") || text.startsWith("http://") ? text : `https://${text}`;
    return `<a href="${href}"${attributes}>${shorten(text, options)}</a>`;
  }
  if (text.startsWith("mailto:") && isEmail(text.slice(7))) return `<a href="${text}">${text.slice(7)}</a>`;
  if (!text.startsWith("www.") && !text.startsWith("@") && !text.includes(":") && isEmail(text))
    return `<a href="mailto:${text}">${text}</a>`;
  const scheme = options.schemes?.find((beginning) => text !== beginning && text.startsWith(beginning));
  return scheme === undefined ? text : `<a href="${text}"${attributes}>${text}</a>`;
}

function attribute(name: string, value: string | undefined): string {
  return value ? ` ${name}="${escapeHtml(value)}"` : "";
}

// Character references are not cut in two: the limit counts characters as a reader sees them.
const shown = /&(?:amp|lt|gt|quot|#34|#39|#x27);|[\s\S]/gu;

function shorten(text: string, { limit, ellipsis = "...", ellipsisCounts = false }: UrlizeOptions): string {
  if (limit === undefined || text.length <= limit) return text;
  const signs = text.match(shown) ?? [];
  if (signs.length <= limit) return text;
  return signs.slice(0, Math.max(ellipsisCounts ? limit - ellipsis.length : limit, 0)).join("") + ellipsis;
}

const beginning = /^(?:https?:\/\/|www\.)/i;
const ending = /^(?::[0-9]{1,5})?(?:[/?#]\S*)?$/;
const label = /^[\p{L}\p{N}_%-]+$/u;
const topLevel = /^(?:[a-z]{2,63}|xn--[\p{L}\p{N}_%]{2,59})$/iu;
const commonTopLevel = /^(?:com|net|int|edu|gov|org|info|mil)$/i;
const ipv4 = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/;
const ipv6 = /^\[(?:[\da-f]{0,4}:){2}(?:[\da-f]{0,4}:?){1,6}\]$/i;

function isWebAddress(text: string): boolean {
  const prefix = beginning.exec(text)?.[0] ?? "";
  const hostEnd = endOfHost(text, prefix.length);
  if (!ending.test(text.slice(hostEnd))) return false;
  const host = text.slice(prefix.length, hostEnd);
  // `www.` is also the beginning of a name, as in www.com.
  if (isHost(host, prefix !== "") || (prefix.toLowerCase() === "www." && isHost(`www.${host}`, false))) return true;
  return prefix.includes("://") && (ipv4.test(host) || (host.length <= 60 && ipv6.test(host)));
}

function endOfHost(text: string, start: number): number {
  if (text[start] === "[") return text.indexOf("]", start) + 1 || text.length;
  const end = text.slice(start).search(/[:/?#]/);
  return end < 0 ? text.length : start + end;
}

function isHost(host: string, hasPrefix: boolean): boolean {
  const labels = host.split(".");
  const last = labels.pop()!;
  if (!labels.every((part) => label.test(part))) return false;
  if (hasPrefix) return topLevel.test(last);
  return (
    labels.length > 0 && commonTopLevel.test(last) && labels.every((part) => part.length >= 2 && part.length <= 63)
  );
}

const wordCharacter = /^[\p{L}\p{N}_]$/u;
const domain = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;
const lastLabel = /^[\p{L}\p{N}_]+$/u;

function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (at <= 0) return false;
  const host = text.slice(at + 1);
  const dot = host.lastIndexOf(".");
  return (
    dot > 0 && domain.test(host.slice(0, dot)) && wordCharacter.test(host[0]!) && lastLabel.test(host.slice(dot + 1))
  );
}
