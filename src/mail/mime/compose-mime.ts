// Writes a message as it travels: headers, and the body as a tree of parts (RFC 5322, RFC 2045, RFC 2046, RFC 2392).
import type { Address } from "../address/address.ts";
import type { Attachment } from "../attachment.ts";
import type { Message } from "../message.ts";
import { base64Lines, encodeText } from "./encode-body.ts";
import { encodeHeaderText, encodeParameter, encodePhrase } from "./encoded-word.ts";
import { foldHeader } from "./fold-header.ts";

/** One part of a message: its headers, folded, and its body. */
interface Part {
  readonly headers: string;
  readonly body: string | Uint8Array;
}

/** Writes the whole message. Blind copies are in the envelope alone. */
export function composeMime(message: Message): Uint8Array {
  const { headers, body } = bodyOf(message);
  const head = `${headersOf(message)}MIME-Version: 1.0\r\n${headers}\r\n`;
  return typeof body === "string" ? Buffer.from(`${head}${body}\r\n`) : Buffer.concat([Buffer.from(head), body]);
}

function headersOf(message: Message): string {
  const { from, to, cc, replyTo } = message;
  let text = "";
  if (from !== undefined) text += foldHeader("From", formatAddress(from));
  if (to.length > 0) text += foldHeader("To", formatAddresses(to));
  if (cc.length > 0) text += foldHeader("Cc", formatAddresses(cc));
  if (replyTo.length > 0) text += foldHeader("Reply-To", formatAddresses(replyTo));
  text += foldHeader("Subject", encodeHeaderText(message.subject));
  text += foldHeader("Date", formatMailDate(message.date));
  text += foldHeader("Message-ID", message.messageId);
  for (const [name, value] of message.headers) text += foldHeader(name, encodeHeaderText(value));
  return text;
}

/** Writes an address for a header. `Ada Lovelace <ada@example.org>`, encoded where it must be. */
export function formatAddress({ name, address }: Address): string {
  return name === "" ? address : `${encodePhrase(name)} <${address}>`;
}

function formatAddresses(addresses: readonly Address[]): string {
  return addresses.map(formatAddress).join(", ");
}

/** Writes a date as mail does: `Mon, 5 Jan 2026 08:00:00 +0000`. */
export function formatMailDate(date: Date): string {
  return date
    .toUTCString()
    .replace(/^(\w+, )0?/, "$1")
    .replace("GMT", "+0000");
}

function bodyOf(message: Message): Part {
  const inline = message.attachments.filter(({ cid }) => cid !== undefined);
  const files = message.attachments.filter(({ cid }) => cid === undefined);
  const versions: Part[] = [];
  if (message.text !== undefined) versions.push(textPart("text/plain", message.text));
  if (message.html !== undefined) {
    const html = textPart("text/html", message.html);
    versions.push(inline.length === 0 ? html : multipart("related", [html, ...inline.map(attachmentPart)]));
  }
  for (const { type, content } of message.alternatives) versions.push(textPart(type, content));
  const body = versions.length === 1 ? versions[0]! : multipart("alternative", versions);
  // Without HTML there is nothing that could show an image in its place.
  const apart = message.html === undefined ? message.attachments : files;
  return apart.length === 0 ? body : multipart("mixed", [body, ...apart.map(attachmentPart)]);
}

function textPart(type: string, content: string): Part {
  const { encoding, text } = encodeText(content);
  const contentType = type.includes(";") ? type : `${type}; charset=utf-8`;
  return {
    headers: foldHeader("Content-Type", contentType) + foldHeader("Content-Transfer-Encoding", encoding),
    body: text,
  };
}

function multipart(kind: string, parts: readonly Part[]): Part {
  // Random, so that no text that somebody else wrote can end its part.
  const boundary = `=_${process.getBuiltinModule("node:crypto").randomBytes(15).toString("base64url")}`;
  const headers = foldHeader("Content-Type", `multipart/${kind}; boundary="${boundary}"`);
  const pieces: (string | Uint8Array)[] = [];
  for (const part of parts) pieces.push(`--${boundary}\r\n${part.headers}\r\n`, part.body, "\r\n");
  pieces.push(`--${boundary}--\r\n`);
  return { headers, body: join(pieces) };
}

function join(pieces: readonly (string | Uint8Array)[]): string | Uint8Array {
  if (pieces.every((piece) => typeof piece === "string")) return pieces.join("");
  return Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));
}

function attachmentPart({ name, type, content, cid }: Attachment): Part {
  const disposition = cid === undefined ? "attachment" : "inline";
  const headers =
    foldHeader("Content-Type", `${type}; ${encodeParameter("name", name)}`) +
    foldHeader("Content-Disposition", `${disposition}; ${encodeParameter("filename", name)}`) +
    (cid === undefined ? "" : foldHeader("Content-ID", `<${cid}>`));
  // RFC 2046 section 5.2.1: an enclosed message must not be encoded.
  if (type === "message/rfc822")
    return { headers: headers + foldHeader("Content-Transfer-Encoding", "8bit"), body: content };
  return { headers: headers + foldHeader("Content-Transfer-Encoding", "base64"), body: base64Lines(content) };
}
