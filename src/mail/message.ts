// Makes a mail message out of addresses, text, HTML and files: checked when it is made, never changed after that.
import { quoteValue, type Safe } from "#kernel";
import type { Address } from "./address/address.ts";
import { assertOneLine } from "./address/control-characters.ts";
import { type AddressInput, parseAddresses } from "./address/parse-addresses.ts";
import { type Attachment, type AttachmentInput, readAttachment } from "./attachment.ts";
import { MailError } from "./mail-error.ts";
import { composeMime } from "./mime/compose-mime.ts";

/** What a {@link Message} is made of. */
export interface MessageOptions {
  /** One sender; the mailer's own if not given. */
  readonly from?: AddressInput | undefined;
  readonly to?: AddressInput | undefined;
  readonly cc?: AddressInput | undefined;
  /** Get the message, and are named nowhere in it. */
  readonly bcc?: AddressInput | undefined;
  readonly replyTo?: AddressInput | undefined;
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly html?: string | Safe | undefined;
  /** Further versions of the same content, such as a `text/calendar` invitation. */
  readonly alternatives?: readonly { readonly type: string; readonly content: string }[] | undefined;
  readonly attachments?: readonly AttachmentInput[] | undefined;
  /** Further headers, such as `List-Unsubscribe`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Made anew if not given. */
  readonly messageId?: string | undefined;
  /** Now if not given. */
  readonly date?: Date | undefined;
}

// Written by the message itself: a second one would contradict it.
const reserved: Readonly<Record<string, string>> = {
  from: "from",
  to: "to",
  cc: "cc",
  bcc: "bcc",
  "reply-to": "replyTo",
  subject: "subject",
  date: "date",
  "message-id": "messageId",
  "mime-version": "text and html",
  "content-type": "text, html and alternatives",
  "content-transfer-encoding": "text and html",
  "content-disposition": "attachments",
  "content-id": "attachments",
};

/**
 * A mail message.
 *
 * Its parts are checked here, so that neither a header nor a recipient can be smuggled in.
 *
 * @throws MailError `MAIL_BAD_ADDRESS`, `MAIL_HEADER_INJECTION`, `MAIL_NO_BODY`, `MAIL_BAD_ATTACHMENT`,
 *   `MAIL_MISSING_IMAGE`, `MAIL_RESERVED_HEADER`
 * @example
 * ```ts
 * import { Message } from "demijohn/mail";
 * const message = new Message({
 *   from: "shop@example.org",
 *   to: "Ada Lovelace <ada@example.org>",
 *   subject: "Your jar is on its way",
 *   text: "It left this morning.",
 * });
 * console.log(message.recipients); // [ "ada@example.org" ]
 * ```
 */
export class Message {
  readonly from: Address | undefined;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly alternatives: readonly { readonly type: string; readonly content: string }[];
  readonly attachments: readonly Attachment[];
  /** Further headers, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly messageId: string;
  readonly date: Date;
  readonly #options: MessageOptions;

  constructor(options: MessageOptions) {
    this.#options = options;
    this.from = readSender(options.from);
    this.to = parseAddresses(options.to, "to");
    this.cc = parseAddresses(options.cc, "cc");
    this.bcc = parseAddresses(options.bcc, "bcc");
    this.replyTo = parseAddresses(options.replyTo, "replyTo");
    this.subject = assertOneLine(options.subject ?? "", "The subject");
    this.text = options.text === undefined ? undefined : String(options.text);
    this.html = options.html === undefined ? undefined : String(options.html);
    this.alternatives = options.alternatives?.map(checkAlternative) ?? [];
    this.attachments = options.attachments?.map(readAttachment) ?? [];
    this.headers = Object.entries(options.headers ?? {}).map(checkHeader);
    this.date = options.date ?? new Date();
    this.messageId = checkMessageId(options.messageId ?? makeMessageId(this.from));
    assertBody(this);
    assertImages(this);
  }

  /** Returns the same message from another sender. */
  withSender(from: AddressInput): Message {
    return new Message({ ...this.#options, from, date: this.date });
  }

  /** All addresses that get the message, each once. */
  get recipients(): readonly string[] {
    return [...new Set([...this.to, ...this.cc, ...this.bcc].map(({ address }) => address))];
  }

  /** Whether a text is in the subject and in every version of the body: for tests. */
  contains(text: string): boolean {
    const bodies = [this.text, this.html].filter((body) => body !== undefined);
    return bodies.length > 0 && bodies.every((body) => body.includes(text));
  }

  /** The message as it travels, without its blind copies. */
  toMime(): Uint8Array {
    return composeMime(this);
  }
}

function readSender(input: AddressInput | undefined): Address | undefined {
  const senders = parseAddresses(input, "from");
  if (senders.length <= 1) return senders[0];
  throw new MailError("MAIL_BAD_ADDRESS", `From has ${senders.length} addresses.`, {
    facts: [`Addresses: ${senders.map(({ address }) => address).join(", ")}.`],
    cure: "A message has one sender; put the others into replyTo or cc.",
  });
}

function makeMessageId(from: Address | undefined): string {
  const domain = from?.address.slice(from.address.lastIndexOf("@") + 1) ?? "localhost";
  return `<${process.getBuiltinModule("node:crypto").randomUUID()}@${domain}>`;
}

function checkMessageId(id: string): string {
  assertOneLine(id, "The messageId");
  if (/^<[^<>\s@]+@[^<>\s@]+>$/.test(id)) return id;
  throw new MailError("MAIL_RESERVED_HEADER", "The messageId is not one.", {
    wrote: quoteValue(id),
    cure: 'Write "<unique@your.domain>", or leave it out.',
  });
}

function checkAlternative(part: { readonly type: string; readonly content: string }): typeof part {
  if (/^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w."-]+)*$/.test(part.type)) return part;
  throw new MailError("MAIL_BAD_ATTACHMENT", "An alternative has a type that is none.", {
    wrote: `type: ${quoteValue(part.type)}`,
    cure: 'Write a media type such as "text/calendar; method=REQUEST".',
  });
}

function checkHeader([name, value]: [string, string]): readonly [string, string] {
  const option = Object.hasOwn(reserved, name.toLowerCase()) ? reserved[name.toLowerCase()] : undefined;
  if (option !== undefined || !/^[\x21-\x39\x3b-\x7e]+$/.test(name)) {
    throw new MailError("MAIL_RESERVED_HEADER", `The extra header ${quoteValue(name)} cannot be given.`, {
      facts: [option === undefined ? "A header's name has no spaces and no colon." : "The message writes it itself."],
      cure: option === undefined ? "Correct its name." : `Use ${option} of the message.`,
    });
  }
  return [name, assertOneLine(String(value), `The header ${name}`)];
}

function assertBody({ text, html, alternatives, subject }: Message): void {
  if (text !== undefined || html !== undefined || alternatives.length > 0) return;
  throw new MailError("MAIL_NO_BODY", "The message has neither text nor HTML.", {
    facts: [`Subject: ${quoteValue(subject)}.`],
    cure: "Give text, html or a template.",
  });
}

function assertImages({ html, attachments }: Message): void {
  for (const [, cid] of html?.matchAll(/["'(]cid:([^"')\s]+)/g) ?? []) {
    if (attachments.some((attachment) => attachment.cid === cid)) continue;
    throw new MailError("MAIL_MISSING_IMAGE", `The HTML shows cid:${cid}, and no attachment has this cid.`, {
      facts: [`Cids: ${attachments.flatMap((attachment) => attachment.cid ?? []).join(", ") || "none"}.`],
      cure: `Attach it: { path: "image.png", cid: ${JSON.stringify(cid)} }.`,
    });
  }
}
