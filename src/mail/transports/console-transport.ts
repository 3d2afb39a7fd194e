// Prints messages for the developer: addresses, subject, text with its links whole, and the names of attachments.
import type { Address } from "../address/address.ts";
import type { Message } from "../message.ts";
import { acceptAll, connectionOf, type MailConnection, type MailTransport } from "./transport.ts";

/** Prints messages to standard output, or wherever `write` writes. */
export class ConsoleTransport implements MailTransport {
  readonly name = "console";
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void = (text) => void process.stdout.write(text)) {
    this.#write = write;
  }

  async connect(): Promise<MailConnection> {
    return connectionOf((message) => {
      this.#write(describeMessage(message));
      return acceptAll(message);
    });
  }
}

/** Writes a message for people to read. Nothing in it can steer a terminal. */
export function describeMessage(message: Message): string {
  const lines = [
    rule,
    `From: ${message.from === undefined ? "" : nameOf(message.from)}`,
    ...(["to", "cc", "bcc"] as const).flatMap((key) =>
      message[key].length === 0
        ? []
        : `${key[0]!.toUpperCase()}${key.slice(1)}: ${message[key].map(nameOf).join(", ")}`,
    ),
    `Subject: ${message.subject}`,
    ...message.headers.map(([name, value]) => `${name}: ${value}`),
    "",
    message.text ?? message.html ?? "",
    ...message.attachments.map(({ name, type, content }) => `[${name}, ${type}, ${content.length} bytes]`),
    rule,
  ];
  return `${lines.join("\n").replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "\u{fffd}")}\n`;
}

const rule = "-".repeat(60);

function nameOf({ name, address }: Address): string {
  return name === "" ? address : `${name} <${address}>`;
}
