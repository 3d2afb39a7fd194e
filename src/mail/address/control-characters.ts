// Refuses text that would break out of its header: line breaks and other control characters.
import { quoteValue } from "#kernel";
import { MailError } from "../mail-error.ts";

// Some mail programs take U+0085, U+2028 and U+2029 for line breaks too.
const forbidden = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/;

/** Returns the text. @throws MailError `MAIL_HEADER_INJECTION` */
export function assertOneLine(text: string, what: string): string {
  const at = text.search(forbidden);
  if (at < 0) return text;
  const isBreak = /[\n\r\u0085\u2028\u2029]/.test(text[at]!);
  throw new MailError(
    "MAIL_HEADER_INJECTION",
    `${what} has a ${isBreak ? "line break" : "control character"}, which could begin a header of its own.`,
    {
      wrote: quoteValue(text),
      facts: [`At character ${at + 1}: U+${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0")}.`],
      cure: 'Refuse such text where it comes in, or replace it: text.replace(/\\s+/g, " ").',
    },
  );
}
