// Parses text as people write it ("Ada <ada@example.org>, bob@example.org") into addresses (RFC 5322 section 3.4).
import { quoteValue } from "#kernel";
import { MailError } from "../mail-error.ts";
import { type Address, badAddress, makeAddress } from "./address.ts";
import { assertOneLine } from "./control-characters.ts";

/** One or several addresses: text, records, or a list of both. */
export type AddressInput =
  | string
  | { readonly name?: string | undefined; readonly address: string }
  | readonly (string | { readonly name?: string | undefined; readonly address: string })[];

/**
 * Reads addresses. A text may hold several between commas.
 *
 * @throws MailError `MAIL_BAD_ADDRESS` for what is none, `MAIL_HEADER_INJECTION` for control characters.
 * @example
 * ```ts
 * import { parseAddresses } from "demijohn/mail";
 * console.log(parseAddresses('"Lovelace, Ada" <ada@bücher.example>')[0]?.address); // ada@xn--bcher-kva.example
 * ```
 */
export function parseAddresses(input: AddressInput | undefined, what = "the address"): readonly Address[] {
  if (input === undefined) return [];
  if (typeof input === "string") return parseText(input, what);
  if (Array.isArray(input)) return input.flatMap((item) => parseAddresses(item as AddressInput, what));
  const { name = "", address } = input as { readonly name?: string; readonly address: string };
  if (typeof address !== "string" || typeof name !== "string") {
    throw new MailError("MAIL_BAD_ADDRESS", `${what[0]!.toUpperCase()}${what.slice(1)} is not a mail address.`, {
      wrote: quoteValue(input),
      cure: 'Write "ada@example.org" or { name: "Ada Lovelace", address: "ada@example.org" }.',
    });
  }
  return [makeAddress(name, address, what)];
}

// What was read of one mailbox: its text with quotes and without, and what stood between < and >.
interface Mailbox {
  raw: string;
  plain: string;
  angle: string | undefined;
}

function parseText(text: string, what: string): Address[] {
  assertOneLine(text, `The text of ${what}`);
  const found: Address[] = [];
  let box: Mailbox = { raw: "", plain: "", angle: undefined };
  const finish = (): void => {
    if (box.angle === undefined && box.raw.trim() === "") return;
    found.push(
      box.angle === undefined ? makeAddress("", box.raw.trim(), what) : makeAddress(box.plain, box.angle, what),
    );
    box = { raw: "", plain: "", angle: undefined };
  };
  for (let i = 0; i < text.length; ) {
    const character = text[i]!;
    if (character === ",") {
      finish();
      i++;
    } else i = readPart(text, i, box, what);
  }
  finish();
  return found;
}

function readPart(text: string, start: number, box: Mailbox, what: string): number {
  const character = text[start]!;
  if (character === '"') {
    const end = endOfQuoted(text, start, what);
    box.raw += text.slice(start, end);
    box.plain += text.slice(start + 1, end - 1).replace(/\\(.)/g, "$1");
    return end;
  }
  if (character === "(") return endOfComment(text, start, what);
  if (character === "<") {
    const end = endOfAngle(text, start, what);
    if (box.angle !== undefined) throw badAddress(text, what, "Two addresses stand without a comma between them.");
    box.angle = text.slice(start + 1, end - 1).trim();
    return end;
  }
  if (box.angle !== undefined && character.trim() !== "")
    throw badAddress(text, what, "Text follows the address in angle brackets.");
  box.raw += character;
  box.plain += character;
  return start + 1;
}

function endOfQuoted(text: string, start: number, what: string): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return i + 1;
  }
  throw badAddress(text, what, "A quotation mark is never closed.");
}

function endOfComment(text: string, start: number, what: string): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i + 1;
  }
  throw badAddress(text, what, "A parenthesis is never closed.");
}

function endOfAngle(text: string, start: number, what: string): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '"') i = endOfQuoted(text, i, what) - 1;
    else if (text[i] === ">") return i + 1;
  }
  throw badAddress(text, what, "An angle bracket is never closed.");
}
