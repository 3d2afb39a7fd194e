// Keeps messages in the memory of this process, for tests.
import type { Message } from "../message.ts";
import { acceptAll, connectionOf, type MailConnection, type MailTransport } from "./transport.ts";

/** Keeps what it is given in `outbox`, oldest first. */
export class MemoryTransport implements MailTransport {
  readonly name = "memory";
  readonly outbox: Message[] = [];

  async connect(): Promise<MailConnection> {
    return connectionOf((message) => {
      this.outbox.push(message);
      return acceptAll(message);
    });
  }
}
