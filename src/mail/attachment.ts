// Reads what a program attaches to a message, bytes, text or a file, into a name, a type and bytes.
import { findMediaType } from "#http";
import { quoteValue } from "#kernel";
import { assertOneLine } from "./address/control-characters.ts";
import { MailError } from "./mail-error.ts";

/** A file that goes with a message. */
export interface Attachment {
  /** What the reader saves it as: `report.pdf`. */
  readonly name: string;
  /** Its media type: `application/pdf`. */
  readonly type: string;
  readonly content: Uint8Array;
  /** Set for an image inside of the HTML, which shows it with `<img src="cid:…">`. */
  readonly cid: string | undefined;
}

/** A file for a message: content and a name, or a path, which is read at once. */
export type AttachmentInput =
  | {
      readonly name: string;
      readonly content: string | Uint8Array;
      readonly type?: string | undefined;
      readonly cid?: string | undefined;
    }
  | {
      readonly path: string;
      readonly name?: string | undefined;
      readonly type?: string | undefined;
      readonly cid?: string | undefined;
    };

/** Reads one attachment. @throws MailError `MAIL_BAD_ATTACHMENT`, `MAIL_HEADER_INJECTION` */
export function readAttachment(input: AttachmentInput): Attachment {
  const content = "path" in input ? readContent(input.path) : input.content;
  const given = input.name ?? ("path" in input ? process.getBuiltinModule("node:path").basename(input.path) : "");
  if (typeof given !== "string" || given === "" || !(typeof content === "string" || content instanceof Uint8Array)) {
    throw new MailError("MAIL_BAD_ATTACHMENT", "An attachment has no name or no content.", {
      wrote: `{ name: ${quoteValue(given)}, content: ${quoteValue(content)} }`,
      cure: 'Give { name: "report.pdf", content: bytes }, or { path: "reports/1.pdf" }.',
    });
  }
  const name = assertOneLine(given, "The name of an attachment");
  const type = input.type ?? withCharset(findMediaType(name) ?? "application/octet-stream", content);
  if (!/^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w."-]+)*$/.test(type)) throw badType(name, type);
  return Object.freeze({
    name,
    type,
    content: typeof content === "string" ? Buffer.from(content) : content,
    cid: input.cid === undefined ? undefined : checkCid(input.cid),
  });
}

// Text that is given as text is UTF-8; of a file's bytes nobody knows.
function withCharset(type: string, content: string | Uint8Array): string {
  return typeof content === "string" && type.startsWith("text/") ? `${type}; charset=utf-8` : type;
}

function readContent(path: string): Uint8Array {
  try {
    return process.getBuiltinModule("node:fs").readFileSync(path);
  } catch (cause) {
    throw new MailError("MAIL_BAD_ATTACHMENT", "The file of an attachment cannot be read.", {
      wrote: quoteValue(path),
      facts: [`The system says: ${cause instanceof Error ? cause.message : String(cause)}.`],
      cure: "Give a path that this process may read; a relative one starts at its working folder.",
      cause,
    });
  }
}

function badType(name: string, type: string): MailError {
  return new MailError("MAIL_BAD_ATTACHMENT", `The attachment ${quoteValue(name)} has a type that is none.`, {
    wrote: `type: ${quoteValue(type)}`,
    cure: 'Write a media type such as "application/pdf".',
  });
}

function checkCid(cid: string): string {
  if (/^[\w.@+-]+$/.test(cid)) return cid;
  throw new MailError("MAIL_BAD_ATTACHMENT", "An inline image has a cid that cannot stand in a header.", {
    wrote: `cid: ${quoteValue(cid)}`,
    cure: 'Use letters, digits and . _ - + @, such as "logo".',
  });
}
