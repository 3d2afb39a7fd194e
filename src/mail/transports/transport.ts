// Defines what brings mail away: a transport opens a connection, which delivers messages one after the other.
import type { Message } from "../message.ts";

/** What became of one message. */
export interface Delivery {
  readonly messageId: string;
  /** The addresses that the server took the message for. */
  readonly accepted: readonly string[];
  /** Those it refused while it took others, with its reason. */
  readonly rejected: readonly { readonly address: string; readonly reason: string }[];
  /** What the server said at the end, such as `250 2.0.0 Ok: queued as 4F1B`. */
  readonly response?: string | undefined;
}

/** A way for several messages, open until it is closed. */
export interface MailConnection {
  /** Delivers a message that has a sender and recipients. @throws MailError when nobody gets it. */
  deliver(message: Message): Promise<Delivery>;
  close(): Promise<void>;
}

/**
 * Where mail goes. Write your own for a service with an API of its own.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { type MailTransport, mail } from "demijohn/mail";
 * const printer: MailTransport = {
 *   name: "printer",
 *   connect: async () => ({
 *     deliver: async (message) => {
 *       console.log(message.subject);
 *       return { messageId: message.messageId, accepted: message.recipients, rejected: [] };
 *     },
 *     close: async () => {},
 *   }),
 * };
 * new App({ mode: "test" }).use(mail({ transport: printer }));
 * ```
 */
export interface MailTransport {
  /** For logs: `smtp`, `console`. */
  readonly name: string;
  connect(): Promise<MailConnection>;
}

/** The delivery of a transport that takes everything. */
export function acceptAll(message: Message): Delivery {
  return { messageId: message.messageId, accepted: message.recipients, rejected: [] };
}

/** A connection for transports that need none. */
export function connectionOf(deliver: (message: Message) => Delivery | Promise<Delivery>): MailConnection {
  return { deliver: async (message) => deliver(message), close: async () => {} };
}
